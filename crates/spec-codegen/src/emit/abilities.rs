//! `x-cancellation` as static data of the facade.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Cancellation, Certainty, Choice, Contract, Money, Operation, RepetitionRule, Strength, Timing};

use crate::names::type_name;

/// The abilities of the cancel operation of a document; `None` where it has none. That it has no second one is checked when
/// it is read.
///
/// # Errors
///
/// Code that is not Rust, which is a defect.
pub fn abilities(provider: &str, mark: &str, contract: &Contract) -> Result<Option<String>, String> {
    let found = contract.operations.iter().find_map(|it| it.cancellation.as_ref().map(|abilities| (it, abilities)));
    let Some((operation, cancellation)) = found else { return Ok(None) };
    let code = constant(provider, operation, cancellation);
    let code = super::format(quote! {
        use super::{
            Abilities, Choice, Comment, Confirm, Effect, MoneyKind, Proof, Repetition, RepetitionRule, StatusMeaning, Strength,
            TimingKind, Undo,
        };
        use crate::{Certainty, ProviderId};

        #code
    })?;
    Ok(Some(format!("{mark}//! What the document says of its cancel operation.\n\n{code}")))
}

fn constant(provider: &str, operation: &Operation, it: &Cancellation) -> TokenStream {
    let id = format_ident!("{}", type_name(provider));
    let (operation_id, method, path) = (&operation.id, operation.method.to_string(), &operation.path);
    let (what, example) = (&it.target.what, &it.target.example);
    let timing = it.timing.iter().map(|one| {
        let (kind, effect) = (timing(one.value), &one.effect);
        quote! { Effect { value: TimingKind::#kind, effect: #effect } }
    });
    let money = it.money.iter().map(|one| {
        let (kind, effect) = (money(one.value), &one.effect);
        quote! { Effect { value: MoneyKind::#kind, effect: #effect } }
    });
    let (reason, actor) = (choice(&it.reason), choice(&it.actor));
    let (comment, most) = (it.comment.accepted, option(it.comment.max_length.as_ref()));
    let (undo, undo_operation, undo_effect) =
        (it.undo.possible, option(it.undo.operation_id.as_ref()), &it.undo.effect);
    let rule = format_ident!(
        "{}",
        match it.repetition.rule {
            RepetitionRule::AfterRead => "AfterRead",
            RepetitionRule::ByKey => "ByKey",
            RepetitionRule::NeverCertain => "NeverCertain",
        }
    );
    let (repetition_operation, settle, repetition_effect) = (
        option(it.repetition.operation_id.as_ref()),
        option(it.repetition.settle_seconds.as_ref()),
        &it.repetition.effect,
    );
    let statuses = it.statuses.iter().filter_map(|(status, meaning)| {
        let code: u16 = status.parse().ok()?;
        let certainty = format_ident!(
            "{}",
            match meaning.certainty {
                Certainty::Done => "Done",
                Certainty::Rejected => "Rejected",
                Certainty::MaybeDone => "MaybeDone",
            }
        );
        let words = &meaning.meaning;
        let proof = meaning.proof.as_ref().map_or_else(
            || quote! { None },
            |proof| {
                let pointer = &proof.pointer;
                let values = proof.one_of.iter().map(ToString::to_string);
                quote! { Some(Proof { pointer: #pointer, one_of: &[#(#values),*] }) }
            },
        );
        Some(quote! {
            StatusMeaning { status: #code, certainty: Certainty::#certainty, meaning: #words, proof: #proof }
        })
    });
    let (confirm, confirm_effect) = (&it.confirm.operation_id, &it.confirm.effect);
    let strength = format_ident!("{}", if it.confirm.strength == Strength::Strong { "Strong" } else { "Weak" });
    let traps = &it.traps;
    quote! {
        pub(super) const ABILITIES: Abilities = Abilities {
            provider: ProviderId::#id,
            operation_id: #operation_id,
            method: #method,
            path: #path,
            target: #what,
            target_example: #example,
            timing: &[#(#timing),*],
            money: &[#(#money),*],
            reason: #reason,
            comment: Comment { accepted: #comment, max_length: #most },
            actor: #actor,
            undo: Undo { possible: #undo, operation_id: #undo_operation, effect: #undo_effect },
            repetition: Repetition {
                rule: RepetitionRule::#rule,
                operation_id: #repetition_operation,
                settle_seconds: #settle,
                effect: #repetition_effect,
            },
            statuses: &[#(#statuses),*],
            confirm: Confirm { operation_id: #confirm, strength: Strength::#strength, effect: #confirm_effect },
            traps: &[#(#traps),*],
        };
    }
}

fn timing(value: Timing) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match value {
            Timing::Now => "Now",
            Timing::AtPeriodEnd => "AtPeriodEnd",
            Timing::AtTime => "AtTime",
        }
    )
}

fn money(value: Money) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match value {
            Money::LeaveCharges => "LeaveCharges",
            Money::ReverseUnearned => "ReverseUnearned",
            Money::ReverseCurrentPeriod => "ReverseCurrentPeriod",
            Money::CreditRemainder => "CreditRemainder",
            Money::NotControllable => "NotControllable",
        }
    )
}

fn choice(choice: &Choice) -> TokenStream {
    let (accepted, required, values, why) =
        (choice.accepted, choice.required, &choice.values, option(choice.why.as_ref()));
    quote! { Choice { accepted: #accepted, required: #required, values: &[#(#values),*], why: #why } }
}

fn option<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    value.map_or_else(|| quote! { None }, |value| quote! { Some(#value) })
}
