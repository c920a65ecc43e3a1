use crate::workspace::Workspace;

#[test]
fn providers_operations_media_types_and_statuses() {
    let workspace = Workspace::acme();
    let ran = workspace.run(&["list"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
    insta::assert_snapshot!("list", ran.stdout);
    assert_eq!(workspace.run(&["list", "acme"]).stdout, ran.stdout);
}

#[test]
fn a_document_with_mistakes_is_not_listed() {
    let workspace = Workspace::acme();
    workspace.write("specs/acme.yaml", "openapi: 3.1.1\n");
    assert!(workspace.fails(&["list"]).contains("error[missing-key]"));
}
