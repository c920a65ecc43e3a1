//! What changes for who compiles against a client crate, and the version that follows.

use std::fmt;

use semver::Version;

use super::listing::Listing;

/// What a change asks of the next version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bump {
    /// Callers compile as before; there is more to call.
    Compatible,
    /// A caller's code may not compile any more.
    Breaking,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another type or signature.
    Changed,
}

/// A change of one public item.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ApiChange {
    /// Its path in the crate.
    pub item: String,
    /// What became of it.
    pub how: How,
    /// What it was.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// What follows for the version.
    pub bump: Bump,
}

impl fmt::Display for ApiChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { item, how, before, after, .. } = self;
        match how {
            How::Added if after.is_empty() => write!(f, "+ {item}"),
            How::Added => write!(f, "+ {item}: {after}"),
            How::Removed if before.is_empty() => write!(f, "- {item}"),
            How::Removed => write!(f, "- {item}: {before}"),
            How::Changed => write!(f, "~ {item}: {before} -> {after}"),
        }
    }
}

/// Compares the API of a crate before and after. Changes come in the order of their paths.
///
/// A part that is new breaks nobody only where the thing that it is a part of is open to more: `#[non_exhaustive]`, or an open enum.
#[must_use]
pub fn compare(base: &Listing, revision: &Listing) -> Vec<ApiChange> {
    let mut changes = Vec::new();
    for (item, had) in &base.entries {
        let (how, after, bump) = match revision.entries.get(item) {
            None => (How::Removed, String::new(), Bump::Breaking),
            Some(has) if has.text != had.text => (How::Changed, has.text.clone(), Bump::Breaking),
            Some(_) => continue,
        };
        changes.push(ApiChange { item: item.clone(), how, before: had.text.clone(), after, bump });
    }
    for (item, has) in revision.entries.iter().filter(|(item, _)| !base.entries.contains_key(*item)) {
        // A part of something that is new itself breaks nobody.
        let owner = item.rfind(['.', ':']).map(|end| item[..end].trim_end_matches(':'));
        let is_new = owner.is_some_and(|owner| !base.entries.contains_key(owner));
        let bump = if has.is_part && !has.in_open && !is_new { Bump::Breaking } else { Bump::Compatible };
        let (before, after) = (String::new(), has.text.clone());
        changes.push(ApiChange { item: item.clone(), how: How::Added, before, after, bump });
    }
    changes.sort_by(|one, other| (other.bump, &one.item).cmp(&(one.bump, &other.item)));
    changes
}

/// The least version that may follow `released` with these changes, by Cargo's rules: before 1.0 the first number that is not zero
/// stands for what breaks.
#[must_use]
pub fn needed_version(released: &Version, changes: &[ApiChange]) -> Version {
    let Version { major, minor, patch, .. } = *released;
    match changes.iter().map(|change| change.bump).max() {
        None => released.clone(),
        Some(Bump::Breaking) if major > 0 => Version::new(major + 1, 0, 0),
        Some(Bump::Breaking) if minor > 0 => Version::new(0, minor + 1, 0),
        Some(Bump::Breaking) => Version::new(0, 0, patch + 1),
        Some(Bump::Compatible) if major > 0 => Version::new(major, minor + 1, 0),
        Some(Bump::Compatible) => Version::new(0, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::{Bump, Listing, compare, needed_version};

    fn changes(base: &str, revision: &str) -> Vec<(String, Bump)> {
        let read = |text| Listing::read([("lib.rs", text)]).unwrap();
        compare(&read(base), &read(revision)).into_iter().map(|change| (change.to_string(), change.bump)).collect()
    }

    #[test]
    fn what_is_new_breaks_nobody_where_more_may_come() {
        let open = |fields: &str| {
            format!("#[non_exhaustive] pub struct A {{ {fields} }} #[non_exhaustive] pub enum E {{ X }}")
        };
        assert_eq!(
            changes(&open("pub a: u8"), &open("pub a: u8, pub b: u8").replace("X", "X, Y")),
            [("+ A.b: u8".to_owned(), Bump::Compatible), ("+ E::Y: variant".to_owned(), Bump::Compatible)]
        );
        assert_eq!(
            changes("pub enum E { X }", "pub enum E { X, Y }"),
            [("+ E::Y: variant".to_owned(), Bump::Breaking)]
        );
        assert_eq!(changes("", "pub enum E { X }").iter().map(|(_, bump)| *bump).max(), Some(Bump::Compatible));
    }

    #[test]
    fn what_is_gone_or_differs_breaks() {
        assert_eq!(
            changes("pub fn a(x: u8) {} pub fn b() {} pub fn c(n: u8) {}", "pub fn a(x: u16) {} pub fn c(m: u8) {}"),
            [("~ a: fn(u8) -> fn(u16)".to_owned(), Bump::Breaking), ("- b: fn()".to_owned(), Bump::Breaking),]
        );
        assert_eq!(
            changes("pub struct A { pub x: u8 }", "#[non_exhaustive] pub struct A { pub x: u8 }"),
            [("- A can be matched and built whole".to_owned(), Bump::Breaking)]
        );
    }

    #[test]
    fn versions_follow_cargos_rules() {
        let breaking = compare(&Listing::read([("lib.rs", "pub fn a() {}")]).unwrap(), &Listing::default());
        let more = compare(&Listing::default(), &Listing::read([("lib.rs", "pub fn a() {}")]).unwrap());
        for (released, breaks, adds) in
            [("1.2.3", "2.0.0", "1.3.0"), ("0.2.3", "0.3.0", "0.2.4"), ("0.0.3", "0.0.4", "0.0.4")]
        {
            let released: Version = released.parse().unwrap();
            assert_eq!(needed_version(&released, &breaking).to_string(), breaks);
            assert_eq!(needed_version(&released, &more).to_string(), adds);
            assert_eq!(needed_version(&released, &[]), released);
        }
    }
}
