use sha2::{Digest, Sha256};

use crate::Key;

/// What the digest is of, so that no other use of the same key makes the same id.
const DOMAIN: &str = "cancelkit/rebilly/subscription-cancellation/1";

/// The id of the cancellation of a subscription under a key: always the same for the same two, and different for any others.
///
/// It is `cancelkit-` and the first 160 bits of a SHA-256 in hexadecimal, 50 characters as Rebilly allows. Each part is written with
/// its length before it, so that no other pair has the same bytes.
pub(super) fn derived_id(subscription_id: &str, key: &Key) -> String {
    let mut digest = Sha256::new();
    for part in [DOMAIN, subscription_id, key.as_str()] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    let hex: String = digest.finalize().iter().take(20).map(|byte| format!("{byte:02x}")).collect();
    format!("cancelkit-{hex}")
}

#[cfg(test)]
mod tests {
    use super::derived_id;
    use crate::{Key, RebillyTarget};

    fn id(subscription: &str, key: &str) -> String {
        derived_id(subscription, &Key::new(key).unwrap())
    }

    #[test]
    fn another_subscription_or_key_has_another_id() {
        let ids = [id("ab", "c"), id("a", "bc"), id("ab", "C"), id("abc", "abc"), id("a", "c")];
        for (index, one) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(one), "{one}");
        }
    }

    #[test]
    fn the_id_never_changes_between_versions() {
        assert_eq!(id("sub_EXAMPLE0001", "ticket-4711"), "cancelkit-6f98f2be1da7070d1e0c80cd01e8bf57bd369ef5");
    }

    #[test]
    fn it_is_one_that_rebilly_allows() {
        let id = id(&"s".repeat(50), &"ü".repeat(200));
        assert_eq!(id.len(), 50);
        RebillyTarget::new(id).expect("the rules for ids are the same");
    }
}
