//! The parts of a form that is sent in parts.

use spec_diff::read::At;

use super::room::Room;
use super::serialise::{Encoding, scalar};
use super::value::Value;
use crate::text::{shown, visible};

/// What stands between the parts. Clients make one up for each request.
pub(super) const BOUNDARY: &str = "<boundary>";

/// Each member in a part of its own; each item of a list too.
pub(super) fn write(room: &Room, media: &At<'_>, members: &[(String, Value)]) -> String {
    let mut out = String::new();
    for (name, value) in members {
        // Its name stands before each of its items.
        let value = &value.clone().named(name, room);
        let items = match value {
            Value::List(items) => items.as_slice(),
            value => std::slice::from_ref(value),
        };
        let said = media.get("encoding").and_then(|at| at.get(name)).and_then(|at| at.text("contentType"));
        for item in items {
            // A quote would end the name.
            let quoted = visible(name).replace('"', "%22");
            out += &format!("--{BOUNDARY}\nContent-Disposition: form-data; name=\"{quoted}\"\n");
            let usual = matches!(item, Value::Object(_) | Value::List(_)).then_some("application/json");
            if let Some(media_type) = said.or(usual) {
                out += &format!("Content-Type: {}\n", shown(media_type, 200));
            }
            out += &format!("\n{}\n", scalar(item, Encoding::None));
        }
    }
    out + &format!("--{BOUNDARY}--")
}
