use crate::workspace::run_in;

#[test]
fn it_needs_no_other_manual() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["", "generate", "check", "diff", "lint", "import", "corpus", "release", "probe", "list", "demo"] {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let ran = run_in(folder.path(), &arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{ran:?}");
        insta::assert_snapshot!(format!("help-{command}").trim_end_matches('-').to_owned(), ran.stdout);
        assert!(!ran.stdout.contains("worker"), "{}", ran.stdout);
    }
}

#[test]
fn what_cannot_be_understood_is_answered_with_the_usage() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [&[][..], &["generated"], &["check", "--fix"], &["import", "acme"]] {
        let ran = run_in(folder.path(), arguments);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains("Usage: cargo xtask"), "{ran:?}");
    }
}
