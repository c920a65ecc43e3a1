//! Parameters that are lists, objects or JSON, on the wire: the styles of OpenAPI, which are those of RFC 6570.

use http::{HeaderValue, header};
use reqwest::Request;
use serde::Serialize;
use serde_json::Value;

use crate::NotSent;

/// How a list or an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `a,b` in a path or a header.
    Simple,
    /// `.a.b` in a path.
    Label,
    /// `;x=a;x=b` in a path.
    Matrix,
    /// `x=a&x=b` in the query or a cookie.
    Form,
    /// `x=a%20b` in the query.
    SpaceDelimited,
    /// `x=a|b` in the query.
    PipeDelimited,
    /// `x[key]=value` in the query.
    DeepObject,
    /// JSON text, for a parameter with `content`.
    Json,
}

/// What a value is made of once it is no tree any more.
enum Flat {
    Nothing,
    One(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// The text of a path parameter, its values percent-encoded and its delimiters not.
///
/// # Errors
///
/// [`NotSent`] for a value that would make the request address something else, or that is null or empty.
pub fn path(name: &'static str, style: Style, explode: bool, value: &impl Serialize) -> Result<String, NotSent> {
    let text = match flat(style, value)? {
        Flat::Nothing => String::new(),
        Flat::One(value) => prefixed(name, style, encoded(&value, false)),
        Flat::List(values) => {
            let values = values.iter().map(|value| encoded(value, false));
            match (style, explode) {
                (Style::Label, true) => values.map(|value| format!(".{value}")).collect(),
                (Style::Matrix, true) => values.map(|value| format!(";{name}={value}")).collect(),
                _ => prefixed(name, style, values.collect::<Vec<_>>().join(",")),
            }
        }
        Flat::Object(members) => {
            let members = members.iter().map(|(key, value)| (encoded(key, false), encoded(value, false)));
            match (style, explode) {
                (Style::Label, true) => members.map(|(key, value)| format!(".{key}={value}")).collect(),
                (Style::Matrix, true) => members.map(|(key, value)| format!(";{key}={value}")).collect(),
                (_, true) => members.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(","),
                (_, false) => {
                    let parts = members.flat_map(|(key, value)| [key, value]).collect::<Vec<_>>();
                    prefixed(name, style, parts.join(","))
                }
            }
        }
    };
    // A label or a matrix begins with a sign that the check would take for a trick.
    crate::path_segment(name, text.trim_start_matches(['.', ';']))?;
    Ok(text)
}

fn prefixed(name: &str, style: Style, text: String) -> String {
    match style {
        Style::Label => format!(".{text}"),
        Style::Matrix => format!(";{name}={text}"),
        _ => text,
    }
}

/// Adds a parameter to the query of a request. One without a value adds nothing.
///
/// # Errors
///
/// [`NotSent`] for a value that JSON cannot hold.
pub fn query(
    request: &mut Request,
    name: &'static str,
    style: Style,
    (explode, reserved): (bool, bool),
    value: &impl Serialize,
) -> Result<(), NotSent> {
    let mut pairs: Vec<String> = Vec::new();
    let pair = |name: &str, value: &str| format!("{}={value}", encoded(name, false));
    let encode = |value: &String| encoded(value, reserved);
    if style == Style::DeepObject {
        deep(name, &json(value)?, &mut |name, value| pairs.push(pair(&name, &encode(&value))));
    } else {
        match flat(style, value)? {
            Flat::Nothing => {}
            Flat::One(value) => pairs.push(pair(name, &encode(&value))),
            Flat::List(values) if explode && style == Style::Form => {
                pairs.extend(values.iter().map(|value| pair(name, &encode(value))));
            }
            Flat::List(values) => {
                let values: Vec<String> = values.iter().map(encode).collect();
                pairs.push(pair(name, &values.join(delimiter(style))));
            }
            Flat::Object(members) if explode && style == Style::Form => {
                pairs.extend(members.iter().map(|(key, value)| pair(key, &encode(value))));
            }
            Flat::Object(members) => {
                let parts: Vec<String> =
                    members.iter().flat_map(|(key, value)| [encoded(key, false), encode(value)]).collect();
                pairs.push(pair(name, &parts.join(delimiter(style))));
            }
        }
    }
    if pairs.is_empty() {
        return Ok(());
    }
    let more = pairs.join("&");
    let query = match request.url().query().filter(|query| !query.is_empty()) {
        Some(query) => format!("{query}&{more}"),
        None => more,
    };
    request.url_mut().set_query(Some(&query));
    Ok(())
}

fn delimiter(style: Style) -> &'static str {
    match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    }
}

