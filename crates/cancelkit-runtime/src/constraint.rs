//! The provider document's rules for what a caller gives: lengths, patterns, bounds.

use std::fmt;

use crate::NotSent;

/// One broken rule. It names the field and the rule, never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The parameter, or the JSON Pointer of the field.
    pub field: String,
    /// The rule, as a phrase that goes after the field: `must have at most 255 characters`.
    pub rule: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field.escape_debug(), self.rule)
    }
}

/// Checks values by their rules and collects every broken one, so that a caller sees all of them at once.
///
/// ```
/// # use cancelkit_runtime::Constraints;
/// let mut rules = Constraints::new();
/// rules.max_length("id", "sub_1", 50);
/// rules.pattern("id", "sub_1", r"^[@~\-\.\w]+$");
/// rules.minimum("limit", 0, 1);
/// let error = rules.finish().unwrap_err();
/// assert_eq!(error.broken_rules().len(), 1);
/// ```
#[derive(Debug, Default)]
#[must_use = "the rules are settled by `finish`"]
pub struct Constraints {
    broken: Vec<Violation>,
}

impl Constraints {
    /// Nothing checked yet.
    pub const fn new() -> Self {
        Self { broken: Vec::new() }
    }

    /// `maxLength`: at most so many characters (Unicode scalar values).
    pub fn max_length(&mut self, field: &str, value: &str, most: usize) -> &mut Self {
        let holds = value.chars().count() <= most;
        self.check(holds, field, || format!("must have at most {most} characters"))
    }

    /// `minLength`: at least so many characters (Unicode scalar values).
    pub fn min_length(&mut self, field: &str, value: &str, least: usize) -> &mut Self {
        let holds = value.chars().count() >= least;
        self.check(holds, field, || format!("must have at least {least} characters"))
    }

    /// `pattern`: an ECMA-262 regular expression that must match somewhere in the value.
    ///
    /// A pattern for which [`supports`] is false is left to the server. The generator reports those.
    pub fn pattern(&mut self, field: &str, value: &str, pattern: &str) -> &mut Self {
        let holds = regex_lite::Regex::new(pattern).is_ok_and(|regex| regex.is_match(value)) || !supports(pattern);
        self.check(holds, field, || format!("must match the pattern {pattern}"))
    }

    /// `minimum`: no less than this.
    pub fn minimum<N: PartialOrd + fmt::Display>(&mut self, field: &str, value: N, least: N) -> &mut Self {
        let holds = value >= least;
        self.check(holds, field, || format!("must be {least} or more"))
    }

    /// `maximum`: no more than this.
    pub fn maximum<N: PartialOrd + fmt::Display>(&mut self, field: &str, value: N, most: N) -> &mut Self {
        let holds = value <= most;
        self.check(holds, field, || format!("must be {most} or less"))
    }

    /// `exclusiveMinimum`: more than this.
    pub fn exclusive_minimum<N: PartialOrd + fmt::Display>(&mut self, field: &str, value: N, bound: N) -> &mut Self {
        let holds = value > bound;
        self.check(holds, field, || format!("must be more than {bound}"))
    }

    /// `exclusiveMaximum`: less than this.
    pub fn exclusive_maximum<N: PartialOrd + fmt::Display>(&mut self, field: &str, value: N, bound: N) -> &mut Self {
        let holds = value < bound;
        self.check(holds, field, || format!("must be less than {bound}"))
    }

    /// `multipleOf` for integers. A factor of 0 holds for nothing but is no rule either, and is passed over.
    pub fn multiple_of(&mut self, field: &str, value: i64, factor: i64) -> &mut Self {
        let holds = value.checked_rem(factor).is_none_or(|rest| rest == 0);
        self.check(holds, field, || format!("must be a multiple of {factor}"))
    }

    /// `maxItems`: at most so many items.
    pub fn max_items(&mut self, field: &str, count: usize, most: usize) -> &mut Self {
        self.check(count <= most, field, || format!("must have at most {most} items"))
    }

