//! How much a change asks of the next version.

use semver::Version;

/// What a release brings to those who use the crate, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing that they have to know.
    Patch,
    /// More to call.
    Added,
    /// Something may stop to compile or to work.
    Breaking,
}

/// The least version that may follow, by Cargo's rules: before 1.0 the first number that is not zero stands for what breaks, and
/// nothing tells what is new from what is mended.
#[must_use]
pub fn next_version(released: &Version, level: Level) -> Version {
    let Version { major, minor, patch, .. } = *released;
    match (level, major, minor) {
        (Level::Breaking, 0, 0) => Version::new(0, 0, patch + 1),
        (Level::Breaking, 0, _) => Version::new(0, minor + 1, 0),
        (Level::Breaking, ..) => Version::new(major + 1, 0, 0),
        (Level::Added, 1.., _) => Version::new(major, minor + 1, 0),
        (Level::Added | Level::Patch, ..) => Version::new(major, minor, patch + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, next_version};

    #[test]
    fn versions_follow_cargos_rules() {
        for (released, breaking, added, patch) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.3", "0.3.0", "0.2.4", "0.2.4"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
        ] {
            let released = released.parse().unwrap();
            let next = |level| next_version(&released, level).to_string();
            assert_eq!([next(Level::Breaking), next(Level::Added), next(Level::Patch)], [breaking, added, patch]);
        }
    }
}
