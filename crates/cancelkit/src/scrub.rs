//! Secrets that a provider's answer repeats are taken out of it before it is kept.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use cancelkit_runtime::{Bytes, ExposeSecret, SecretString, Timestamp};

use crate::{CancelError, ConfirmError, Confirmation, Evidence, Outcome, RawAnswer, Said, What};
#[cfg(feature = "rebilly")]
use crate::{UndoOutcome, UndoWhat};

/// What stands in the place of a secret.
const REDACTED: &str = "[redacted]";

/// The fewest bytes of a secret that is looked for: a shorter one is found where it is none.
const MIN_BYTES: usize = 8;

/// The texts that are taken out: secrets as they are, percent-encoded, escaped in JSON, and in base64.
#[derive(Clone, Default)]
pub(crate) struct Scrub {
    forms: Vec<SecretString>,
}

impl Scrub {
    /// Takes a secret out too. One of less than 8 bytes is not looked for.
    pub(crate) fn add(&mut self, secret: &SecretString) {
        let secret = secret.expose_secret();
        if secret.len() < MIN_BYTES {
            return;
        }
        let json = serde_json::Value::from(secret).to_string();
        let json = &json[1..json.len() - 1];
        let forms = [
            secret.to_owned(),
            percent_encoded(secret),
            percent_encoded(secret).to_ascii_lowercase(),
            json.to_owned(),
            json.replace('/', "\\/"),
            STANDARD_NO_PAD.encode(secret),
            URL_SAFE_NO_PAD.encode(secret),
        ];
        for form in forms {
            if !self.forms.iter().any(|known| known.expose_secret() == form) {
                self.forms.push(form.into());
            }
        }
        // A form that holds another one goes first, so that nothing of it is left.
        self.forms.sort_by_key(|form| std::cmp::Reverse(form.expose_secret().len()));
    }

    fn text(&self, text: &mut String) {
        for form in &self.forms {
            if text.contains(form.expose_secret()) {
                *text = text.replace(form.expose_secret(), REDACTED);
            }
        }
    }

    fn words(&self, text: &mut Option<String>) {
        text.iter_mut().for_each(|text| self.text(text));
    }

    fn time(&self, time: &mut Option<Timestamp>) {
        if let Some(at) = time {
            let mut text = at.as_str().to_owned();
            self.text(&mut text);
            *at = text.into();
        }
    }

    fn bytes(&self, bytes: &Bytes) -> Bytes {
        // In text it is found much faster.
        if std::str::from_utf8(bytes)
            .is_ok_and(|text| !self.forms.iter().any(|form| text.contains(form.expose_secret())))
        {
            return bytes.clone();
        }
        let mut found = Cow::Borrowed(&bytes[..]);
        for form in &self.forms {
            if let Some(without) = without(&found, form.expose_secret().as_bytes()) {
                found = Cow::Owned(without);
            }
        }
        match found {
            Cow::Borrowed(_) => bytes.clone(),
            Cow::Owned(bytes) => bytes.into(),
        }
    }

    fn answer(&self, answer: &mut RawAnswer) {
        self.words(&mut answer.request_id);
        let body = self.bytes(answer.body());
        answer.set_body(body);
    }

    fn said(&self, said: &mut Said) {
        self.words(&mut said.message);
        self.words(&mut said.code);
        for field in &mut said.fields {
            self.text(&mut field.field);
            self.words(&mut field.message);
        }
        if let Some(retry) = &mut said.retry {
            self.text(&mut retry.value);
        }
    }

    fn evidence(&self, evidence: &mut Evidence) {
        self.text(&mut evidence.said);
        self.time(&mut evidence.at);
    }

    pub(crate) fn cancelled(&self, result: Result<Outcome, CancelError>) -> Result<Outcome, CancelError> {
        match result {
            Ok(mut outcome) => {
                match &mut outcome.what {
                    What::Cancelled => {}
                    What::Scheduled { at } => self.time(at),
                    What::NothingToCancel { evidence } => self.evidence(evidence),
                    What::Unconfirmed { why } => self.text(why),
                }
                self.time(&mut outcome.ended_at);
                self.time(&mut outcome.access_until);
                outcome.money.values_mut().for_each(|value| self.text(value));
                self.answer(&mut outcome.answer);
                Ok(outcome)
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    #[cfg(feature = "rebilly")]
    pub(crate) fn undone(&self, result: Result<UndoOutcome, CancelError>) -> Result<UndoOutcome, CancelError> {
        match result {
            Ok(mut outcome) => {
                match &mut outcome.what {
                    UndoWhat::Undone => {}
                    UndoWhat::Unconfirmed { why } => self.text(why),
                }
                outcome.details.values_mut().for_each(|value| self.text(value));
                self.answer(&mut outcome.answer);
                Ok(outcome)
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    fn failed(&self, mut error: CancelError) -> CancelError {
        self.text(&mut error.cause);
        self.said(&mut error.said);
        error.answer.iter_mut().for_each(|answer| self.answer(answer));
        error
    }

    pub(crate) fn confirmed(&self, result: Result<Confirmation, ConfirmError>) -> Result<Confirmation, ConfirmError> {
        match result {
            Ok(mut confirmation) => {
                match &mut confirmation {
                    Confirmation::Ended { evidence } => self.evidence(evidence),
                    Confirmation::StillActive { .. } => {}
                    Confirmation::Undecided { why } => self.text(why),
                }
                Ok(confirmation)
            }
            Err(mut error) => {
                self.text(&mut error.cause);
                self.said(&mut error.said);
                error.answer.iter_mut().for_each(|answer| self.answer(answer));
                Err(error)
            }
        }
    }
}

impl fmt::Debug for Scrub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scrub")
    }
}

/// The bytes with the placeholder for each occurrence; `None` where there is none.
fn without(bytes: &[u8], secret: &[u8]) -> Option<Vec<u8>> {
    let find = |from: usize| bytes[from..].windows(secret.len()).position(|window| window == secret);
    let mut next = find(0)?;
    let (mut kept, mut from) = (Vec::with_capacity(bytes.len()), 0);
    loop {
        kept.extend_from_slice(&bytes[from..next]);
        kept.extend_from_slice(REDACTED.as_bytes());
        from = next + secret.len();
        match find(from) {
            Some(more) => next = from + more,
            None => break,
        }
    }
    kept.extend_from_slice(&bytes[from..]);
    Some(kept)
}

fn percent_encoded(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use super::Scrub;

    fn scrubbed(secret: &str, text: &str) -> String {
        let mut scrub = Scrub::default();
        scrub.add(&secret.into());
        let mut found = text.to_owned();
        scrub.text(&mut found);
        assert_eq!(scrub.bytes(&text.to_owned().into()), found.as_bytes());
        found
    }

    #[test]
    fn each_form_of_a_secret_is_taken_out() {
        let secret = "marker/\"secret\"==";
        for form in [
            secret,
            "marker%2F%22secret%22%3D%3D",
            "marker%2f%22secret%22%3d%3d",
            "marker/\\\"secret\\\"==",
            "marker\\/\\\"secret\\\"==",
            "bWFya2VyLyJzZWNyZXQiPT0",
        ] {
            assert_eq!(scrubbed(secret, &format!("a {form} b{form}")), "a [redacted] b[redacted]", "{form}");
        }
    }

    #[test]
    fn a_short_text_is_no_secret() {
        assert_eq!(scrubbed("invalid", "invalid_scope"), "invalid_scope");
        assert_eq!(scrubbed("", "x"), "x");
    }
}