/// Sets a header of a request. One without a value sets nothing.
///
/// # Errors
///
/// [`NotSent`] for a value that cannot stand in a header.
pub fn header(
    request: &mut Request,
    name: &'static str,
    style: Style,
    explode: bool,
    value: &impl Serialize,
) -> Result<(), NotSent> {
    let Some(text) = joined(style, explode, ",", value)? else { return Ok(()) };
    let header =
        http::HeaderName::from_bytes(name.as_bytes()).map_err(|_| NotSent::not_built("a header has no valid name"))?;
    let value = HeaderValue::from_str(&text).map_err(|_| NotSent::header_value(name))?;
    request.headers_mut().insert(header, value);
    Ok(())
}

/// Adds a cookie to a request. One without a value adds nothing.
///
/// # Errors
///
/// [`NotSent`] for a value that cannot stand in a header.
pub fn cookie(
    request: &mut Request,
    name: &'static str,
    style: Style,
    explode: bool,
    value: &impl Serialize,
) -> Result<(), NotSent> {
    let pairs = match flat(style, value)? {
        Flat::Nothing => return Ok(()),
        Flat::One(value) => vec![(name.to_owned(), encoded(&value, false))],
        Flat::List(values) if explode => values.iter().map(|value| (name.to_owned(), encoded(value, false))).collect(),
        Flat::Object(members) if explode => {
            members.into_iter().map(|(key, value)| (key, encoded(&value, false))).collect()
        }
        Flat::List(values) => {
            let values: Vec<String> = values.iter().map(|value| encoded(value, false)).collect();
            vec![(name.to_owned(), values.join(","))]
        }
        Flat::Object(members) => {
            let parts: Vec<String> =
                members.iter().flat_map(|(key, value)| [encoded(key, false), encoded(value, false)]).collect();
            vec![(name.to_owned(), parts.join(","))]
        }
    };
    let mut text =
        request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(&format!("{name}={value}"));
    }
    let mut value = HeaderValue::from_str(&text).map_err(|_| NotSent::header_value(name))?;
    value.set_sensitive(true);
    request.headers_mut().insert(header::COOKIE, value);
    Ok(())
}

fn joined(style: Style, explode: bool, sign: &str, value: &impl Serialize) -> Result<Option<String>, NotSent> {
    Ok(match flat(style, value)? {
        Flat::Nothing => None,
        Flat::One(value) => Some(value),
        Flat::List(values) => Some(values.join(sign)),
        Flat::Object(members) if explode => {
            Some(members.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(sign))
        }
        Flat::Object(members) => {
            Some(members.into_iter().flat_map(|(key, value)| [key, value]).collect::<Vec<_>>().join(sign))
        }
    })
}

fn json(value: &impl Serialize) -> Result<Value, NotSent> {
    serde_json::to_value(value).map_err(|_| NotSent::not_built("a parameter holds a value that JSON cannot hold"))
}

fn flat(style: Style, value: &impl Serialize) -> Result<Flat, NotSent> {
    let value = json(value)?;
    if style == Style::Json {
        return Ok(if value.is_null() { Flat::Nothing } else { Flat::One(value.to_string()) });
    }
    Ok(match value {
        Value::Null => Flat::Nothing,
        // RFC 6570, section 3.2.1: what has no member counts as not there.
        Value::Array(items) if items.is_empty() => Flat::Nothing,
        Value::Object(members) if members.is_empty() => Flat::Nothing,
        Value::Array(items) => Flat::List(items.iter().map(scalar).collect()),
        Value::Object(members) => {
            let there = members.into_iter().filter(|(_, value)| !value.is_null());
            Flat::Object(there.map(|(key, value)| (key, scalar(&value))).collect())
        }
        scalar_value => Flat::One(scalar(&scalar_value)),
    })
}

/// The text of a value inside a list or an object. What nests deeper has no form in OpenAPI: it is written as JSON.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn deep(name: &str, value: &Value, found: &mut impl FnMut(String, String)) {
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| deep(name, item, found)),
        Value::Object(members) => {
            for (key, value) in members {
                deep(&format!("{name}[{key}]"), value, found);
            }
        }
        value => found(name.to_owned(), scalar(value)),
    }
}

