//! One request for each way to call an operation: without a body, with each media type, and in an envelope.
//!
//! progenitor takes one body media type for an operation and takes every body as required. The requests of one path
//! are told apart by the URL's fragment, which never travels (RFC 9110, section 4.2.5).

use spec_contract::{Contract, Method, Operation, is_json};

use crate::ledger::Ledger;
use crate::names::{Taken, field_name, method_name};

/// The method that progenitor writes where it knows no word for the operation's own: the emitted request puts that one in its place.
/// POST is one that may have a body.
pub fn written_method(method: Method) -> Method {
    match method {
        Method::Options | Method::Trace => Method::Post,
        known => known,
    }
}

/// A request as progenitor will write it.
#[derive(Clone, Debug)]
pub struct LoweredRequest {
    /// The method in the generated code.
    pub id: String,
    /// The operation's index into [`Contract::operations`].
    pub index: usize,
    /// The body that it sends.
    pub body: Option<BodyForm>,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyForm {
    /// The media type that the document names.
    pub media_type: String,
    /// What progenitor writes.
    pub encoding: Encoding,
    /// The index into the body's media types.
    pub index: usize,
}

/// What progenitor can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// Plain text.
    Text,
    /// Bytes.
    Bytes,
}

pub(super) fn run(contract: &Contract, ledger: &mut Ledger) -> Vec<LoweredRequest> {
    let mut taken = Taken::default();
    let mut found = Vec::new();
    for (index, operation) in contract.operations.iter().enumerate() {
        let id = taken.claim(method_name(&operation.id));
        found.extend(of_operation(operation, index, &id, &mut taken, ledger));
    }
    found
}

fn of_operation(
    operation: &Operation,
    index: usize,
    id: &str,
    taken: &mut Taken,
    ledger: &mut Ledger,
) -> Vec<LoweredRequest> {
    let request = |id: String, body| LoweredRequest { id, index, body };
    let Some(body) = &operation.body else { return vec![request(id.to_owned(), None)] };
    let mut found = Vec::new();
    let mut named = Some(id.to_owned());
    if !body.required {
        found.push(request(named.take().unwrap_or_default(), None));
    }
    for (number, media) in body.media.iter().enumerate() {
        let Some(encoding) = encoding(&media.media_type) else {
            ledger.give_up(
                "requests",
                &media.place.pointer,
                format!("a body of `{}` is sent as bytes that the caller writes", media.media_type),
            );
            let form = BodyForm { media_type: media.media_type.clone(), encoding: Encoding::Bytes, index: number };
            found.push(request(next_name(&mut named, id, &media.media_type, taken), Some(form)));
            continue;
        };
        let form = BodyForm { media_type: media.media_type.clone(), encoding, index: number };
        found.push(request(next_name(&mut named, id, &media.media_type, taken), Some(form)));
    }
    found
}

fn next_name(named: &mut Option<String>, id: &str, media_type: &str, taken: &mut Taken) -> String {
    match named.take() {
        Some(name) => name,
        None => taken.claim(format!("{id}_as_{}", field_name(short_name(media_type)))),
    }
}

/// The word for a media type in a name: `json`, `form`, `text`, or its subtype.
pub fn short_name(media_type: &str) -> &str {
    match encoding(media_type) {
        Some(Encoding::Json) if essence(media_type) == "application/json" => "json",
        Some(Encoding::Form) => "form",
        Some(Encoding::Text) => "text",
        _ => media_type.split(';').next().unwrap_or_default().rsplit('/').next().unwrap_or_default().trim(),
    }
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn encoding(media_type: &str) -> Option<Encoding> {
    match essence(media_type).as_str() {
        "application/x-www-form-urlencoded" => Some(Encoding::Form),
        "text/plain" => Some(Encoding::Text),
        "application/octet-stream" => Some(Encoding::Bytes),
        _ if is_json(media_type) => Some(Encoding::Json),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::contract;

    fn requests(body: &str) -> (Vec<(String, Option<Encoding>)>, usize) {
        let contract = contract(&format!(
            "openapi: 3.1.1\ninfo: {{title: t, version: '1'}}\npaths:\n  /a:\n    post:\n      operationId: new\n{body}      responses: {{}}\n"
        ));
        let mut ledger = Ledger::default();
        let found = run(&contract, &mut ledger);
        let found = found.into_iter().map(|request| (request.id, request.body.map(|form| form.encoding))).collect();
        (found, ledger.entries().len())
    }

    #[test]
    fn a_body_that_cannot_be_written_is_bytes_and_the_ledger_says_so() {
        let (found, given_up) = requests("      requestBody: {required: true, content: {application/xml: {}}}\n");
        assert_eq!(found, [("new_operation".to_owned(), Some(Encoding::Bytes))]);
        assert_eq!(given_up, 1);
    }

    #[test]
    fn what_progenitor_has_no_method_for_is_written_as_another() {
        let sent = Method::ALL.map(written_method);
        assert!(!sent.contains(&Method::Options) && !sent.contains(&Method::Trace));
        assert_eq!(written_method(Method::Head), Method::Head);
    }

    #[test]
    fn each_way_to_send_a_body_is_a_request_and_so_is_none() {
        let (found, given_up) = requests(
            "      requestBody: {content: {application/json: {}, application/x-www-form-urlencoded: {}, application/vnd.api+json: {}}}\n",
        );
        let expected = [
            ("new_operation", None),
            ("new_operation_as_json", Some(Encoding::Json)),
            ("new_operation_as_form", Some(Encoding::Form)),
            ("new_operation_as_vnd_api_json", Some(Encoding::Json)),
        ];
        assert_eq!(found, expected.map(|(name, encoding)| (name.to_owned(), encoding)));
        assert_eq!(given_up, 0);
    }
}
