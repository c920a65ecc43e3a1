//! Faults as text, for the command line.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::{Effect, Fault};

/// A text that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidFault(String);

impl fmt::Display for InvalidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: Vec<String> = Fault::samples().iter().map(ToString::to_string).collect();
        write!(f, "`{}` is no fault; there are such as {}", self.0.escape_debug(), known.join(", "))
    }
}

impl std::error::Error for InvalidFault {}

const APPLIED: &str = ":applied";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SlowAnswer(time) => write!(f, "slow-answer:{}ms", time.as_millis()),
            Self::LateEffect(time) => write!(f, "late-effect:{}ms", time.as_millis()),
            Self::NeverAnswer(_) => f.write_str("never-answer"),
            Self::CloseUnread => f.write_str("close-unread"),
            Self::CloseUnanswered(_) => f.write_str("close-unanswered"),
            Self::TruncatedBody => f.write_str("truncated-body"),
            Self::Html { status, .. } => write!(f, "html:{status}"),
            Self::TooManyRequests => f.write_str("too-many-requests"),
            Self::Status { status, .. } => write!(f, "status:{status}"),
            Self::Documented { status, .. } => write!(f, "documented:{status}"),
            Self::MismatchedBody => f.write_str("mismatched-body"),
            Self::UnknownEnumValues => f.write_str("unknown-enum-values"),
            Self::ExtraFields => f.write_str("extra-fields"),
            Self::MissingFields => f.write_str("missing-fields"),
            Self::Unproven(_) => f.write_str("unproven"),
            Self::Redirect => f.write_str("redirect"),
            Self::OversizedBody(bytes) => write!(f, "oversized-body:{bytes}"),
        }?;
        let chosen = matches!(
            self,
            Self::NeverAnswer(_)
                | Self::CloseUnanswered(_)
                | Self::Html { .. }
                | Self::Status { .. }
                | Self::Documented { .. }
                | Self::Unproven(_)
        );
        match self.effect() {
            Effect::Applied if chosen => f.write_str(APPLIED),
            _ => Ok(()),
        }
    }
}

impl FromStr for Fault {
    type Err = InvalidFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidFault(text.to_owned());
        let (rest, effect) = match text.strip_suffix(APPLIED) {
            Some(rest) => (rest, Effect::Applied),
            None => (text, Effect::NotApplied),
        };
        let (name, value) = rest.split_once(':').unwrap_or((rest, ""));
        let status = || value.parse().ok().filter(|status| (200..=599).contains(status)).ok_or_else(invalid);
        let time = || {
            let millis = value.strip_suffix("ms").and_then(|millis| millis.parse().ok());
            millis.map(Duration::from_millis).ok_or_else(invalid)
        };
        let fault = match name {
            "slow-answer" => Self::SlowAnswer(time()?),
            "late-effect" => Self::LateEffect(time()?),
            "never-answer" => Self::NeverAnswer(effect),
            "close-unread" => Self::CloseUnread,
            "close-unanswered" => Self::CloseUnanswered(effect),
            "truncated-body" => Self::TruncatedBody,
            "html" => Self::Html { status: status()?, effect },
            "too-many-requests" => Self::TooManyRequests,
            "status" => Self::Status { status: status()?, effect },
            "documented" => Self::Documented { status: status()?, effect },
            "mismatched-body" => Self::MismatchedBody,
            "unknown-enum-values" => Self::UnknownEnumValues,
            "extra-fields" => Self::ExtraFields,
            "missing-fields" => Self::MissingFields,
            "unproven" => Self::Unproven(effect),
            "redirect" => Self::Redirect,
            "oversized-body" => Self::OversizedBody(value.parse().map_err(|_| invalid())?),
            _ => return Err(invalid()),
        };
        // What is left over, a value or an effect that this fault does not take, is a mistake and not to be passed over.
        if fault.to_string() == text { Ok(fault) } else { Err(invalid()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_read_as_it_is_written() {
        for fault in Fault::samples() {
            assert_eq!(fault.to_string().parse(), Ok(fault));
        }
    }

    #[test]
    fn what_is_no_fault_is_refused() {
        for text in [
            "",
            "sleep",
            "slow-answer",
            "slow-answer:5",
            "html:99",
            "html",
            "redirect:applied",
            "redirect:1",
            "never-answer:1",
            "never-answer:applied:applied",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
