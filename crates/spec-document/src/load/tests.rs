use insta::assert_snapshot;

use super::{load_bytes, load_text};
use crate::{Node, limit};

/// The report on a text that must not load.
fn refused(name: &str, text: &str) -> String {
    load_text(name, text).map(|document| document.root.to_json()).unwrap_err().to_string()
}

fn code(name: &str, text: &str) -> String {
    let codes: Vec<_> = match load_text(name, text) {
        Ok(_) => return "loaded".to_owned(),
        Err(report) => report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect(),
    };
    codes.join(" ")
}

fn json(text: &str) -> serde_json::Value {
    load_text("a.yaml", text).unwrap_or_else(|report| panic!("{report}")).root.to_json()
}

#[test]
fn yaml_syntax() {
    assert_snapshot!(refused("a.yaml", "a: 1\nb: [1, 2\nc: 3\n"));
}

#[test]
fn yaml_tab() {
    assert_snapshot!(refused("a.yaml", "a:\n\tb: 1\n"));
}

#[test]
fn yaml_unknown_anchor() {
    assert_snapshot!(refused("a.yaml", "a: *nowhere\n"));
}

#[test]
fn duplicate_keys_all_at_once() {
    assert_snapshot!(refused("a.yaml", "a: 1\nb:\n  c: 1\n  'c': 2\na: 3\n"));
}

#[test]
fn merge_key() {
    assert_snapshot!(refused("a.yaml", "base: &base {a: 1}\nmore:\n  <<: *base\n  b: 2\n"));
}

#[test]
fn keys_that_are_no_strings() {
    assert_snapshot!(refused("a.yaml", "true: 1\n1.5: 2\n~: 3\n[a]: 4\n? {b: 1}\n: 5\n? \n: 6\n"));
}

#[test]
fn several_documents() {
    assert_snapshot!(refused("a.yaml", "a: 1\n---\nb: 2\n"));
}

#[test]
fn tags() {
    assert_snapshot!(refused("a.yaml", "a: !!binary aGk=\nb: !mine {}\nc: !!int x\nd: !!set {}\n"));
}

#[test]
fn numbers_that_do_not_fit() {
    assert_snapshot!(refused("a.yaml", "a: 18446744073709551617\nb: .inf\nc: 1e400\n"));
}

#[test]
fn recursive_alias() {
    assert_snapshot!(refused("a.yaml", "a: &a\n  b: *a\n"));
}

#[test]
fn nul_and_bidi_characters() {
    assert_snapshot!(refused("a.yaml", "a: x\0y\nb: \"\u{202E}evil\u{2066}\"\n"));
}

#[test]
fn invalid_utf8() {
    assert_snapshot!(load_bytes("a.yaml", b"a: 1\nb: \xFFx\n").unwrap_err().to_string());
}

#[test]
fn json_syntax() {
    assert_snapshot!(refused("a.json", "{\"a\": 1,\n \"b\": [1, 2,]}\n"));
}

#[test]
fn json_duplicate_keys() {
    assert_snapshot!(refused("a.json", "{\"a\": 1, \"\\u0061\": 2}"));
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        "{",
        "[",
        "[1",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":}",
        "{\"a\" 1}",
        "{,}",
        "[,]",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{} {}",
        "]",
        "}",
        "[}",
        "{]",
        "{a: 1}",
        "{'a': 1}",
        "['a']",
        "[// x\n1]",
        "[/* x */1]",
        "[01]",
        "[1.]",
        "[.5]",
        "[+1]",
        "[0x1]",
        "[NaN]",
        "[-]",
        "[1e]",
        "[tru]",
        "[True]",
        "[\"a\nb\"]",
        "[\"a\tb\"]",
        "[\"\\x41\"]",
        "[\"\\u12\"]",
        "[\"\\ud800\"]",
        "[\"\\udc00\\ud800\"]",
        "[\"a]",
        "[1\u{a0}]",
        "[1\u{c}]",
        "[1]x",
        "\u{feff}\u{feff}{}",
    ] {
        assert_eq!(code("a.json", text), "json-syntax", "{text:?}");
    }
    assert_eq!(code("a.json", "[1e400]"), "number-too-wide");
    assert_eq!(code("a.json", "[100000000000000000001]"), "number-too-wide");
}

