//! One document, measured in this very process.

use std::path::Path;
use std::time::Instant;

use spec_codegen::{Generated, Worker};
use spec_contract::{Contract, Schema};
use spec_document::{Effective, Report};

use crate::row::{Ended, Row};

/// Bytes of a document at most.
const MOST: u64 = 64 << 20;

/// Generates the client of one document and says how it went; the client too, where there is one.
#[must_use]
pub fn measure(path: &Path, worker: &Worker) -> (Row, Option<Generated>) {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut row = Row { document: name, ended: Ended::Refused, ..Row::default() };
    let started = Instant::now();
    let generated = generate(path, worker, &mut row);
    row.seconds = started.elapsed().as_secs_f64();
    match generated {
        Ok(generated) => {
            row.ended = Ended::Generated;
            (row, Some(generated))
        }
        Err(message) => {
            row.message = message;
            (row, None)
        }
    }
}

fn generate(path: &Path, worker: &Worker, row: &mut Row) -> Result<Generated, String> {
    let started = Instant::now();
    row.bytes = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if row.bytes > MOST {
        return Err(format!("larger than {MOST} bytes"));
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let document = Effective::from_text_alone(&package(&row.document), &row.document, &text).map_err(first)?;
    let contract = spec_contract::read(&document).map_err(first)?;
    row.reading = started.elapsed().as_secs_f64();
    row.warnings = contract.warnings.len();
    row.operations = contract.operations.len();
    row.schemas = schemas(&contract);
    let generated = spec_codegen::generate(&document, &contract, worker).map_err(first)?;
    row.callable = generated.callable;
    row.own_parameters = generated.own_parameters;
    row.progenitor = generated.progenitor.as_secs_f64();
    row.given_up = generated.ledger.entries().len();
    row.unproven = generated.ledger.entries().iter().filter(|entry| entry.pass == spec_codegen::PROOF).count();
    row.erased = generated.ledger.entries().iter().filter(|entry| entry.erased).count();
    row.written = generated.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(_, text)| text.len()).sum();
    Ok(generated)
}

/// The name of a document's package: what is left of its file's name that a package may be called.
fn package(document: &str) -> String {
    let stem = document.rsplit_once('.').map_or(document, |(stem, _)| stem);
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// The first line of the first mistake.
fn first(report: Report) -> String {
    report.to_string().lines().next().unwrap_or_default().to_owned()
}

fn schemas(contract: &Contract) -> usize {
    fn count(schema: &Schema) -> usize {
        1 + schema.children().into_iter().map(count).sum::<usize>()
    }
    let mut found: usize = contract.schemas.iter().map(|named| count(&named.schema)).sum();
    for operation in &contract.operations {
        found += operation.parameters.iter().map(|parameter| count(&parameter.schema)).sum::<usize>();
        let answers = operation.responses.iter().flat_map(|response| &response.media);
        let media = operation.body.iter().flat_map(|body| &body.media).chain(answers);
        found += media.filter_map(|media| media.schema.as_ref()).map(count).sum::<usize>();
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        found += headers.map(|header| count(&header.schema)).sum::<usize>();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::package;

    #[test]
    fn a_package_is_called_by_what_a_package_may_be_called() {
        assert_eq!(package("OAI__learn.openapis.org__uspto.yaml"), "oai-learn-openapis-org-uspto");
    }
}
