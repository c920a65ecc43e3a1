//! A method's documentation: the document's own words, the arguments, an example that compiles.

use proc_macro2::TokenStream;

use super::Call;
use crate::docs::{docs, item, prose};
use crate::emit::example;

impl Call<'_> {
    pub(super) fn method_docs(&self) -> TokenStream {
        let operation = self.operation;
        let mut lines = vec![operation.summary.as_deref().map_or_else(|| self.sends(), prose)];
        if let Some(envelope) = self.envelope {
            lines.push(format!(
                "Asks with `{}=true` for an envelope: the answer is HTTP 200 and carries the real status, headers and body, \
                 by which the outcome is read. An answer of another status is read as it is.",
                envelope.parameter
            ));
        }
        if let Some(description) = &operation.description {
            lines.push(prose(description));
        }
        lines.push(self.sends());
        let described: Vec<String> = self
            .held
            .iter()
            .filter(|held| held.parameter.required && !self.is_fixed(held.parameter))
            .flat_map(|held| {
                let about = item(&held.field.to_string(), held.parameter.description.as_deref().unwrap_or_default());
                // An item of its own: a description may end in something that would swallow it.
                let default = held.parameter.schema.default.as_ref();
                let default = default.map(|value| format!("- `{}`: {}", held.field, crate::docs::default(value)));
                [Some(about), default].into_iter().flatten()
            })
            .collect();
        if !described.is_empty() {
            lines.push(described.join("\n"));
        }
        lines.push("# Example".to_owned());
        lines.push(self.example());
        docs(lines)
    }

    fn example(&self) -> String {
        let library = self.source.library();
        let contract = self.contract();
        let mut arguments = Vec::new();
        for held in self.held.iter().filter(|held| held.parameter.required && !self.is_fixed(held.parameter)) {
            arguments.push(example::parameter(held.parameter, contract));
        }
        let mut setters = String::new();
        if let (Some(body), Some(operation_body)) = (&self.body, &self.operation.body) {
            let media = &operation_body.media[0];
            let value = match (&media.schema, media.examples.first()) {
                (Some(schema), Some((_, value, _))) => example::expression(schema, value, contract),
                (Some(_), None) => "serde_json::from_str(\"{}\")?".to_owned(),
                (None, _) => "Default::default()".to_owned(),
            };
            let value = match body.variants.first() {
                Some((variant, _)) if body.variants.len() > 1 => {
                    format!("{library}::operations::{}::{variant}({value})", body.ty)
                }
                _ => value,
            };
            if body.required {
                arguments.push(value);
            } else {
                setters = format!(".body({value})");
            }
        }
        format!(
            "```no_run\n# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             use {library}::Answered;\n\
             # #[allow(unused_imports)]\n\
             use {library}::types;\n\n\
             let outcome = client.{}({}){setters}.send().await?;\n\
             println!(\"{{}}\", outcome.status());\n\
             # Ok(())\n# }}\n```",
            self.method_ident(),
            arguments.join(", "),
        )
    }
}
