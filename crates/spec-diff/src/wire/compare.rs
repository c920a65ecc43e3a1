//! Collects what is found, one finding for each cause.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use spec_document::Effective;

use super::at::At;
use super::describe::{describe, severity};
use super::operation;
use crate::finding::{Audience, Certainty, Finding, Occurrence, Place, Severity, digest};
use crate::schema::{Checked, Containment, Direction, Failure, Id, Kind, PairId, Part, Side, Step, is_shown};
use crate::stack::with_room;

/// Compares two documents on the wire. `today` decides whether a sunset has passed.
///
/// Findings come in the order of their severity, the worst first, and then of their places.
#[must_use]
pub fn compare(base: &Effective, revision: &Effective, today: jiff::civil::Date) -> Vec<Finding> {
    let found = with_room(|| {
        let (one, other) = (Side::new(base), Side::new(revision));
        let mut comparison = Comparison::new(&one, &other, today);
        operation::compare(&mut comparison);
        comparison.finish()
    });
    // A defect of the comparison, or a machine without memory: said as what it may hide.
    found.unwrap_or_else(|| vec![could_not_compare()])
}

fn could_not_compare() -> Finding {
    Finding {
        id: "comparison-failed".to_owned(),
        severity: Severity::Breaking,
        hurts: vec![Audience::Senders, Audience::Readers],
        sentence: "The documents could not be compared; anything may have changed.".to_owned(),
        certainty: Certainty::CannotTell("the comparison came to no end".to_owned()),
        base: None,
        revision: None,
        example: None,
        occurrences: Vec::new(),
        fingerprint: String::new(),
    }
}

/// Which of the four comparisons of schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Question {
    direction: Direction,
    /// Whether it asks what hurts, and not what is merely new.
    hurts: bool,
}

impl Question {
    const ALL: [Self; 4] = [
        Self { direction: Direction::Request, hurts: true },
        Self { direction: Direction::Request, hurts: false },
        Self { direction: Direction::Answer, hurts: true },
        Self { direction: Direction::Answer, hurts: false },
    ];

    /// Whether the schema that must contain is the revision's. What hurts in a request is what the revision does not take; what hurts
    /// in an answer is what the base did not know.
    fn narrows(self) -> bool {
        (self.direction == Direction::Request) == self.hurts
    }

    fn index(self) -> usize {
        Self::ALL.iter().position(|question| *question == self).unwrap_or(0)
    }
}

/// A change of a schema, before it is described.
struct Draft {
    occurrences: BTreeSet<Occurrence>,
    /// Every way to it leads over a soft part.
    soft: bool,
}

/// A comparison under way.
pub(crate) struct Comparison<'s, 'a> {
    pub(crate) base: &'s Side<'a>,
    pub(crate) revision: &'s Side<'a>,
    pub(crate) today: jiff::civil::Date,
    containments: Vec<Containment<'s, 'a>>,
    drafts: BTreeMap<(Question, PairId), Draft>,
    checked: Checked,
    findings: Vec<Finding>,
    /// Findings by what they are about, so that one cause is one finding.
    known: HashMap<(String, Option<Place>, Option<Place>, String), usize>,
}

