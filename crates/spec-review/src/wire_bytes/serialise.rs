//! Values as text in a URL, a header or a form: `style` and `explode`, as OpenAPI takes them from RFC 6570.

use super::value::Value;

/// How the text of a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is: in headers.
    None,
    /// Everything in percent that is not unreserved (RFC 3986).
    Percent,
    /// The same, and reserved signs stay: `allowReserved`.
    Reserved,
    /// As forms are: a space is a plus.
    Form,
}

/// How a parameter is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style<'s> {
    pub(super) style: &'s str,
    pub(super) explode: bool,
    pub(super) encoding: Encoding,
}

impl Style<'_> {
    /// A value in a path or a header, with what its style puts before it.
    pub(super) fn in_place(self, name: &str, value: &Value) -> String {
        let Self { style, explode, encoding } = self;
        let name = encode(name, encoding);
        let named = |text: &str| if text.is_empty() { format!(";{name}") } else { format!(";{name}={text}") };
        let pair = |key: &str, value: &str| format!("{key}={value}");
        match (style, parts(value, encoding), explode) {
            ("matrix", Parts::One(text), _) => named(&text),
            ("matrix", Parts::Many(items), true) => items.iter().map(|item| named(item)).collect(),
            ("matrix", Parts::Pairs(pairs), true) => {
                pairs.iter().map(|(key, value)| format!(";{}", pair(key, value))).collect()
            }
            ("matrix", parts, false) => named(&parts.joined(",")),
            ("label", Parts::One(text), _) => format!(".{text}"),
            ("label", Parts::Pairs(pairs), true) => {
                pairs.iter().map(|(key, value)| format!(".{}", pair(key, value))).collect()
            }
            ("label", parts, true) => format!(".{}", parts.joined(".")),
            ("label", parts, false) => format!(".{}", parts.joined(",")),
            (_, Parts::Pairs(pairs), true) => {
                pairs.iter().map(|(key, value)| pair(key, value)).collect::<Vec<_>>().join(",")
            }
            (_, parts, _) => parts.joined(","),
        }
    }

    /// A value in a query, a cookie or a form: each pair of it by itself.
    pub(super) fn pairs(self, name: &str, value: &Value) -> Vec<String> {
        let Self { style, explode, encoding } = self;
        let key = encode(name, encoding);
        let joined = |parts: Parts, by: &str| {
            let text = parts.joined(by);
            vec![format!("{key}={text}")]
        };
        let by = |sign: &str| encode(sign, if encoding == Encoding::Form { encoding } else { Encoding::Percent });
        match (style, parts(value, encoding)) {
            ("deepObject", Parts::Pairs(pairs)) => {
                let (open, close) = (by("["), by("]"));
                pairs.iter().map(|(member, value)| format!("{key}{open}{member}{close}={value}")).collect()
            }
            (_, parts @ Parts::One(_)) => joined(parts, ","),
            // A list of nothing, or an object, has no text of its own.
            (_, Parts::Many(items)) if items.is_empty() => Vec::new(),
            (_, Parts::Pairs(pairs)) if pairs.is_empty() => Vec::new(),
            (_, Parts::Many(items)) if explode => items.iter().map(|item| format!("{key}={item}")).collect(),
            (_, Parts::Pairs(pairs)) if explode => {
                pairs.iter().map(|(member, value)| format!("{member}={value}")).collect()
            }
            ("spaceDelimited", parts) => joined(parts, &by(" ")),
            ("pipeDelimited", parts) => joined(parts, &by("|")),
            (_, parts) => joined(parts, ","),
        }
    }
}

/// The parts of a value, each written.
enum Parts {
    One(String),
    Many(Vec<String>),
    Pairs(Vec<(String, String)>),
}

impl Parts {
    fn joined(&self, by: &str) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::Many(items) => items.join(by),
            Self::Pairs(pairs) => {
                pairs.iter().map(|(key, value)| format!("{key}{by}{value}")).collect::<Vec<_>>().join(by)
            }
        }
    }
}

fn parts(value: &Value, encoding: Encoding) -> Parts {
    match value {
        Value::List(items) => Parts::Many(items.iter().map(|item| scalar(item, encoding)).collect()),
        Value::Object(members) => {
            Parts::Pairs(members.iter().map(|(key, value)| (encode(key, encoding), scalar(value, encoding))).collect())
        }
        value => Parts::One(scalar(value, encoding)),
    }
}

