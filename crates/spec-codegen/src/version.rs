//! The version of a client crate.

use semver::Version;
use toml::Table;

/// The version that the root manifest gives to a crate under `[workspace.dependencies]`, which whoever depends on the crate reads too.
/// A crate that has no entry there yet has the version of the workspace.
pub fn own_version(manifest: &str, package: &str) -> Result<Option<Version>, String> {
    let manifest: Table = manifest.parse().map_err(|error: toml::de::Error| error.to_string())?;
    let entries = manifest.get("workspace").and_then(|it| it.get("dependencies"));
    let Some(entry) = entries.and_then(|it| it.get(package)) else { return Ok(None) };
    let Some(version) = entry.get("version").and_then(toml::Value::as_str) else {
        return Err("its entry has no version".to_owned());
    };
    version.parse().map(Some).map_err(|error| format!("`{version}` is no version of a crate: {error}"))
}

#[cfg(test)]
mod tests {
    use super::own_version;

    #[test]
    fn it_is_that_of_the_entry_or_of_the_workspace() {
        let manifest = "[workspace.package]\nversion = \"0.3.0\"\n[workspace.dependencies]\n\
            cancelkit-acme = { path = \"crates/cancelkit-acme\", version = \"0.2.0\" }\n";
        assert_eq!(own_version(manifest, "cancelkit-acme").unwrap().unwrap().to_string(), "0.2.0");
        assert_eq!(own_version(manifest, "cancelkit-other"), Ok(None));
        assert_eq!(own_version("", "cancelkit-acme"), Ok(None));
    }

    #[test]
    fn half_a_version_is_a_mistake() {
        for entry in
            ["{ path = \"x\" }", "{ path = \"x\", version = \"0.2\" }", "{ version = \"^0.2.0\" }", "{ version = 1 }"]
        {
            let manifest = format!("[workspace.dependencies]\nacme = {entry}\n");
            assert!(own_version(&manifest, "acme").is_err(), "{entry}");
        }
        assert!(own_version("[", "acme").is_err());
    }
}
