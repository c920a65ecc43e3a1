//! The proof that nothing is lost can fail: each kind of promise is taken out of a client, and found missing.

use std::collections::BTreeMap;
use std::path::Path;

use spec_codegen::{Workspace, differences};

fn workspace() -> Workspace {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Workspace::new(here.parent().expect("the workspace").to_path_buf())
}

/// The workspace in which that provider's document is: that of tests/features is none of `specs/`.
fn workspace_of(provider: &str) -> Workspace {
    match provider {
        "features" => workspace().with_specs(workspace().root().join("tests/features/specs")),
        _ => workspace(),
    }
}

/// The files of a client as they are checked in.
fn files(workspace: &Workspace, provider: &str) -> BTreeMap<String, String> {
    let folder = match provider {
        "features" => "tests/features/client".to_owned(),
        provider => format!("crates/cancelkit-{provider}"),
    };
    ["requests", "types", "outcomes", "headers", "operations", "client"]
        .map(|module| {
            let path = format!("src/{module}.rs");
            let full = workspace.root().join(&folder).join(&path);
            (path, std::fs::read_to_string(full).expect("a generated file"))
        })
        .into()
}

/// What is reported lost once every `from` in a file is `to`.
fn lost(provider: &str, module: &str, from: &str, to: &str) -> Vec<String> {
    let workspace = workspace_of(provider);
    let contract = workspace.provider(provider).expect("a document without mistakes").contract;
    let mut files = files(&workspace, provider);
    let file = files.get_mut(&format!("src/{module}.rs")).expect("a module");
    assert!(file.contains(from), "{module}.rs of {provider} has no `{from}`");
    *file = file.replace(from, to);
    differences(&contract, &files).into_iter().map(|difference| difference.lost).collect()
}

#[test]
fn nothing_is_lost_in_the_clients_that_are_checked_in() {
    let workspace = workspace();
    for provider in workspace.providers().expect("documents") {
        let contract = workspace.provider(&provider).expect("a document without mistakes").contract;
        let found = differences(&contract, &files(&workspace, &provider));
        assert!(found.is_empty(), "{provider}: {found:#?}");
    }
}

