//! A document's prose as Rust documentation, in which it can be nothing else.

use proc_macro2::TokenStream;
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

/// Markdown of a document, safe to stand in documentation: code is shown, never compiled, and names of ours are not
/// linked to.
#[must_use]
pub fn prose(markdown: &str) -> String {
    let mut fenced = false;
    let mut text = String::new();
    for line in markdown.trim().lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            text.push_str(if fenced { "```" } else { "```text" });
            fenced = !fenced;
        } else if fenced {
            text.push_str(line);
        } else {
            // Four blanks make a code block, which rustdoc would compile; a list's second line needs two.
            let indent = (line.len() - trimmed.len()).min(3);
            text.push_str(&line[line.len() - trimmed.len() - indent..].replace('[', "\\["));
        }
        text.push('\n');
    }
    if fenced {
        text.push_str("```\n");
    }
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_prose_is_never_compiled() {
        assert_eq!(prose("See:\n\n```rust\nfn main() {}"), "See:\n\n```text\nfn main() {}\n```");
        assert_eq!(prose("See:\n\n    fn main() {}"), "See:\n\n   fn main() {}");
        assert_eq!(prose("a [b] c"), "a \\[b] c");
    }
}
