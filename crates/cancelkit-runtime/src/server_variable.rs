use crate::{BuildError, BuildErrorKind};

/// Checks the value of a variable in a server's URL template.
///
/// Such a value stands in the host or the path of every request, so only characters that mean nothing there are taken: letters,
/// digits, `-`, `_`, `~` and `.`, and neither `.` nor `..` alone.
///
/// # Errors
///
/// [`BuildError`] of kind [`BuildErrorKind::BaseUrl`] that names the variable and never its value.
pub fn server_variable<'a>(name: &str, value: &'a str) -> Result<&'a str, BuildError> {
    let plain = value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '~' | '.'));
    if value.is_empty() || !plain || value == "." || value == ".." {
        return Err(BuildError::new(
            BuildErrorKind::BaseUrl,
            format!(
                "the server variable `{name}` may hold letters, digits, `-`, `_`, `~` and `.`, and must not be empty"
            ),
        ));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::server_variable;

    #[test]
    fn what_could_change_the_url_is_refused() {
        for value in ["", ".", "..", "a/b", "a?b", "a#b", "evil.example@", "a:b", "a b", "a\\b", "%2e", "ä"] {
            assert!(server_variable("organizationId", value).is_err(), "{value}");
        }
        assert_eq!(server_variable("organizationId", "org-1_A.b~"), Ok("org-1_A.b~"));
    }
}
