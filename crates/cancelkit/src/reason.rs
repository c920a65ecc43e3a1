crate::words::words! {
    /// Why the subscription is cancelled, for providers that record it.
    pub enum Reason as "reason" {
        /// It was not used.
        NotUsed = "not-used",
        /// It was not wanted.
        NotWanted = "not-wanted",
        /// It lacks something.
        MissingFeatures = "missing-features",
        /// It does not work well.
        Problems = "problems",
        /// The customer does not remember subscribing.
        NotRemembered = "not-remembered",
        /// A warning of risk came up, such as fraud.
        Risk = "risk",
        /// The contract ran out.
        ContractExpired = "contract-expired",
        /// It costs too much.
        TooExpensive = "too-expensive",
        /// The customer could not be billed.
        BillingFailure = "billing-failure",
        /// Anything else.
        Other = "other",
    }
}
