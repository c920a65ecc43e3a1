//! From an operation and values to a URL.

use std::collections::BTreeMap;

use spec_contract::{Location, Operation, Parameter};

/// Values of parameters: those that were given, by name, and those that earlier answers held, by operation and name.
#[derive(Clone, Debug, Default)]
pub struct Values {
    given: BTreeMap<String, String>,
    found: BTreeMap<(String, String), String>,
}

impl Values {
    /// Those that were given, by the parameters' names, or `operation.name` where it is meant for one operation alone.
    #[must_use]
    pub fn given(given: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { given: given.into_iter().collect(), found: BTreeMap::new() }
    }

    pub(crate) fn find(&mut self, operation: &str, name: &str, value: String) {
        self.found.entry((operation.to_owned(), name.to_owned())).or_insert(value);
    }

    fn get(&self, operation: &Operation, name: &str) -> Option<&str> {
        let found = self.found.get(&(operation.id.clone(), name.to_owned()));
        let own = self.given.get(&format!("{}.{name}", operation.id));
        own.or_else(|| self.given.get(name)).or(found).map(String::as_str)
    }
}

/// The parameters without which an operation cannot be asked.
pub(crate) fn required(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.required || parameter.location == Location::Path)
}

/// The URL of an operation.
///
/// # Errors
///
/// Why there is none, without any value: what is to be given, or a value that would lead elsewhere.
pub(crate) fn url(base: &str, operation: &Operation, values: &Values) -> Result<String, String> {
    let mut path = operation.path.clone();
    let mut query = String::new();
    let mut missing = Vec::new();
    for parameter in required(operation) {
        let name = &parameter.name;
        let Some(value) = values.get(operation, name) else {
            missing.push(format!("--param {name}=…"));
            continue;
        };
        match parameter.location {
            Location::Path => {
                cancelkit_runtime::path_segment("of the probe", value).map_err(|_| {
                    format!("the value of `{name}` would lead to another path; give the identifier itself")
                })?;
                path = path.replace(&format!("{{{name}}}"), &encoded(value));
            }
            Location::Query => {
                query.push(if query.is_empty() { '?' } else { '&' });
                query.push_str(&format!("{}={}", encoded(name), encoded(value)));
            }
            Location::Header | Location::Cookie => {
                return Err(format!("needs the {} `{name}`, which the probe does not send", parameter.location.key()));
            }
        }
    }
    if missing.is_empty() { Ok(format!("{base}{path}{query}")) } else { Err(format!("needs {}", missing.join(" "))) }
}

/// Percent-encoded, but for what is unreserved.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
