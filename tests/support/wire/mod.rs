//! One table for each provider, one set of checks for all: what a client sends and what it makes of each answer.
//!
//! A table is written by hand: which method sends which operation, and which variant stands for which status. The rest is taken
//! from the effective document, and [`answers::the_table_is_complete`] holds both against each other.

pub mod answers;
pub mod contract;
pub mod failures;
mod operation;
pub mod requests;
pub mod unknown;

use cancelkit_runtime::CallError;
use serde_json::Value;

pub use self::contract::Documents;
pub use self::operation::{Call, Heard, Operation, Seen, Sending};
use crate::server::{Received, Reply, Server, Silent};

/// The secret that every client of these tests has.
pub const SECRET: &str = "marker-credential";

/// A provider's table.
pub struct Provider {
    /// Its name in `specs/`.
    pub name: &'static str,
    /// A value for the path parameter of its operations, to be sent as it stands here.
    pub segment: &'static str,
    /// Another one and how it is to be sent, where the document allows more than letters.
    pub odd_segment: Option<(&'static str, &'static str)>,
    /// The security schemes that the client has constructors for.
    pub schemes: &'static [&'static str],
    /// Secrets in the examples of requests and answers.
    pub secrets: &'static [&'static str],
    /// Every operation.
    pub operations: Vec<Operation>,
}

impl Provider {
    /// A sending of the plainest kind.
    #[must_use]
    pub fn sending(&self, base: String) -> Sending {
        Sending {
            base,
            scheme: self.schemes[0],
            secret: SECRET.to_owned(),
            segment: self.segment.to_owned(),
            query: false,
            body: None,
            heard: Heard::default(),
        }
    }

    /// The same with the first body that the document has an example of.
    #[must_use]
    pub fn example(&self, documents: &Documents, operation: &Operation, base: String) -> Sending {
        let body = documents.bodies(operation).into_iter().flatten().next();
        Sending { body, ..self.sending(base) }
    }

    /// Sends to a server that gives this one reply.
    ///
    /// # Panics
    ///
    /// As [`Provider::sent`].
    pub async fn answered(
        &self,
        operation: &Operation,
        sending: Sending,
        reply: Reply,
    ) -> (Result<Seen, CallError>, Received) {
        let server = Server::start([reply]).await;
        let sending = Sending { base: format!("{}{}", server.url(), sending.base), ..sending };
        let result = self.sent(operation, sending).await;
        let mut received = server.received().await;
        (result, received.remove(0))
    }

    /// Sends where nothing may arrive.
    ///
    /// # Panics
    ///
    /// Where something arrives, and as [`Provider::sent`].
    pub async fn withheld(&self, operation: &Operation, sending: Sending) -> Result<Seen, CallError> {
        let silent = Silent::start();
        let result = self.sent(operation, Sending { base: silent.url(), ..sending }).await;
        assert!(silent.is_untouched(), "{}: a connection was made", operation.id);
        result
    }

    /// Sends.
    ///
    /// # Panics
    ///
    /// Where `Debug` or `Display` of the client, the request, its preview, the outcome or the error holds a secret.
    pub async fn sent(&self, operation: &Operation, sending: Sending) -> Result<Seen, CallError> {
        let Call { mut shown, result } = (operation.call)(sending).await;
        match &result {
            Ok(seen) => shown.push_str(&seen.shown),
            Err(error) => shown.push_str(&format!("{error} {error:?} {error:#?}")),
        }
        for secret in self.secrets.iter().chain(&[SECRET]) {
            assert!(!shown.contains(secret), "{}: {secret} is shown in {shown}", operation.id);
        }
        result
    }
}

/// Whether two JSON values say the same: `10` and `10.0` do.
#[must_use]
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let inside = |(name, value)| right.get(name).is_some_and(|other| same(value, other));
            left.len() == right.len() && left.iter().all(inside)
        }
        _ => left == right,
    }
}

/// The tests of one provider's table.
#[macro_export]
macro_rules! wire_tests {
    ($table:ident: $($check:ident::$name:ident),* $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                let table = $table();
                $crate::wire::$check::$name(&table, &$crate::wire::Documents::load(table.name)).await;
            }
        )*
    };
    ($table:ident) => {
        $crate::wire_tests! { $table:
            answers::the_table_is_complete,
            answers::every_example_of_every_status_comes_back_as_its_variant,
            answers::headers_that_do_not_come_are_none,
            unknown::unknown_members_and_enum_values_come_back_as_they_were,
            requests::every_example_arrives_as_the_document_says,
            requests::an_odd_path_segment_stays_one_segment,
            failures::a_body_that_does_not_match_is_unreadable_and_kept,
            failures::a_body_that_ends_too_early_is_unreadable,
            failures::an_undocumented_status_is_kept_with_its_body,
            failures::a_redirect_is_an_answer_and_is_not_followed,
            failures::a_connection_closed_without_an_answer_is_no_answer,
            failures::a_refused_port_means_that_nothing_was_sent,
            failures::without_a_credential_nothing_is_sent,
            failures::a_path_segment_that_climbs_is_not_sent,
        }
    };
}
