//! The trust model: what an answer allows to believe, by the provider's document and never beyond it.

use cancelkit_runtime::{Answer, NotSent, StatusCode};

use super::Provider;
use crate::{
    Abilities, Aspect, CancelError, CancelRequest, Certainty, Objection, Plan, ProviderId, Refusal, Said, Target,
    UndoPlan, UndoRequest,
};

/// What may be believed after an answer to a cancellation.
///
/// `readable` says that the document lists the status and that the body matched it. Without it, and after 408 and every 5xx, nothing
/// is certain, whatever the abilities say.
pub(super) fn certainty(abilities: &Abilities, answer: &Answer, readable: bool) -> Certainty {
    if !readable || leaves_doubt(answer.status()) {
        return Certainty::MaybeDone;
    }
    let Some(meaning) = abilities.status(answer.status().as_u16()) else {
        return Certainty::MaybeDone;
    };
    match meaning.proof {
        None => meaning.certainty,
        Some(proof) if json(answer).is_some_and(|body| proof.holds(&body)) => meaning.certainty,
        Some(_) => Certainty::MaybeDone,
    }
}

/// Whether a cancellation was carried out, by a readable answer.
pub(super) fn is_proven(abilities: &Abilities, answer: &Answer) -> bool {
    certainty(abilities, answer, true) == Certainty::Done
}

/// Whether a readable answer says that nothing was done, and shows what the abilities want as its proof.
#[cfg(feature = "kajabi")]
pub(super) fn is_proven_rejection(abilities: &Abilities, answer: &Answer) -> bool {
    abilities.status(answer.status().as_u16()).is_some_and(|meaning| meaning.proof.is_some())
        && certainty(abilities, answer, true) == Certainty::Rejected
}

/// What may be believed after an answer to a call that has no abilities of its own.
#[cfg(feature = "rebilly")]
pub(super) fn plain_certainty(answer: &Answer, readable: bool) -> Certainty {
    if readable && answer.status().is_client_error() && !leaves_doubt(answer.status()) {
        Certainty::Rejected
    } else {
        Certainty::MaybeDone
    }
}

fn leaves_doubt(status: StatusCode) -> bool {
    status == StatusCode::REQUEST_TIMEOUT || status.is_server_error()
}

fn json(answer: &Answer) -> Option<serde_json::Value> {
    let body = answer.body();
    serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)).ok()
}

/// An answer to a cancellation that is no success.
pub(super) fn error(abilities: &Abilities, answer: &Answer, readable: bool, said: Said) -> CancelError {
    let certainty = match certainty(abilities, answer, readable) {
        // Only a success that a provider module has read is one.
        Certainty::Done => Certainty::MaybeDone,
        other => other,
    };
    let status = answer.status().as_u16();
    let cause = match abilities.status(status).filter(|_| readable) {
        Some(meaning) if meaning.certainty == Certainty::Rejected && certainty != Certainty::Rejected => {
            format!("the answer has the status {status} without what proves that nothing was done")
        }
        Some(meaning) => format!("the answer has the status {status}: {}", meaning.meaning),
        None => undocumented(answer),
    };
    CancelError::answered(abilities.provider, certainty, cause, answer).with_said(said)
}

/// What a status that the document does not list says.
pub(super) fn undocumented(answer: &Answer) -> String {
    format!("the answer has the status {}, which the provider's document does not list", answer.status().as_u16())
}

/// Nothing but what a plan's own request makes here is sent.
pub(super) fn same_plan(provider: &dyn Provider, plan: &Plan) -> Result<(), CancelError> {
    same(provider, plan, provider.plan(&plan.request))
}

/// The same for taking a cancellation back.
#[cfg(feature = "rebilly")]
pub(super) fn same_undo_plan(provider: &dyn Provider, plan: &UndoPlan) -> Result<(), CancelError> {
    same(provider, plan, provider.plan_undo(&plan.request))
}

fn same<T: PartialEq>(provider: &dyn Provider, plan: &T, again: Result<T, Refusal>) -> Result<(), CancelError> {
    let cause = match again {
        Ok(again) if again == *plan => return Ok(()),
        Ok(_) => "the plan is not what its own request makes here, because it was changed or was made by another version or for \
                  another server; make it anew"
            .to_owned(),
        Err(refusal) => {
            format!("the plan cannot be carried out any more: {}", whys(&refusal))
        }
    };
    Err(CancelError::not_sent(provider.id(), cause))
}

fn whys(refusal: &Refusal) -> String {
    let whys: Vec<String> =
        refusal.objections.iter().map(|objection| format!("{}: {}", objection.about, objection.why)).collect();
    whys.join("; ")
}

/// The refusal of a request that cannot be put together.
pub(super) fn unbuildable(target: &Target, error: &NotSent) -> Refusal {
    Refusal::because(target.provider(), Objection::to(Aspect::Request, target.to_string(), error.to_string()))
}

/// A request that the abilities allow and a provider's module has no words for: a mistake of this crate, which sends nothing.
pub(super) fn unmapped(provider: ProviderId, request: &CancelRequest) -> Refusal {
    let why = "this version of cancelkit has no words for it; leave it out, or use a newer version";
    Refusal::because(provider, Objection::to(Aspect::Request, request.target.to_string(), why))
}

/// The refusal of taking a cancellation back.
pub(super) fn refused_undo(abilities: &Abilities, request: &UndoRequest) -> Refusal {
    let objection = || Objection::to(Aspect::Undo, request.target.to_string(), abilities.undo.effect);
    abilities.refuse_undo(request).err().unwrap_or_else(|| Refusal::because(abilities.provider, objection()))
}

/// The same once there is a plan, which only another provider can have made.
#[cfg(any(feature = "jetpack", feature = "kajabi", feature = "stax-bill"))]
pub(super) fn no_undo(abilities: &Abilities, plan: &UndoPlan) -> CancelError {
    let cause = whys(&refused_undo(abilities, &plan.request));
    CancelError::not_sent(abilities.provider, cause).undoing()
}

#[cfg(test)]
mod tests;