impl<'s, 'a> Comparison<'s, 'a> {
    fn new(base: &'s Side<'a>, revision: &'s Side<'a>, today: jiff::civil::Date) -> Self {
        let containments = Question::ALL
            .map(|question| {
                let (left, right) = if question.narrows() { (base, revision) } else { (revision, base) };
                Containment::new(left, right, question.direction)
            })
            .into();
        Self {
            base,
            revision,
            today,
            containments,
            drafts: BTreeMap::new(),
            checked: Checked::default(),
            findings: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// The place of a node in the old document.
    pub(crate) fn in_base(&self, at: &At<'a>) -> Option<Place> {
        Some(self.base.place_of(&at.pointer, at.key_span(self.base.document)))
    }

    /// The place of a node in the new document.
    pub(crate) fn in_revision(&self, at: &At<'a>) -> Option<Place> {
        Some(self.revision.place_of(&at.pointer, at.key_span(self.revision.document)))
    }

    /// Adds a finding, or one more occurrence of one.
    pub(crate) fn add(&mut self, finding: Finding) {
        let key = (finding.id.clone(), finding.base.clone(), finding.revision.clone(), finding.sentence.clone());
        match self.known.get(&key) {
            Some(index) => {
                let had = &mut self.findings[*index];
                had.severity = had.severity.max(finding.severity);
                had.occurrences.extend(finding.occurrences);
            }
            None => {
                self.known.insert(key, self.findings.len());
                self.findings.push(finding);
            }
        }
    }

    /// Compares the schemas of one place on the wire.
    pub(crate) fn schemas(&mut self, direction: Direction, base: &At<'a>, revision: &At<'a>, place: &Occurrence) {
        let one = self.base.id(base.node, || base.pointer.clone());
        let other = self.revision.id(revision.node, || revision.pointer.clone());
        for question in Question::ALL.into_iter().filter(|question| question.direction == direction) {
            let (left, right) = if question.narrows() { (one, other) } else { (other, one) };
            let pair = self.containments[question.index()].pair(&[left], right);
            self.draft(question, pair, place);
        }
    }

    /// Notes every pair below a place in which something was found.
    fn draft(&mut self, question: Question, root: PairId, place: &Occurrence) {
        let containment = &self.containments[question.index()];
        let mut seen = HashSet::from([root]);
        let mut pending = VecDeque::from([(root, String::new(), false)]);
        while let Some((pair, way, soft)) = pending.pop_front() {
            let found = containment.found(pair);
            if !found.failures.is_empty() || !found.dropped.is_empty() {
                let occurrence = Occurrence { value: way.clone(), ..place.clone() };
                let draft = self.drafts.entry((question, pair)).or_insert(Draft { occurrences: BTreeSet::new(), soft });
                draft.soft &= soft;
                draft.occurrences.insert(occurrence);
            }
            for Part { step, pair, soft: more } in &found.parts {
                if seen.insert(*pair) {
                    pending.push_back((*pair, format!("{way}{}", step_text(step)), soft || *more));
                }
            }
        }
    }

    fn finish(mut self) -> Vec<Finding> {
        let drafts = std::mem::take(&mut self.drafts);
        let mut all = Vec::new();
        for (question, pair) in drafts.keys() {
            let found = self.containments[question.index()].found(*pair);
            all.extend(found.failures.iter().map(|failure| (*question, failure.clone())));
        }
        let all_dropped: Vec<(Question, String, Id)> = drafts
            .keys()
            .flat_map(|(question, pair)| {
                let dropped = &self.containments[question.index()].found(*pair).dropped;
                dropped.iter().map(|(name, _, lacks)| (*question, name.clone(), *lacks)).collect::<Vec<_>>()
            })
            .collect();
        for ((question, pair), draft) in drafts {
            let found = self.containments[question.index()].found(pair);
            let (failures, dropped) = (found.failures.clone(), found.dropped.clone());
            for failure in failures {
                // What a worse finding says already from the other side.
                let mirrored = |(other, harmful): &(Question, Failure)| {
                    other.hurts && other.direction == question.direction && mirrors(&failure, harmful)
                };
                let gone = |(other, name, lacks): &(Question, String, Id)| {
                    other.narrows() && is_about((question, &failure), (*other, name, *lacks))
                };
                let said = !question.hurts && (all.iter().any(mirrored) || all_dropped.iter().any(gone));
                if !said {
                    let finding = self.of_failure(question, &failure, &draft);
                    self.add(finding);
                }
            }
            for (name, left, right) in dropped {
                let more = |(other, failure): &(Question, Failure)| {
                    (other.hurts || !question.narrows()) && is_about((*other, failure), (question, &name, right))
                };
                if !all.iter().any(more) {
                    let finding = self.of_dropped(question, &name, left, right, &draft);
                    self.add(finding);
                }
            }
        }
        for finding in &mut self.findings {
            finding.occurrences.sort();
            finding.occurrences.dedup();
            finding.fingerprint = fingerprint(finding);
        }
        self.findings.sort_by(|one, other| {
            let order = |finding: &Finding| {
                let place = finding.revision.as_ref().or(finding.base.as_ref());
                place.map(|place| (place.file.clone(), place.line, place.column))
            };
            (other.severity.cmp(&one.severity))
                .then_with(|| order(one).cmp(&order(other)))
                .then_with(|| one.id.cmp(&other.id))
                .then_with(|| one.sentence.cmp(&other.sentence))
        });
        self.findings
    }

    fn sides(&self, question: Question) -> (&'s Side<'a>, &'s Side<'a>) {
        if question.narrows() { (self.base, self.revision) } else { (self.revision, self.base) }
    }

    fn of_failure(&self, question: Question, failure: &Failure, draft: &Draft) -> Finding {
        let (left, right) = self.sides(question);
        let keyword = failure.kind.keyword();
        let allowed = failure.left.iter().rev().find(|id| left.get(**id).node.get(keyword).is_some());
        let allowed = allowed.or(failure.left.last()).map(|id| left.place(&left.get(*id), keyword));
        let refused = Some(right.place(&right.get(failure.right), keyword));
        let (base, revision) = if question.narrows() { (allowed, refused) } else { (refused, allowed) };
        let shown = question.hurts
            && failure.example.as_ref().is_some_and(|example| {
                is_shown(&self.checked, (left, &failure.left), (right, failure.right), question.direction, example)
            });
        let certainty = match &failure.doubt {
            _ if shown => Certainty::Shown,
            _ if !question.hurts => Certainty::Stated,
            Some(why) => Certainty::CannotTell(why.clone()),
            // No validator checks a format, and the documents say what they mean by it.
            None if failure.kind == Kind::Format => Certainty::Stated,
            None => Certainty::CannotTell("no example of it could be made".to_owned()),
        };
        let severity = severity(question.direction, question.hurts, failure, draft.soft, shown);
        let words = describe(question.direction, question.narrows(), failure);
        Finding {
            id: words.id,
            severity,
            hurts: hurt(question, severity),
            sentence: words.sentence,
            example: failure.example.clone().filter(|_| shown),
            certainty,
            base,
            revision,
            occurrences: draft.occurrences.iter().cloned().collect(),
            fingerprint: String::new(),
        }
    }

    fn of_dropped(&self, question: Question, name: &str, had: Id, lacks: Id, draft: &Draft) -> Finding {
        let (left, right) = self.sides(question);
        let (had, lacks) = (left.get(had), right.get(lacks));
        let declared = Some(left.place(&had, ""));
        let missing = Some(right.place(&lacks, "properties"));
        let (base, revision) = if question.narrows() { (declared, missing) } else { (missing, declared) };
        let (what, sentence) = match (question.direction, question.narrows()) {
            (Direction::Request, true) => (
                "request-property-removed",
                format!("The property `{name}` is no longer declared: what is sent in it may be ignored."),
            ),
            (Direction::Request, false) => {
                ("request-property-added", format!("The optional property `{name}` can be sent now."))
            }
            (Direction::Answer, false) => ("answer-property-added", format!("The property `{name}` may come now.")),
            (Direction::Answer, true) => (
                "answer-property-removed",
                format!("The optional property `{name}` is no longer declared: who reads it may find it absent."),
            ),
        };
        let severity = if question.narrows() { Severity::Warning } else { Severity::Info };
        let occurrences = draft.occurrences.iter().cloned();
        let occurrences = occurrences.map(|it| Occurrence { value: format!("{}.{name}", it.value), ..it }).collect();
        Finding {
            id: what.to_owned(),
            severity,
            hurts: hurt(question, severity),
            sentence,
            certainty: Certainty::Stated,
            base,
            revision,
            example: None,
            occurrences,
            fingerprint: String::new(),
        }
    }
}

fn hurt(question: Question, severity: Severity) -> Vec<Audience> {
    match question.direction {
        _ if severity == Severity::Info => Vec::new(),
        Direction::Request => vec![Audience::Senders],
        Direction::Answer => vec![Audience::Readers],
    }
}

/// Whether a harmless change is the other side of a harmful one.
fn mirrors(harmless: &Failure, harmful: &Failure) -> bool {
    harmless.kind == harmful.kind
        && !matches!(harmless.kind, Kind::Value(_))
        && harmless.left.contains(&harmful.right)
        && harmful.left.contains(&harmless.right)
}

/// Whether a failure is about a property that one side does not declare, in the same schema: required or forbidden says more than
/// declared.
fn is_about((question, failure): (Question, &Failure), (other, name, lacks): (Question, &str, Id)) -> bool {
    let named = matches!(&failure.kind, Kind::Required(it) | Kind::Forbidden(it) if it == name);
    // `lacks` is a schema of the right side of its question.
    let there =
        if question.narrows() == other.narrows() { failure.right == lacks } else { failure.left.contains(&lacks) };
    question.direction == other.direction && named && there
}

fn step_text(step: &Step) -> String {
    match step {
        Step::Property(name) => format!(".{name}"),
        Step::Item => "[]".to_owned(),
        Step::Member => ".*".to_owned(),
    }
}

/// A name for a finding that edits around it do not change: of what kind it is, where the schema or operation stands (not in which
/// line), and what exactly changed.
fn fingerprint(finding: &Finding) -> String {
    let place = finding.base.as_ref().or(finding.revision.as_ref());
    digest(&[finding.id.as_str(), place.map_or("", |place| place.pointer.as_str()), finding.sentence.as_str()])
}

/// A finding that the documents state, about one place on the wire.
pub(crate) struct Stated<'t> {
    pub(crate) id: &'t str,
    pub(crate) severity: Severity,
    pub(crate) hurts: &'t [Audience],
    pub(crate) sentence: String,
    pub(crate) base: Option<Place>,
    pub(crate) revision: Option<Place>,
    pub(crate) at: Occurrence,
}

impl Comparison<'_, '_> {
    /// Adds a finding that needs no example.
    pub(crate) fn state(&mut self, stated: Stated<'_>) {
        let Stated { id, severity, hurts, sentence, base, revision, at } = stated;
        let hurts = if severity == Severity::Info { Vec::new() } else { hurts.to_vec() };
        self.add(Finding {
            id: id.to_owned(),
            severity,
            hurts,
            sentence,
            certainty: Certainty::Stated,
            base,
            revision,
            example: None,
            occurrences: vec![at],
            fingerprint: String::new(),
        });
    }
}