/// A value without parts. What OpenAPI leaves open, a list in a list, is written as JSON.
pub(super) fn scalar(value: &Value, encoding: Encoding) -> String {
    match value.plain() {
        // What stands for another is shown as it is, so that nobody takes it for a value.
        Some(text) if value.stands_for_another() => text,
        Some(text) => encode(&text, encoding),
        None => encode(&value.compact(), encoding),
    }
}

/// A text by the rules of its place.
pub(super) fn encode(text: &str, encoding: Encoding) -> String {
    if encoding == Encoding::None {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (index, byte) in text.bytes().enumerate() {
        let kept = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => true,
            b'~' => encoding != Encoding::Form,
            b'*' => matches!(encoding, Encoding::Form | Encoding::Reserved),
            b'%' => encoding == Encoding::Reserved && is_escape(&text.as_bytes()[index..]),
            _ => encoding == Encoding::Reserved && b":/?#[]@!$&'()+,;=".contains(&byte),
        };
        match byte {
            byte if kept => out.push(char::from(byte)),
            b' ' if encoding == Encoding::Form => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'%', one, other, ..] if one.is_ascii_hexdigit() && other.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// Empty, a string, an array, an object, as the table of OpenAPI 3.1 has them.
    fn values() -> [Value; 4] {
        let colours = ["blue", "black", "brown"].map(text).into();
        let object = [("R", "100"), ("G", "200"), ("B", "150")];
        let object = object.map(|(key, value)| (key.to_owned(), text(value))).into();
        [text(""), text("blue"), Value::List(colours), Value::Object(object)]
    }

    fn written(style: &str, explode: bool) -> [String; 4] {
        let style = Style { style, explode, encoding: Encoding::Percent };
        values().map(|value| match style.style {
            "matrix" | "label" | "simple" => style.in_place("color", &value),
            _ => style.pairs("color", &value).join("&"),
        })
    }

    #[test]
    fn the_table_of_styles() {
        for (style, explode, expected) in [
            ("matrix", false, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
            ("matrix", true, [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"]),
            ("label", false, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
            ("label", true, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
            ("simple", false, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
            ("simple", true, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
            ("form", false, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
            ("form", true, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]),
        ] {
            assert_eq!(written(style, explode), expected, "{style} {explode}");
        }
        let [_, _, list, object] = written("spaceDelimited", false);
        assert_eq!(
            (list.as_str(), object.as_str()),
            ("color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150")
        );
        let [_, _, list, object] = written("pipeDelimited", false);
        assert_eq!(
            (list.as_str(), object.as_str()),
            ("color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150")
        );
        let [.., object] = written("deepObject", true);
        assert_eq!(object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    }

    #[test]
    fn what_openapi_leaves_open_is_written_and_nothing_panics() {
        let nested = Value::List(vec![Value::Object(vec![("a".to_owned(), Value::Null)])]);
        let style = |style| Style { style, explode: true, encoding: Encoding::Percent };
        assert_eq!(style("form").pairs("x", &nested), ["x=%7B%22a%22%3Anull%7D"]);
        assert_eq!(style("deepObject").pairs("x", &Value::Number(1.into())), ["x=1"]);
        assert!(style("form").pairs("x", &Value::List(Vec::new())).is_empty());
        assert_eq!(style("nonsense").in_place("x", &text("a/b")), "a%2Fb");
    }

    #[test]
    fn signs_by_their_place() {
        let all = "a b~*é/?&=%41%";
        assert_eq!(encode(all, Encoding::None), all);
        assert_eq!(encode(all, Encoding::Percent), "a%20b~%2A%C3%A9%2F%3F%26%3D%2541%25");
        assert_eq!(encode(all, Encoding::Reserved), "a%20b~*%C3%A9/?&=%41%25");
        assert_eq!(encode(all, Encoding::Form), "a+b%7E*%C3%A9%2F%3F%26%3D%2541%25");
    }

    #[test]
    fn what_stands_for_another_is_not_encoded() {
        let style = Style { style: "form", explode: true, encoding: Encoding::Percent };
        assert_eq!(style.pairs("id", &Value::Missing("id".to_owned())), ["id=<id>"]);
        assert_eq!(style.pairs("key", &Value::Hidden), ["key=[redacted]"]);
        assert_eq!(style.pairs("id", &text("<id>")), ["id=%3Cid%3E"]);
    }
}
