//! The examples of a contract, each with the schema that it has to fit.

use serde_json::Value;

use crate::model::{Contract, Media};
use crate::place::Place;
use crate::schema::Schema;

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From the client to the provider.
    Request,
    /// From the provider to the client.
    Answer,
}

/// An example value.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// What it is an example of, in words: `cancelPlan, answer 400, application/json, not-jps-plan`.
    pub title: String,
    /// Which way it travels.
    pub direction: Direction,
    /// The schema that it has to fit.
    pub schema: &'a Schema,
    /// The value.
    pub value: &'a Value,
    /// Where the value stands.
    pub place: &'a Place,
}

/// Every example of a parameter, a request body, or an answer with its headers, in the order of the document.
///
/// Those that stand inside schemas are not among them: see [`crate::check_examples`], which checks these too.
#[must_use]
pub fn examples(contract: &Contract) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            let title = format!("{}, {} parameter `{}`", operation.id, parameter.location.key(), parameter.name);
            found.extend(these(&parameter.examples, (&parameter.schema, &parameter.place), Direction::Request, &title));
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            found.extend(of_media(media, Direction::Request, &format!("{}, request", operation.id)));
        }
        for response in &operation.responses {
            let title = format!("{}, answer {}", operation.id, response.status);
            for header in &response.headers {
                let title = format!("{title}, header `{}`", header.name);
                found.extend(these(&header.examples, (&header.schema, &header.place), Direction::Answer, &title));
            }
            for media in &response.media {
                found.extend(of_media(media, Direction::Answer, &title));
            }
        }
    }
    found
}

fn of_media<'a>(media: &'a Media, direction: Direction, title: &str) -> Vec<Example<'a>> {
    let Some(schema) = &media.schema else { return Vec::new() };
    these(&media.examples, (schema, &media.place), direction, &format!("{title}, {}", media.media_type))
}

fn these<'a>(
    examples: &'a [(String, Value, Place)],
    (schema, holder): (&'a Schema, &Place),
    direction: Direction,
    title: &str,
) -> Vec<Example<'a>> {
    // Without a schema in the document there is nothing to fit: the model's own stands where its holder does.
    let written = schema.place.pointer != holder.pointer;
    let example = |(name, value, place): &'a (String, Value, Place)| Example {
        title: format!("{title}, {name}"),
        direction,
        schema,
        value,
        place,
    };
    examples.iter().filter(|_| written).map(example).collect()
}
