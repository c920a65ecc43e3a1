//! Which example stands where, in each message that is made of an operation.

use super::room::{MESSAGES, Room};

/// A message to be made.
pub(super) struct Choice {
    /// The number of the body.
    pub(super) body: usize,
    /// The name of the example that the message is made for.
    pub(super) name: String,
    /// What that is an example of, where it is not the body.
    pub(super) of: String,
    /// The number of the example of each place beside the body.
    pub(super) picked: Vec<usize>,
    /// The place that it is made for, if it is one of those beside the body.
    pub(super) varied: Option<usize>,
}

/// One message for each body, in which the places beside it (parameters, headers) have the example of the body's name, or their first.
/// Then one for each further example of such a place, with the first body. `places` are in words, each with the names of its examples.
pub(super) fn choices(room: &Room, bodies: &[String], places: &[(String, Vec<String>)]) -> Vec<Choice> {
    let mut found: Vec<Choice> = bodies
        .iter()
        .enumerate()
        .map(|(body, name)| {
            let of_name =
                |names: &Vec<String>| names.iter().position(|other| other == name && !name.is_empty()).unwrap_or(0);
            Choice {
                body,
                name: name.clone(),
                of: String::new(),
                picked: places.iter().map(|(_, names)| of_name(names)).collect(),
                varied: None,
            }
        })
        .collect();
    for (place, (what, names)) in places.iter().enumerate() {
        for (index, name) in names.iter().enumerate().skip(1) {
            if found.len() > MESSAGES {
                break;
            }
            if found.iter().any(|choice| choice.picked[place] == index) {
                continue;
            }
            let mut picked = vec![0; places.len()];
            picked[place] = index;
            found.push(Choice { body: 0, name: name.clone(), of: what.clone(), picked, varied: Some(place) });
        }
    }
    if found.len() > MESSAGES {
        room.skip(found.len() - MESSAGES);
        found.truncate(MESSAGES);
    }
    found
}
