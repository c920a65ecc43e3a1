use cancelkit_runtime::{Answer, HeaderMap, StatusCode};

use super::certainty;
use crate::{Abilities, Certainty, ProviderId};

fn answer(status: u16, body: &'static str) -> Answer {
    Answer::new(StatusCode::from_u16(status).unwrap(), HeaderMap::new(), body, None)
}

#[test]
fn what_leaves_doubt_does_so_whatever_the_abilities_say() {
    for id in ProviderId::ALL {
        let abilities = Abilities::of(id);
        for status in (500..600).chain([408]) {
            assert_eq!(certainty(abilities, &answer(status, "{}"), true), Certainty::MaybeDone, "{id} {status}");
        }
        for meaning in abilities.statuses {
            let answer = answer(meaning.status, "{}");
            assert_eq!(certainty(abilities, &answer, false), Certainty::MaybeDone, "{id} {}", meaning.status);
        }
    }
}

#[test]
fn a_status_without_a_meaning_proves_nothing() {
    for status in [100, 202, 204, 301, 402, 410, 451] {
        let answer = answer(status, r#"{"success":true}"#);
        assert_eq!(certainty(Abilities::of(ProviderId::Jetpack), &answer, true), Certainty::MaybeDone, "{status}");
    }
}

#[test]
fn success_needs_its_proof() {
    let jetpack = Abilities::of(ProviderId::Jetpack);
    for body in [r#"{"success":false}"#, r#"{"success":1}"#, "{}", "", "true"] {
        assert_eq!(certainty(jetpack, &answer(200, body), true), Certainty::MaybeDone, "{body}");
    }
    for body in [r#"{"success":true}"#, "\u{feff}{\"success\":true}"] {
        assert_eq!(certainty(jetpack, &answer(200, body), true), Certainty::Done, "{body}");
    }
}

#[test]
fn a_rejection_needs_its_proof_where_the_abilities_want_one() {
    for (id, proven) in [
        (ProviderId::Rebilly, r#"{"type":"about:blank","title":"Unauthorized","status":401}"#),
        (ProviderId::Kajabi, r#"{"errors":[{"status":"401","source":null,"title":"Unauthorized","detail":"x"}]}"#),
    ] {
        let abilities = Abilities::of(id);
        assert_eq!(certainty(abilities, &answer(401, proven), true), Certainty::Rejected, "{id}");
        for body in ["{}", r#"{"errors":[]}"#, r#"{"errors":[null],"title":null}"#, "[]", "", "<html>"] {
            assert_eq!(certainty(abilities, &answer(401, body), true), Certainty::MaybeDone, "{id} {body}");
            let error = super::error(abilities, &answer(401, body), true, crate::Said::default());
            assert!(!error.cause.contains("nothing was done") || error.cause.contains("without"), "{error}");
        }
    }
}
