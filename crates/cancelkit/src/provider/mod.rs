//! What every provider does, and one module for each, where its own words end.

#[cfg(feature = "jetpack")]
mod jetpack;
#[cfg(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill"))]
mod judge;
#[cfg(feature = "kajabi")]
mod kajabi;
#[cfg(feature = "rebilly")]
mod rebilly;
#[cfg(feature = "stax-bill")]
mod stax_bill;
#[cfg(any(feature = "jetpack", feature = "kajabi"))]
mod token;

use std::future::Future;
use std::pin::Pin;

use crate::{
    Abilities, CancelError, CancelRequest, ConfirmError, ConfirmRequest, Confirmation, Outcome, Plan, ProviderId,
    Refusal, UndoOutcome, UndoPlan, UndoRequest,
};

#[cfg(feature = "jetpack")]
pub use self::jetpack::Jetpack;
#[cfg(feature = "kajabi")]
pub use self::kajabi::Kajabi;
#[cfg(feature = "rebilly")]
pub use self::rebilly::Rebilly;
#[cfg(feature = "stax-bill")]
pub use self::stax_bill::StaxBill;

/// A future in a box, so that providers can be chosen at run time.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One provider, ready to be asked.
///
/// Dropping a future of [`cancel`](Provider::cancel) or [`undo`](Provider::undo) before it ends leaves the same doubt as
/// [`Certainty::MaybeDone`](crate::Certainty::MaybeDone).
pub trait Provider: Send + Sync {
    /// Which provider it is.
    fn id(&self) -> ProviderId;

    /// What it can do.
    fn abilities(&self) -> &'static Abilities;

    /// What a cancellation would send. No I/O.
    ///
    /// # Errors
    ///
    /// [`Refusal`], with everything that the provider cannot do.
    fn plan(&self, request: &CancelRequest) -> Result<Plan, Refusal>;

    /// Sends a plan, once; only Kajabi's is sent a second time, after a documented 401 whose body proves that nothing was done. A plan
    /// that differs from what its own request makes here is not sent.
    ///
    /// # Errors
    ///
    /// [`CancelError`], which says what may be believed.
    fn cancel(&self, plan: Plan) -> BoxFuture<'_, Result<Outcome, CancelError>>;

    /// Reads back what became of a cancellation. It changes nothing.
    ///
    /// # Errors
    ///
    /// [`ConfirmError`], where the read failed.
    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>>;

    /// What taking a scheduled cancellation back would send. No I/O.
    ///
    /// # Errors
    ///
    /// [`Refusal`], where it cannot be taken back.
    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal>;

    /// Takes a cancellation back, by its plan.
    ///
    /// # Errors
    ///
    /// [`CancelError`], which says what may be believed.
    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>>;
}
