//! What an action is aimed at: a JSONPath query (RFC 9535), within bounds.

use std::collections::HashSet;

use serde_json::Value as Json;
use serde_json_path::JsonPath;

use crate::diagnostic::Diagnostic;
use crate::{Node, Pointer, Span, Value};

/// A query that ends in a time and memory near those of reading the document.
pub(super) struct Target {
    path: JsonPath,
    /// It may look at every node; otherwise it names the few that it looks at.
    pub(super) searches: bool,
}

/// Matches of one target.
pub(super) const MATCHES: usize = 10_000;

impl Target {
    /// Reads a target.
    ///
    /// # Errors
    ///
    /// When it is no query, or one that could take unbounded time.
    pub(super) fn parse(text: &str, span: Span) -> Result<Target, Diagnostic> {
        let searches = check(text).map_err(|what| {
            Diagnostic::error("overlay-target", format!("the target is too complex: {what}"))
                .at(span, "")
                .help("aim at less with each action and use several")
        })?;
        JsonPath::parse(text).map(|path| Target { path, searches }).map_err(|error| {
            Diagnostic::error("overlay-target", "the target is no JSONPath (RFC 9535)")
                .at(span, format!("not understood from character {} on", error.position()))
                .help(
                    "a name with other characters than letters, digits and `_` goes into brackets: `$.paths['/users']`",
                )
        })
    }

    /// The places that the target matches, each once, in the order of the document when it searches and in the order of
    /// its names when it does not; nothing when there are too many. `json` is `root` without positions.
    pub(super) fn matches(&self, root: &Node, json: &Json) -> Option<Vec<Pointer>> {
        if !self.searches {
            let located = self.path.query_located(json);
            let mut seen = HashSet::new();
            let places = located.locations().filter_map(|path| Pointer::parse(&path.to_json_pointer()).ok());
            return Some(places.filter(|place| seen.insert(place.clone())).collect());
        }
        // These matches are known by their addresses: paths kept during the search would take memory for each node that
        // is passed, where addresses take it only for each one that matches.
        let wanted: HashSet<*const Json> =
            self.path.query(json).iter().map(|found| std::ptr::from_ref(*found)).collect();
        if wanted.len() > MATCHES {
            return None;
        }
        let mut search = Search { wanted, found: Vec::new() };
        search.node(root, json, &mut Vec::new());
        Some(search.found)
    }
}

struct Search {
    wanted: HashSet<*const Json>,
    found: Vec<Pointer>,
}

impl Search {
    fn node(&mut self, node: &Node, json: &Json, path: &mut Vec<String>) {
        if self.found.len() == self.wanted.len() {
            return;
        }
        if self.wanted.contains(&std::ptr::from_ref(json)) {
            self.found.push(path.iter().cloned().collect());
        }
        match (&node.value, json) {
            (Value::Array(nodes), Json::Array(elements)) => {
                for (index, (node, json)) in nodes.iter().zip(elements).enumerate() {
                    path.push(index.to_string());
                    self.node(node, json, path);
                    path.pop();
                }
            }
            (Value::Object(object), Json::Object(members)) => {
                for member in object {
                    if let Some(json) = members.get(&member.key) {
                        path.push(member.key.clone());
                        self.node(&member.value, json, path);
                        path.pop();
                    }
                }
            }
            _ => {}
        }
    }
}

/// Refuses queries whose cost could grow beyond a few passes over the document: chains of `..` and lists of selectors
/// multiply their results, a `$` inside a filter repeats a whole query for each node, and deep brackets take stack. A few
/// of everything are left, more than overlays need. Says whether the query searches.
fn check(text: &str) -> Result<bool, &'static str> {
    const LENGTH: usize = 2000;
    const NESTED: usize = 16;
    const FILTERS: usize = 4;
    if text.len() > LENGTH {
        return Err("it is longer than 2000 bytes");
    }
    let (mut roots, mut descendants, mut filters, mut nested) = (0, 0, 0, 0_usize);
    let (mut branches, mut selectors) = (1_usize, 1_usize);
    let mut wide = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\'' | '"' => skip_quoted(&mut characters, character),
            '$' => roots += 1,
            '.' if characters.peek() == Some(&'.') => descendants += 1,
            '?' => filters += 1,
            '[' | '(' => nested += 1,
            ',' => selectors += 1,
            ']' | ')' => {
                nested = nested.saturating_sub(1);
                if nested == 0 {
                    branches = branches.saturating_mul(selectors);
                    selectors = 1;
                }
            }
            '*' | ':' => wide = true,
            _ => {}
        }
        if nested > NESTED {
            return Err("its brackets are nested too deep");
        }
    }
    let searches = wide || descendants + filters > 0;
    let most = if searches { 32 } else { 1024 };
    if roots > 1 {
        Err("it uses `$` more than once")
    } else if descendants > 1 {
        Err("it uses `..` more than once")
    } else if filters > FILTERS {
        Err("it has more than four filters")
    } else if branches > most {
        Err("its lists of selectors multiply to too many")
    } else {
        Ok(searches)
    }
}

fn skip_quoted(characters: &mut impl Iterator<Item = char>, quote: char) {
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            break;
        }
    }
}
