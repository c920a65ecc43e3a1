//! YAML 1.2, as far as it can be said in JSON.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, StrInput, Tag};

use super::build::{Builder, Key, Stop};
use super::scalar::{self, Unfit};
use crate::diagnostic::{Diagnostic, Mistakes, quoted, with_article};
use crate::span::floor_boundary;
use crate::{Node, SourceId, Span, Value, limit};

/// Reads a YAML text; nothing comes back when the reading had to end.
pub(super) fn parse(source: SourceId, text: &str, mistakes: &mut Mistakes) -> Option<Node> {
    let mut reader = Reader {
        source,
        text,
        builder: Builder::new(mistakes),
        frames: Vec::new(),
        anchors: HashMap::new(),
        documents: 0,
    };
    let mut parser = Parser::new_from_str_with_options(text, options());
    reader.run(&mut parser).ok()?;
    reader.finish()
}

/// The parser's own bounds are set out of the way of ours, which say where they were crossed.
fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.flow_nesting_limit = 4 * limit::DEPTH + options.simple_key_max_lookahead;
    options.block_nesting_limit = 4 * limit::DEPTH;
    options
}

/// What to do with a container when it ends.
struct Frame {
    anchor: usize,
    /// It stands where a name is expected.
    is_key: bool,
}

/// A finished node that aliases may repeat.
struct Anchored {
    node: Node,
    nodes: usize,
    height: usize,
}

struct Reader<'a, 'm> {
    source: SourceId,
    text: &'a str,
    builder: Builder<'m>,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Anchored>,
    documents: usize,
}

