//! Every operation and every documented status of Jetpack's document, on the wire.

use cancelkit_jetpack::operations::CancelPlanBody;
use cancelkit_jetpack::{Client, Credentials, Server, outcomes};
use workspace_tests::operation;
use workspace_tests::wire::{Provider, Sending};

workspace_tests::wire_tests!(table);

fn table() -> Provider {
    Provider {
        name: "jetpack",
        segment: "example.com::demo::wp",
        odd_segment: Some(("example.com::a b?c#d é%", "example.com::a%20b%3Fc%23d%20%C3%A9%25")),
        schemes: &["partnerToken"],
        secrets: &["example-client-secret", "example-access-token"],
        operations: vec![
            operation! {
                "cancelPlan" => CancelPlanOutcome { 200 Ok, 400 BadRequest, 403 Forbidden },
                query: [("pretty", "true")],
                |client, sending| {
                    let mut request = client.cancel_plan(&sending.segment);
                    if sending.query {
                        request = request.pretty(true);
                    }
                    match body(&sending) {
                        Some(body) => request.body(body),
                        None => request,
                    }
                },
            },
            operation! {
                "cancelPlanEnveloped" => CancelPlanOutcome { 200 Ok, 400 BadRequest, 403 Forbidden },
                query: [("pretty", "true")],
                |client, sending| {
                    let mut request = client.cancel_plan_enveloped(&sending.segment);
                    if sending.query {
                        request = request.pretty(true);
                    }
                    match body(&sending) {
                        Some(body) => request.body(body),
                        None => request,
                    }
                },
            },
            operation! {
                "getSiteStatus" => GetSiteStatusOutcome { 200 Ok, 400 BadRequest, 403 Forbidden },
                query: [("pretty", "true")],
                |client, sending| {
                    let request = client.get_site_status(&sending.segment);
                    if sending.query { request.pretty(true) } else { request }
                },
            },
            operation! {
                "getSiteStatusEnveloped" => GetSiteStatusOutcome { 200 Ok, 400 BadRequest, 403 Forbidden },
                query: [("pretty", "true")],
                |client, sending| {
                    let request = client.get_site_status_enveloped(&sending.segment);
                    if sending.query { request.pretty(true) } else { request }
                },
            },
            operation! {
                "createToken" => CreateTokenOutcome { 200 Ok, 400 BadRequest },
                query: [],
                |client, sending| client.create_token(sending.body()),
            },
        ],
    }
}

fn client(sending: &Sending) -> Client {
    let credentials = match sending.scheme {
        "partnerToken" => Credentials::PartnerToken(sending.secret.clone().into()),
        _ => Credentials::Anonymous,
    };
    let builder = Client::builder(Server::Custom(sending.base.clone()), credentials);
    builder.observer(sending.heard.observer()).build().expect("a client")
}

fn body(sending: &Sending) -> Option<CancelPlanBody> {
    let (media_type, _) = sending.body.as_ref()?;
    Some(match media_type.as_str() {
        "application/json" => CancelPlanBody::Json(sending.body()),
        _ => CancelPlanBody::Form(sending.body()),
    })
}
