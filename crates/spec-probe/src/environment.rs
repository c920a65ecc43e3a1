//! Names of environment variables.

/// The variable for a name of a provider's document: `CANCELKIT_STAX_BILL_API_KEY` for `stax-bill` and `apiKey`.
#[must_use]
pub fn variable(provider: &str, name: &str) -> String {
    format!("CANCELKIT_{}_{}", words(provider), words(name))
}

/// In capitals, words joined by `_`: they begin at signs and where a small letter meets a capital.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    for c in text.chars() {
        let begins =
            c.is_ascii_uppercase() && before.is_some_and(|it: char| it.is_ascii_lowercase() || it.is_ascii_digit());
        if (begins || !c.is_ascii_alphanumeric()) && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_uppercase());
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn names_are_those_that_the_facade_reads() {
        assert_eq!(variable("stax-bill", "apiKey"), "CANCELKIT_STAX_BILL_API_KEY");
        assert_eq!(variable("rebilly", "organizationId"), "CANCELKIT_REBILLY_ORGANIZATION_ID");
        assert_eq!(variable("kajabi", "Bearer"), "CANCELKIT_KAJABI_BEARER");
        assert_eq!(variable("jetpack", "partnerToken"), "CANCELKIT_JETPACK_PARTNER_TOKEN");
    }
}
