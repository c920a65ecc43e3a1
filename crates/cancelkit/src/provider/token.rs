//! Tokens that are fetched once and kept.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::sync::PoisonError;

use cancelkit_runtime::{Answer, CallError, SecretString};
use tokio::sync::Mutex;

use crate::failure::failure;
use crate::scrub::Scrub;
use crate::{CancelError, Clock, ConfirmError, ProviderId, Said};

/// How long before its end a token is renewed, so that it does not run out on its way.
const MARGIN_SECONDS: i64 = 60;

/// How many tokens are kept out of answers.
const SEEN: usize = 4;

/// The token of one provider. Callers that come at the same time wait for one fetch.
pub(super) struct Tokens {
    state: Mutex<State>,
    /// The last ones, also those that were let go: answers can still repeat them.
    seen: std::sync::Mutex<VecDeque<SecretString>>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    fetches: u64,
}

struct Held {
    secret: SecretString,
    renew_at: Option<jiff::Timestamp>,
}

/// A token to send with.
pub(super) struct Token {
    pub(super) secret: SecretString,
    /// Whether it was held before: only such a one can have gone bad.
    pub(super) kept: bool,
    fetch: u64,
}

/// What a token call answered.
pub(super) struct Fetched {
    pub(super) secret: SecretString,
    /// For how many seconds it is good; `None` where the provider does not say.
    pub(super) expires_in: Option<i64>,
}

impl Tokens {
    pub(super) fn new() -> Self {
        Self { state: Mutex::default(), seen: std::sync::Mutex::default() }
    }

    /// What is to be taken out of answers: this secret and the last tokens.
    pub(super) fn scrub(&self, secret: &SecretString) -> Scrub {
        let mut scrub = Scrub::default();
        scrub.add(secret);
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|token| scrub.add(token));
        scrub
    }

    fn see(&self, token: &SecretString) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.push_front(token.clone());
        seen.truncate(SEEN);
    }

    /// The token that is held, or else a new one. `fetch` is not polled unless it is needed.
    pub(super) async fn get<E>(
        &self,
        clock: &Clock,
        fetch: impl Future<Output = Result<Fetched, E>>,
    ) -> Result<Token, E> {
        let mut state = self.state.lock().await;
        let now = clock.now();
        let good = |held: &&Held| held.renew_at.is_none_or(|renew_at| now < renew_at);
        if let Some(held) = state.held.as_ref().filter(good) {
            return Ok(Token { secret: held.secret.clone(), kept: true, fetch: state.fetches });
        }
        state.held = None;
        let fetched = fetch.await?;
        self.see(&fetched.secret);
        state.fetches += 1;
        let renew_at = fetched.expires_in.map(|seconds| renewal(now, seconds));
        state.held = Some(Held { secret: fetched.secret.clone(), renew_at });
        Ok(Token { secret: fetched.secret, kept: false, fetch: state.fetches })
    }

    /// Lets go of a token that is proven bad, unless another one is held already.
    pub(super) async fn discard(&self, token: &Token) {
        let mut state = self.state.lock().await;
        if state.fetches == token.fetch {
            state.held = None;
        }
    }
}

/// When to renew a token that was asked for at `asked`: a minute before its end, or at half its time where that is short.
fn renewal(asked: jiff::Timestamp, seconds: i64) -> jiff::Timestamp {
    let seconds = seconds.max(0);
    let kept = (seconds - MARGIN_SECONDS).max(seconds / 2);
    asked.checked_add(jiff::SignedDuration::from_secs(kept)).unwrap_or(jiff::Timestamp::MAX)
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

/// A token call that brought no token. Its answer is not kept, since it may hold one.
#[derive(Debug)]
pub(super) struct NoToken {
    provider: ProviderId,
    cause: String,
    said: Said,
}

impl NoToken {
    pub(super) fn call(provider: ProviderId, error: &CallError) -> Self {
        let cause = format!("no token was given: {}", failure(error));
        Self { provider, cause, said: Said::default() }
    }

    pub(super) fn answered(provider: ProviderId, answer: &Answer, said: Said) -> Self {
        let cause =
            format!("no token was given; the token call was answered with the status {}", answer.status().as_u16());
        Self { provider, cause, said }
    }

    #[cfg(feature = "kajabi")]
    pub(super) fn missing(provider: ProviderId) -> Self {
        let cause = "the answer of the token call holds no token".to_owned();
        Self { provider, cause, said: Said::default() }
    }
}

impl From<NoToken> for CancelError {
    fn from(error: NoToken) -> Self {
        Self::not_sent(error.provider, error.cause).with_said(error.said)
    }
}

impl From<NoToken> for ConfirmError {
    fn from(error: NoToken) -> Self {
        Self::new(error.provider, error.cause).with_said(error.said)
    }
}

#[cfg(test)]
mod tests;
