use serde::{Deserialize, Serialize};

use crate::version::{VERSION, versioned};
use crate::{Actor, Key, Money, Reason, Target, Timing};

/// One cancellation, as it is asked for. It is what a user stores and sends around.
///
/// Timing and money have no default. In JSON it carries `"version": 1`; another version and an unknown member are refused, since
/// passing over a misspelt wish would cancel in another way than was meant.
///
/// ```
/// use cancelkit::{Actor, CancelRequest, Key, Money, ProviderId, Reason, Target, Timing};
///
/// let target = Target::parse(ProviderId::Rebilly, "sub_EXAMPLE0001")?;
/// let request = CancelRequest::new(target, Timing::AtPeriodEnd, Money::LeaveCharges)
///     .with_actor(Actor::Customer)
///     .with_reason(Reason::TooExpensive)
///     .with_key(Key::new("ticket-4711")?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct CancelRequest {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// What is cancelled.
    pub target: Target,
    /// When it ends.
    pub timing: Timing,
    /// What happens to charges.
    pub money: Money,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Why, in free words. They are sent to the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The caller's own name for this cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
}

versioned!(CancelRequest, "request");

impl CancelRequest {
    /// A cancellation of this target.
    #[must_use]
    pub fn new(target: impl Into<Target>, timing: Timing, money: Money) -> Self {
        Self {
            version: VERSION,
            target: target.into(),
            timing,
            money,
            actor: None,
            reason: None,
            comment: None,
            key: None,
        }
    }

    /// Says who asked for it.
    #[must_use]
    pub fn with_actor(mut self, actor: Actor) -> Self {
        self.actor = Some(actor);
        self
    }

    /// Says why.
    #[must_use]
    pub fn with_reason(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Says why in free words, which are sent to the provider.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// Names this cancellation.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::CancelRequest;
    use crate::{Actor, Key, Money, ProviderId, Reason, Target, Timing};

    fn stored() -> Value {
        json!({
            "version": 1,
            "target": { "provider": "rebilly", "subscription_id": "sub_EXAMPLE0001" },
            "timing": { "at": "2030-01-31T00:00:00Z" },
            "money": "leave-charges",
            "actor": "customer",
            "reason": "too-expensive",
            "comment": "Moves elsewhere",
            "key": "ticket-4711",
        })
    }

    fn with(member: &str, value: Value) -> String {
        let mut request = stored();
        request[member] = value;
        serde_json::from_value::<CancelRequest>(request).unwrap_err().to_string()
    }

    #[test]
    fn another_version_is_refused_before_anything_else() {
        let mut newer = stored();
        newer["version"] = json!(2);
        newer["refund"] = json!("all");
        let error = serde_json::from_value::<CancelRequest>(newer).unwrap_err().to_string();
        assert_eq!(
            error,
            "this request has the version 2 and this cancelkit reads version 1; use a cancelkit that reads it, or make the request anew"
        );
        assert!(with("version", json!("1")).contains("the version \"1\""));
        let mut none = stored();
        none.as_object_mut().unwrap().remove("version");
        let error = serde_json::from_value::<CancelRequest>(none).unwrap_err().to_string();
        assert!(error.contains("no `version`"), "{error}");
    }

    #[test]
    fn what_is_unknown_is_refused() {
        assert!(with("timming", json!("now")).contains("unknown field `timming`"));
        assert!(with("money", json!("refund")).contains("unknown variant `refund`"));
        assert!(with("timing", json!("later")).contains("unknown variant `later`"));
        assert!(with("key", json!("")).contains("it is empty"));
        assert!(with("target", json!({"provider": "kajabi", "purchase_id": "a/b"})).contains("another address"));
    }

    #[test]
    fn timing_and_money_have_no_default() {
        for member in ["target", "timing", "money"] {
            let mut request = stored();
            request.as_object_mut().unwrap().remove(member);
            let error = serde_json::from_value::<CancelRequest>(request).unwrap_err().to_string();
            assert!(error.contains(&format!("missing field `{member}`")), "{error}");
        }
    }

    #[test]
    fn a_request_comes_back_as_it_was() {
        let target = Target::parse(ProviderId::Rebilly, "sub_EXAMPLE0001").unwrap();
        let request =
            CancelRequest::new(target, Timing::At("2030-01-31T00:00:00Z".parse().unwrap()), Money::LeaveCharges)
                .with_actor(Actor::Customer)
                .with_reason(Reason::TooExpensive)
                .with_comment("Moves elsewhere")
                .with_key(Key::new("ticket-4711").unwrap());
        assert_eq!(serde_json::to_value(&request).unwrap(), stored());
        assert_eq!(serde_json::from_value::<CancelRequest>(stored()).unwrap(), request);
    }
}
