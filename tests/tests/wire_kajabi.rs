//! Every operation and every documented status of Kajabi's document, on the wire.

use cancelkit_kajabi::{Client, Credentials, Server, outcomes};
use workspace_tests::operation;
use workspace_tests::wire::{Provider, Sending};

workspace_tests::wire_tests!(table);

fn table() -> Provider {
    Provider {
        name: "kajabi",
        segment: "900000001",
        odd_segment: Some(("a b?c#d é%", "a%20b%3Fc%23d%20%C3%A9%25")),
        schemes: &["Bearer"],
        secrets: &["example-client-secret", "example-refresh-token", "example-password", "example-access-token"],
        operations: vec![
            operation! {
                "cancelPurchaseSubscription" => CancelPurchaseSubscriptionOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound, 422 UnprocessableContent,
                },
                query: [],
                |client, sending| client.cancel_purchase_subscription(&sending.segment),
            },
            operation! {
                "createToken" => CreateTokenOutcome { 200 Ok, 400 BadRequest, 401 Unauthorized },
                query: [],
                |client, sending| client.create_token(sending.body()),
            },
            operation! {
                "getPurchase" => GetPurchaseOutcome { 200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound },
                query: [("fields[purchases]", "deactivated_at,amount_in_cents")],
                |client, sending| {
                    let request = client.get_purchase(&sending.segment);
                    if sending.query { request.fields_purchases("deactivated_at,amount_in_cents") } else { request }
                },
            },
            operation! {
                "deactivatePurchase" => DeactivatePurchaseOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound,
                },
                query: [],
                |client, sending| client.deactivate_purchase(&sending.segment),
            },
            operation! {
                "reactivatePurchase" => ReactivatePurchaseOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound,
                },
                query: [],
                |client, sending| client.reactivate_purchase(&sending.segment),
            },
        ],
    }
}

fn client(sending: &Sending) -> Client {
    let credentials = match sending.scheme {
        "Bearer" => Credentials::Bearer(sending.secret.clone().into()),
        _ => Credentials::Anonymous,
    };
    let builder = Client::builder(Server::Custom(sending.base.clone()), credentials);
    builder.observer(sending.heard.observer()).build().expect("a client")
}
