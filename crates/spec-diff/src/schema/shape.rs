//! One kind of values that a schema allows: of one JSON type, with everything that is known of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::keywords::{Bound, Range};
use super::number::Num;
use super::side::Id;
use super::types::Type;

/// Values of one JSON type that a conjunction of schemas allows: at least all that it really allows.
#[derive(Clone, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) ty: Type,
    /// The schemas that say so, the outermost first.
    pub(crate) sources: Vec<Id>,
    /// The only values there are, where they are listed.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) only_whole: bool,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiples: Vec<Num>,
    /// How many characters, items or members.
    pub(crate) count: Range,
    pub(crate) patterns: Vec<&'a str>,
    pub(crate) formats: Vec<&'a str>,
    pub(crate) unique_items: bool,
    /// The first items, each with all schemas that hold for it.
    pub(crate) prefix: Vec<Vec<Id>>,
    /// What holds for the items after them.
    pub(crate) items: Vec<Id>,
    pub(crate) properties: BTreeMap<&'a str, Vec<Id>>,
    pub(crate) pattern_properties: Vec<(&'a str, Id)>,
    pub(crate) required: BTreeSet<&'a str>,
    pub(crate) additional: Additional,
    /// Properties that are declared for some values only, by `then` and its like.
    pub(crate) conditional: BTreeSet<&'a str>,
    /// Properties that do not go this way: `readOnly` in a request, `writeOnly` in an answer.
    pub(crate) hidden: BTreeSet<&'a str>,
    /// Schemas that these values do not match: the other branches of a `oneOf`.
    pub(crate) excluded: Vec<Id>,
    /// References that nobody can follow, and that hold.
    pub(crate) unknown: Vec<&'a str>,
}

/// What members there are beside the declared ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Additional {
    /// None is declared; a careful writer sends none.
    Undeclared,
    /// Such as all of these schemas allow; with no schema, any.
    Allowed(Vec<Id>),
    /// None, and it says so.
    Forbidden,
}

impl<'a> Shape<'a> {
    /// All values of a type.
    pub(crate) fn all(ty: Type) -> Self {
        Self {
            ty,
            sources: Vec::new(),
            values: None,
            only_whole: false,
            minimum: None,
            maximum: None,
            multiples: Vec::new(),
            count: Range::default(),
            patterns: Vec::new(),
            formats: Vec::new(),
            unique_items: false,
            prefix: Vec::new(),
            items: Vec::new(),
            properties: BTreeMap::new(),
            pattern_properties: Vec::new(),
            required: BTreeSet::new(),
            additional: Additional::Undeclared,
            conditional: BTreeSet::new(),
            hidden: BTreeSet::new(),
            excluded: Vec::new(),
            unknown: Vec::new(),
        }
    }

    /// Whether there is plainly no such value.
    pub(crate) fn is_empty(&self) -> bool {
        let bounds = match (self.minimum, self.maximum) {
            (Some(low), Some(high)) => low.at > high.at || (low.at == high.at && (low.exclusive || high.exclusive)),
            _ => false,
        };
        self.values.as_ref().is_some_and(Vec::is_empty) || bounds || self.count.is_empty()
    }

    /// Whether the members of an object are not declared at all: a free form.
    pub(crate) fn is_free_form(&self) -> bool {
        self.ty == Type::Object
            && self.additional == Additional::Undeclared
            && self.properties.is_empty()
            && self.conditional.is_empty()
            && self.hidden.is_empty()
            && self.pattern_properties.is_empty()
    }

    /// What an item at an index must be; `None` where there can be none.
    pub(crate) fn item(&self, index: usize) -> Option<&[Id]> {
        if self.count.most.is_some_and(|most| most <= index as u64) {
            return None;
        }
        Some(self.prefix.get(index).unwrap_or(&self.items))
    }

    /// The most members that there can be, where that is known.
    pub(crate) fn most_members(&self) -> Option<u64> {
        let declared = match self.additional {
            Additional::Allowed(_) => None,
            _ if !self.pattern_properties.is_empty() || self.is_free_form() => None,
            _ => Some(self.properties.len() as u64),
        };
        match (declared, self.count.most) {
            (Some(declared), Some(most)) => Some(declared.min(most)),
            (declared, most) => declared.or(most),
        }
    }

    /// The fewest members that there can be.
    pub(crate) fn fewest_members(&self) -> u64 {
        self.count.least.max(self.required.len() as u64)
    }
}