impl<'a> Reader<'a, '_> {
    fn run(&mut self, parser: &mut Parser<'a, StrInput<'a>>) -> Result<(), Stop> {
        for next in parser {
            match next {
                Ok((event, span)) => self.take(event, self.span(span))?,
                Err(error) => {
                    self.builder.mistakes.push(self.syntax(&error));
                    return Err(Stop);
                }
            }
        }
        Ok(())
    }

    /// The tree; of a text with nothing in it, `null`.
    fn finish(self) -> Option<Node> {
        let empty = self.bytes(0, 0);
        let root = self.builder.into_root();
        root.or(Some(Node { value: Value::Null, span: empty }))
    }

    fn take(&mut self, event: Event<'a>, span: Span) -> Result<(), Stop> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.builder.mistakes.push(
                        Diagnostic::error("several-documents", "there is more than one YAML document in the file")
                            .at(span, "the second one begins here")
                            .help("keep one document to a file"),
                    );
                    return Err(Stop);
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span),
            Event::SequenceStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", span);
                self.frames.push(Frame { anchor, is_key: self.builder.wants_key() });
                self.builder.open_array(span)
            }
            Event::MappingStart(_, anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", span);
                self.frames.push(Frame { anchor, is_key: self.builder.wants_key() });
                self.builder.open_object(span)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (Some(frame), Some(node)) = (self.frames.pop(), self.builder.close(span)) else {
                    return Ok(());
                };
                self.remember(frame.anchor, &node)?;
                if frame.is_key {
                    self.refuse_key(node.kind(), node.span);
                    Ok(())
                } else {
                    self.builder.put(node)
                }
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            // The others say nothing of values, or were not asked for.
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<(), Stop> {
        let value = self.value(text, style, tag, span);
        if anchor != 0 {
            self.remember(anchor, &Node { value: value.clone(), span })?;
        }
        if self.builder.wants_key() {
            self.scalar_key(text, style, &value, span);
            Ok(())
        } else {
            self.builder.scalar(value, span)
        }
    }

    fn value(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Value {
        let plain = style == ScalarStyle::Plain;
        let core = match tag {
            None => None,
            Some(tag) if tag.is_yaml_core_schema() => Some(tag.suffix()),
            // The tag `!` alone says: not plain.
            Some(tag) if tag.handle().is_empty() && tag.suffix() == "!" => Some("str"),
            Some(_) => Some(""),
        };
        let found = match core {
            Some("str") => return Value::String(text.to_owned()),
            None if !plain => return Value::String(text.to_owned()),
            _ => scalar::plain(text),
        };
        let value = found.unwrap_or_else(|why| {
            self.builder.mistakes.push(unfit(why, text, span));
            Value::Null
        });
        let fits = match core {
            None => true,
            Some("null") => matches!(value, Value::Null),
            Some("bool") => matches!(value, Value::Bool(_)),
            Some("int") => matches!(&value, Value::Number(number) if !number.is_f64()),
            Some("float") => matches!(value, Value::Number(_)),
            Some(_) => false,
        };
        if !fits {
            self.refuse_tag(tag, span);
        }
        value
    }

    fn check_tag(&mut self, tag: Option<&Tag>, allowed: &str, span: Span) {
        if tag.is_some_and(|tag| !tag.is_yaml_core_schema() || tag.suffix() != allowed) {
            self.refuse_tag(tag, span);
        }
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, span: Span) {
        let shown = tag.map(|tag| format!("{}{}", tag.original_handle(), tag.suffix()));
        let title = format!("the tag {} has no meaning here", quoted(&shown.unwrap_or_default()));
        self.builder.mistakes.push(Diagnostic::error("yaml-tag", title).at(span, "this value has the tag").help(
            "a document has only the values that JSON has: remove the tag, or mend the value that it does not fit",
        ));
    }

    fn scalar_key(&mut self, text: &str, style: ScalarStyle, value: &Value, span: Span) {
        let key = match value {
            Value::String(_) if text == "<<" && style == ScalarStyle::Plain => {
                self.builder.mistakes.push(
                    Diagnostic::error("merge-key", "merge keys (`<<`) are not part of YAML 1.2")
                        .at(span, "")
                        .help("write the members out, or use `allOf` or `$ref`"),
                );
                Key::Refused
            }
            Value::String(name) => Key::Name(name.clone(), span),
            Value::Number(_) if scalar::is_decimal_integer(text) => Key::Name(text.to_owned(), span),
            Value::Null => return self.refuse_key("null", span),
            Value::Bool(_) => return self.refuse_key("boolean", span),
            _ => return self.refuse_key("number", span),
        };
        self.builder.key(key);
    }

    fn refuse_key(&mut self, kind: &str, span: Span) {
        self.builder.mistakes.push(
            Diagnostic::error("key-not-string", format!("this key is no string but {}", with_article(kind)))
                .at(span, "")
                .help("put it in quotes if it is meant as a name"),
        );
        self.builder.key(Key::Refused);
    }

    /// Keeps a copy of an anchored node. The copy is paid for: anchors around anchors would otherwise multiply for free.
    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Stop> {
        if anchor != 0 {
            let nodes = node.count();
            self.builder.spend(nodes, node.span)?;
            self.anchors.insert(anchor, Anchored { node: node.clone(), nodes, height: node.height() });
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Stop> {
        let wants_key = self.builder.wants_key();
        let Some(anchored) = self.anchors.get(&anchor) else {
            self.builder.mistakes.push(
                Diagnostic::error("recursive-alias", "this alias stands inside the value that it repeats")
                    .at(span, "")
                    .help("a document is a tree: use `$ref` for a schema that contains itself"),
            );
            if wants_key {
                self.builder.key(Key::Refused);
                return Ok(());
            }
            return self.builder.scalar(Value::Null, span);
        };
        if wants_key {
            match anchored.node.as_str().map(str::to_owned) {
                Some(name) => self.builder.key(Key::Name(name, span)),
                None => self.refuse_key(anchored.node.kind(), span),
            }
            return Ok(());
        }
        self.builder.check_depth(anchored.height, span)?;
        self.builder.spend(anchored.nodes, span)?;
        self.builder.put(anchored.node.clone())
    }

    /// Where an event stands, without the line break that some scalars take along.
    fn span(&self, span: granit_parser::Span) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        let text = self.text.get(range.clone()).unwrap_or_default();
        self.bytes(range.start, range.start + text.trim_end().len())
    }

    fn bytes(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start, end }
    }

    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let start = floor_boundary(self.text, error.marker().byte_offset().unwrap_or(self.text.len()));
        let length = self.text[start..].chars().next().map_or(0, char::len_utf8);
        let span = self.bytes(start, start + length);
        let diagnostic = Diagnostic::error("yaml-syntax", "this is not YAML").at(span, error.info());
        if error.info().contains("tab") || self.text[start..].starts_with('\t') {
            diagnostic.help("indent with spaces: YAML does not allow tabs there")
        } else {
            diagnostic
        }
    }
}

/// What to say of a number that JSON cannot carry.
pub(super) fn unfit(why: Unfit, text: &str, span: Span) -> Diagnostic {
    match why {
        Unfit::Wide => {
            let title = format!("the number {} is too wide to be kept exactly", quoted(text));
            Diagnostic::error("number-too-wide", title)
                .at(span, "wider than 64 bits")
                .help("put it in quotes if it is meant as text")
        }
        Unfit::NotFinite => Diagnostic::error("number-not-finite", "JSON has no infinite numbers and no `NaN`")
            .at(span, "")
            .help("put it in quotes if it is meant as text"),
    }
}
