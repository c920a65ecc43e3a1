//! An example that does not fit the schema that it is an example of.

use spec_document::{Node, Object};

use super::Rule;
use super::value::Judge;
use crate::Setting;
use crate::finding::Found;
use crate::outline::{Element, Outline, Role};

pub(super) const RULE: Rule = Rule {
    id: "example-invalid",
    reason: "Either the example misleads whoever copies it, or the schema refuses what the provider answers.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let mut judge = Judge::new(outline);
    for element in &outline.elements {
        // `check` refuses those of a provider's operations as errors.
        let refused = outline.setting == Setting::Provider;
        match element.role {
            Role::Schema { .. } => of_schema(outline, &mut judge, element, found),
            Role::Media { media_type, .. } if !refused && is_json(media_type) => {
                beside(outline, &mut judge, element, found);
            }
            Role::Parameter if !refused => beside(outline, &mut judge, element, found),
            Role::Header => beside(outline, &mut judge, element, found),
            _ => {}
        }
    }
}

/// Examples that stand beside a schema.
fn beside<'a>(outline: &Outline<'a>, judge: &mut Judge<'_, 'a>, element: &Element<'a>, found: &mut Found) {
    let Some(schema) = element.node.get("schema") else { return };
    let one = element.node.get("example");
    let several = element.node.get("examples").and_then(Node::as_object).into_iter().flat_map(Object::iter);
    let several = several.filter_map(|member| outline.followed(&member.value)?.get("value"));
    for value in one.into_iter().chain(several) {
        judged(outline, judge, element, (schema, value), found);
    }
}

/// Examples inside a schema.
fn of_schema<'a>(outline: &Outline<'a>, judge: &mut Judge<'_, 'a>, element: &Element<'a>, found: &mut Found) {
    let one = element.node.get("example");
    let several = element.node.get("examples").and_then(Node::as_array).into_iter().flatten();
    for value in one.into_iter().chain(several) {
        judged(outline, judge, element, (element.node, value), found);
    }
}

fn judged<'a>(
    outline: &Outline<'a>,
    judge: &mut Judge<'_, 'a>,
    element: &Element<'a>,
    (schema, value): (&'a Node, &'a Node),
    found: &mut Found,
) {
    let Some(misfit) = judge.misfit(schema, value) else { return };
    let json_inside = value.as_str().is_some_and(|text| text.trim_start().starts_with(['{', '[']));
    let said = found.warn("an example does not fit its schema", misfit.node.span, misfit.why);
    let said = said.also(schema.span, "this schema");
    let help = if json_inside {
        "Write the example as a value, and not as a text with JSON inside."
    } else {
        "Mend the example, or the schema if the provider really has it so."
    };
    found.push(outline.pointer(element), said.help(help));
}

/// Examples of other media types may be the text that is sent, which no schema describes.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}
