//! What changed, of all providers.

use std::collections::BTreeMap;

use spec_diff::{Audience, Finding, Place, Severity, digest};
use spec_document::Effective;

use crate::accept::Acceptance;
use crate::excerpt::Excerpt;
use crate::wire_bytes::WireBytes;

/// Every change between two versions of the documents.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was compared with, as people know it.
    pub base: String,
    /// What was compared.
    pub revision: String,
    /// The worst first, then by provider, then by place.
    pub changes: Vec<Change>,
    /// What changes in the documents' own examples as they stand on the wire. None of it is a finding.
    pub wire: WireBytes,
}

/// One change of one provider.
#[derive(Clone, Debug)]
pub struct Change {
    /// The provider's name.
    pub provider: String,
    /// What was found. Its fingerprint names the provider too.
    pub finding: Finding,
    /// Why it was accepted, if it was.
    pub accepted: Option<String>,
    /// The text around its place before and after, where the documents are at hand.
    pub excerpts: (Option<Excerpt>, Option<Excerpt>),
}

/// The documents of both sides, as far as there are any.
pub type Sides<'d> = (Option<&'d Effective>, Option<&'d Effective>);

/// How many changes there are of each kind. What was accepted counts only as that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Breaking and not accepted.
    pub breaking: usize,
    /// Warnings, not accepted.
    pub warning: usize,
    /// Infos.
    pub info: usize,
    /// Accepted on purpose.
    pub accepted: usize,
}

impl Counts {
    pub(crate) fn count(&mut self, change: &Change) {
        let counted = match change.finding.severity {
            _ if change.accepted.is_some() => &mut self.accepted,
            Severity::Breaking => &mut self.breaking,
            Severity::Warning => &mut self.warning,
            Severity::Info => &mut self.info,
        };
        *counted += 1;
    }

    pub(crate) fn of<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut counts = Self::default();
        changes.into_iter().for_each(|change| counts.count(change));
        counts
    }
}

impl Report {
    /// A report of nothing.
    #[must_use]
    pub fn new(base: impl Into<String>, revision: impl Into<String>) -> Self {
        Self { base: base.into(), revision: revision.into(), changes: Vec::new(), wire: WireBytes::default() }
    }

    /// Adds what was found of one provider. `sides` are the documents that it was found in.
    pub fn add(&mut self, provider: &str, findings: Vec<Finding>, sides: Sides<'_>) {
        self.changes.extend(findings.into_iter().map(|mut finding| {
            finding.fingerprint = fingerprint(provider, &finding.fingerprint);
            let excerpt = |document: Option<&Effective>, place: &Option<Place>| Excerpt::of(document?, place.as_ref()?);
            let excerpts = (excerpt(sides.0, &finding.base), excerpt(sides.1, &finding.revision));
            Change { provider: provider.to_owned(), finding, accepted: None, excerpts }
        }));
        // Stable: what spec-diff put in order stays so.
        self.changes.sort_by(|one, other| {
            let severity = other.finding.severity.cmp(&one.finding.severity);
            severity.then_with(|| one.provider.cmp(&other.provider))
        });
    }

    /// Marks what was accepted. Gives back the entries that match nothing.
    pub fn accept<'a>(&mut self, entries: &'a [Acceptance]) -> Vec<&'a Acceptance> {
        let mut unmatched = Vec::new();
        for entry in entries {
            let mut found = false;
            let same =
                |change: &&mut Change| !entry.fingerprint.is_empty() && change.finding.fingerprint == entry.fingerprint;
            for change in self.changes.iter_mut().filter(same) {
                found = true;
                // What hurts nobody needs no leave.
                if change.finding.severity > Severity::Info {
                    change.accepted = Some(entry.reason.clone());
                }
            }
            if !found {
                unmatched.push(entry);
            }
        }
        unmatched
    }

    /// How many changes there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.changes)
    }

    /// The counts of each provider that changed.
    #[must_use]
    pub fn by_provider(&self) -> BTreeMap<&str, Counts> {
        let mut found = BTreeMap::<&str, Counts>::new();
        for change in &self.changes {
            found.entry(&change.provider).or_default().count(change);
        }
        found
    }

    /// The worst that was not accepted.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.open().map(|change| change.finding.severity).max()
    }

    /// What was not accepted.
    pub(crate) fn open(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.accepted.is_none())
    }

    /// Whom the changes of a severity hurt, with the providers at which.
    pub(crate) fn hurt(&self, severity: Severity) -> BTreeMap<Audience, Vec<&str>> {
        let mut found = BTreeMap::<Audience, Vec<&str>>::new();
        for change in self.open().filter(|change| change.finding.severity == severity) {
            for audience in &change.finding.hurts {
                let providers = found.entry(*audience).or_default();
                if !providers.contains(&change.provider.as_str()) {
                    providers.push(&change.provider);
                }
            }
        }
        found
    }
}

/// The same change at two providers is two changes: what was accepted for one is not for the other. What has no fingerprint gets none,
/// since nobody can know what would be accepted with it.
fn fingerprint(provider: &str, of_change: &str) -> String {
    if of_change.is_empty() {
        return String::new();
    }
    digest(&[provider, of_change])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::fixture::finding;

    #[test]
    fn the_same_change_of_two_providers_has_two_fingerprints() {
        let mut report = Report::new("a", "b");
        report.add("acme", vec![finding(Severity::Breaking, "It broke.")], (None, None));
        report.add("zenith", vec![finding(Severity::Breaking, "It broke.")], (None, None));
        assert_ne!(report.changes[0].finding.fingerprint, report.changes[1].finding.fingerprint);
    }

    #[test]
    fn what_could_not_be_compared_cannot_be_accepted() {
        let mut report = Report::new("a", "b");
        let unknown =
            Finding { fingerprint: String::new(), ..finding(Severity::Breaking, "Anything may have changed.") };
        report.add("acme", vec![unknown], (None, None));
        let entries =
            [Acceptance { fingerprint: report.changes[0].finding.fingerprint.clone(), reason: "no".to_owned() }];
        assert!(entries[0].fingerprint.is_empty());
        report.accept(&entries);
        assert_eq!(report.worst(), Some(Severity::Breaking));
    }

    #[test]
    fn an_accepted_change_does_not_count_and_an_entry_without_a_change_comes_back() {
        let mut report = Report::new("a", "b");
        report.add(
            "acme",
            vec![finding(Severity::Breaking, "It broke."), finding(Severity::Warning, "It may hurt.")],
            (None, None),
        );
        let entries = [
            Acceptance { fingerprint: report.changes[0].finding.fingerprint.clone(), reason: "agreed".to_owned() },
            Acceptance { fingerprint: "0000000000000000".to_owned(), reason: "long ago".to_owned() },
        ];
        assert_eq!(report.accept(&entries), [&entries[1]]);
        assert_eq!(report.worst(), Some(Severity::Warning));
        assert_eq!(report.counts(), Counts { breaking: 0, warning: 1, info: 0, accepted: 1 });
    }
}
