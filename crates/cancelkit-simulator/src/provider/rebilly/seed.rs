//! What is there from the start. All of it is made up.

/// The organization.
pub const ORGANIZATION_ID: &str = "org_simulator";
/// The organization's secret API key, sent as `REB-APIKEY`.
pub const API_KEY: &str = "simulator-rebilly-secret-key-not-real";
/// A secret API key that may do nothing with subscriptions: its calls are answered with 403.
pub const RESTRICTED_API_KEY: &str = "simulator-rebilly-restricted-key-not-real";
/// A token that is accepted in place of the API key.
pub const JWT: &str = "simulator.rebilly.jwt-not-real";

/// A subscription that is `active` and renews in 23 days.
pub const ACTIVE: &str = "sub_simulator_active";
/// Another subscription that is `active`, which nobody should cancel by mistake.
pub const OTHER_ACTIVE: &str = "sub_simulator_other_active";
/// A subscription that is `paused`, which can be cancelled too.
pub const PAUSED: &str = "sub_simulator_paused";
/// A subscription that is `trial-ended`, which cannot be cancelled.
pub const TRIAL_ENDED: &str = "sub_simulator_trial_ended";
/// A subscription that is `pending`, which cannot be cancelled.
pub const PENDING: &str = "sub_simulator_pending";
/// A subscription that is `canceled` by [`SCHEDULED_CANCELLATION`] and runs until its next renewal.
pub const SCHEDULED: &str = "sub_simulator_scheduled";
/// A subscription that is `churned` by [`COMPLETED_CANCELLATION`].
pub const CHURNED: &str = "sub_simulator_churned";
/// An id that no subscription has.
pub const UNKNOWN: &str = "sub_simulator_unknown";

/// The confirmed cancellation of [`SCHEDULED`].
pub const SCHEDULED_CANCELLATION: &str = "sub_cnl_simulator_scheduled";
/// The completed cancellation of [`CHURNED`].
pub const COMPLETED_CANCELLATION: &str = "sub_cnl_simulator_completed";
/// A cancellation of [`ACTIVE`] that is a draft and ends nothing.
pub const DRAFT_CANCELLATION: &str = "sub_cnl_simulator_draft";

/// What can be cancelled, or not, and what becomes of it.
#[must_use]
pub fn targets() -> Vec<(String, &'static str)> {
    let targets = [
        (ACTIVE, "is active"),
        (OTHER_ACTIVE, "is active too"),
        (PAUSED, "is paused and can be cancelled"),
        (TRIAL_ENDED, "is trial-ended and cannot be cancelled"),
        (PENDING, "is pending and cannot be cancelled"),
        (SCHEDULED, "is canceled and runs until its next renewal"),
        (CHURNED, "has ended"),
        (UNKNOWN, "is unknown: 422"),
    ];
    targets.map(|(target, what)| (target.to_string(), what)).into()
}
