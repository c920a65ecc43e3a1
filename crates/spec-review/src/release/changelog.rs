//! `CHANGELOG.md`: a section for a version, before the older ones. What is there is never changed.

use std::fmt::Write as _;

use jiff::civil::Date;
use semver::Version;

/// What a release brings, as items of a list: the lines after the first are indented.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Notes {
    pub(super) breaking: Vec<String>,
    pub(super) added: Vec<String>,
    pub(super) changed: Vec<String>,
}

impl Notes {
    fn groups(&self) -> [(&'static str, &[String]); 3] {
        [("Breaking", &self.breaking), ("Added", &self.added), ("Changed", &self.changed)]
    }

    fn items(&self) -> impl Iterator<Item = &String> {
        [&self.breaking, &self.added, &self.changed].into_iter().flatten()
    }
}

/// A changelog with the section of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// The whole file.
    pub(super) text: String,
    /// The section alone.
    pub(super) section: String,
    /// The section was there before, and these items are not in it.
    pub(super) missing: Vec<String>,
}

/// Adds the section of a version to a changelog, or begins one. The words of an `Unreleased` section move into it, since they are what
/// somebody wrote of this release. A section that is there already stays as it is.
pub(super) fn with_section(old: Option<&str>, package: &str, version: &Version, date: Date, notes: &Notes) -> Written {
    let begun = beginning(package);
    let old = old.filter(|text| !text.trim().is_empty()).unwrap_or(&begun);
    let parts = Parts::of(old);
    if let Some(section) = parts.section(|title| title.split_whitespace().next().map(bare) == Some(version.to_string()))
    {
        let missing = notes.items().filter(|item| !has(section, item)).cloned().collect();
        return Written { text: old.to_owned(), section: section.to_owned(), missing };
    }
    let unreleased = parts.section(|title| bare(title).eq_ignore_ascii_case("unreleased")).unwrap_or_default();
    let (heading, words) = unreleased.split_once('\n').unwrap_or((unreleased, ""));
    let section = format!("## [{version}] - {date}\n\n{}", body(words, notes));
    let mut text = format!("{}\n\n", parts.intro.trim_end());
    if !heading.is_empty() {
        let _ = write!(text, "{}\n\n", heading.trim_end());
    }
    text += &section;
    for older in parts.sections.iter().filter(|older| **older != unreleased) {
        text += if text.ends_with("\n\n") { "" } else { "\n" };
        text += older;
    }
    Written { text, section, missing: Vec::new() }
}

fn beginning(package: &str) -> String {
    format!(
        "# Changelog of {package}\n\nWhat those who use the crate notice. The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/), \
         the versions follow\n[Semantic Versioning](https://semver.org/spec/v2.0.0.html): before 1.0 a minor version may break callers.\n"
    )
}

/// What stands before the first section, and each section with its heading.
struct Parts<'t> {
    intro: &'t str,
    sections: Vec<&'t str>,
}

impl<'t> Parts<'t> {
    fn of(text: &'t str) -> Self {
        let (mut starts, mut at, mut fenced) = (Vec::new(), 0, false);
        for line in text.split_inclusive('\n') {
            // A heading in a block of code is none.
            if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
                fenced = !fenced;
            } else if !fenced && line.starts_with("## ") {
                starts.push(at);
            }
            at += line.len();
        }
        let intro = &text[..starts.first().copied().unwrap_or(text.len())];
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        Self { intro, sections: starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect() }
    }

    fn section(&self, is_it: impl Fn(&str) -> bool) -> Option<&'t str> {
        let title = |section: &&&str| {
            section.lines().next().and_then(|it| it.strip_prefix("## ")).is_some_and(|it| is_it(it.trim()))
        };
        self.sections.iter().find(title).copied()
    }
}

/// A title without the brackets that make it a link.
fn bare(title: &str) -> String {
    title.trim_start_matches('[').trim_end_matches(']').to_owned()
}

/// Whether a section says an item, wherever its lines are broken.
fn has(section: &str, item: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(section).contains(&words(item))
}

