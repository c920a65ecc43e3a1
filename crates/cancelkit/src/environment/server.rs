use crate::ProviderId;

/// Which server is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ServerChoice {
    /// The live one.
    Production,
    /// The provider's other one.
    Test,
    /// One by its base URL.
    Url(String),
}

impl ServerChoice {
    /// The choice that a variable's text makes; an error that does not repeat it otherwise.
    pub(crate) fn read(provider: ProviderId, name: &str, text: Option<String>) -> Result<Self, String> {
        let test = test_word(provider);
        match text {
            None => Ok(Self::Production),
            Some(text) if text == "production" => Ok(Self::Production),
            Some(text) if Some(text.as_str()) == test => Ok(Self::Test),
            Some(text) if text.contains("://") => Ok(Self::Url(text)),
            Some(_) => {
                let words = test.map_or_else(|| "production".to_owned(), |test| format!("production, {test}"));
                Err(format!("{name} is no server; write {words} or a base URL like https://api.example.com"))
            }
        }
    }
}

/// What a provider calls its server for tests.
fn test_word(provider: ProviderId) -> Option<&'static str> {
    match provider {
        ProviderId::StaxBill => Some("staging"),
        ProviderId::Rebilly => Some("sandbox"),
        ProviderId::Jetpack | ProviderId::Kajabi => None,
    }
}
