//! progenitor, run on the lowered document.

use progenitor::{GenerationSettings, Generator, HooksMode, TypeImpl};
use serde_json::Value;

use crate::lower::Lowered;

/// What progenitor is asked to do.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct Job {
    /// The lowered document.
    pub document: Value,
    /// Components that have a type elsewhere: name and path.
    pub replacements: Vec<(String, String)>,
}

impl Job {
    /// The job for a lowered document.
    #[must_use]
    pub fn new(document: Value, lowered: &Lowered) -> Self {
        let mut replacements = vec![
            (crate::lower::TIMESTAMP.to_owned(), "::cancelkit_runtime::Timestamp".to_owned()),
            (crate::lower::SECRET.to_owned(), "::cancelkit_runtime::SecretText".to_owned()),
        ];
        replacements.extend(crate::lower::body_types(lowered).map(|(_, name, ty)| (name, ty)));
        let names = lowered.contract.schemas.iter().map(|named| &named.name);
        replacements.extend(names.map(|name| (name.clone(), format!("crate::types::{name}"))));
        Self { document, replacements }
    }

    /// Runs progenitor: the Rust code, unformatted, or what it said.
    ///
    /// progenitor and typify panic on some input and overflow the stack on other: run this where neither hurts.
    ///
    /// # Errors
    ///
    /// progenitor's own message.
    pub fn run(self) -> Result<String, String> {
        let document: openapiv3::OpenAPI =
            serde_json::from_value(self.document).map_err(|error| format!("openapiv3 does not read it: {error}"))?;
        let mut settings = GenerationSettings::default();
        settings
            .with_hooks(HooksMode::Expected)
            .with_inner_type(quote::quote! { ::cancelkit_runtime::Capture })
            .with_derive("PartialEq");
        for (name, path) in &self.replacements {
            settings.with_replacement(name, path, [TypeImpl::Display, TypeImpl::FromStr].into_iter());
        }
        let tokens = Generator::new(&settings).generate_tokens(&document).map_err(|error| error.to_string())?;
        Ok(tokens.to_string())
    }
}
