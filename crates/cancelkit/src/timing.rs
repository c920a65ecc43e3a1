use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::TimingKind;

/// When the subscription ends. It has no default: who cancels says it.
///
/// In JSON `"now"`, `"at-period-end"` or `{"at": "2026-12-01T00:00:00Z"}`; as text `now`, `at-period-end` or the moment itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Timing {
    /// At once.
    Now,
    /// When the period that runs now is over.
    AtPeriodEnd,
    /// At a moment, which must lie ahead.
    At(jiff::Timestamp),
}

impl Timing {
    /// Which kind of timing it is: what [`Abilities::timing`](crate::Abilities::timing) speaks of.
    #[must_use]
    pub fn kind(self) -> TimingKind {
        match self {
            Self::Now => TimingKind::Now,
            Self::AtPeriodEnd => TimingKind::AtPeriodEnd,
            Self::At(_) => TimingKind::AtTime,
        }
    }
}

impl fmt::Display for Timing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => moment.fmt(f),
            other => f.pad(other.kind().as_str()),
        }
    }
}

impl FromStr for Timing {
    type Err = TimingError;

    fn from_str(text: &str) -> Result<Self, TimingError> {
        match text {
            "now" => Ok(Self::Now),
            "at-period-end" => Ok(Self::AtPeriodEnd),
            moment => moment.parse().map(Self::At).map_err(|_| TimingError(text.to_owned())),
        }
    }
}

/// A text that is no [`Timing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimingError(String);

impl fmt::Display for TimingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no timing; write now, at-period-end, or a moment with its offset like 2030-01-31T00:00:00Z",
            self.0.escape_debug()
        )
    }
}

impl std::error::Error for TimingError {}

#[cfg(test)]
mod tests {
    use super::Timing;

    #[test]
    fn a_moment_without_an_offset_is_refused() {
        for text in ["", "Now", "later", "2030-01-31", "2030-01-31T00:00:00", "at"] {
            let error = text.parse::<Timing>().expect_err(text).to_string();
            assert!(error.contains("2030-01-31T00:00:00Z"), "{error}");
        }
    }

    #[test]
    fn text_goes_both_ways() {
        for text in ["now", "at-period-end", "2030-01-31T00:00:00Z"] {
            assert_eq!(text.parse::<Timing>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn json_goes_both_ways() {
        for json in [r#""now""#, r#""at-period-end""#, r#"{"at":"2030-01-31T00:00:00Z"}"#] {
            let timing: Timing = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&timing).unwrap(), json);
        }
    }
}
