//! One operation of a table: how it is sent, and what came of it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use cancelkit_runtime::observe::Drift;
use cancelkit_runtime::{Answer, Answered, Bytes, CallError};
use serde::Serialize;
use serde_json::Value;

/// What a test asks an operation to send.
#[derive(Clone, Debug)]
pub struct Sending {
    /// The base URL.
    pub base: String,
    /// The credential's security scheme; empty for none.
    pub scheme: &'static str,
    /// The credential's secret.
    pub secret: String,
    /// The value of the path parameter, where there is one.
    pub segment: String,
    /// Whether to send the query parameters of the table.
    pub query: bool,
    /// The media type and the content of the body, where there is one.
    pub body: Option<(String, Value)>,
    /// What the client's observer hears.
    pub heard: Heard,
}

/// What an observer heard; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Heard(Arc<Mutex<Vec<Drift>>>);

impl Heard {
    /// The observer.
    pub fn observer(&self) -> impl Fn(&Drift) + Send + Sync + use<> {
        let heard = self.clone();
        move |drift| heard.0.lock().unwrap_or_else(PoisonError::into_inner).push(drift.clone())
    }

    /// What was heard so far.
    #[must_use]
    pub fn drifts(&self) -> Vec<Drift> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Sending {
    /// The body as the type that the client takes.
    ///
    /// # Panics
    ///
    /// Where there is none or it does not fit.
    #[must_use]
    pub fn body<T: serde::de::DeserializeOwned>(&self) -> T {
        let (_, value) = self.body.clone().expect("a body");
        serde_json::from_value(value).expect("a body of this type")
    }
}

/// A documented answer as the client saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The name of the outcome's variant.
    pub variant: &'static str,
    /// The status.
    pub status: u16,
    /// The bytes of the body.
    pub raw: Bytes,
    /// The typed body, written back.
    pub body: Value,
    /// `Debug` of the typed headers.
    pub headers: String,
    /// `Debug` of the outcome.
    pub shown: String,
}

impl Seen {
    /// A typed variant.
    ///
    /// # Panics
    ///
    /// Where the body cannot be written back.
    pub fn typed(
        variant: &'static str,
        outcome: &(impl Answered + std::fmt::Debug),
        body: impl Serialize,
        headers: String,
    ) -> Self {
        Self { variant, headers, body: serde_json::to_value(body).expect("JSON"), ..Self::untyped(outcome) }
    }

    /// A status that the document does not list.
    pub fn untyped(outcome: &(impl Answered + std::fmt::Debug)) -> Self {
        Self {
            variant: "Undocumented",
            status: outcome.status().as_u16(),
            raw: outcome.raw().clone(),
            body: Value::Null,
            headers: String::new(),
            shown: format!("{outcome:?} {outcome:#?} {:?}", Answer::clone(outcome.answer())),
        }
    }
}

/// A call that was made.
pub struct Call {
    /// `Debug` of the client and the request, and the preview of the request.
    pub shown: String,
    /// What came of it.
    pub result: Result<Seen, CallError>,
}

/// The future of a call.
pub type Calling = Pin<Box<dyn Future<Output = Call>>>;

/// One operation of a table.
pub struct Operation {
    /// Its id in the document, or that of its enveloped form.
    pub id: &'static str,
    /// Each status and the variant that stands for it.
    pub statuses: &'static [(u16, &'static str)],
    /// The query parameters that [`Sending::query`] asks for.
    pub query: &'static [(&'static str, &'static str)],
    /// Sends it.
    pub call: fn(Sending) -> Calling,
}

/// An [`Operation`]: its id, its outcome with the variant of each status, its query parameters, and how its request is made.
#[macro_export]
macro_rules! operation {
    (
        $id:literal => $outcome:ident { $($status:literal $variant:ident),* $(,)? },
        query: $query:expr,
        |$client:ident, $sending:ident| $request:expr $(,)?
    ) => {
        $crate::wire::Operation {
            id: $id,
            statuses: &[$(($status, stringify!($variant))),*],
            query: &$query,
            call: |$sending| Box::pin(async move {
                let $client = client(&$sending);
                let request = $request;
                let mut shown = format!("{:?} {request:?} {request:#?}", $client);
                if let Ok(preview) = request.preview() {
                    shown.push_str(&format!("{preview} {preview:?}"));
                }
                let result = request.send().await.map(|outcome| match &outcome {
                    $(outcomes::$outcome::$variant(reply) => $crate::wire::Seen::typed(
                        stringify!($variant), &outcome, &reply.body, format!("{:?}", reply.typed_headers),
                    ),)*
                    outcomes::$outcome::Undocumented(_) => $crate::wire::Seen::untyped(&outcome),
                    other => panic!("a variant that the table does not name: {other:?}"),
                });
                $crate::wire::Call { shown, result }
            }),
        }
    };
}
