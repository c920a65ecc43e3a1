//! The keys that each object of OpenAPI 3.0 and 3.1 may have, so that a misspelt one is found.

use spec_document::{Diagnostic, nearest};

use super::{At, Reader};

pub(super) const DOCUMENT: &[&str] = &[
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];
pub(super) const INFO: &[&str] =
    &["title", "summary", "description", "termsOfService", "contact", "license", "version"];
pub(super) const COMPONENTS: &[&str] = &[
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
    "mediaTypes",
];
pub(super) const PATH_ITEM: &[&str] = &[
    "$ref",
    "summary",
    "description",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "servers",
    "parameters",
];
pub(super) const OPERATION: &[&str] = &[
    "tags",
    "summary",
    "description",
    "externalDocs",
    "operationId",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "deprecated",
    "security",
    "servers",
];
pub(super) const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];
pub(super) const HEADER: &[&str] = &[
    "description",
    "required",
    "deprecated",
    "allowEmptyValue",
    "style",
    "explode",
    "allowReserved",
    "schema",
    "example",
    "examples",
    "content",
];
pub(super) const BODY: &[&str] = &["description", "content", "required"];
pub(super) const MEDIA: &[&str] = &["schema", "example", "examples", "encoding"];
pub(super) const RESPONSE: &[&str] = &["description", "headers", "content", "links"];
pub(super) const SERVER: &[&str] = &["url", "description", "variables"];
pub(super) const SERVER_VARIABLE: &[&str] = &["enum", "default", "description"];
pub(super) const SECURITY_SCHEME: &[&str] =
    &["type", "description", "name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"];
/// The keywords of a schema beside those that the reader reads.
pub(super) const OTHER_SCHEMA: &[&str] = &[
    "not",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "xml",
    "$defs",
    "definitions",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$vocabulary",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "patternProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

impl Reader<'_> {
    /// Reports every key that is neither allowed here nor an extension.
    pub(super) fn check_keys(&mut self, at: &At<'_>, what: &str, allowed: &[&str]) {
        for member in at.node.as_object().into_iter().flat_map(spec_document::Object::iter) {
            let key = member.key.as_str();
            if key.starts_with("x-") || allowed.contains(&key) {
                continue;
            }
            let help = match nearest(key, allowed.iter().copied()) {
                Some(near) => format!("Did you mean `{near}`? An extension's name begins with `x-`."),
                None => "Delete it, or write it as an extension, whose name begins with `x-`.".to_owned(),
            };
            self.report(
                Diagnostic::warning("unknown-key", format!("OpenAPI has no `{key}` in {what}"))
                    .at(member.key_span, "not a key of OpenAPI here")
                    .help(help),
            );
        }
    }
}
