//! What Stax Bill documents nowhere.

use crate::behaviour::choices;
use crate::words::words;

words! {
    /// What a cancellation of a cancelled subscription answers.
    pub enum SecondCancel {
        /// As any broken business rule: see [`BusinessRule`].
        BusinessError = "business-error",
        /// 200 with the cancelled subscription, as the first time.
        SameAnswer = "same-answer",
        /// 404.
        NotFound = "not-found",
    }
}

words! {
    /// The status of a broken business rule; both are documented, and not which is when.
    pub enum BusinessRule {
        /// 400.
        BadRequest = "bad-request",
        /// 409.
        Conflict = "conflict",
    }
}

words! {
    /// What `cancellationTimestamp` is after a cancellation.
    pub enum CancellationTimestamp {
        /// The time of the cancellation.
        Set = "set",
        /// Null, as in the sample of the documentation.
        Null = "null",
    }
}

choices! {
    /// What Stax Bill does where it documents nothing.
    pub struct Behaviour {
        /// What a second cancellation answers.
        second_cancel: SecondCancel = "second-cancel",
        /// The status of a broken business rule.
        business_rule: BusinessRule = "business-rule",
        /// What `cancellationTimestamp` is after a cancellation.
        cancellation_timestamp: CancellationTimestamp = "cancellation-timestamp",
    }
}
