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

/// Every example of a request body, an answer, or a parameter, in the order of the document.
#[must_use]
pub fn examples(contract: &Contract) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            if let Some(value) = &parameter.example {
                found.push(Example {
                    title: format!("{}, {} parameter `{}`", operation.id, parameter.location.key(), parameter.name),
                    direction: Direction::Request,
                    schema: &parameter.schema,
                    value,
                    place: &parameter.place,
                });
            }
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            found.extend(of_media(media, Direction::Request, &format!("{}, request", operation.id)));
        }
        for response in &operation.responses {
            for media in &response.media {
                let title = format!("{}, answer {}", operation.id, response.status);
                found.extend(of_media(media, Direction::Answer, &title));
            }
        }
    }
    found
}

fn of_media<'a>(media: &'a Media, direction: Direction, title: &str) -> Vec<Example<'a>> {
    let Some(schema) = &media.schema else { return Vec::new() };
    let example = |(name, value, place): &'a (String, Value, Place)| Example {
        title: format!("{title}, {}, {name}", media.media_type),
        direction,
        schema,
        value,
        place,
    };
    media.examples.iter().map(example).collect()
}
