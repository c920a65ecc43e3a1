//! Every documented status of every provider's cancellation, and those that none documents, through the wire and the real decoder.

use std::collections::BTreeSet;

use cancelkit::{Abilities, Certainty, Delivery, ProviderId};
use serde_json::json as body;

use crate::server::{Reply, Server, json};
use crate::setup;

use Certainty::{Done, MaybeDone, NotSent, Rejected};

/// What the provider's server answers to calls other than the cancellation.
fn aside(id: ProviderId, line: &str) -> Option<Reply> {
    match (id, line.split(' ').next()) {
        _ if line.ends_with("/token") => Some(json(200, body!({"access_token": "marker-token", "expires_in": 7200}))),
        (ProviderId::Rebilly, Some("GET")) if line.contains("/subscriptions/") => {
            Some(json(200, body!({"id": "sub_EXAMPLE0001", "status": "active"})))
        }
        (ProviderId::StaxBill, Some("GET")) => Some(json(200, body!({"id": 12345, "status": "Active"}))),
        (ProviderId::Rebilly, Some("GET")) => Some(json(404, body!({"title": "Not Found", "status": 404}))),
        _ => None,
    }
}

async fn certainty(id: ProviderId, status: u16, answer: &str) -> (Certainty, Option<Delivery>) {
    let answer = answer.to_owned();
    let server = Server::start(move |request| aside(id, &request.line).unwrap_or_else(|| json(status, &answer))).await;
    let result = setup::cancel(&*setup::provider(id, Some(&server.url))).await;
    if let Err(error) = &result {
        assert_eq!(error.status(), Some(status), "{id}: {error}");
    }
    (setup::certainty(&result), result.err().map(|error| error.delivery))
}

fn documented(id: ProviderId) -> Vec<(u16, String, Certainty)> {
    let table: Vec<(u16, serde_json::Value, Certainty)> = match id {
        ProviderId::Jetpack => vec![
            (200, body!({"success": true}), Done),
            (200, body!({"success": false}), MaybeDone),
            (400, body!({"error": "invalid_input", "message": "Unable to delete subscription"}), Rejected),
            (400, body!({"error_code": "not_jps_plan", "error_message": "Not provisioned"}), Rejected),
            (403, body!({"error": "invalid_blog", "message": "The blog ID 12345 is invalid"}), Rejected),
            (403, body!({"error_code": "something_new"}), Rejected),
        ],
        ProviderId::StaxBill => {
            let error =
                |status: u16| body!({"ErrorId": 0, "HttpStatusCode": status, "Errors": [{"Key": "k", "Value": "No."}]});
            let mut table = vec![
                (200, body!({"id": 12345, "status": "Cancelled", "cancellationTimestamp": null}), Done),
                (200, body!({"id": 12345, "status": "Active"}), MaybeDone),
                (200, body!({"id": 12345, "status": "cancelled"}), MaybeDone),
                (200, body!({"id": 54321, "status": "Cancelled"}), MaybeDone),
                (500, error(500), MaybeDone),
            ];
            table.extend([400, 401, 404, 409, 429].map(|status| (status, error(status), Rejected)));
            table
        }
        ProviderId::Rebilly => {
            let answer = |status: &str| body!({"subscriptionId": "sub_EXAMPLE0001", "status": status});
            let problem = |status: u16| body!({"type": "about:blank", "title": "No", "status": status});
            let mut table = vec![
                (200, answer("confirmed"), Done),
                (201, answer("completed"), Done),
                (201, answer("draft"), MaybeDone),
                (200, answer("revoked"), MaybeDone),
                (201, answer("something-new"), MaybeDone),
                (201, body!({"subscriptionId": "sub_EXAMPLE0001"}), MaybeDone),
                (201, body!({"subscriptionId": "sub_OTHER", "status": "confirmed"}), MaybeDone),
            ];
            table.extend([401, 403, 422, 429].map(|status| (status, problem(status), Rejected)));
            table.extend([401, 403, 422, 429].map(|status| (status, body!({"message": "No"}), MaybeDone)));
            table
        }
        _ => {
            let purchase = |id: &str, at: serde_json::Value| body!({"data": {"id": id, "type": "purchases", "attributes": {"deactivated_at": at}}});
            let errors =
                |status: u16| body!({"errors": [{"status": status.to_string(), "title": "No", "detail": "No."}]});
            let mut table = vec![
                (200, purchase("900000001", body!("2026-11-22T11:59:59Z")), Done),
                (200, purchase("900000001", body!(null)), MaybeDone),
                (200, purchase("900000002", body!("2026-11-22T11:59:59Z")), MaybeDone),
                (200, body!({}), MaybeDone),
            ];
            table.extend([401, 403, 404, 422].map(|status| (status, errors(status), Rejected)));
            table.extend([401, 403, 404, 422].map(|status| (status, body!({"errors": []}), MaybeDone)));
            table.extend([401, 403, 404, 422].map(|status| (status, body!({"message": "No"}), MaybeDone)));
            table
        }
    };
    table.into_iter().map(|(status, body, certainty)| (status, body.to_string(), certainty)).collect()
}

#[tokio::test]
async fn a_documented_status_means_what_the_abilities_say() {
    for id in ProviderId::ALL {
        let table = documented(id);
        let listed: BTreeSet<u16> = Abilities::of(id).statuses.iter().map(|meaning| meaning.status).collect();
        assert_eq!(table.iter().map(|row| row.0).collect::<BTreeSet<u16>>(), listed, "{id}");
        for (status, body, expected) in table {
            assert_eq!(certainty(id, status, &body).await.0, expected, "{id} {status} {body}");
        }
    }
}

#[tokio::test]
async fn a_status_that_is_not_documented_proves_nothing() {
    for id in ProviderId::ALL {
        for status in [202, 204, 302, 402, 408, 410, 418, 451, 500, 502, 503, 504] {
            if Abilities::of(id).status(status).is_some() {
                continue;
            }
            // The body is one that would be believed under a documented status.
            let body = if status == 204 { String::new() } else { documented(id)[0].1.clone() };
            assert_eq!(certainty(id, status, &body).await, (MaybeDone, Some(Delivery::Answered)), "{id} {status}");
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_match_proves_nothing_whatever_the_status() {
    for id in ProviderId::ALL {
        for meaning in Abilities::of(id).statuses {
            for body in ["", "<html>", "[]", "\"no\"", "1"] {
                let found = certainty(id, meaning.status, body).await;
                assert_eq!(found, (MaybeDone, Some(Delivery::Answered)), "{id} {} {body}", meaning.status);
            }
        }
    }
}

#[tokio::test]
async fn a_connection_that_breaks_off_leaves_it_in_doubt() {
    for id in ProviderId::ALL {
        let server = Server::start(move |request| aside(id, &request.line).unwrap_or(Reply::HangUp)).await;
        let error = setup::cancel(&*setup::provider(id, Some(&server.url))).await.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (MaybeDone, Delivery::NoAnswer), "{id}");
        assert!(error.to_string().contains("Read it back before anything is sent again"), "{error}");
        let writes = server.lines().into_iter().filter(|line| aside(id, line).is_none()).count();
        assert_eq!(writes, 1, "{id}");
    }
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    for id in ProviderId::ALL {
        let error = setup::cancel(&*setup::provider(id, Some("http://127.0.0.1:9"))).await.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (NotSent, Delivery::NotSent), "{id}");
        assert!(error.to_string().starts_with("nothing was sent"), "{error}");
    }
}
