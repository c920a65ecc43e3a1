use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A date-time, kept exactly as it came.
///
/// Providers send times without a zone, with odd precision and with offsets that mean something; none of it is changed or refused.
/// There is no order on it, since `…T10:00:00` and `…T10:00:00Z` cannot be compared: ask [`Timestamp::instant`] for what can.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The date and the time on the wall that the text names, whatever its zone; `None` where it names none.
    #[must_use]
    pub fn civil(&self) -> Option<jiff::civil::DateTime> {
        // A trailing Z is refused by the civil parser, which fears that the zone is overlooked. Here it is left out on purpose.
        let text = self.0.strip_suffix(['Z', 'z']).unwrap_or(&self.0);
        text.parse().ok()
    }

    /// The moment, where the text has an offset or `Z`; `None` without one: which moment that is, only the provider knows.
    #[must_use]
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        self.0.parse().ok()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.to_string())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl FromStr for Timestamp {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn what_is_no_time_is_kept_and_yields_none() {
        for text in ["", "soon", "2020-13-01T00:00:00Z", "0000-00-00 00:00:00"] {
            let time = Timestamp::from(text);
            assert_eq!(time.as_str(), text);
            assert_eq!(time.civil(), None, "{text}");
            assert_eq!(time.instant(), None, "{text}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_civil_only() {
        let time = Timestamp::from("2020-04-27T19:10:14.023");
        assert_eq!(time.civil().unwrap().to_string(), "2020-04-27T19:10:14.023");
        assert_eq!(time.instant(), None);
    }

    #[test]
    fn an_offset_is_kept_and_read() {
        let time: Timestamp = serde_json::from_str(r#""2020-04-27T19:10:14+02:00""#).unwrap();
        assert_eq!(time.civil().unwrap().to_string(), "2020-04-27T19:10:14");
        assert_eq!(time.instant().unwrap().to_string(), "2020-04-27T17:10:14Z");
        assert_eq!(serde_json::to_string(&time).unwrap(), r#""2020-04-27T19:10:14+02:00""#);
    }

    #[test]
    fn zulu_is_read_both_ways() {
        let time = Timestamp::from("2020-04-27T19:10:14Z");
        assert_eq!(time.civil().unwrap().to_string(), "2020-04-27T19:10:14");
        assert_eq!(Timestamp::from(time.instant().unwrap()), time);
    }
}
