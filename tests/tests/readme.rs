//! The README says what the documents say.

use std::path::Path;

use cancelkit::{Abilities, Choice, ProviderId};
use spec_document::{Diagnostic, Level};

fn readme() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(here.parent().expect("the workspace").join("README.md")).expect("the README")
}

#[test]
fn its_table_is_what_each_provider_can_do() {
    let choice = |choice: &Choice| match (choice.accepted, choice.required) {
        (false, _) => "no",
        (true, false) => "optional",
        (true, true) => "required",
    };
    let readme = readme();
    for id in ProviderId::ALL {
        let abilities = Abilities::of(id);
        let timing: Vec<String> = abilities.timing.iter().map(|one| one.value.to_string()).collect();
        let money: Vec<String> = abilities.money.iter().map(|one| one.value.to_string()).collect();
        let row = format!(
            "| {id} | {} | {} | {} | {} | {} | {} | {} |",
            timing.join(", "),
            money.join(", "),
            choice(&abilities.actor),
            choice(&abilities.reason),
            if abilities.undo.possible { "yes" } else { "no" },
            abilities.repetition.rule,
            abilities.confirm.strength,
        );
        assert!(readme.lines().any(|line| line == row), "the README has no row\n{row}");
    }
}

#[test]
fn its_error_is_what_a_typo_says() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let specs = here.parent().expect("the workspace").join("specs");
    let text = std::fs::read_to_string(specs.join("stax-bill.yaml")).expect("a document");
    let (line, _) = text.lines().enumerate().find(|(_, line)| *line == "      required: [id, status]").expect("a line");
    let text = text.replacen("      required: [id, status]", "      requird: [id, status]", 1);
    let document = spec_document::Effective::from_text("stax-bill", "specs/stax-bill.yaml", &text).expect("a document");
    let warnings = spec_contract::read(&document).expect("a document that can be read").warnings;
    // In a document of this workspace it is an error.
    let mistakes = warnings.into_iter().map(|it| Diagnostic { level: Level::Error, ..it });
    let report = document.report(mistakes.collect()).to_string();
    assert!(report.contains(&format!("specs/stax-bill.yaml:{}:7", line + 1)), "{report}");
    assert!(readme().contains(report.trim()), "the README shows another error than\n{report}");
}
