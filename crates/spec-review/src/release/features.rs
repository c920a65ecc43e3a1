//! The features of a crate: who turns one on by name cannot build where it is gone.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::inherited::dependency_tables;

/// Features with what each turns on, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Features {
    named: BTreeMap<String, BTreeSet<String>>,
}

impl Features {
    /// Those of a manifest, with those that optional dependencies make. A manifest that cannot be read has none.
    pub(super) fn read(manifest: &str) -> Self {
        let Ok(manifest) = manifest.parse::<Table>() else { return Self::default() };
        let mut named = BTreeMap::new();
        for (name, list) in manifest.get("features").and_then(Value::as_table).into_iter().flatten() {
            let list = list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            named.insert(name.clone(), list);
        }
        let said: BTreeSet<String> =
            named.values().flatten().filter_map(|text: &String| text.strip_prefix("dep:")).map(str::to_owned).collect();
        for (name, entry) in dependency_tables(&manifest).flatten() {
            // Named with `dep:` it makes no feature.
            if entry.get("optional").and_then(Value::as_bool) == Some(true) && !said.contains(name) {
                named.entry(name.clone()).or_default();
            }
        }
        Self { named }
    }

    /// Those that are there no more.
    pub(super) fn gone<'f>(&'f self, now: &'f Self) -> impl Iterator<Item = &'f str> {
        self.named.keys().filter(|name| !now.named.contains_key(*name)).map(String::as_str)
    }

    /// Those that are still there and were on by themselves.
    pub(super) fn no_default<'f>(&'f self, now: &'f Self) -> impl Iterator<Item = &'f str> {
        let (had, has) = (self.on(), now.on());
        had.into_iter().filter(move |name| now.named.contains_key(*name) && !has.contains(name))
    }

    /// What is on by itself.
    fn on(&self) -> BTreeSet<&str> {
        let mut on = BTreeSet::new();
        let mut pending = vec!["default"];
        while let Some(name) = pending.pop() {
            if let Some(list) = self.named.get(name).filter(|_| on.insert(name)) {
                pending.extend(list.iter().map(String::as_str));
            }
        }
        on
    }
}
