//! What is asked, and in which order.

use spec_contract::{Contract, Location, Method, Operation};

use crate::url::required;

/// The reads of a document, in the order in which they are asked, and what is never asked.
#[derive(Debug)]
pub struct Plan<'a> {
    /// GET and HEAD without `x-cancellation`: those without required path parameters first.
    pub reads: Vec<&'a Operation>,
    /// How many operations are no reads.
    pub others: usize,
}

/// An operation that was not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its id.
    pub operation: String,
    /// Why.
    pub why: String,
}

impl<'a> Plan<'a> {
    /// Of a document.
    #[must_use]
    pub fn of(contract: &'a Contract) -> Self {
        let mut reads: Vec<&Operation> = contract.operations.iter().filter(|operation| is_read(operation)).collect();
        let others = contract.operations.len() - reads.len();
        reads.sort_by_key(|operation| required(operation).any(|parameter| parameter.location == Location::Path));
        Self { reads, others }
    }
}

/// Whether an operation changes nothing by its method, and is no cancellation.
pub(crate) fn is_read(operation: &Operation) -> bool {
    matches!(operation.method, Method::Get | Method::Head) && operation.cancellation.is_none()
}