#[test]
fn json_is_read_as_it_says() {
    let text = r#" {"a": [1, -2.5e1, true, false, null, {}, []], "é\n": "\ud83d\ude00\u00e9\/\\", "b": 18446744073709551615} "#;
    let root = load_text("a.json", text).unwrap().root;
    assert_eq!(root.to_json(), serde_json::from_str::<serde_json::Value>(text).unwrap());
    assert_eq!(load_text("a.json", "\u{feff}[]").unwrap().root.kind(), "array");
}

#[test]
fn what_begins_like_json_may_be_yaml_unless_its_name_says_otherwise() {
    assert_eq!(json("{a: 1, b: [x, 'y']} # flow"), serde_json::json!({"a": 1, "b": ["x", "y"]}));
    assert_eq!(code("a.json", "{a: 1}"), "json-syntax");
    assert_eq!(code("a.yaml", "{\"a\": 1, \"b\" 2, ]"), "json-syntax", "neither: meant as JSON");
    assert_eq!(code("a.yaml", "{\"a\": 1, \"a\": 2}"), "duplicate-key");
}

#[test]
fn an_empty_text_is_null() {
    assert!(json("").is_null());
    assert!(json("# nothing\n").is_null());
}

#[test]
fn yaml_is_read_by_the_core_schema() {
    let read = json(
        "no: yes\non: 'off'\n200: \"1.0\"\n-1: 1.0\nversion: 3.1.0\nempty:\ntext: |\n  a\n  b\nfolded: >-\n  a\n  b\nmore: &m [1, 0x10]\nagain: *m\n\
         tagged: !!str 12\nforced: ! 12\nfloat: !!float 1\n\"esc\": \"\\U0001F600\\ud83d\\ude00\"\n",
    );
    let wanted = serde_json::json!({
        "no": "yes", "on": "off", "200": "1.0", "-1": 1.0, "version": "3.1.0", "empty": null, "text": "a\nb\n",
        "folded": "a b", "more": [1, 16], "again": [1, 16], "tagged": "12", "forced": "12", "float": 1,
        "esc": "😀😀",
    });
    assert_eq!(read, wanted);
}

#[test]
fn spans_cover_what_is_written() {
    let text = "é: \"x y\"\n'k': plain text   # comment\nlist:\n  - 1\n  - {a: b}\nlast: end\n";
    let document = load_text("a.yaml", text).unwrap();
    let cut = |node: &Node| &text[node.span.start..node.span.end];
    let root = document.root.as_object().unwrap();
    assert_eq!(cut(root.get("é").unwrap()), "\"x y\"");
    let member = root.member("k").unwrap();
    assert_eq!(&text[member.key_span.start..member.key_span.end], "'k'");
    assert_eq!(cut(&member.value), "plain text");
    let list = root.get("list").unwrap();
    assert_eq!(cut(list), "- 1\n  - {a: b}");
    assert_eq!(cut(&list.as_array().unwrap()[1]), "{a: b}");
    let text = "{\"a\": [1, \"b\"]}";
    let document = load_text("a.json", text).unwrap();
    let list = document.root.get("a").unwrap();
    assert_eq!(&text[list.span.start..list.span.end], "[1, \"b\"]");
    let string = &list.as_array().unwrap()[1];
    assert_eq!(&text[string.span.start..string.span.end], "\"b\"");
}

