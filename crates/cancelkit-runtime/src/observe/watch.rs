use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::{AnswerSchemas, Drift};
use crate::Answer;

/// Who is told of drift. Closures that take a `&Drift` are observers.
pub trait Observer: Send + Sync {
    /// Called for each drift of an answer, before the call returns.
    fn drift(&self, drift: &Drift);
}

impl<F: Fn(&Drift) + Send + Sync> Observer for F {
    fn drift(&self, drift: &Drift) {
        self(drift);
    }
}

/// A client's observer, if it has one. Clones share it.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Observer>>);

impl Watch {
    /// With this observer.
    #[must_use]
    pub fn new(observer: impl Observer + 'static) -> Self {
        Self(Some(Arc::new(observer)))
    }

    /// Tells the observer in what ways the answer is not what the document says. Without an observer nothing is judged.
    pub fn answer(&self, schemas: &AnswerSchemas, operation: &str, answer: &Answer) {
        let Some(observer) = &self.0 else { return };
        // Neither a defect of the judging nor one of the observer becomes one of the call.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            for drift in schemas.drifts(operation, answer) {
                observer.drift(&drift);
            }
        }));
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Watch(observer)" } else { "Watch(none)" })
    }
}
