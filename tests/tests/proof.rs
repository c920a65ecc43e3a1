//! The proof that nothing is lost can fail: each kind of promise is taken out of a client, and found missing.

use std::collections::BTreeMap;
use std::path::Path;

use spec_codegen::{Workspace, differences};

fn workspace() -> Workspace {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Workspace::new(here.parent().expect("the workspace").to_path_buf())
}

/// The files of a client as they are checked in.
fn files(workspace: &Workspace, provider: &str) -> BTreeMap<String, String> {
    ["requests", "types", "outcomes", "headers", "operations", "client"]
        .map(|module| {
            let path = format!("src/{module}.rs");
            let full = workspace.root().join(format!("crates/cancelkit-{provider}")).join(&path);
            (path, std::fs::read_to_string(full).expect("a generated file"))
        })
        .into()
}

/// What is reported lost once every `from` in a file is `to`.
fn lost(provider: &str, module: &str, from: &str, to: &str) -> Vec<String> {
    let workspace = workspace();
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
        (
            "a field",
            "stax-bill",
            "types",
            "rename = \"planCode\"",
            "rename = \"plan_code\"",
            "has no field for `planCode`",
        ),
        (
            "null apart from absent",
            "stax-bill",
            "types",
            "::cancelkit_runtime::Field<",
            "::std::option::Option<",
            "absent, null or there",
        ),
        ("an enum's value", "rebilly", "types", "= \"at-next-renewal\"", "= \"at-renewal\"", "lists other values"),
        (
            "a type",
            "stax-bill",
            "types",
            "pub amount: ::std::option::Option<f64>",
            "pub amount: ::std::option::Option<i64>",
            "the type is",
        ),
        ("unknown members", "kajabi", "types", "#[serde(flatten)]", "#[serde(skip)]", "drops members"),
        (
            "a variant of a union",
            "jetpack",
            "types",
            "    /// A `PluginError`.\n    PluginError(PluginError),\n",
            "",
            "variants, not 2",
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
            "body: &'a types::SubscriptionReactivation",
            "body: &'a types::Problem",
            "no request sends a `application/json`",
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
        ("a header", "rebilly", "headers", "\"location\"", "\"place\"", "the header `Location` is not read"),
        ("a credential", "rebilly", "operations", "\"SecretApiKey\"", "\"Jwt\"", "takes other credentials"),
        ("a server", "rebilly", "client", "api-sandbox.rebilly.com", "sandbox.rebilly.com", "no variant of `Server`"),
    ];
    for (what, provider, module, from, to, expected) in cases {
        let found = lost(provider, module, from, to);
        assert!(found.iter().any(|lost| lost.contains(expected)), "{what}: nothing says `{expected}` in {found:#?}");
    }
}
