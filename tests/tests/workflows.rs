//! What a workflow may do: a pull request from anywhere runs the first kind, and must never reach the second.

use std::fs;

use spec_document::load_text;
use workspace_tests::documents::{root, text};

fn workflow(name: &str) -> (String, serde_json::Value) {
    let text = text(&root().join(".github/workflows").join(name));
    let document = load_text(name, &text).unwrap_or_else(|report| panic!("{report}"));
    (text, document.root.to_json())
}

fn names() -> Vec<String> {
    let entries = fs::read_dir(root().join(".github/workflows")).expect("workflows");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// Every step of every job.
fn steps(workflow: &serde_json::Value) -> Vec<&serde_json::Value> {
    let jobs = workflow["jobs"].as_object().expect("jobs");
    jobs.values().flat_map(|job| job["steps"].as_array().expect("steps")).collect()
}

#[test]
fn what_runs_the_code_of_a_pull_request_may_only_read() {
    for name in names() {
        let (_, workflow) = workflow(&name);
        if workflow["on"].get("workflow_run").is_some() {
            continue;
        }
        assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}), "{name}");
        assert!(workflow["on"].get("pull_request_target").is_none(), "{name}");
        for (job, content) in workflow["jobs"].as_object().expect("jobs") {
            assert!(content.get("permissions").is_none(), "{name}: {job} asks for more");
        }
        for step in
            steps(&workflow).iter().filter(|step| step["uses"].as_str().is_some_and(|it| it.contains("checkout")))
        {
            assert_eq!(step["with"]["persist-credentials"], false, "{name}");
        }
    }
}

#[test]
fn what_may_write_runs_nothing_of_a_pull_request() {
    let (_, workflow) = workflow("spec-diff-comment.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let job = &workflow["jobs"]["comment"];
    assert_eq!(job["permissions"], serde_json::json!({"actions": "read", "pull-requests": "write"}));
    for step in steps(&workflow) {
        assert!(step.get("uses").is_none(), "an action: {step}");
        let run = step["run"].as_str().expect("a script");
        for word in ["checkout", "git ", "cargo", "eval", "source "] {
            assert!(!run.contains(word), "`{word}` in {run}");
        }
        // What a stranger chose reaches a script as a variable, never as its text.
        assert!(!run.contains("${{"), "{run}");
    }
}

#[test]
fn a_script_never_holds_an_expression_and_an_action_is_named_by_its_commit() {
    for name in names() {
        let (_, workflow) = workflow(&name);
        for step in steps(&workflow) {
            assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{name}: {step}");
            if let Some(action) = step["uses"].as_str() {
                let commit = action.split_once('@').map_or("", |(_, commit)| commit);
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {action}");
            }
        }
    }
}

#[test]
fn the_comment_that_is_written_over_is_found_by_the_mark_that_reports_carry() {
    let (text, _) = workflow("spec-diff-comment.yml");
    assert!(text.contains(spec_review::MARKER));
}
