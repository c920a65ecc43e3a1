//! Plans that were stored.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use cancelkit::{Plan, Unrepeated};
use serde_json::Value;

use crate::failure::Failure;

/// The most bytes of a stored plan.
const LIMIT: u64 = 1 << 20;

/// The plan in a file that is to be sent: as `cancelkit plan --json` printed it, or by itself. `-` is standard input.
///
/// What a cancellation printed holds its plan too, and was sent before: it is not sent again unseen.
pub fn plan_to_send(path: &Path) -> Result<Plan, Failure> {
    read(path, |stored| {
        let kind = stored.get("kind").and_then(Value::as_str);
        match (kind, stored.get("plan")) {
            (Some("plan"), _) => member(stored),
            (Some(kind), None) => Err(no_plan(kind)),
            // Only a plan by itself is left, and it knows its own members.
            (None, None) => Ok(stored),
            (kind, Some(_)) => Err(format!(
                "its kind is `{}` and not `plan`: what is in it may have been sent before, and nothing is sent again \
                 unseen; give it to cancelkit confirm --plan, and make a new plan if it has to be sent again",
                kind.unwrap_or_default().escape_debug()
            )),
        }
    })
}

/// The plan that a file tells of: one as above, or beside what became of it.
pub fn plan(path: &Path) -> Result<Plan, Failure> {
    read(path, |stored| match stored.get("kind").and_then(Value::as_str) {
        _ if stored.get("plan").is_some() => member(stored),
        Some(kind) => Err(no_plan(kind)),
        None => Ok(stored),
    })
}

fn member(mut stored: Value) -> Result<Value, String> {
    stored.get_mut("plan").map(Value::take).ok_or_else(|| no_plan("plan"))
}

fn no_plan(kind: &str) -> String {
    format!("its kind is `{}` and it holds no plan", kind.escape_debug())
}

fn read(path: &Path, choose: impl FnOnce(Value) -> Result<Value, String>) -> Result<Plan, Failure> {
    let plan = || -> Result<Plan, String> {
        let text = text(path)?;
        let Unrepeated(stored) = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        serde_json::from_value(choose(stored)?).map_err(|error| error.to_string())
    };
    // One line, whatever the file wants to have said.
    plan().map_err(|why| Failure::new(format!("{}: {why}", path.display()).replace('\n', "\\n")))
}

fn text(path: &Path) -> Result<String, String> {
    if path == Path::new("-") {
        return bounded(io::stdin().lock());
    }
    if path.is_dir() {
        return Err("it is a directory, not a file".to_owned());
    }
    bounded(File::open(path).map_err(|error| error.to_string())?)
}

fn bounded(source: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = source.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(read).is_ok_and(|read| read <= LIMIT) {
        String::from_utf8(bytes).map_err(|_| "it is not text in UTF-8".to_owned())
    } else {
        Err("it is larger than 1 MiB; no more than the plan is needed".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, Unrepeated, bounded};

    #[test]
    fn a_member_is_there_once_at_every_depth() {
        for (text, part) in [
            (r#"{"a": 1, "a": 1}"#, "the member `a` is there twice at line 1"),
            (r#"{"a": 1, "\u0061": 2}"#, "`a` is there twice"),
            (r#"[null, {"b": [{"c": true, "d": -1.5, "c": ""}]}]"#, "`c` is there twice"),
            ("{\"\\u001b\": 1, \"\\u001b\": 2}", r"`\u{1b}` is there twice"),
        ] {
            let error = serde_json::from_str::<Unrepeated>(text).expect_err(text).to_string();
            assert!(error.contains(part), "{error}");
        }
        let text = r#"[{"a": {"a": 1}, "b": [{"a": -1}, {"a": 1.5e300}]}, null, true, "", 18446744073709551616]"#;
        assert!(serde_json::from_str::<Unrepeated>(text).is_ok());
    }

    #[test]
    fn nothing_is_read_without_bound() {
        assert!(bounded(std::io::repeat(b' ')).unwrap_err().contains("larger than 1 MiB"));
        assert_eq!(bounded(std::io::Read::take(std::io::repeat(b' '), LIMIT)).unwrap().len() as u64, LIMIT);
        assert!(bounded(&b"\xff"[..]).unwrap_err().contains("UTF-8"));
    }
}
