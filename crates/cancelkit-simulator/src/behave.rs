//! What a provider's part of the simulator has to do.

use jiff::Timestamp;
use serde_json::Value;

use crate::Behaviour;
use crate::check::Arguments;
use crate::credential::{Credential, Denial, Standing};
use crate::reply::Reply;
use crate::violation::Problem;

/// The circumstances of a request.
pub(crate) struct Context<'a> {
    pub(crate) now: Timestamp,
    pub(crate) behaviour: &'a Behaviour,
    /// Where the provider is, without a slash at the end.
    pub(crate) base_url: &'a str,
    /// The `operationId`.
    pub(crate) operation: &'a str,
}

/// A request that is what its document says, from somebody who may make it.
pub(crate) struct Call {
    pub(crate) arguments: Arguments,
    pub(crate) credential: Credential,
}

impl Call {
    /// A path parameter as text.
    pub(crate) fn path(&self, name: &str) -> &str {
        self.arguments.path.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A member of the body.
    pub(crate) fn member(&self, name: &str) -> Option<&Value> {
        self.arguments.body.as_ref()?.get(name)
    }

    /// A member of the body as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.member(name)?.as_str()
    }
}

/// A provider with its state.
pub(crate) trait Behave {
    /// Lets time pass: what was scheduled and is due happens.
    fn pass(&mut self, _now: Timestamp) {}

    /// Counts the request; an answer means that there were too many.
    fn count(&mut self, _context: &Context<'_>) -> Option<Reply> {
        None
    }

    /// What the provider thinks of a credential, sent by this scheme, for the server that the path names.
    fn judge(&self, scheme: &str, secret: &str, server: &[(String, String)], now: Timestamp) -> Standing;

    /// The documented answer to a credential that is not good.
    fn deny(&self, denial: Denial, context: &Context<'_>) -> Reply;

    /// The documented answer to a request that is not what the document says, if there is one.
    fn refuse(&self, problems: &[Problem], context: &Context<'_>) -> Option<Reply>;

    /// Does what is asked for.
    fn carry_out(&mut self, call: &Call, context: &Context<'_>) -> Reply;

    /// Adds what this provider puts on its answers.
    fn finish(&self, reply: Reply, _context: &Context<'_>) -> Reply {
        reply
    }

    /// The answer to too many requests, with the documented header where there is one.
    fn too_many(&self, context: &Context<'_>) -> Reply;

    /// Takes the proof of the cancellation out of a body that answers a cancellation with success.
    fn unprove(&self, body: &mut Value);
}
