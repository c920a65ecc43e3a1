//! What Rebilly documents nowhere.

use crate::behaviour::choices;
use crate::words::words;

words! {
    /// What a cancellation under another id answers for a subscription that is cancelled or has ended.
    pub enum SecondCancel {
        /// 422.
        ValidationError = "validation-error",
        /// 201 with one more cancellation, which changes nothing.
        Created = "created",
    }
}

words! {
    /// The status that a cancellation without delay is answered with. A read shows `completed` in any case.
    pub enum ImmediateStatus {
        /// `completed`.
        Completed = "completed",
        /// `confirmed`.
        Confirmed = "confirmed",
    }
}

words! {
    /// How `churnTimePolicy` is answered where none was sent.
    pub enum UnsetPolicy {
        /// As null.
        Null = "null",
        /// As the text `null`, which is in the published enum.
        QuotedNull = "quoted-null",
        /// Not at all.
        Absent = "absent",
    }
}

words! {
    /// What a `PUT` under the id of a completed cancellation answers.
    pub enum CompletedPut {
        /// 200 with the cancellation, which stays as it is.
        Unchanged = "unchanged",
        /// 422.
        ValidationError = "validation-error",
    }
}

words! {
    /// What a `PUT` under the id of a revoked cancellation does.
    pub enum RevokedPut {
        /// It cancels again.
        CancelsAgain = "cancels-again",
        /// 200 with the cancellation, which stays revoked.
        Unchanged = "unchanged",
        /// 422.
        ValidationError = "validation-error",
    }
}

words! {
    /// What a `PUT` under the id of another subscription's cancellation does.
    pub enum ForeignPut {
        /// 422.
        ValidationError = "validation-error",
        /// It updates the cancellation, which now ends the new subscription and no longer the old one.
        Moves = "moves",
    }
}

words! {
    /// What a `PATCH` of a cancellation that does not exist answers; the page lists no 404.
    pub enum MissingPatch {
        /// 422.
        ValidationError = "validation-error",
        /// 404.
        NotFound = "not-found",
    }
}

choices! {
    /// What Rebilly does where it documents nothing.
    pub struct Behaviour {
        /// What a second cancellation answers.
        second_cancel: SecondCancel = "second-cancel",
        /// The status that a cancellation without delay is answered with.
        immediate_status: ImmediateStatus = "immediate-status",
        /// How an unset `churnTimePolicy` is answered.
        unset_policy: UnsetPolicy = "unset-policy",
        /// What a `PUT` on a completed cancellation answers.
        completed_put: CompletedPut = "completed-put",
        /// What a `PUT` on a revoked cancellation does.
        revoked_put: RevokedPut = "revoked-put",
        /// What a `PUT` on another subscription's cancellation does.
        foreign_put: ForeignPut = "foreign-put",
        /// What a `PATCH` of nothing answers.
        missing_patch: MissingPatch = "missing-patch",
    }
}
