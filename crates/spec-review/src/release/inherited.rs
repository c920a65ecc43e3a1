//! What a crate takes from the manifest of its workspace, where it changes and with it what is published, and from its own.

use std::collections::BTreeMap;

use semver::{Op, VersionReq};
use toml::{Table, Value};

/// What is taken: the fields of the package as `package.<field>`, and the dependencies by name, wherever their versions stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Inherited {
    taken: BTreeMap<String, Value>,
}

/// The tables of dependencies that reach those who use the crate.
const TABLES: [&str; 2] = ["dependencies", "build-dependencies"];

impl Inherited {
    /// Reads it from both manifests. Versions of the workspace's own crates are no concern here: each is a release of its own.
    pub(super) fn read(root: &str, own: &str) -> Self {
        let (Ok(root), Ok(own)) = (root.parse::<Table>(), own.parse::<Table>()) else { return Self::default() };
        let of = |table: &str, key: &str| root.get("workspace")?.get(table)?.get(key).cloned();
        let mut taken = BTreeMap::new();
        for key in inheriting(own.get("package")).filter(|key| *key != "version") {
            taken.extend(of("package", key).map(|value| (format!("package.{key}"), value)));
        }
        for (key, entry) in dependency_tables(&own).flatten() {
            let value = if inherits(entry) { of("dependencies", key) } else { Some(entry.clone()) };
            if let Some(value) = value.filter(|value| value.get("path").is_none()) {
                taken.insert(key.to_owned(), value);
            }
        }
        Self { taken }
    }

    /// The dependencies whose version is another one that Cargo does not take for the old one, with the version that they have now.
    pub(super) fn broken<'i>(&'i self, now: &'i Self) -> impl Iterator<Item = (&'i str, &'i str)> {
        self.taken.iter().filter_map(|(name, before)| {
            let (before, after) = (version(before)?, version(now.taken.get(name)?)?);
            (compatible(before) != compatible(after)).then_some((name.as_str(), after))
        })
    }
}

/// The keys whose value is that of the workspace.
fn inheriting(table: Option<&Value>) -> impl Iterator<Item = &str> {
    let entries = table.and_then(Value::as_table).into_iter().flatten();
    entries.filter(|(_, value)| inherits(value)).map(|(key, _)| key.as_str())
}

fn inherits(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// The tables of a manifest that hold dependencies which reach those who use the crate.
pub(super) fn dependency_tables(manifest: &Table) -> impl Iterator<Item = &Table> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let places = targets.filter_map(Value::as_table).chain([manifest]);
    places.flat_map(|place| TABLES.map(|table| place.get(table))).flatten().filter_map(Value::as_table)
}

fn version(entry: &Value) -> Option<&str> {
    entry.as_str().or_else(|| entry.get("version")?.as_str())
}

/// The numbers that may not change: up to the first that is not zero. What is more than one plain version stands for itself.
fn compatible(text: &str) -> String {
    let plain = text.parse::<VersionReq>().ok().and_then(|it| match it.comparators.as_slice() {
        [one] if one.op == Op::Caret => Some(one.clone()),
        _ => None,
    });
    match plain.map(|it| (it.major, it.minor, it.patch)) {
        Some((0, Some(0), Some(patch))) => format!("0.0.{patch}"),
        Some((0, Some(minor), _)) => format!("0.{minor}"),
        Some((major, ..)) => major.to_string(),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Inherited;

    const OWN: &str = "[package]\nedition.workspace = true\nversion.workspace = true\n[dependencies]\nhttp.workspace = true\nmine.workspace = true\n\
        plain = '1'\n[target.'cfg(unix)'.dependencies]\nnix = { workspace = true, optional = true }\n[dev-dependencies]\ninsta.workspace = true\n";

    fn root(http: &str) -> String {
        format!(
            "[workspace.package]\nedition = '2024'\nversion = '{http}'\n[workspace.dependencies]\nhttp = '{http}'\nnix = {{ version = '0.3' }}\n\
             insta = '{http}'\nplain = '{http}'\nmine = {{ path = 'x', version = '{http}' }}\n"
        )
    }

    #[test]
    fn only_what_is_taken_counts() {
        let read = |http| Inherited::read(&root(http), OWN);
        assert_eq!(read("1.2").taken.keys().collect::<Vec<_>>(), ["http", "nix", "package.edition", "plain"]);
        assert_ne!(read("1.2"), read("1.3"));
        assert_eq!(read("1.2").broken(&read("1.3")).count(), 0);
        assert_eq!(read("1.2").broken(&read("2")).collect::<Vec<_>>(), [("http", "2")]);
        assert_eq!(read("0.2.1").broken(&read("0.3")).collect::<Vec<_>>(), [("http", "0.3")]);
        assert_eq!(read("0.2").broken(&read("0.2.7")).count(), 0);
        assert_eq!(read("0.0.1").broken(&read("0.0.2")).count(), 1);
        assert_eq!(Inherited::read("[", OWN), Inherited::default());
    }
}
