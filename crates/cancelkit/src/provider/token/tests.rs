use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};

use cancelkit_runtime::ExposeSecret;

use super::{Fetched, Tokens, renewal};
use crate::Clock;

fn clock() -> Clock {
    Clock::fixed("2026-11-22T12:00:00Z".parse().unwrap())
}

struct Source(AtomicUsize);

impl Source {
    async fn fetch(&self) -> Result<Fetched, Infallible> {
        tokio::task::yield_now().await;
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Ok(Fetched { secret: format!("token-{number}").into(), expires_in: None })
    }
}

#[tokio::test]
async fn a_fetch_that_fails_leaves_nothing_behind() {
    let (tokens, source) = (Tokens::new(), Source(AtomicUsize::new(0)));
    assert!(tokens.get(&clock(), async { Err::<Fetched, _>("no") }).await.is_err());
    let token = tokens.get(&clock(), source.fetch()).await.unwrap();
    assert!(!token.kept);
}

#[tokio::test]
async fn callers_at_the_same_time_share_one_fetch() {
    let (tokens, source, clock) = (Tokens::new(), Source(AtomicUsize::new(0)), clock());
    let get = || tokens.get(&clock, source.fetch());
    let (a, b, c) = tokio::join!(get(), get(), get());
    let kept = [a, b, c].map(|token| token.unwrap().kept);
    assert_eq!(kept, [false, true, true]);
    assert_eq!(source.0.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn only_the_token_that_is_held_can_be_let_go() {
    let (tokens, source) = (Tokens::new(), Source(AtomicUsize::new(0)));
    let first = tokens.get(&clock(), source.fetch()).await.unwrap();
    tokens.discard(&first).await;
    let second = tokens.get(&clock(), source.fetch()).await.unwrap();
    tokens.discard(&first).await;
    let third = tokens.get(&clock(), source.fetch()).await.unwrap();
    assert_eq!(second.secret.expose_secret(), third.secret.expose_secret());
    assert!(third.kept);
}

#[test]
fn a_token_is_renewed_before_its_end() {
    let asked = "2026-11-22T12:00:00Z".parse().unwrap();
    for (seconds, at) in [
        (3600, "2026-11-22T12:59:00Z"),
        (100, "2026-11-22T12:00:50Z"),
        (1, "2026-11-22T12:00:00Z"),
        (0, "2026-11-22T12:00:00Z"),
        (-5, "2026-11-22T12:00:00Z"),
    ] {
        assert_eq!(renewal(asked, seconds).to_string(), at, "{seconds}");
    }
    assert_eq!(renewal(asked, i64::MAX), jiff::Timestamp::MAX);
}
