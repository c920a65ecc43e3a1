//! JSON, strictly: what RFC 8259 says and nothing of its dialects.

use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};

use super::build::{Builder, Key, Stop};
use super::scalar;
use crate::diagnostic::{Diagnostic, Mistakes, quoted};
use crate::{Node, SourceId, Span, Value};

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

/// Reads a JSON text. Other mistakes than of syntax go to `mistakes`.
///
/// # Errors
///
/// The mistake of syntax that ended the reading.
pub(super) fn parse(source: SourceId, text: &str, mistakes: &mut Mistakes) -> Result<Option<Node>, Diagnostic> {
    let options = ScannerOptions {
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let reader = Reader {
        source,
        text,
        scanner: Scanner::new(text, &options),
        builder: Builder::new(mistakes),
        arrays: Vec::new(),
    };
    reader.run()
}

struct Reader<'a, 'm> {
    source: SourceId,
    text: &'a str,
    scanner: Scanner<'a>,
    builder: Builder<'m>,
    /// For each open container, whether it is an array.
    arrays: Vec<bool>,
}

impl Reader<'_, '_> {
    fn run(mut self) -> Result<Option<Node>, Diagnostic> {
        let mut expect = Expect::Value;
        let mut end = 0;
        loop {
            let token = match self.scanner.scan() {
                Ok(token) => token,
                Err(error) => {
                    let range = error.range();
                    let span = Span { source: self.source, start: range.start, end: range.end };
                    return Err(syntax(span, &lower_first(&error.kind().to_string())));
                }
            };
            let span = Span { source: self.source, start: self.scanner.token_start(), end: self.scanner.token_end() };
            self.check_space(end, span.start)?;
            end = span.end;
            let Some(token) = token else {
                let here = Span { start: self.text.len(), end: self.text.len(), ..span };
                return if expect == Expect::Nothing {
                    Ok(self.builder.into_root())
                } else {
                    Err(syntax(here, &format!("the text ends where {} is expected", expect.words(self.in_array()))))
                };
            };
            match self.take(token, span, expect) {
                Ok(next) => expect = next,
                Err(Some(error)) => return Err(error),
                Err(None) => return Ok(None),
            }
        }
    }

    fn in_array(&self) -> bool {
        self.arrays.last().copied().unwrap_or(false)
    }

    /// Takes a token and says what may follow. The error is the mistake of syntax, or nothing when a limit was reached.
    fn take(&mut self, token: Token<'_>, span: Span, expect: Expect) -> Result<Expect, Option<Diagnostic>> {
        use Expect::{Colon, CommaOrEnd, Key as Name, KeyOrEnd, Value as Element, ValueOrEnd};
        let value = matches!(expect, Element | ValueOrEnd);
        let ends = matches!(expect, ValueOrEnd | KeyOrEnd | CommaOrEnd);
        let done: Result<(), Stop> = match token {
            Token::OpenBrace if value => {
                self.arrays.push(false);
                self.builder.open_object(span).map_err(|Stop| None)?;
                return Ok(KeyOrEnd);
            }
            Token::OpenBracket if value => {
                self.arrays.push(true);
                self.builder.open_array(span).map_err(|Stop| None)?;
                return Ok(ValueOrEnd);
            }
            Token::CloseBrace if ends && !self.in_array() && !self.arrays.is_empty() => self.close(span),
            Token::CloseBracket if ends && self.in_array() => self.close(span),
            Token::String(name) if matches!(expect, Name | KeyOrEnd) => {
                self.check_string(span)?;
                self.builder.key(Key::Name(name.into_owned(), span));
                return Ok(Colon);
            }
            Token::Colon if expect == Colon => return Ok(Element),
            Token::Comma if expect == CommaOrEnd => return Ok(if self.in_array() { Element } else { Name }),
            Token::String(text) if value => {
                self.check_string(span)?;
                self.builder.scalar(Value::String(text.into_owned()), span)
            }
            Token::Number(text) if value => self.number(text, span)?,
            Token::Boolean(truth) if value => self.builder.scalar(Value::Bool(truth), span),
            Token::Null if value => self.builder.scalar(Value::Null, span),
            Token::CommentLine(_) | Token::CommentBlock(_) => {
                return Err(Some(syntax(span, "JSON has no comments")));
            }
            _ => {
                let found = quoted(&self.text[span.start..span.end]);
                let wanted = expect.words(self.in_array());
                return Err(Some(syntax(span, &format!("{found} stands where {wanted} is expected"))));
            }
        };
        done.map_err(|Stop| None)?;
        Ok(if self.arrays.is_empty() { Expect::Nothing } else { CommaOrEnd })
    }

    fn close(&mut self, span: Span) -> Result<(), Stop> {
        self.arrays.pop();
        match self.builder.close(span) {
            Some(node) => self.builder.put(node),
            None => Ok(()),
        }
    }

    fn number(&mut self, text: &str, span: Span) -> Result<Result<(), Stop>, Option<Diagnostic>> {
        let value = match scalar::number(text) {
            Some(Ok(number)) => Value::Number(number),
            Some(Err(unfit)) => {
                self.builder.mistakes.push(super::yaml::unfit(unfit, text, span));
                Value::Null
            }
            None => return Err(Some(syntax(span, "this is not a number"))),
        };
        Ok(self.builder.scalar(value, span))
    }

    /// Refuses control characters in strings, which the scanner lets through.
    fn check_string(&self, span: Span) -> Result<(), Option<Diagnostic>> {
        let raw = &self.text.as_bytes()[span.start..span.end];
        match raw.iter().position(|byte| *byte < 0x20) {
            None => Ok(()),
            Some(at) => {
                let start = span.start + at;
                let here = Span { start, end: start + 1, ..span };
                Err(Some(syntax(here, "a control character in a string has to be escaped")))
            }
        }
    }

    /// Refuses white space that JSON does not know, which the scanner lets through.
    fn check_space(&self, start: usize, end: usize) -> Result<(), Diagnostic> {
        let space = &self.text[start..end];
        match space.char_indices().find(|(_, character)| !matches!(character, ' ' | '\t' | '\n' | '\r')) {
            None => Ok(()),
            Some((at, character)) => {
                let start = start + at;
                let here = Span { source: self.source, start, end: start + character.len_utf8() };
                Err(syntax(here, "this character is not white space in JSON"))
            }
        }
    }
}

impl Expect {
    fn words(self, in_array: bool) -> &'static str {
        match self {
            Expect::Value => "a value",
            Expect::ValueOrEnd => "a value or `]`",
            Expect::Key => "a name in double quotes",
            Expect::KeyOrEnd => "a name in double quotes or `}`",
            Expect::Colon => "`:`",
            Expect::CommaOrEnd if in_array => "`,` or `]`",
            Expect::CommaOrEnd => "`,` or `}`",
            Expect::Nothing => "the end",
        }
    }
}

fn syntax(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error("json-syntax", "this is not JSON").at(span, what)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
