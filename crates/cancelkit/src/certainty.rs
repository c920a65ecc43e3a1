crate::words::words! {
    /// What may be believed of a cancellation after a call.
    ///
    /// It is about this call alone: an earlier one that was left in doubt is not settled by a later [`Certainty::NotSent`].
    pub enum Certainty as "certainty" {
        /// Provably nothing of this cancellation left this machine, or it was found and not sent again.
        NotSent = "not-sent",
        /// The provider said that it did not carry it out.
        Rejected = "rejected",
        /// It may have been carried out and may not: read it back before anything is sent again.
        MaybeDone = "maybe-done",
        /// The provider said, in a way that its documentation describes, that it carried it out.
        Done = "done",
    }
}
