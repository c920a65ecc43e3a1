crate::words::words! {
    /// Who asked for the cancellation. It has no default: leaving it out would let a provider record somebody who did not.
    pub enum Actor as "actor" {
        /// Who pays for the subscription.
        Customer = "customer",
        /// Who sells it.
        Merchant = "merchant",
        /// The provider itself.
        Provider = "provider",
    }
}