#[test]
fn nesting_is_bounded() {
    for deep in [2_000, 10_000, 200_000] {
        for text in [
            format!("a: {}", "[".repeat(deep)),
            "- ".repeat(deep),
            format!("{}1", "{a: ".repeat(deep)),
            (0..deep.min(2000)).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
            "? ".repeat(deep),
        ] {
            assert_eq!(code("a.yaml", &text), "too-deep", "{deep} {}", &text[..8]);
        }
        assert_eq!(code("a.json", &"[".repeat(deep + 1)), "too-deep");
        assert_eq!(code("a.json", &"{\"a\":".repeat(deep + 1)), "too-deep");
    }
    let most = limit::DEPTH - 1;
    for (deep, wanted) in [(most, "loaded"), (most + 1, "too-deep")] {
        let text = format!("{}1{}", "[".repeat(deep), "]".repeat(deep));
        assert_eq!(code("a.json", &text), wanted);
        assert_eq!(code("a.yaml", &format!("# YAML\n{text}")), wanted);
        assert_eq!(code("a.yaml", &"- ".repeat(deep)), wanted);
    }
}

#[test]
fn alias_bombs_are_bounded() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let alias = format!("*a{}", level - 1);
        let ten = vec![alias; 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{ten}]\n"));
    }
    assert_eq!(code("a.yaml", &text), "too-many-values");
}

#[test]
fn aliases_do_not_pass_the_depth() {
    let mut text = "a0: &a0 [x]\n".to_owned();
    for level in 1..200 {
        text.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert_eq!(code("a.yaml", &text), "too-deep");
}

#[test]
fn too_many_values_are_refused() {
    let text = format!("a: [{}]", "1,".repeat(2 * limit::NODES + 2));
    assert_eq!(code("a.yaml", &text), "too-many-values");
    let text = format!("[{}1]", "1,".repeat(limit::NODES));
    assert_eq!(code("a.json", &text), "too-many-values");
}

#[test]
fn too_large_a_file_is_not_looked_at() {
    assert_snapshot!(load_bytes("a.yaml", &vec![b' '; limit::BYTES + 1]).unwrap_err().to_string());
}

#[test]
fn many_mistakes_end_the_reading() {
    let report = load_text("a.yaml", &"a: 1\n".repeat(5000)).unwrap_err();
    assert_eq!(report.diagnostics.len(), limit::MISTAKES + 1);
    assert!(report.to_string().ends_with("100 errors, 1 note\n"));
}

/// Every cut of a text with everything in it, and every one with a byte changed, either loads or is refused; whatever is
/// refused can be shown.
#[test]
fn broken_texts_never_panic() {
    let yaml = "%YAML 1.2\n---\na: &x [1, 'two', \"\\x41é\\\n  z\"]\n? k\n: |+2\n   lit\n\n  b: *x\n'q': {c: !!str 3, d: ~}\n- >\n  fold\n...\n# é\n";
    let json = "{\"a\": [1.5e-3, \"\\ud83d\\ude00\", null], \"é\": {\"b\": true}} // x";
    for (name, text) in [("a.yaml", yaml), ("a.json", json), ("a.yaml", json)] {
        for cut in 0..text.len() {
            check(name, &text.as_bytes()[..cut]);
            check(name, &text.as_bytes()[cut..]);
            for byte in [b'\0', b'\t', b'\n', b'"', b'\'', b':', b'-', b'{', b']', b'\\', b'&', b'*', b'!', b'#', 0xFF]
            {
                let mut bytes = text.as_bytes().to_vec();
                bytes[cut] = byte;
                check(name, &bytes);
            }
        }
    }
}

fn check(name: &str, bytes: &[u8]) {
    match load_bytes(name, bytes) {
        Ok(document) => {
            let length = document.sources.get(document.root.span.source).text.len();
            let span = document.root.span;
            assert!(span.start <= span.end && span.end <= length);
        }
        Err(report) => assert!(!report.diagnostics.is_empty() && !report.render(true).is_empty()),
    }
}
