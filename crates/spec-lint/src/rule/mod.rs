//! The rules, one file each.

mod cancellation_incomplete;
mod component_unused;
mod default_invalid;
mod enum_collision;
mod error_undocumented;
mod example_invalid;
mod items_missing;
mod name;
mod nullable_in_3_1;
mod operation_id_collision;
mod operation_id_form;
mod operation_id_missing;
mod operation_undescribed;
mod parameter_undescribed;
mod property_collision;
mod property_undescribed;
mod response_untyped;
mod schema_name_collision;
mod schema_undescribed;
mod security_missing;
mod success_undocumented;
mod union_ambiguous;
mod value;

use crate::finding::Found;
use crate::outline::Outline;

/// A rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Its stable name, which acceptances use and which has a section in `docs/linting.md`.
    pub id: &'static str,
    /// Why it matters, in a sentence.
    pub reason: &'static str,
    /// Whether `--fix` mends at least some of what it finds.
    pub fixable: bool,
    pub(crate) check: fn(&Outline<'_>, &mut Found),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// The rule about acceptances themselves, which nothing can accept. They are looked at when all other rules are through.
pub(crate) const ACCEPTANCE_UNUSED: &str = "acceptance-unused";

/// All rules.
pub const RULES: &[Rule] = &[
    operation_id_missing::RULE,
    operation_id_form::RULE,
    operation_id_collision::RULE,
    schema_name_collision::RULE,
    property_collision::RULE,
    enum_collision::RULE,
    success_undocumented::RULE,
    error_undocumented::RULE,
    response_untyped::RULE,
    items_missing::RULE,
    union_ambiguous::RULE,
    example_invalid::RULE,
    default_invalid::RULE,
    security_missing::RULE,
    operation_undescribed::RULE,
    parameter_undescribed::RULE,
    schema_undescribed::RULE,
    property_undescribed::RULE,
    component_unused::RULE,
    nullable_in_3_1::RULE,
    cancellation_incomplete::RULE,
    Rule {
        id: ACCEPTANCE_UNUSED,
        reason: "An acceptance that accepts nothing hides the next mistake of its kind.",
        fixable: false,
        check: |_, _| {},
    },
];
