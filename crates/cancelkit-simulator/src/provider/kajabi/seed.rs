//! What is there from the start. All of it is made up.

/// The client id of an API key.
pub const CLIENT_ID: &str = "simulator-kajabi-client-id";
/// The secret of the same API key.
pub const CLIENT_SECRET: &str = "simulator-kajabi-client-secret-not-real";
/// The client id of an API key that may do nothing with purchases: its calls are answered with 403.
pub const RESTRICTED_CLIENT_ID: &str = "simulator-kajabi-restricted-client-id";
/// The secret of the restricted API key.
pub const RESTRICTED_CLIENT_SECRET: &str = "simulator-kajabi-restricted-client-secret-not-real";
/// The name of a user.
pub const USERNAME: &str = "owner@example.com";
/// The password of that user.
pub const PASSWORD: &str = "simulator-kajabi-password-not-real";

/// A purchase with an active subscription.
pub const ACTIVE: &str = "900000001";
/// Another purchase with an active subscription, which nobody should cancel by mistake.
pub const OTHER_ACTIVE: &str = "900000002";
/// A purchase that was deactivated and whose subscription goes on billing.
pub const DEACTIVATED_STILL_BILLING: &str = "900000003";
/// A purchase without a subscription: cancelling answers 422.
pub const WITHOUT_SUBSCRIPTION: &str = "900000004";
/// A purchase whose subscription was cancelled before.
pub const CANCELLED: &str = "900000005";
/// An id that no purchase has.
pub const UNKNOWN: &str = "900000404";

/// What can be cancelled, or not, and what becomes of it.
#[must_use]
pub fn targets() -> Vec<(String, &'static str)> {
    let targets = [
        (ACTIVE, "has an active subscription"),
        (OTHER_ACTIVE, "has an active subscription too"),
        (DEACTIVATED_STILL_BILLING, "is deactivated, and its subscription goes on billing"),
        (WITHOUT_SUBSCRIPTION, "has no subscription: 422"),
        (CANCELLED, "was cancelled before"),
        (UNKNOWN, "is unknown: 404"),
    ];
    targets.map(|(target, what)| (target.to_string(), what)).into()
}
