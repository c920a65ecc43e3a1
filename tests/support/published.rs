//! Published samples: how their files are read, and what is held against them. Nothing here knows `specs/`.

use serde_json::{Value, json};

use crate::server::{Received, Reply};
use crate::wire::same;

/// The lines of a file that are no comments, split at `|`.
#[must_use]
pub fn rows(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect()).collect()
}

/// A file without its comments and the blanks around.
#[must_use]
pub fn printed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines.join("\n").trim().to_owned()
}

/// A request or an answer as a page prints it.
pub struct Sample {
    /// `POST https://…`, or `HTTP/1.1 400`.
    pub start: Vec<String>,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body, as it stands there.
    pub body: String,
}

impl Sample {
    /// Reads a file of the form of a message, comments before it.
    ///
    /// # Panics
    ///
    /// Where the file has another form.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut lines = text.lines().skip_while(|line| line.starts_with('#'));
        let start = lines.next().expect("a first line").split(' ').map(str::to_owned).collect();
        let mut headers = Vec::new();
        for line in lines.by_ref().take_while(|line| !line.is_empty()) {
            let (name, value) = line.split_once(": ").expect("a header line");
            headers.push((name.to_owned(), value.to_owned()));
        }
        Self { start, headers, body: lines.collect::<Vec<_>>().join("\n") }
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// Where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a body of JSON")
    }

    /// An answer to give.
    ///
    /// # Panics
    ///
    /// Where the sample is a request.
    #[must_use]
    pub fn reply(&self) -> Reply {
        let status = self.start[1].parse().expect("a status");
        Reply::new(status, &self.headers, self.body.as_bytes())
    }

    /// Holds what arrived against the sample. `server` is the URL that stood in the place of the test's own, and `idle` names
    /// headers of the sample that say nothing to the provider.
    ///
    /// # Panics
    ///
    /// Where method, URL, a header or the body differ.
    pub fn assert_sent(&self, server: &str, received: &Received, idle: &[&str]) {
        let what = String::from_utf8_lossy(&received.raw);
        assert_eq!([received.method.clone(), format!("{server}{}", received.target)][..], self.start, "{what}");
        for (name, value) in &self.headers {
            if !idle.contains(&name.as_str()) {
                assert_eq!(received.header(name), Some(value.as_str()), "{name}: {what}");
            }
        }
        if self.body.is_empty() {
            assert!(received.body.is_empty(), "{what}");
            assert_eq!(received.header("content-type"), None, "{what}");
        } else {
            assert_eq!(received.json(), self.json(), "{what}");
        }
    }
}

/// A member of a published list.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// Its place, a JSON pointer.
    pub place: &'a str,
    /// Its type.
    pub kind: &'a str,
    /// Whether null is listed.
    pub nullable: bool,
    /// Whether it must be there.
    pub required: bool,
    /// The listed values.
    pub values: Vec<&'a str>,
}

impl<'a> Member<'a> {
    /// A row: place, type, perhaps `required`, perhaps values.
    #[must_use]
    pub fn read(row: &[&'a str]) -> Self {
        let values = row.get(3).map(|values| values.split(", ").collect()).unwrap_or_default();
        Self {
            place: row[0],
            kind: row[1].trim_end_matches('?'),
            nullable: row[1].ends_with('?'),
            required: row.get(2) == Some(&"required"),
            values,
        }
    }

    fn sample(&self) -> Value {
        match (self.kind, self.values.last()) {
            ("string", Some(value)) => json!(value),
            ("string", None) => json!("USD"),
            ("time", _) => json!("2020-04-27T19:10:14.023Z"),
            ("integer", _) => json!(7),
            ("number", _) => json!(49.95),
            ("boolean", _) => json!(true),
            ("object", _) => json!({}),
            ("array", _) => json!([]),
            (other, _) => panic!("a type `{other}`"),
        }
    }

    fn others(&self) -> Vec<Value> {
        let all = [json!("7"), json!(7), json!(7.5), json!(true), json!({ "a": 1 }), json!([7])];
        let fits = |value: &Value| match self.kind {
            "string" | "time" => value.is_string(),
            "integer" => value.is_i64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            _ => value.is_array(),
        };
        all.into_iter().filter(|value| !fits(value)).collect()
    }
}

/// A body with every member of a list.
#[must_use]
pub fn whole(members: &[Member]) -> Value {
    let mut root = json!({});
    for member in members {
        put(&mut root, member.place, member.sample());
    }
    root
}

/// Holds a type against a published list. `through` reads a body as the type and writes it back; it gives nothing where the body is
/// refused. A member that the type does not know would take any value, so refusing the wrong ones proves that it does.
///
/// # Panics
///
/// Where the type refuses what is listed, changes it, or takes what is not listed.
pub fn assert_type(members: &[Member], through: impl Fn(&Value) -> Option<Value>) {
    let whole = whole(members);
    let back = through(&whole).unwrap_or_else(|| panic!("refused: {whole}"));
    assert!(same(&back, &whole), "{whole} came back as {back}");
    for member in members {
        let with = |value: Value| {
            let mut changed = whole.clone();
            put(&mut changed, member.place, value);
            changed
        };
        for value in &member.values {
            let listed = with(json!(value));
            assert_eq!(through(&listed).as_ref(), Some(&listed), "{member:?}");
        }
        for other in member.others() {
            assert_eq!(through(&with(other.clone())), None, "{} took {other}", member.place);
        }
        let null = with(Value::Null);
        let back = through(&null);
        if member.nullable {
            assert_eq!(back, Some(null), "{member:?}");
        } else {
            // An optional member may come as null all the same; it is then as if it were not there.
            assert!(back.is_none_or(|back| back.pointer(member.place).is_none()), "{} took null", member.place);
        }
        let without = without(&whole, member.place);
        let back = through(&without);
        assert_eq!(back.is_none(), member.required, "{member:?}");
        assert!(back.is_none_or(|back| same(&back, &without)), "{member:?}");
    }
}

fn put(root: &mut Value, place: &str, value: Value) {
    let mut at = root;
    for token in place.split('/').skip(1) {
        at = if token == "0" {
            if at.as_array().is_none_or(Vec::is_empty) {
                *at = json!([null]);
            }
            &mut at[0]
        } else {
            if !at.is_object() {
                *at = json!({});
            }
            &mut at[token]
        };
    }
    *at = value;
}

fn without(root: &Value, place: &str) -> Value {
    let mut changed = root.clone();
    let (parent, name) = place.rsplit_once('/').expect("a pointer");
    let parent = changed.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    parent.remove(name).expect("a member");
    changed
}
