//! Versions in `Cargo.toml`: read where they stand, and written without touching anything around them.

use semver::Version;
use toml_edit::{DocumentMut, Item, Value};

use crate::Failure;

/// A manifest, and the name that people know it by.
#[derive(Clone, Debug)]
pub(super) struct Manifest {
    name: String,
    document: DocumentMut,
}

impl Manifest {
    pub(super) fn read(name: &str, text: &str) -> Result<Self, Failure> {
        let document = text
            .parse()
            .map_err(|error: toml_edit::TomlError| Failure::message(format!("{name} cannot be read: {error}")))?;
        Ok(Self { name: name.to_owned(), document })
    }

    /// The version that all crates share which have none of their own.
    pub(super) fn shared(&self) -> Result<Version, Failure> {
        let text = self.at(&["workspace", "package", "version"]).and_then(Item::as_str);
        let text = text.ok_or_else(|| {
            Failure::message(format!(
                "{} has no version under [workspace.package]: the crates that share one are released by it",
                self.name
            ))
        })?;
        self.version(text, "[workspace.package]")
    }

    /// The version of a crate's entry under `[workspace.dependencies]`, if it has an entry.
    pub(super) fn entry(&self, package: &str) -> Result<Option<Version>, Failure> {
        let Some(entry) = self.at(&["workspace", "dependencies", package]) else { return Ok(None) };
        let text = entry.get("version").and_then(Item::as_str).ok_or_else(|| {
            Failure::message(format!(
                "{} gives `{package}` no version under [workspace.dependencies]: without one nobody who depends on it can be published",
                self.name
            ))
        })?;
        self.version(text, &format!("`{package}` under [workspace.dependencies]")).map(Some)
    }

    /// The same for a crate that is to be released by it.
    pub(super) fn required_entry(&self, package: &str, folder: &str) -> Result<Version, Failure> {
        self.entry(package)?.ok_or_else(|| {
            Failure::message(format!(
                "{} has no entry for `{package}` under [workspace.dependencies], which is where its version stands\n\
                 add `{package} = {{ path = \"{folder}\", version = \"0.1.0\", default-features = false }}` and run `cargo xtask generate`",
                self.name
            ))
        })
    }

    /// The version of the crate whose manifest this is, if it has one of its own.
    pub(super) fn own(&self) -> Result<Option<Version>, Failure> {
        let Some(text) = self.at(&["package", "version"]).and_then(Item::as_str) else { return Ok(None) };
        self.version(text, "[package]").map(Some)
    }

    pub(super) fn set_shared(&mut self, version: &Version) {
        self.set(&["workspace", "package", "version"], version);
    }

    /// Changes nothing where there is no entry.
    pub(super) fn set_entry(&mut self, package: &str, version: &Version) {
        self.set(&["workspace", "dependencies", package, "version"], version);
    }

    pub(super) fn set_own(&mut self, version: &Version) {
        self.set(&["package", "version"], version);
    }

    pub(super) fn text(&self) -> String {
        self.document.to_string()
    }

    fn at(&self, path: &[&str]) -> Option<&Item> {
        path.iter().try_fold(self.document.as_item(), |item, key| item.get(key))
    }

    fn set(&mut self, path: &[&str], version: &Version) {
        // Looking for what is to be changed would make it.
        if self.at(path).is_none() {
            return;
        }
        let item = path.iter().try_fold(self.document.as_item_mut(), |item, key| item.get_mut(key));
        if let Some(value) = item.and_then(Item::as_value_mut).filter(|value| value.is_str()) {
            let decor = value.decor().clone();
            *value = Value::from(version.to_string());
            *value.decor_mut() = decor;
        }
    }

    fn version(&self, text: &str, place: &str) -> Result<Version, Failure> {
        text.parse().map_err(|error| {
            let (text, name) = (crate::visible(text), &self.name);
            Failure::message(format!(
                "{name}: `{text}`, the version of {place}, is no whole version such as 0.1.0: {error}"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Manifest;

    const TEXT: &str = "\
# The root.
[workspace.package]
version   = \"0.1.0\"   # all of them

[workspace.dependencies]
acme = { path = \"crates/acme\",  version = \"0.1.0\" , default-features = false } # one
other.version = '0.1.0'
plain = \"1\"
";

    #[test]
    fn only_the_version_changes() {
        let mut manifest = Manifest::read("Cargo.toml", TEXT).unwrap();
        manifest.set_shared(&"0.2.0".parse().unwrap());
        manifest.set_entry("acme", &"0.3.0".parse().unwrap());
        manifest.set_entry("plain", &"9.9.9".parse().unwrap());
        manifest.set_entry("absent", &"9.9.9".parse().unwrap());
        let expected = TEXT
            .replace("version   = \"0.1.0\"", "version   = \"0.2.0\"")
            .replace("version = \"0.1.0\" ,", "version = \"0.3.0\" ,");
        assert_eq!(manifest.text(), expected);
        assert_eq!(manifest.entry("other").unwrap().unwrap().to_string(), "0.1.0");
    }

    #[test]
    fn what_is_missing_or_odd_is_said() {
        let error = |text: &str| {
            let manifest = Manifest::read("Cargo.toml", text).unwrap();
            manifest.required_entry("acme", "crates/acme").unwrap_err().to_string()
        };
        assert!(error("").contains("no entry for `acme`"), "{}", error(""));
        assert!(error("[workspace.dependencies]\nacme = '0.1.0'").contains("no version"));
        assert!(
            error("[workspace.dependencies]\nacme = { version = '^0.1' }").contains("`^0.1`, the version of `acme`")
        );
        assert!(
            Manifest::read("Cargo.toml", "").unwrap().shared().unwrap_err().to_string().contains("[workspace.package]")
        );
        let said = Manifest::read("Cargo.toml", "[workspace").unwrap_err().to_string();
        assert!(said.starts_with("Cargo.toml cannot be read: ") && said.contains("line 1"), "{said}");
    }
}
