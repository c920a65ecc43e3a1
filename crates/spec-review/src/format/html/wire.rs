//! The part of the page that shows the examples on the wire.

use std::fmt::Write as _;

use spec_diff::Place;

use super::escaped;
use crate::text::shown;
use crate::wire_bytes::{Exchange, Note, Sign, WireBytes};

pub(super) fn section(page: &mut String, wire: &WireBytes) {
    let Some(summary) = crate::format::wire::summary(wire) else { return };
    let _ = write!(
        page,
        "<section id=\"wire\" aria-labelledby=\"wire-title\" tabindex=\"-1\">\n<h2 id=\"wire-title\">Examples on the wire</h2>\n\
         <p class=\"meta\">{}. A line with <del>-</del> is only in the old message, one with <ins>+</ins> only in the new one.</p>\n",
        escaped(&summary)
    );
    for (index, exchange) in wire.exchanges.iter().enumerate() {
        one(page, index + 1, exchange);
    }
    if let Some(missing) = crate::format::wire::missing(wire) {
        let _ = writeln!(page, "<p class=\"doubt\">{}</p>", escaped(&missing));
    }
    page.push_str("</section>\n");
}

fn one(page: &mut String, number: usize, exchange: &Exchange) {
    let provider = escaped(&shown(&exchange.provider, 60));
    let operation = escaped(&shown(&format!("{} {}", exchange.method, exchange.path), 300));
    let title = escaped(&shown(&exchange.title(), 300));
    let _ = write!(
        page,
        "<section class=\"exchange\" id=\"w-{number}\" aria-labelledby=\"w-{number}-title\" data-provider=\"{provider}\">\n\
         <h3 id=\"w-{number}-title\"><code>{operation}</code> {title} <span class=\"kind\">{}</span> \
         <a class=\"link\" href=\"#w-{number}\" aria-label=\"Link to this example\">#</a></h3>\n<p class=\"meta\">{provider}{}</p>\n",
        exchange.kind.word(),
        places(exchange.base.as_ref(), exchange.revision.as_ref()),
    );
    for Note { sentence, example, by } in &exchange.notes {
        let _ = writeln!(
            page,
            "<p class=\"doubt\">{} <span class=\"meta\">The example is at {}, refused by {}.</span></p>",
            escaped(&shown(sentence, 400)),
            place(example),
            place(by)
        );
    }
    for about in crate::format::wire::about(exchange) {
        let _ = writeln!(page, "<p class=\"meta\">{}</p>", escaped(&shown(&about, 400)));
    }
    let _ = write!(page, "<pre tabindex=\"0\" aria-label=\"Lines of {operation}, {title}\">");
    for line in &exchange.lines {
        let tag = match line.sign {
            Sign::Removed => "del",
            Sign::Added => "ins",
            Sign::Both => "span",
            Sign::Skipped => "em",
        };
        let _ = write!(page, "<{tag}><i>{}</i> {}</{tag}>", line.sign.mark(), escaped(&line.text));
    }
    page.push_str("</pre>\n</section>\n");
}

fn places(base: Option<&Place>, revision: Option<&Place>) -> String {
    match (base, revision) {
        (Some(base), Some(revision)) if (&base.file, base.line) == (&revision.file, revision.line) => {
            format!(", {}", place(revision))
        }
        (Some(base), Some(revision)) => format!(", {}, was {}", place(revision), place(base)),
        (None, Some(revision)) => format!(", {}", place(revision)),
        (Some(base), None) => format!(", was {}", place(base)),
        (None, None) => String::new(),
    }
}

fn place(place: &Place) -> String {
    format!("<code>{}:{}:{}</code>", escaped(&shown(&place.file, 200)), place.line, place.column)
}
