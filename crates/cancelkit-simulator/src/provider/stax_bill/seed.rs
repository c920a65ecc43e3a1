//! What is there from the start. All of it is made up.

/// The API key, sent as `Authorization: Basic <key>`: the base64 form of `0:simulator-fake-key`.
pub const API_KEY: &str = "MDpzaW11bGF0b3ItZmFrZS1rZXk=";

/// A subscription that is `Active`.
pub const ACTIVE: i64 = 12345;
/// Another subscription that is `Active`, which nobody should cancel by mistake.
pub const OTHER_ACTIVE: i64 = 12346;
/// A subscription that is `Provisioning`, which can be cancelled too.
pub const PROVISIONING: i64 = 12347;
/// A subscription that is a `Draft`, which cannot be cancelled.
pub const DRAFT: i64 = 12348;
/// A subscription that is `Suspended`, which cannot be cancelled.
pub const SUSPENDED: i64 = 12349;
/// A subscription that was `Cancelled` before.
pub const CANCELLED: i64 = 12350;
/// A subscription that is `Expired`, which cannot be cancelled.
pub const EXPIRED: i64 = 12351;
/// A number that no subscription has.
pub const UNKNOWN: i64 = 99999;

/// What can be cancelled, or not, and what becomes of it.
#[must_use]
pub fn targets() -> Vec<(String, &'static str)> {
    let targets = [
        (ACTIVE, "is Active"),
        (OTHER_ACTIVE, "is Active too"),
        (PROVISIONING, "is Provisioning and can be cancelled"),
        (DRAFT, "is a Draft and cannot be cancelled"),
        (SUSPENDED, "is Suspended and cannot be cancelled"),
        (CANCELLED, "was Cancelled before"),
        (EXPIRED, "is Expired and cannot be cancelled"),
        (UNKNOWN, "is unknown: 404"),
    ];
    targets.map(|(target, what)| (target.to_string(), what)).into()
}
