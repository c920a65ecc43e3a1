use cancelkit::{Actor, CancelRequest, Key, Money, ProviderId, Reason, Target, Timing};

use crate::failure::Failure;
use crate::words::one_of;

/// What is to be cancelled, and how.
#[derive(clap::Args, Debug)]
pub struct Wish {
    /// Who bills the subscription
    #[arg(value_parser = one_of::<ProviderId>(ProviderId::ALL.map(ProviderId::as_str)))]
    provider: ProviderId,

    /// What is cancelled: SITE#ITEM, a subscription's id or a purchase's id; `cancelkit providers PROVIDER` has an
    /// example
    target: String,

    /// When it ends: now, at-period-end, or a moment with its offset like 2030-01-31T00:00:00Z
    #[arg(long)]
    when: Timing,

    /// What happens to charges
    #[arg(long, value_parser = one_of::<Money>(Money::ALL.iter().map(|money| money.as_str())))]
    money: Money,

    /// Who asked for it
    #[arg(long, value_parser = one_of::<Actor>(Actor::ALL.iter().map(|actor| actor.as_str())))]
    actor: Option<Actor>,

    /// Why
    #[arg(long, value_parser = one_of::<Reason>(Reason::ALL.iter().map(|reason| reason.as_str())))]
    reason: Option<Reason>,

    /// Why, in your own words; they are sent to the provider
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Your own name for this one cancellation: the same key always means the same cancellation
    #[arg(long)]
    key: Option<Key>,
}

impl Wish {
    /// The request, once its target is one of the provider's.
    pub fn request(self) -> Result<CancelRequest, Failure> {
        let target = Target::parse(self.provider, &self.target).map_err(Failure::usage)?;
        let mut request = CancelRequest::new(target, self.when, self.money);
        request.actor = self.actor;
        request.reason = self.reason;
        request.comment = self.comment;
        request.key = self.key;
        Ok(request)
    }
}
