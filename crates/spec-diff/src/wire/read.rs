//! The operations of a document as both sides are compared by.

use std::collections::BTreeMap;

use spec_document::Effective;

use super::at::At;

/// The methods that a path item may have.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation<'a> {
    /// In capital letters.
    pub method: String,
    /// As the document writes it.
    pub path: &'a str,
    /// Where it stands.
    pub at: At<'a>,
    /// The path item's parameters, overridden by its own.
    pub parameters: Vec<Parameter<'a>>,
    /// The request body.
    pub body: Option<At<'a>>,
    /// The documented answers by their keys.
    pub responses: Vec<(String, At<'a>)>,
    /// What the provider calls.
    pub callbacks: Vec<(String, At<'a>)>,
}

impl<'a> Operation<'a> {
    /// What it says of a status: by itself, by its range, or by `default`.
    #[must_use]
    pub fn documented(&self, status: &str) -> Option<At<'a>> {
        let find = |wanted: &str| self.responses.iter().find(|(it, _)| it.eq_ignore_ascii_case(wanted));
        let range = status.get(..1).map(|digit| format!("{digit}XX")).unwrap_or_default();
        find(status).or_else(|| find(&range)).or_else(|| find("default")).map(|(_, at)| at.clone())
    }

    /// Its parameters with the name that they are matched by: path parameters by their place in the path, since their names are not sent.
    #[must_use]
    pub fn matched_parameters(&self) -> Vec<(&Parameter<'a>, String)> {
        let names = template_names(self.path);
        let name = |parameter: &Parameter<'a>| match names.iter().position(|name| *name == parameter.name) {
            Some(index) if parameter.location == "path" => index.to_string(),
            _ => parameter.wire_name(),
        };
        self.parameters.iter().map(|parameter| (parameter, name(parameter))).collect()
    }
}

/// One parameter, its reference followed.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// The value of `in`.
    pub location: &'a str,
    /// As the document spells it.
    pub name: &'a str,
    /// Where it stands.
    pub at: At<'a>,
}

impl<'a> Parameter<'a> {
    /// Whether a request without it is refused. One of a path always is.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.location == "path" || self.at.flag("required")
    }

    /// What it is called on the wire, so that two documents can be compared: header names know no case.
    #[must_use]
    pub fn wire_name(&self) -> String {
        if self.location == "header" { self.name.to_ascii_lowercase() } else { self.name.to_owned() }
    }

    /// `style`, or the usual one of its location.
    #[must_use]
    pub fn style(&self) -> &'a str {
        let usual = match self.location {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        self.at.text("style").unwrap_or(usual)
    }

    /// `explode`, or the usual one of its style.
    #[must_use]
    pub fn explode(&self) -> bool {
        let said = self.at.get("explode").and_then(|at| at.node.as_bool());
        said.unwrap_or_else(|| self.style() == "form")
    }
}

/// What identifies an operation on the wire: the names of path parameters do not.
pub type Key = (String, String);

/// All operations below `paths`.
#[must_use]
pub fn operations(document: &Effective) -> BTreeMap<Key, Operation<'_>> {
    let paths = At::root(document).get("paths");
    items(document, paths.iter().flat_map(At::members).filter(|(path, _)| !path.starts_with("x-")))
}

/// The operations of path items, of `paths`, of webhooks or of a callback.
pub(crate) fn items<'a>(
    document: &'a Effective,
    items: impl Iterator<Item = (&'a str, At<'a>)>,
) -> BTreeMap<Key, Operation<'a>> {
    let mut found = BTreeMap::new();
    for (path, item) in items {
        let item = item.followed(document);
        for method in METHODS {
            let Some(at) = item.get(method).filter(|at| at.node.as_object().is_some()) else { continue };
            let operation = operation(document, method, path, &item, at);
            found.entry((template(path), operation.method.clone())).or_insert(operation);
        }
    }
    found
}

fn operation<'a>(document: &'a Effective, method: &str, path: &'a str, item: &At<'a>, at: At<'a>) -> Operation<'a> {
    let mut parameters: Vec<Parameter<'a>> = Vec::new();
    for list in [item, &at] {
        for parameter in list.get("parameters").iter().flat_map(At::items) {
            let parameter = parameter.followed(document);
            let (Some(location), Some(name)) = (parameter.text("in"), parameter.text("name")) else { continue };
            let found = Parameter { location, name, at: parameter };
            let same = |had: &Parameter<'_>| had.location == location && had.wire_name() == found.wire_name();
            match parameters.iter().position(same) {
                Some(index) => parameters[index] = found,
                None => parameters.push(found),
            }
        }
    }
    let members = |key: &str| -> Vec<(String, At<'a>)> {
        let members = at.get(key).into_iter().flat_map(|at| at.members());
        let members = members.filter(|(name, _)| !name.starts_with("x-"));
        members.map(|(name, at)| (name.to_owned(), at.followed(document))).collect()
    };
    Operation {
        method: method.to_ascii_uppercase(),
        path,
        parameters,
        body: at.get("requestBody").map(|body| body.followed(document)),
        responses: members("responses"),
        callbacks: members("callbacks"),
        at,
    }
}

/// A path without the names of its parameters.
fn template(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        match letter {
            '{' => {
                inside = true;
                plain.push_str("{}");
            }
            '}' => inside = false,
            _ if inside => {}
            _ => plain.push(letter),
        }
    }
    plain
}

/// The names of a path's parameters, in their order.
#[must_use]
pub fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// A media type as it is compared: in small letters, without spaces, and without its charset.
#[must_use]
pub fn media_type(text: &str) -> String {
    let parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.filter(|part| !part.starts_with("charset=")).collect::<Vec<_>>().join(";")
}

/// The media types of a `content`, each with its place. Some documents put a reference there.
#[must_use]
pub fn content<'a>(document: &'a Effective, at: &At<'a>) -> Vec<(String, At<'a>)> {
    let content = at.get("content").map(|at| at.followed(document));
    content.into_iter().flat_map(|at| at.members()).map(|(name, at)| (media_type(name), at)).collect()
}

/// Whether a media type or range covers a media type.
#[must_use]
pub fn covers(range: &str, media_type: &str) -> bool {
    range == media_type
        || range == "*/*"
        || range.strip_suffix("/*").is_some_and(|kind| media_type.split('/').next() == Some(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(template("/a/{id}/b/{other}.json"), "/a/{}/b/{}.json");
        assert_eq!(template_names("/a/{id}/b/{other}.json"), ["id", "other"]);
        assert_eq!(template("/{unclosed"), "/{}");
        assert!(template_names("/{unclosed").is_empty());
    }

    #[test]
    fn media_types_are_covered_by_ranges() {
        assert_eq!(media_type("Application/JSON; charset=utf-8"), "application/json");
        assert_eq!(media_type("application/json; Version=2"), "application/json;version=2");
        assert!(covers("*/*", "text/csv") && covers("text/*", "text/csv") && covers("text/csv", "text/csv"));
        assert!(!covers("text/*", "textual/csv") && !covers("text/csv", "text/*"));
    }
}