    /// `minItems`: at least so many items.
    pub fn min_items(&mut self, field: &str, count: usize, least: usize) -> &mut Self {
        self.check(count >= least, field, || format!("must have at least {least} items"))
    }

    /// `uniqueItems`: no item twice.
    pub fn unique_items<T: PartialEq>(&mut self, field: &str, items: &[T]) -> &mut Self {
        let holds = items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
        self.check(holds, field, || "must not have an item twice".to_owned())
    }

    /// Any other rule, by its outcome; `rule` is a phrase that goes after the field's name.
    pub fn rule(&mut self, field: &str, holds: bool, rule: &str) -> &mut Self {
        self.check(holds, field, || rule.to_owned())
    }

    /// Settles the checks.
    ///
    /// # Errors
    ///
    /// [`NotSent`] of kind [`NotSentKind::Constraint`](crate::NotSentKind::Constraint) with every broken rule.
    pub fn finish(self) -> Result<(), NotSent> {
        if self.broken.is_empty() { Ok(()) } else { Err(NotSent::violations(self.broken)) }
    }

    fn check(&mut self, holds: bool, field: &str, rule: impl FnOnce() -> String) -> &mut Self {
        if !holds {
            self.broken.push(Violation { field: field.to_owned(), rule: rule() });
        }
        self
    }
}

/// Whether [`Constraints::pattern`] can check this pattern: look-around and back-references of ECMA-262 it cannot.
#[must_use]
pub fn supports(pattern: &str) -> bool {
    regex_lite::Regex::new(pattern).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{Constraints, supports};

    #[test]
    fn every_broken_rule_is_listed_and_no_value() {
        let mut rules = Constraints::new();
        rules
            .max_length("/note", "marker-secret", 5)
            .min_length("/note", "marker-secret", 50)
            .pattern("id", "marker secret", r"^[@~\-\.\w]+$")
            .minimum("limit", 0, 1)
            .maximum("limit", 1.5, 1.0)
            .exclusive_minimum("n", 1, 1)
            .exclusive_maximum("n", 1, 1)
            .multiple_of("n", 7, 2)
            .max_items("list", 3, 2)
            .min_items("list", 0, 1)
            .unique_items("list", &["marker-secret", "marker-secret"])
            .rule("x", false, "must go with `y`");
        let error = rules.finish().unwrap_err();
        assert_eq!(error.broken_rules().len(), 12);
        let text = format!("{error} {error:?}");
        assert!(!text.contains("marker"), "{text}");
        assert!(text.starts_with(
            "nothing was sent: the input breaks the provider's rules: `/note` must have at most 5 characters; "
        ));
    }

    #[test]
    fn bounds_are_inclusive_and_lengths_count_characters() {
        let mut rules = Constraints::new();
        rules
            .max_length("s", "äöü", 3)
            .min_length("s", "äöü", 3)
            .pattern("id", "4f6cf35x-2c4y@a.b~", r"^[@~\-\.\w]+$")
            .minimum("n", 1, 1)
            .maximum("n", 1, 1)
            .multiple_of("n", -6, 3)
            .multiple_of("n", 6, 0)
            .max_items("list", 2, 2)
            .min_items("list", 2, 2)
            .unique_items("list", &[1, 2]);
        assert_eq!(rules.finish(), Ok(()));
    }

    #[test]
    fn not_a_number_holds_no_bound() {
        let mut rules = Constraints::new();
        rules.minimum("n", f64::NAN, 0.0).maximum("n", f64::NAN, 0.0);
        assert_eq!(rules.finish().unwrap_err().broken_rules().len(), 2);
    }

    #[test]
    fn what_cannot_be_checked_is_left_to_the_server() {
        assert!(!supports("^(?=a)b$"));
        let mut rules = Constraints::new();
        rules.pattern("id", "x", "^(?=a)b$");
        assert_eq!(rules.finish(), Ok(()));
    }
}
