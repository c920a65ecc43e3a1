//! A document's prose as Rust documentation, in which it can be nothing else.

use proc_macro2::TokenStream;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use quote::quote;

/// Doc comments, one line each. Blank strings are paragraphs' ends.
pub fn docs<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    let lines = lines(paragraphs);
    let lines = lines.iter().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// The same as text, each line behind `prefix`.
pub fn doc_text<S: AsRef<str>>(prefix: &str, paragraphs: impl IntoIterator<Item = S>) -> String {
    let lines = lines(paragraphs);
    lines.iter().map(|line| format!("{prefix}{}{line}\n", if line.is_empty() { "" } else { " " })).collect()
}

fn lines<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(paragraph.as_ref().trim_end().lines().map(|line| line.trim_end().to_owned()));
    }
    lines
}

/// Markdown of a document, safe to stand in documentation: code in it is shown and never compiled, and there is no HTML.
///
/// What cannot be made so by marking its fences is shown as plain text.
#[must_use]
pub fn prose(markdown: &str) -> String {
    let text: String = markdown.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let marked = mark_fences(&text);
    if is_harmless(&marked) { marked } else { plain(&text) }
}

/// One item of a list, as safe as [`prose`].
#[must_use]
pub fn item(name: &str, markdown: &str) -> String {
    let item = |text: &str| format!("- `{name}`: {}", text.replace('\n', "\n  "));
    let marked = item(&prose(markdown));
    if is_harmless(&marked) { marked } else { item(&plain(markdown)) }
}

/// A default, as documentation shows it.
#[must_use]
pub fn default(value: &serde_json::Value) -> String {
    format!("Default: `{}`.", value.to_string().replace('`', "'"))
}

/// Every fence that names no language gets one that rustdoc leaves alone.
fn mark_fences(text: &str) -> String {
    let mut fenced = false;
    let lines = text.lines().map(|line| {
        let inner = line.trim_start();
        if inner.starts_with("```") || inner.starts_with("~~~") {
            fenced = !fenced;
            if fenced { "```text".to_owned() } else { "```".to_owned() }
        } else {
            line.to_owned()
        }
    });
    let mut marked = lines.collect::<Vec<_>>().join("\n");
    if fenced {
        marked.push_str("\n```");
    }
    marked
}

/// Whether rustdoc, whose parser this is, finds nothing to compile and no HTML.
fn is_harmless(markdown: &str) -> bool {
    Parser::new_ext(markdown, Options::all()).all(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => &*language == "text",
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock | Tag::MetadataBlock(_)) => false,
        Event::Html(_) | Event::InlineHtml(_) => false,
        _ => true,
    })
}

/// The words alone: every line begins at its margin, and every sign that Markdown could read is escaped.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| {
        line.trim().chars().fold(String::new(), |mut line, c| {
            if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | ':' | '\'' | '"' | '/' | '?' | '%' | '&' | '@') {
                line.push('\\');
            }
            line.push(c);
            line
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_prose_is_never_compiled() {
        for hostile in [
            "    fn main() {}",
            "x\n\n    fn main() {}",
            "> ```\n> fn main() {}\n> ```",
            "- a\n\n      fn main() {}",
            "- ```\n  fn main() {}\n  ```",
            "-     fn main() {}",
            ">     fn main() {}",
            "1. ~~~rust\n   fn main() {}",
            "\u{a0}\u{a0}x\n\u{a0}\u{a0}    fn main() {}",
            "a\n\n\tfn main() {}",
            "<script>alert(1)</script>",
            "a <b onclick=x>b</b>",
            "````\n```\nfn main() {}\n````",
            "---\na: b\n---",
        ] {
            let text = prose(hostile);
            assert!(is_harmless(&text), "{hostile:?} became {text:?}");
            assert!(is_harmless(&item("x", hostile)), "{hostile:?} in a list");
        }
    }

    #[test]
    fn what_is_harmless_stays_as_it_is_written() {
        assert_eq!(prose("See:\n\n```rust\nfn main() {}"), "See:\n\n```text\nfn main() {}\n```");
        assert_eq!(prose("- `a`: b\n- *c*"), "- `a`: b\n- *c*");
    }
}
