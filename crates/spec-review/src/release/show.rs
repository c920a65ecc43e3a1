//! A plan as a person reads it.

use std::fmt::Write as _;

use super::{Level, Member, Plan, Release, publish_order};
use crate::Failure;

impl Plan {
    /// The versions, the new sections of the changelogs, and the order of publishing.
    ///
    /// # Errors
    ///
    /// There is no such order.
    pub fn to_text(&self, members: &[Member]) -> Result<String, Failure> {
        let mut text = "Versions\n".to_owned();
        let width = self.releases.iter().map(|release| name(release).chars().count()).max().unwrap_or_default();
        for release in &self.releases {
            let _ = writeln!(text, "  {:width$}  {}", name(release), what(release));
        }
        for release in self.releases.iter().filter(|release| release.is_due()) {
            let _ = write!(text, "\n{}, what its changelog says\n\n", name(release));
            for line in release.section.trim_end().lines() {
                let _ = writeln!(text, "{}", if line.is_empty() { String::new() } else { format!("  {line}") });
            }
        }
        text += "\nThe order of publishing\n";
        for (index, member) in publish_order(members)?.into_iter().enumerate() {
            let of = self.releases.iter().find(|release| release.packages.contains(&member.name));
            let version = of.map_or(&member.version, |release| &release.version);
            let new = if of.is_some_and(Release::is_due) { "  new" } else { "" };
            let _ = writeln!(text, "  {:>2}. {} {version}{new}", index + 1, member.name);
        }
        Ok(text)
    }

    /// The tags that belong on the commit of this release.
    #[must_use]
    pub fn tags(&self) -> Vec<&str> {
        self.releases.iter().filter(|release| release.is_due()).map(|release| release.tag.as_str()).collect()
    }
}

fn name(release: &Release) -> String {
    match release.packages.as_slice() {
        [one] => one.clone(),
        [first, rest @ ..] => format!("{first} and {} more that share its version", rest.len()),
        [] => String::new(),
    }
}

fn what(release: &Release) -> String {
    let Release { released, since, version, level, .. } = release;
    let (Some(released), Some(since)) = (released, since) else { return format!("{version}, the first release") };
    if !release.is_due() {
        return format!("{version}, nothing changed since {since}");
    }
    let brings = match level {
        Some(Level::Breaking) => "it breaks",
        Some(Level::Added) => "there is more",
        Some(Level::Patch) => "nothing that callers have to know",
        None => "raised by hand",
    };
    format!("{released} -> {version}, {brings} since {since}")
}
