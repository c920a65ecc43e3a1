//! What a provider cannot do in a request, by its abilities and by nothing else.

use crate::{
    Abilities, Actor, Aspect, CancelRequest, Choice, Effect, Objection, Possible, Reason, RepetitionRule, TimingKind,
};

impl Abilities {
    /// Everything in the request that the provider cannot do.
    ///
    /// A key is never objected to: a provider that takes none is not asked for anything by it.
    #[must_use]
    pub fn objections(&self, request: &CancelRequest) -> Vec<Objection> {
        if request.target.provider() != self.provider {
            let other = request.target.provider().name();
            let why = format!("it is a target at {other}; ask {other}");
            return vec![Objection::to(Aspect::Target, request.target.to_string(), why)];
        }
        let actors = Actor::ALL.iter().map(|actor| actor.as_str());
        let reasons = Reason::ALL.iter().map(|reason| reason.as_str());
        [
            self.timing_objection(request),
            self.money_objection(request),
            choice(Aspect::Actor, &self.actor, request.actor.map(Actor::as_str), actors),
            choice(Aspect::Reason, &self.reason, request.reason.map(Reason::as_str), reasons),
            self.comment_objection(request),
            self.key_objection(request),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn timing_objection(&self, request: &CancelRequest) -> Option<Objection> {
        let kind = request.timing.kind();
        if self.timing_effect(kind).is_some() {
            return None;
        }
        let why = "a subscription cannot end then";
        Some(
            Objection::to(Aspect::Timing, request.timing.to_string(), why)
                .instead(possible(self.timing, TimingKind::as_str)),
        )
    }

    fn money_objection(&self, request: &CancelRequest) -> Option<Objection> {
        if self.money_effect(request.money).is_some() {
            return None;
        }
        let why = "this cannot be done with charges";
        Some(
            Objection::to(Aspect::Money, request.money.as_str(), why)
                .instead(possible(self.money, |money| money.as_str())),
        )
    }

    fn comment_objection(&self, request: &CancelRequest) -> Option<Objection> {
        let comment = request.comment.as_deref()?;
        if !self.comment.accepted {
            return Some(Objection::to(
                Aspect::Comment,
                comment,
                "the call takes no free words; leave the comment out",
            ));
        }
        let chars = comment.chars().count() as u64;
        let most = self.comment.max_length.filter(|most| chars > *most)?;
        Some(Objection::to(
            Aspect::Comment,
            short(comment),
            format!("it has {chars} characters where {most} are allowed"),
        ))
    }

    fn key_objection(&self, request: &CancelRequest) -> Option<Objection> {
        if self.repetition.rule != RepetitionRule::ByKey || request.key.is_some() {
            return None;
        }
        let why = "it is needed, since it makes the cancellation safe to send again; give one that names this cancellation alone";
        Some(Objection::missing(Aspect::Key, why))
    }
}

fn choice<'a>(
    about: Aspect,
    choice: &Choice,
    asked: Option<&str>,
    words: impl Iterator<Item = &'a str>,
) -> Option<Objection> {
    let why = choice.why.unwrap_or_default();
    match asked {
        Some(asked) if !choice.accepted => Some(Objection::to(about, asked, format!("{why} Leave it out."))),
        None if choice.required => {
            Some(Objection::missing(about, format!("it is needed. {why}")).instead(words.map(Possible::from)))
        }
        _ => None,
    }
}

/// The beginning of a comment, enough to know it by.
pub(crate) fn short(comment: &str) -> String {
    match comment.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &comment[..end]),
        None => comment.to_owned(),
    }
}

fn possible<T: Copy>(effects: &[Effect<T>], word: impl Fn(T) -> &'static str) -> impl Iterator<Item = Possible> {
    effects.iter().map(move |effect| Possible::with_effect(word(effect.value), effect.effect))
}

#[cfg(test)]
mod tests {
    use crate::{Abilities, Actor, Aspect, CancelRequest, Money, ProviderId, Reason, Target, Timing};

    fn about(provider: ProviderId, request: &CancelRequest) -> Vec<Aspect> {
        Abilities::of(provider).objections(request).into_iter().map(|objection| objection.about).collect()
    }

    #[test]
    fn everything_is_objected_to_at_once() {
        let target = Target::parse(ProviderId::StaxBill, "12345").unwrap();
        let request = CancelRequest::new(target, Timing::AtPeriodEnd, Money::CreditRemainder)
            .with_actor(Actor::Customer)
            .with_reason(Reason::Other)
            .with_comment("none of this is taken");
        assert_eq!(
            about(ProviderId::StaxBill, &request),
            [Aspect::Timing, Aspect::Money, Aspect::Actor, Aspect::Reason, Aspect::Comment]
        );
        assert_eq!(about(ProviderId::Kajabi, &request), [Aspect::Target]);
    }

    #[test]
    fn what_is_needed_is_asked_for() {
        let target = Target::parse(ProviderId::Rebilly, "sub_EXAMPLE0001").unwrap();
        let request = CancelRequest::new(target, Timing::Now, Money::LeaveCharges).with_comment("ü".repeat(256));
        assert_eq!(about(ProviderId::Rebilly, &request), [Aspect::Actor, Aspect::Comment, Aspect::Key]);
        let request = request.with_comment("ü".repeat(255));
        assert_eq!(about(ProviderId::Rebilly, &request), [Aspect::Actor, Aspect::Key]);
    }

    #[test]
    fn a_refusal_says_what_can_be_done() {
        let target = Target::parse(ProviderId::Kajabi, "900000001").unwrap();
        let request = CancelRequest::new(target, Timing::AtPeriodEnd, Money::LeaveCharges);
        let objections = Abilities::of(ProviderId::Kajabi).objections(&request);
        let refusal = crate::Refusal::unless_empty(ProviderId::Kajabi, objections).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "Kajabi cannot do this, and nothing was sent:\n\
             - timing `at-period-end`: a subscription cannot end then\n    \
                 instead: now (Kajabi ends the subscription at once and deactivates the purchase.)\n\
             - money `leave-charges`: this cannot be done with charges\n    \
                 instead: not-controllable (The payment provider's cancellation rules decide about charges; the call takes no \
             wish and its answer reports no amount.)"
        );
    }
}
