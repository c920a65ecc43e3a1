//! The Rust types of the client crates, by the name that a document's schema has there.

use schemars::{JsonSchema, SchemaGenerator};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One type of a client crate.
#[derive(Clone, Copy)]
pub struct RustType {
    /// Its name in the module `types`.
    pub name: &'static str,
    /// Reads a value and writes it again.
    pub through: fn(&Value) -> Result<Value, String>,
    /// Its JSON Schema, by schemars.
    pub schema: fn(&mut SchemaGenerator) -> schemars::Schema,
}

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
    // By way of text, as an answer comes.
    let read: T = serde_json::from_str(&value.to_string()).map_err(|error| error.to_string())?;
    let written = serde_json::to_string(&read).map_err(|error| error.to_string())?;
    serde_json::from_str(&written).map_err(|error| error.to_string())
}

fn of<T: DeserializeOwned + Serialize + JsonSchema>(name: &'static str) -> RustType {
    RustType { name, through: through::<T>, schema: T::json_schema }
}

macro_rules! types {
    ($client:ident: $($name:ident),* $(,)?) => {
        vec![$(of::<$client::types::$name>(stringify!($name))),*]
    };
}

/// Every public type of a provider's client. Tests compare the lists with the crates' sources and with the documents.
///
/// # Panics
///
/// When there is no such provider.
#[must_use]
pub fn types(provider: &str) -> Vec<RustType> {
    match provider {
        "jetpack" => jetpack(),
        "kajabi" => kajabi(),
        "rebilly" => rebilly(),
        "stax-bill" => stax_bill(),
        other => panic!("the types of {other} are not listed"),
    }
}

fn jetpack() -> Vec<RustType> {
    types!(cancelkit_jetpack:
        PlanSlug,
        ErrorCode,
        TokenGrantType,
        TokenScope,
        Envelope,
        EnvelopeHeader,
        ErrorBody,
        PageError,
        PlanCancellation,
        PlanCancellationRequest,
        PluginError,
        ProvisionedProduct,
        SiteBlog,
        SiteStatus,
        Token,
        TokenBlogUrl,
        TokenError,
        TokenRequest,
    )
}

fn kajabi() -> Vec<RustType> {
    types!(cancelkit_kajabi:
        OauthGrantType,
        PurchasesShowResponseDataType,
        ErrorsAttributes,
        ErrorsAttributesSource,
        ErrorsAuthenticationFailed,
        ErrorsForbidden,
        ErrorsNotFound,
        ErrorsUnauthorized,
        ErrorsUnprocessable,
        OauthTokenRequest,
        OauthTokenResponse,
        PurchasesAttributes,
        PurchasesShowResponse,
        PurchasesShowResponseData,
        PurchasesShowResponseDataRelationships,
        PurchasesShowResponseDataRelationshipsCustomer,
        PurchasesShowResponseDataRelationshipsCustomerData,
        PurchasesShowResponseDataRelationshipsOffer,
        PurchasesShowResponseDataRelationshipsOfferData,
        PurchasesShowResponseDataRelationshipsProducts,
        PurchasesShowResponseDataRelationshipsProductsDataItem,
        PurchasesShowResponseDataRelationshipsTransactions,
        PurchasesShowResponseDataRelationshipsTransactionsDataItem,
        PurchasesShowResponseLinks,
    )
}

fn rebilly() -> Vec<RustType> {
    types!(cancelkit_rebilly:
        CanceledBy,
        CancellationReason,
        CancellationStatus,
        ChurnTimePolicy,
        LineItemType,
        SelfLinkRelation,
        OrderType,
        SubscriptionStatus,
        CancellationLineItem,
        CurrencyCode,
        InvalidField,
        LineItemSubtotal,
        Problem,
        SelfLink,
        SelfLinks,
        Subscription,
        SubscriptionCancellation,
        SubscriptionCancellationPatch,
        SubscriptionReactivation,
        ValidationProblem,
    )
}

fn stax_bill() -> Vec<RustType> {
    types!(cancelkit_stax_bill:
        CancellationOption,
        SubscriptionStatus,
        PlanInterval,
        Discount,
        ErrorBody,
        ErrorEntry,
        PlanCharge,
        PlanFrequency,
        PlanProduct,
        Subscription,
        SubscriptionCancellation,
        SubscriptionOverride,
        SubscriptionProduct,
    )
}