/// What somebody wrote, and below each of its headings what belongs there too.
fn body(written: &str, notes: &Notes) -> String {
    let (lead, mut groups) = headed(written);
    for (title, items) in notes.groups() {
        let items: String = items.iter().filter(|item| !has(written, item)).map(|item| format!("- {item}\n")).collect();
        if items.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(title)) {
            Some((_, text)) => *text = format!("{}\n{items}", text.trim_end()),
            None => {
                // Before what somebody named otherwise, after those of ours that come first.
                let rank = |name: &str| {
                    notes.groups().iter().position(|(title, _)| title.eq_ignore_ascii_case(name)).unwrap_or(3)
                };
                let at = groups.iter().position(|(name, _)| rank(name) > rank(title)).unwrap_or(groups.len());
                groups.insert(at, (title.to_owned(), items));
            }
        }
    }
    let mut text = if lead.trim().is_empty() { String::new() } else { format!("{}\n\n", lead.trim()) };
    for (name, items) in groups {
        let _ = write!(text, "### {name}\n\n{}\n\n", items.trim_matches('\n').trim_end());
    }
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        text += "Nothing that those who use it notice.";
    }
    text + "\n"
}

/// What stands before the first `###`, and each of them with what is below it.
fn headed(text: &str) -> (String, Vec<(String, String)>) {
    let (mut lead, mut groups, mut fenced) = (String::new(), Vec::<(String, String)>::new(), false);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            fenced = !fenced;
        }
        match (line.strip_prefix("### ").filter(|_| !fenced), groups.last_mut()) {
            (Some(name), _) => groups.push((name.trim().to_owned(), String::new())),
            (None, Some((_, items))) => items.push_str(line),
            (None, None) => lead.push_str(line),
        }
    }
    (lead, groups)
}

#[cfg(test)]
mod tests {
    use super::{Notes, Written, with_section};

    fn notes() -> Notes {
        Notes {
            breaking: vec!["It broke.\n  Accepted: on purpose".to_owned()],
            added: vec!["It is new.".to_owned()],
            changed: Vec::new(),
        }
    }

    fn write(old: Option<&str>, version: &str) -> Written {
        with_section(old, "acme", &version.parse().unwrap(), jiff::civil::date(2026, 11, 25), &notes())
    }

    #[test]
    fn a_changelog_begins() {
        let text = write(None, "0.1.0").text;
        assert!(text.starts_with("# Changelog of acme\n\nWhat those"), "{text}");
        assert!(
            text.ends_with(
                ".\n\n## [0.1.0] - 2026-11-25\n\n### Breaking\n\n- It broke.\n  Accepted: on purpose\n\n### Added\n\n- It is new.\n"
            ),
            "{text}"
        );
        assert_eq!(write(Some(" \n"), "0.1.0").text, text, "an empty file is none");
    }

    #[test]
    fn a_second_run_changes_nothing() {
        let first = write(None, "0.1.0");
        assert_eq!(write(Some(&first.text), "0.1.0"), first);
    }

    #[test]
    fn older_sections_stay_byte_by_byte_whatever_they_say() {
        let older = "## 0.1.0 (once)\n* by hand  \n\n\n```\n## no heading\n```\n### Added\n- x\n\n\n## [0.0.9]\r\nodd";
        let text = write(Some(&format!("# Mine\n\nWords.\n{older}")), "0.2.0").text;
        assert!(text.starts_with("# Mine\n\nWords.\n\n## [0.2.0] - 2026-11-25\n\n"), "{text}");
        assert!(text.ends_with(&format!("- It is new.\n\n{older}")), "{text}");
        let again = write(Some(&text), "0.1.0");
        assert_eq!(again.text, text, "a version that is there");
        assert_eq!(again.missing.len(), 2, "and what it does not say is told");
    }

    #[test]
    fn words_written_for_the_release_move_into_it() {
        let old = "# Mine\n\n## [Unreleased]\n\nRead this.\n\n### Added\n\n- By hand.\n\n### Fixed\n\n- A typo.\n\n## [0.1.0] - 2026-01-01\n";
        let text = write(Some(old), "0.2.0").text;
        let expected = "# Mine\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-25\n\nRead this.\n\n### Breaking\n\n- It broke.\n  Accepted: on purpose\n\n\
            ### Added\n\n- By hand.\n- It is new.\n\n### Fixed\n\n- A typo.\n\n## [0.1.0] - 2026-01-01\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_somebody_said_already_is_not_said_again() {
        let text = write(Some("## Unreleased\n\n### Added\n\n- It\n  is new.\n"), "0.2.0").text;
        assert_eq!(text.matches("new.").count(), 1, "{text}");
    }

    #[test]
    fn a_section_with_words_of_a_hand_is_left_and_what_it_lacks_is_told() {
        let mine =
            "# M\n\n## [0.2.0] - 2026-11-20\n\n### Breaking\n\n- It broke.\n  Accepted: on\n  purpose\n- Mine.\n";
        let written = write(Some(mine), "0.2.0");
        assert_eq!((written.text.as_str(), written.missing), (mine, vec!["It is new.".to_owned()]));
    }
}
