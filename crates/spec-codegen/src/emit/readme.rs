//! The crate's README, which is its documentation's first page too.

use std::fmt::Write as _;

use super::Source;
use super::client::{alternatives, server_name};
use super::manifest::one_line;
use crate::names::{field_name, method_name};

/// `README.md`
pub fn readme(source: &Source<'_>) -> String {
    let contract = &source.lowered.contract;
    let (package, library) = (source.package(), source.library());
    let mut text = format!(
        "{}\n# {package}\n\nA typed client for {}, version {} of its document.\n\n",
        source.html_mark(),
        one_line(&contract.title),
        one_line(&contract.version),
    );
    let _ = writeln!(
        text,
        "Each method returns a request; `preview` shows it, `send` sends it once. What comes back is an outcome with a variant\n\
         for each status that the document lists, and `Undocumented` for the rest. The error says whether the request may\n\
         have arrived. Enums keep values that the document does not list, objects keep members that it does not declare.\n"
    );
    let server = contract.servers.first().map_or_else(
        || "Server::Custom(\"https://example.com\".to_owned())".to_owned(),
        |server| {
            let fields: Vec<String> = server
                .variables
                .iter()
                .map(|variable| format!("{}: \"…\".to_owned()", field_name(&variable.name)))
                .collect();
            let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
            format!("Server::{}{fields}", server_name(server, 0))
        },
    );
    let credentials = alternatives(contract).first().map_or_else(
        || "Credentials::Anonymous".to_owned(),
        |alternative| {
            let secrets = vec!["\"…\".into()"; alternative.schemes.len()];
            format!("Credentials::{}({})", alternative.variant, secrets.join(", "))
        },
    );
    let _ = writeln!(
        text,
        "```no_run\nuse {library}::{{Client, Credentials, Server}};\n\n\
         let client = Client::new({server}, {credentials})?;\n\
         # Ok::<(), {library}::BuildError>(())\n```\n\n| method | sends |\n|---|---|"
    );
    for operation in &contract.operations {
        let _ = writeln!(text, "| `{}` | `{} {}` |", method_name(&operation.id), operation.method, operation.path);
        if let Some(envelope) = &operation.envelope {
            let _ = writeln!(
                text,
                "| `{}` | `{} {}?{}=true` |",
                method_name(&envelope.operation_id),
                operation.method,
                operation.path,
                envelope.parameter
            );
        }
    }
    let _ = writeln!(
        text,
        "\nFeatures: `rustls` (default) for TLS, `schemars` for JSON Schemas of the types, `observe` for a callback\n\
         (`ClientBuilder::observer`) on every answer that is not what the document says, by `src/answer_schemas.json`.\n\n\
         What the document promises and the crate cannot express stands in `LEDGER.md`.\n\n\
         Licensed under MIT or Apache-2.0, at your option. The requests are built by code that\n\
         [progenitor](https://crates.io/crates/progenitor) wrote; it calls `progenitor-client`, which is licensed under MPL-2.0."
    );
    text
}
