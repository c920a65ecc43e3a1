//! What is shown is bounded, and what is stored is read in one way alone.

use cancelkit::{
    CancelError, CancelRequest, ConfirmError, FaultyField, Plan, ProviderId, RetryAt, Said, UndoPlan, UndoRequest,
};

use crate::setup::{self, provider};

fn said(said: Said) -> String {
    CancelError::not_sent(ProviderId::StaxBill, "x").with_said(said).to_string()
}

#[test]
fn an_error_is_bounded_however_much_was_said() {
    let start = std::time::Instant::now();
    let sentence = |index: usize| format!("sentence {index} {}", "\u{202e}".repeat(20));
    let message: Vec<String> = (0..30_000).map(sentence).collect();
    let fields = || (0..30_000).map(|index| FaultyField::new(format!("field{index}"), Some(sentence(index))));
    let text = said(Said::new(Some(message.join("; ")), None).with_fields(fields()));
    assert!(text.chars().count() < 5000, "{}", text.chars().count());
    let long =
        said(Said::default().with_fields((0..10).map(|_| FaultyField::new("x".repeat(9999), Some("y".repeat(9999))))));
    assert!(long.chars().count() < 5000, "{}", long.chars().count());
    assert!(start.elapsed().as_secs() < 5);

    let few = said(Said::default().with_fields((0..12).map(|index| FaultyField::new(format!("f{index}"), None))));
    assert!(few.contains("f9; and 2 more") && !few.contains("f10"), "{few}");
}

#[test]
fn a_provider_that_says_nothing_is_not_quoted() {
    let retry = || Some(RetryAt::new("x", "60", None));
    for silent in [
        Said::default().with_retry(retry()),
        Said::new(Some(String::new()), None).with_retry(retry()),
        Said::new(Some("...".to_owned()), Some(" ".to_owned())),
    ] {
        let text = said(silent.clone());
        assert!(!text.contains("says: "), "{text}");
        assert_eq!(text.contains("Try again"), silent.retry.is_some(), "{text}");
        let text = ConfirmError::new(ProviderId::StaxBill, "x").with_said(silent).to_string();
        assert!(!text.contains("says: "), "{text}");
    }
}

#[test]
fn a_member_that_is_there_twice_is_refused_at_every_depth() {
    let provider = provider(ProviderId::Rebilly, None);
    let plan = serde_json::to_string(&setup::plan(&*provider)).unwrap();
    serde_json::from_str::<Plan>(&plan).unwrap();
    for (once, twice) in [
        ("\"money\":", "\"money\":\"credit-remainder\",\"money\":"),
        ("\"subscription_id\":", "\"subscription_id\":\"sub_OTHER\",\"subscription_id\":"),
        ("\"method\":", "\"method\":\"GET\",\"method\":"),
        ("\"version\":", "\"version\":1,\"version\":"),
        ("\"traps\":", "\"traps\":[],\"traps\":"),
    ] {
        assert!(plan.contains(once), "{once}");
        let error = serde_json::from_str::<Plan>(&plan.replacen(once, twice, 1)).unwrap_err().to_string();
        assert!(error.contains("is there twice"), "{error}");
    }
    let request = serde_json::to_string(&setup::request(ProviderId::Rebilly)).unwrap();
    let twice = request.replacen("\"money\":", "\"money\":\"credit-remainder\",\"money\":", 1);
    assert!(serde_json::from_str::<CancelRequest>(&twice).unwrap_err().to_string().contains("is there twice"));
    let undo = provider.plan_undo(&UndoRequest::new(setup::target(ProviderId::Rebilly))).unwrap();
    let undo = serde_json::to_string(&undo).unwrap();
    let twice = undo.replacen("\"effect\":", "\"effect\":\"x\",\"effect\":", 1);
    assert!(serde_json::from_str::<UndoPlan>(&twice).unwrap_err().to_string().contains("is there twice"));
}

#[test]
fn a_member_that_is_unknown_is_refused_at_every_depth() {
    let plan = serde_json::to_value(setup::plan(&*provider(ProviderId::Rebilly, None))).unwrap();
    for pointer in ["", "/request", "/request/target", "/preview", "/reads_first/0"] {
        let mut more = plan.clone();
        more.pointer_mut(pointer).unwrap()["more"] = 1.into();
        let error = serde_json::from_value::<Plan>(more).unwrap_err().to_string();
        assert!(error.contains("unknown field `more`"), "{pointer}: {error}");
    }
}

#[test]
fn what_is_no_object_is_refused_in_words() {
    for text in ["[]", "1", "null", "\"x\""] {
        let error = serde_json::from_str::<Plan>(text).unwrap_err().to_string();
        assert!(error.contains("this is no plan"), "{error}");
    }
}
