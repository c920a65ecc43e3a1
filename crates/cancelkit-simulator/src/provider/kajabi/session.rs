//! Access tokens, refresh tokens, and whose they are.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::RefreshToken;
use crate::clock::later;
use crate::credential::Standing;

/// Who holds a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// An API key or a user that may use purchases.
    Allowed,
    /// An API key that may not.
    Restricted,
}

/// The tokens that were given out.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions {
    given: u32,
    access: BTreeMap<String, (Holder, Timestamp)>,
    refresh: BTreeMap<String, Holder>,
}

/// The two tokens of an answer.
pub(super) struct Tokens {
    pub(super) access: String,
    pub(super) refresh: String,
}

impl Sessions {
    pub(super) fn given(&self) -> u32 {
        self.given
    }

    pub(super) fn open(&mut self, holder: Holder, now: Timestamp, time: Duration) -> Tokens {
        self.given += 1;
        let tokens = Tokens {
            access: format!("simulator-kajabi-access-token-{}", self.given),
            refresh: format!("simulator-kajabi-refresh-token-{}", self.given),
        };
        self.insert(&tokens.access, holder, now, time);
        self.refresh.insert(tokens.refresh.clone(), holder);
        tokens
    }

    pub(super) fn renew(
        &mut self,
        refresh: &str,
        use_of_refresh: RefreshToken,
        now: Timestamp,
        time: Duration,
    ) -> Option<Tokens> {
        let holder = *self.refresh.get(refresh)?;
        let fresh = self.open(holder, now, time);
        match use_of_refresh {
            RefreshToken::Rotated => {
                self.refresh.remove(refresh);
                Some(fresh)
            }
            RefreshToken::Kept => {
                self.refresh.remove(&fresh.refresh);
                Some(Tokens { refresh: refresh.to_owned(), ..fresh })
            }
        }
    }

    pub(super) fn judge(&self, access: &str, now: Timestamp) -> Standing {
        match self.access.get(access) {
            Some((_, ends)) if now >= *ends => Standing::Ended,
            Some((Holder::Restricted, _)) => Standing::Forbidden,
            Some((Holder::Allowed, _)) => Standing::Good,
            None => Standing::Unknown,
        }
    }

    /// Ends every access token and, where wanted, every refresh token.
    pub(super) fn end(&mut self, refresh_too: bool) {
        self.access.values_mut().for_each(|(_, ends)| *ends = Timestamp::MIN);
        if refresh_too {
            self.refresh.clear();
        }
    }

    fn insert(&mut self, access: &str, holder: Holder, now: Timestamp, time: Duration) {
        let ends = later(now, SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX));
        self.access.insert(access.to_owned(), (holder, ends));
    }
}