/// Percent-encodes everything but unreserved characters (RFC 3986, section 2.3); with `reserved` also the reserved ones stay, as far as
/// they cannot end the query or look like another parameter.
fn encoded(text: &str, reserved: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        let kept =
            byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || (reserved && b":/?@!$'()*,;".contains(&byte));
        if kept {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, Request};
    use serde_json::{Value, json};

    use super::{Style, cookie, header, path, query};

    fn request() -> Request {
        Request::new(Method::GET, "https://example.com/a".parse().expect("a URL"))
    }

    fn in_query(style: Style, explode: bool, value: Value) -> String {
        let mut request = request();
        query(&mut request, "color", style, (explode, false), &value).expect("a query");
        request.url().query().unwrap_or_default().to_owned()
    }

    fn in_path(style: Style, explode: bool, value: Value) -> String {
        path("color", style, explode, &value).expect("a path")
    }

    fn list() -> Value {
        json!(["blue", "black", "brown"])
    }

    fn object() -> Value {
        json!({ "R": 100, "G": 200, "B": 150 })
    }

    /// The table of OpenAPI 3.1.1, section 4.8.12.4, its members in the order of this map.
    #[test]
    fn every_style_is_that_of_the_specification() {
        use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
        assert_eq!(in_path(Matrix, false, json!("blue")), ";color=blue");
        assert_eq!(in_path(Matrix, false, list()), ";color=blue,black,brown");
        assert_eq!(in_path(Matrix, true, list()), ";color=blue;color=black;color=brown");
        assert_eq!(in_path(Matrix, false, object()), ";color=B,150,G,200,R,100");
        assert_eq!(in_path(Matrix, true, object()), ";B=150;G=200;R=100");
        assert_eq!(in_path(Label, false, json!("blue")), ".blue");
        assert_eq!(in_path(Label, false, list()), ".blue,black,brown");
        assert_eq!(in_path(Label, true, list()), ".blue.black.brown");
        assert_eq!(in_path(Label, true, object()), ".B=150.G=200.R=100");
        assert_eq!(in_path(Simple, false, list()), "blue,black,brown");
        assert_eq!(in_path(Simple, false, object()), "B,150,G,200,R,100");
        assert_eq!(in_path(Simple, true, object()), "B=150,G=200,R=100");
        assert_eq!(in_query(Form, false, list()), "color=blue,black,brown");
        assert_eq!(in_query(Form, true, list()), "color=blue&color=black&color=brown");
        assert_eq!(in_query(Form, false, object()), "color=B,150,G,200,R,100");
        assert_eq!(in_query(Form, true, object()), "B=150&G=200&R=100");
        assert_eq!(in_query(SpaceDelimited, false, list()), "color=blue%20black%20brown");
        assert_eq!(in_query(PipeDelimited, false, list()), "color=blue%7Cblack%7Cbrown");
        assert_eq!(in_query(DeepObject, true, object()), "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100");
    }

    #[test]
    fn a_value_cannot_become_another_parameter() {
        assert_eq!(in_query(Style::Form, true, json!("a&b=c#d")), "color=a%26b%3Dc%23d");
        assert_eq!(in_query(Style::Form, false, json!(["a,b"])), "color=a%2Cb");
        let mut reserved = request();
        query(&mut reserved, "x", Style::Form, (true, true), &"a/b?c=d&e#f").expect("a query");
        assert_eq!(reserved.url().query(), Some("x=a/b?c%3Dd%26e%23f"));
    }

    #[test]
    fn a_path_cannot_climb() {
        for value in [json!(".."), json!(""), json!(["..", ".."]), json!("a/b"), json!([]), Value::Null] {
            let refused = path("id", Style::Simple, false, &value);
            assert!(refused.is_err() || refused.as_deref() == Ok("..,.."), "{value} {refused:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        assert_eq!(in_query(Style::Form, true, Value::Null), "");
        assert_eq!(in_query(Style::Form, true, json!([])), "");
        assert_eq!(in_query(Style::DeepObject, true, json!({ "a": null })), "");
    }

    #[test]
    fn json_is_one_text() {
        assert_eq!(in_query(Style::Json, false, json!({ "a": [1] })), "color=%7B%22a%22%3A%5B1%5D%7D");
    }

    #[test]
    fn headers_and_cookies_are_written() {
        let mut request = request();
        header(&mut request, "x-a", Style::Simple, false, &list()).expect("a header");
        cookie(&mut request, "s", Style::Form, true, &"a b").expect("a cookie");
        cookie(&mut request, "t", Style::Form, false, &list()).expect("a cookie");
        assert_eq!(request.headers()["x-a"], "blue,black,brown");
        assert_eq!(request.headers()["cookie"], "s=a%20b; t=blue,black,brown");
        assert!(header(&mut request, "x-a", Style::Simple, false, &"a\r\nb: c").is_err());
    }
}
