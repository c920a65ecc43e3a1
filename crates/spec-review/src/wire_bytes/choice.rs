//! Which example stands where, in each message that is made of an operation.

use super::room::{MESSAGES, Room};

/// A message to be made.
pub(super) struct Choice {
    /// The number of the body.
    pub(super) body: usize,
    /// What the message is called.
    pub(super) name: String,
    /// The number of the example of each place beside the body.
    pub(super) picked: Vec<usize>,
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
            Choice { body, name: name.clone(), picked: places.iter().map(|(_, names)| of_name(names)).collect() }
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
            found.push(Choice { body: 0, name: format!("{name} of the {what}"), picked });
        }
    }
    if found.len() > MESSAGES {
        room.skip(found.len() - MESSAGES);
        found.truncate(MESSAGES);
    }
    found
}
