use crate::workspace::{ACME, Workspace, run_in};

/// A document with nothing to find.
const CLEAN: &str = "\
openapi: 3.1.1
info: { title: Acme, version: '1' }
security: []
paths:
  /a:
    delete:
      operationId: cancelA
      summary: Cancel it
      responses:
        '204': { description: It has ended. }
        default: { description: It has not. }
      x-cancellation:
        statuses: { '204': { certainty: done } }
";

/// What an overlay brings in, with something to mend in it and beside it.
const OVERLAY: &str = "\
overlay: 1.0.0
info: { title: Acme, version: '1' }
actions:
  - target: $.components.schemas.Subscription.properties
    description: Made up.
    update: { ends_at: { type: string, nullable: true } }
  - target: $.components
    description: Made up.
    update: { x-lint-accept: [{ rule: schema-undescribed, reason: Made up by nobody. }] }
";

fn acme(text: &str) -> Workspace {
    let workspace = Workspace::acme();
    workspace.write("specs/acme.yaml", text);
    workspace
}

#[test]
fn findings_are_shown_where_they_stand() {
    insta::assert_snapshot!("lint", Workspace::acme().fails(&["lint"]));
}

#[test]
fn nothing_found_is_said_and_counts_as_success() {
    let ran = acme(CLEAN).run(&["lint", "acme"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{ran:?}");
    assert_eq!(ran.stderr, "      Linted specs/acme.yaml: nothing found\n");
}

#[test]
fn a_document_that_cannot_be_read_is_another_matter() {
    let workspace = acme("openapi: [");
    for arguments in [&["lint"][..], &["lint", "--fix"], &["lint", "acmee"], &["lint", "--files", "nowhere.yaml"]] {
        let before = workspace.files();
        let ran = workspace.run(arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("error"), "{ran:?}");
        assert!(workspace.files() == before);
    }
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run_in(folder.path(), &["lint"]).code, Some(2), "outside of a workspace");
}

#[test]
fn one_bad_document_does_not_hide_the_others() {
    let workspace = acme("openapi: [");
    workspace.write("specs/other.yaml", CLEAN);
    let ran = workspace.run(&["lint"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("Linted specs/other.yaml"), "{ran:?}");
}

#[test]
fn what_is_mechanical_is_mended_and_nothing_else_is_touched() {
    let text = ACME
        .replace("      operationId: getCustomer\n", "      # The customer.\n")
        .replace("    Customer:\n", "    # Nobody's.\n    Nobody: { type: object }\n    Customer:\n")
        .replace("state: { type: string,", "note: {type:   string, nullable: true}, state: { type: string,");
    let workspace = acme(&text);
    workspace.write("specs/acme.overlay.yaml", OVERLAY);
    let before = workspace.files();
    let ran = workspace.run(&["lint", "--fix", "--all"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    insta::assert_snapshot!("lint-fix", ran.stderr);
    let mended = text
        .replace(
            "      # The customer.\n      tags",
            "      # The customer.\n      operationId: getCustomersId\n      tags",
        )
        .replace("    Nobody: { type: object }\n", "")
        .replace("{type:   string, nullable: true}", "{type:   [string, 'null']}");
    assert_eq!(workspace.read("specs/acme.yaml"), mended);
    let after = workspace.files();
    let changed: Vec<_> =
        after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).map(|it| it.0).collect();
    assert_eq!(changed, [std::path::Path::new("specs/acme.yaml")]);
    assert_eq!(after.len(), before.len());
    let again = workspace.run(&["lint", "--fix"]);
    assert!(!again.stderr.contains("Mended"), "{again:?}");
    assert!(workspace.files() == after);
}

#[test]
fn files_anywhere_are_linted_and_mended_too() {
    let workspace = Workspace::empty();
    let text =
        "\u{feff}{\"openapi\": \"3.1.1\", \"paths\": {\"/a\": {\"get\": {\"summary\": \"A\", \"responses\": {}}}}}";
    workspace.write("some.json", text);
    let ran = workspace.run(&["lint", "--files", "some.json", "--fix"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("Mended some.json: 1 finding (1 operation-id-missing)"), "{ran:?}");
    assert_eq!(workspace.read("some.json"), text.replace("\"summary\"", "\"operationId\": \"getA\", \"summary\""));
}

#[test]
fn of_one_rule_the_first_ten_are_shown() {
    let schemas: String = (0..14).map(|at| format!("    S{at}: {{ type: object }}\n")).collect();
    let workspace = acme(&format!("openapi: 3.1.1\ncomponents:\n  schemas:\n{schemas}"));
    let said = workspace.fails(&["lint"]);
    assert_eq!(said.matches("warning[schema-undescribed]").count(), 10, "{said}");
    assert!(said.contains("4 more; `--all` shows them"), "{said}");
    assert_eq!(workspace.fails(&["lint", "--all"]).matches("warning[schema-undescribed]").count(), 14);
}
