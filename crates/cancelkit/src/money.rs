crate::words::words! {
    /// What happens to charges. It has no default: who cancels says it.
    ///
    /// None of these says that cash is returned: what each does is in a provider's own words in
    /// [`Abilities::money`](crate::Abilities::money) and in [`Plan::money_effect`](crate::Plan::money_effect).
    pub enum Money as "choice about money" {
        /// Charges stay as they are.
        LeaveCharges = "leave-charges",
        /// The part of the current period's charges that is not yet earned is reversed.
        ReverseUnearned = "reverse-unearned",
        /// All charges of the current period are reversed.
        ReverseCurrentPeriod = "reverse-current-period",
        /// The customer is given a credit for the time that is left.
        CreditRemainder = "credit-remainder",
        /// The provider's call lets nobody decide; who cancels accepts what comes of it.
        NotControllable = "not-controllable",
    }
}