#[test]
fn whatever_is_taken_out_is_found_missing() {
    let cases = [
        ("a field", "stax-bill", "types", "(\"planCode\")?", "(\"plan_code\")?", "has no field for `planCode`"),
        (
            "null apart from absent",
            "stax-bill",
            "types",
            "::cancelkit_runtime::Field<",
            "Option<",
            "absent, null or there",
        ),
        ("an enum's value", "rebilly", "types", "= \"at-next-renewal\"", "= \"at-renewal\"", "lists other values"),
        ("a type", "stax-bill", "types", "pub amount: Option<f64>", "pub amount: Option<i64>", "the type is"),
        ("unknown members", "kajabi", "types", "members.rest()?", "Default::default()", "drops members"),
        (
            "a variant of a union",
            "jetpack",
            "types",
            "    /// `PluginError`\n    PluginError(PluginError),\n",
            "",
            "no type is called `ErrorBody`",
        ),
        ("a bound", "rebilly", "types", "rules.max_length", "ignored.max_length", "is not checked before sending"),
        (
            "a bound's value",
            "rebilly",
            "types",
            "255usize",
            "55usize",
            "`max_length` 255 of `/description` is not checked",
        ),
        (
            "a body's type",
            "rebilly",
            "requests",
            "body: &'a crate::types::SubscriptionReactivation",
            "body: &'a crate::types::Problem",
            "the type is Named(\"Problem\")",
        ),
        (
            "a bound of a parameter",
            "rebilly",
            "operations",
            "rules.pattern",
            "ignored.pattern",
            "is not checked before sending",
        ),
        (
            "a query parameter",
            "rebilly",
            "requests",
            "\"offset\"",
            "\"skip\"",
            "does not send the query parameter `offset`",
        ),
        ("the path", "jetpack", "requests", "/partner-cancel#", "/cancel#", "no request sends"),
        ("the method", "rebilly", "requests", ".put(url)", ".post(url)", "no request sends"),
        (
            "a media type of the body",
            "jetpack",
            "requests",
            "form_urlencoded(&body)",
            "multipart(&body)",
            "media types can be sent",
        ),
        ("a status", "kajabi", "outcomes", "422u16 =>", "423u16 =>", "does not read 422"),
        (
            "a media type of the answer",
            "kajabi",
            "outcomes",
            "application/vnd.api+json",
            "application/json",
            "is not read",
        ),
        (
            "a type of the answer",
            "stax-bill",
            "outcomes",
            "types::Subscription,\n",
            "types::PlanFrequency,\n",
            "the type is",
        ),
        (
            "a Content-Type that is progenitor's",
            "rebilly",
            "requests",
            ".json(&body)",
            ".body(&body)",
            "no request says that its body is `application/json`",
        ),
        (
            "a Content-Type of our own",
            "features",
            "operations",
            "Some(\"application/merge-patch+json\")",
            "None",
            "no request says that its body is `application/merge-patch+json`",
        ),
        (
            "a Content-Type that replaces another",
            "features",
            "operations",
            ".content_type(content_type)",
            ".content_type(None)",
            "no request says that its body is `application/merge-patch+json`",
        ),
        ("a header's type", "rebilly", "headers", "Option<i64>", "Option<bool>", "the type is Boolean"),
        ("an enum in a header", "features", "headers", "Option<crate::types::FnOkXc>", "Option<String>", "the type is"),
        (
            "a secret in a header",
            "features",
            "headers",
            "Option<::cancelkit_runtime::SecretText>",
            "Option<String>",
            "the type is Text",
        ),
        ("a header that is missing", "rebilly", "headers", "Option<String>", "String", "cannot be missing"),
        (
            "a credential's header",
            "rebilly",
            "client",
            "Credential::header(\"REB-APIKEY\"",
            "Credential::header(\"API-KEY\"",
            "`SecretApiKey` does not send `SecretApiKey` as Header(\"reb-apikey\", \"\")",
        ),
        (
            "a credential's prefix",
            "stax-bill",
            "client",
            "Credential::header(\"Authorization\", \"Basic \"",
            "Credential::header(\"Authorization\", \"Bearer \"",
            "as Header(\"authorization\", \"Basic \")",
        ),
        (
            "a bearer token",
            "kajabi",
            "client",
            "Credential::bearer(secret0",
            "Credential::header(\"Authorization\", \"\", secret0",
            "`Bearer` does not send",
        ),
        (
            "a credential in the query",
            "features",
            "client",
            "Credential::query(\"key\"",
            "Credential::query(\"token\"",
            "`Query` does not send",
        ),
        (
            "which of two secrets is which",
            "features",
            "client",
            "Credential::bearer(secret1",
            "Credential::bearer(secret0",
            "`KeyAndToken` does not send",
        ),
        (
            "a credential in a preview",
            "rebilly",
            "client",
            "Some((\"REB-APIKEY\", \"\"))",
            "Some((\"API-KEY\", \"\"))",
            "a preview does not show",
        ),
        (
            "a property's default",
            "rebilly",
            "types",
            "Default: `\"customer\"`.",
            "Default: `\"merchant\"`.",
            "`canceledBy` of `SubscriptionCancellation` does not say its default \"customer\"",
        ),
        (
            "a parameter's default",
            "jetpack",
            "operations",
            "/// Default: `false`.",
            "///",
            "the parameter `pretty` does not say its default false",
        ),
        (
            "a required parameter's default",
            "features",
            "operations",
            "`send`: Default: `0.5`.",
            "`send`: 0.5",
            "the parameter `send` does not say its default 0.5",
        ),
        (
            "a header's default",
            "features",
            "headers",
            "Default: `\"a\"`.",
            "",
            "the header `X-C` does not say its default \"a\"",
        ),
        (
            "a type's default",
            "features",
            "types",
            "Default: `\"me\"`.",
            "",
            "`SelfValue` does not say its default \"me\"",
        ),
        (
            "an enum's default",
            "features",
            "types",
            "Default: `\"low\"`.",
            "",
            "`Level` does not say its default \"low\"",
        ),
        (
            "the method that asks for an envelope",
            "jetpack",
            "operations",
            "fn cancel_plan_enveloped",
            "fn cancel_plan_wrapped",
            "no method is called `cancel_plan_enveloped`",
        ),
        (
            "asking for an envelope",
            "jetpack",
            "operations",
            "Some(true)",
            "None",
            "does not send `http_envelope` as true",
        ),
        (
            "an envelope's type",
            "jetpack",
            "operations",
            "decode::json::<types::Envelope>",
            "decode::json::<types::EnvelopeHeader>",
            "does not read an `Envelope`",
        ),
        (
            "the status in an envelope",
            "jetpack",
            "operations",
            "\"/code\"",
            "\"/status\"",
            "looks elsewhere for the status",
        ),
        (
            "the outcome in an envelope",
            "jetpack",
            "operations",
            "\"/body\")?;\n        #[cfg(feature = \"observe\")] self.client.observe(\"cancelPlan\", &answer);\n        outcomes::CancelPlanOutcome",
            "\"/body\")?;\n        #[cfg(feature = \"observe\")] self.client.observe(\"cancelPlan\", &answer);\n        outcomes::GetSiteStatusOutcome",
            "reads another outcome",
        ),
        ("a header", "rebilly", "headers", "\"location\"", "\"place\"", "the header `Location` is not read"),
        ("a credential", "rebilly", "operations", "\"SecretApiKey\"", "\"Jwt\"", "takes other credentials"),
        ("a server", "rebilly", "client", "api-sandbox.rebilly.com", "sandbox.rebilly.com", "no variant of `Server`"),
    ];
    for (what, provider, module, from, to, expected) in cases {
        let found = lost(provider, module, from, to);
        assert!(found.iter().any(|lost| lost.contains(expected)), "{what}: nothing says `{expected}` in {found:#?}");
    }
}
