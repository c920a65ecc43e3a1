use cancelkit_rebilly::types::{ChurnTimePolicy, SubscriptionCancellation};

use super::request::Written;

/// How far apart two times of the same end can lie: an answer may leave out parts of a second.
pub(super) const PRECISION: jiff::SignedDuration = jiff::SignedDuration::from_secs(1);

/// The first member of an answer that is not what was asked for, by its name at Rebilly. What the answer leaves out or has as null
/// says nothing. Who cancelled, why, and the description change nothing about the end or the charges, and may differ.
pub(super) fn differs(asked: &Written, answer: &SubscriptionCancellation) -> Option<&'static str> {
    let (id, asked) = (&asked.id, &asked.body);
    // Rebilly documents the quoted string `null` too.
    let policy = |body: &SubscriptionCancellation| match body.churn_time_policy.value() {
        Some(ChurnTimePolicy::Null) | None => None,
        Some(policy) => Some(policy.clone()),
    };
    let policy_differs = policy(answer).is_some_and(|found| policy(asked) != Some(found));
    let time_differs = asked.churn_time.as_ref().zip(answer.churn_time.as_ref()).is_some_and(|(asked, found)| {
        let both = asked.instant().zip(found.instant());
        both.is_none_or(|(asked, found)| asked.duration_since(found).abs() >= PRECISION)
    });
    [
        ("id", answer.id.as_ref().is_some_and(|found| found != id)),
        ("subscriptionId", answer.subscription_id != asked.subscription_id),
        ("prorated", answer.prorated.is_some() && answer.prorated != asked.prorated),
        ("churnTimePolicy", policy_differs),
        ("churnTime", time_differs),
    ]
    .into_iter()
    .find_map(|(member, differs)| differs.then_some(member))
}
