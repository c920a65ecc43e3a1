//! What Kajabi documents nowhere.

use crate::behaviour::choices;
use crate::words::words;

words! {
    /// What a cancellation of a subscription that has ended answers.
    pub enum SecondCancel {
        /// 422.
        Unprocessable = "unprocessable",
        /// 200 with the purchase, as the first time.
        SameAnswer = "same-answer",
        /// 404.
        NotFound = "not-found",
    }
}

words! {
    /// What becomes of a refresh token that was used.
    pub enum RefreshToken {
        /// It can be used again, and the answer repeats it.
        Kept = "kept",
        /// It ends, and the answer has a new one.
        Rotated = "rotated",
    }
}

choices! {
    /// What Kajabi does where it documents nothing.
    pub struct Behaviour {
        /// What a second cancellation answers.
        second_cancel: SecondCancel = "second-cancel",
        /// What becomes of a refresh token that was used.
        refresh_token: RefreshToken = "refresh-token",
    }
}
