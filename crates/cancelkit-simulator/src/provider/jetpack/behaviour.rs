//! What Jetpack documents nowhere.

use crate::behaviour::choices;
use crate::words::words;

words! {
    /// What a cancellation of something that was cancelled before answers.
    pub enum SecondCancel {
        /// 200 with `success: false`.
        SuccessFalse = "success-false",
        /// 400 `invalid_input`.
        InvalidInput = "invalid-input",
        /// 200 with `success: true`, as the first time.
        SameAnswer = "same-answer",
    }
}

words! {
    /// What a token that is missing, unknown or no longer good is answered with.
    pub enum InvalidToken {
        /// 403 `invalid_scope`, the documented answer that comes closest.
        InvalidScope = "invalid-scope",
        /// 401 `invalid_token`, which the page of the call does not list.
        Unauthorized = "unauthorized",
    }
}

words! {
    /// The members of an error.
    pub enum ErrorShape {
        /// `error` and `message`, as the sibling pages and the plugin's code have it.
        Plugin = "plugin",
        /// `error_code` and `error_message`, as the page of the cancellation has it.
        Page = "page",
    }
}

words! {
    /// The members of an error of the token call.
    pub enum TokenErrorShape {
        /// `error` and `message`, which the plugin's code reads.
        Message = "message",
        /// `error` and `error_description`, as in OAuth 2.0.
        ErrorDescription = "error-description",
    }
}

words! {
    /// How the status spells the slug of a product.
    pub enum SlugSpelling {
        /// Like the values of `plan`: `premium`, `jetpack-scan`.
        AsPlan = "as-plan",
        /// Like WordPress.com's own products: `jetpack_premium`, `jetpack_scan`.
        AsProduct = "as-product",
    }
}

words! {
    /// What the elements of `activations` and `pending_activations` are.
    pub enum ActivationForm {
        /// Slugs.
        Slugs = "slugs",
        /// Objects with a slug.
        Objects = "objects",
    }
}

choices! {
    /// What Jetpack does where it documents nothing.
    pub struct Behaviour {
        /// What a second cancellation answers.
        second_cancel: SecondCancel = "second-cancel",
        /// What an invalid token is answered with.
        invalid_token: InvalidToken = "invalid-token",
        /// The members of an error.
        error_shape: ErrorShape = "error-shape",
        /// The members of an error of the token call.
        token_error_shape: TokenErrorShape = "token-error-shape",
        /// How the status spells slugs.
        slug_spelling: SlugSpelling = "slug-spelling",
        /// What the lists of an answer to `cancel-all` hold.
        activation_form: ActivationForm = "activation-form",
    }
}
