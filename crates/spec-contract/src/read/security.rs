//! Security schemes and requirements.

use spec_document::{Diagnostic, nearest};

use super::{At, Reader, keys};
use crate::model::{SecurityRequirement, SecurityScheme, SecuritySchemeKind};

impl<'a> Reader<'a> {
    pub(super) fn security_schemes(&mut self, components: Option<&At<'a>>) -> Vec<SecurityScheme> {
        let Some(at) = components.and_then(|components| components.get("securitySchemes")) else { return Vec::new() };
        let mut found = Vec::new();
        for (name, scheme) in at.members() {
            let Some((scheme, _)) = self.followed(&scheme) else { continue };
            if !self.is_object(&scheme, "a security scheme") {
                continue;
            }
            self.check_keys(&scheme, "a security scheme", keys::SECURITY_SCHEME);
            found.push(SecurityScheme {
                name: name.to_owned(),
                kind: self.security_kind(&scheme),
                description: scheme.text("description"),
                place: scheme.place(),
            });
        }
        found
    }

    fn security_kind(&mut self, at: &At<'a>) -> SecuritySchemeKind {
        let text = |key: &str| at.text(key).unwrap_or_default();
        let kind = text("type");
        match (kind.as_str(), text("in").as_str(), text("scheme").to_ascii_lowercase().as_str()) {
            ("apiKey", "header", _) => {
                SecuritySchemeKind::HeaderKey { header: text("name"), prefix: text("x-value-prefix") }
            }
            ("apiKey", "query", _) => SecuritySchemeKind::QueryKey { parameter: text("name") },
            ("http", _, "bearer") => SecuritySchemeKind::Bearer,
            ("http", _, "basic") => SecuritySchemeKind::Basic,
            ("http", _, scheme) => SecuritySchemeKind::Other(format!("http {scheme}")),
            ("apiKey", place, _) => SecuritySchemeKind::Other(format!("apiKey in {place}")),
            ("oauth2" | "openIdConnect", ..) => SecuritySchemeKind::Bearer,
            ("mutualTLS", ..) => SecuritySchemeKind::Other("mutualTLS".to_owned()),
            _ => {
                self.report(
                    Diagnostic::warning("security-type", "this type of security scheme is not known to OpenAPI")
                        .at(at.get("type").map_or(at.node.span, |kind| kind.node.span), "not a type of security scheme")
                        .help("It is one of apiKey, http, mutualTLS, oauth2, openIdConnect."),
                );
                SecuritySchemeKind::Other(kind)
            }
        }
    }

    /// The requirements listed under `security`, none where it is absent.
    pub(super) fn security(&mut self, holder: &At<'a>, schemes: &[SecurityScheme]) -> Option<Vec<SecurityRequirement>> {
        let at = holder.get("security")?;
        if !self.is_array(&at, "`security`") {
            return None;
        }
        let mut found = Vec::new();
        for requirement in at.items() {
            let mut together = Vec::new();
            for member in requirement.node.as_object().into_iter().flat_map(spec_document::Object::iter) {
                if !schemes.iter().any(|scheme| scheme.name == member.key) {
                    let help = match nearest(&member.key, schemes.iter().map(|scheme| scheme.name.as_str())) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => "Declare it under `components.securitySchemes`.".to_owned(),
                    };
                    self.report(
                        Diagnostic::warning(
                            "security-undeclared",
                            format!("no security scheme is called `{}`", member.key),
                        )
                        .at(member.key_span, "not declared")
                        .help(help),
                    );
                }
                let scopes =
                    member.value.as_array().into_iter().flatten().filter_map(|scope| scope.as_str().map(str::to_owned));
                together.push((member.key.clone(), scopes.collect()));
            }
            found.push(SecurityRequirement { schemes: together });
        }
        Some(found)
    }
}
