//! The embedded documents, read once in a process.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use serde_json::Value;
use spec_contract::{Contract, Schema};
use spec_document::Effective;

use crate::{Provider, StartError};

/// What a provider promises, and the validators of its schemas.
pub(crate) struct Document {
    pub(crate) provider: Provider,
    pub(crate) contract: Contract,
    json: Value,
    validators: Mutex<HashMap<(String, Formats), Arc<Validator>>>,
}

/// Whether `format` is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Formats {
    /// It is: what a client sends has to be right.
    Judged,
    /// It is an annotation: Stax Bill answers with times that have no zone.
    Ignored,
}

static DOCUMENTS: LazyLock<Vec<Result<Document, String>>> =
    LazyLock::new(|| Provider::all().map(Document::read).collect());

/// The document of a provider.
pub(crate) fn document(provider: Provider) -> Result<&'static Document, StartError> {
    match DOCUMENTS.get(provider as usize) {
        Some(Ok(document)) => Ok(document),
        Some(Err(report)) => Err(StartError::document(provider, report)),
        None => Err(StartError::document(provider, "it is not embedded")),
    }
}

fn text(provider: Provider) -> &'static str {
    match provider {
        Provider::Jetpack => include_str!("../documents/jetpack.json"),
        Provider::StaxBill => include_str!("../documents/stax-bill.json"),
        Provider::Rebilly => include_str!("../documents/rebilly.json"),
        Provider::Kajabi => include_str!("../documents/kajabi.json"),
    }
}

impl Document {
    fn read(provider: Provider) -> Result<Self, String> {
        let name = format!("documents/{provider}.json");
        let effective =
            Effective::from_text(provider.name(), &name, text(provider)).map_err(|report| report.to_string())?;
        let contract = spec_contract::read(&effective).map_err(|report| report.to_string())?;
        Ok(Self { provider, contract, json: effective.root.to_json(), validators: Mutex::default() })
    }

    /// The path of the document's first server, variables in braces: `/v1`, `/organizations/{organizationId}`, or nothing.
    pub(crate) fn server_path(&self) -> &str {
        let url = self.contract.servers.first().map_or("", |server| server.url.as_str());
        let authority = url.find("://").map_or(0, |at| at + 3);
        let path = url[authority..].find('/').map_or(url.len(), |at| authority + at);
        url[path..].trim_end_matches('/')
    }

    /// The validator of a schema of this document.
    pub(crate) fn validator(&self, schema: &Schema, formats: Formats) -> Result<Arc<Validator>, String> {
        let pointer = &schema.place.pointer;
        let key = (pointer.to_string(), formats);
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = validators.get(&key) {
            return Ok(Arc::clone(validator));
        }
        let schema = spec_contract::json_schema(&self.json, pointer);
        let validator = jsonschema::options()
            .should_validate_formats(formats == Formats::Judged)
            .build(&schema)
            .map(Arc::new)
            .map_err(|error| format!("the schema at {} cannot be used: {error}", key.0))?;
        validators.insert(key, Arc::clone(&validator));
        Ok(validator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_embedded_and_can_be_read() {
        for provider in Provider::all() {
            let document = document(provider).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(document.provider, provider);
        }
    }

    #[test]
    fn the_servers_path_is_kept() {
        let path = |provider| document(provider).unwrap().server_path();
        assert_eq!(path(Provider::Jetpack), "");
        assert_eq!(path(Provider::StaxBill), "/v1");
        assert_eq!(path(Provider::Rebilly), "/organizations/{organizationId}");
        assert_eq!(path(Provider::Kajabi), "");
    }
}
