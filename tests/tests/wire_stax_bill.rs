//! Every operation and every documented status of Stax Bill's document, on the wire.

use cancelkit_stax_bill::{Client, Credentials, Server, outcomes};
use workspace_tests::operation;
use workspace_tests::wire::{Provider, Sending};

workspace_tests::wire_tests!(table);

fn table() -> Provider {
    Provider {
        name: "stax-bill",
        segment: "12345",
        odd_segment: None,
        schemes: &["apiKey"],
        secrets: &[],
        operations: vec![
            operation! {
                "cancelSubscription" => CancelSubscriptionOutcome {
                    200 Ok, 400 BadRequest, 401 Unauthorized, 404 NotFound, 409 Conflict, 429 TooManyRequests,
                    500 InternalServerError,
                },
                query: [],
                |client, sending| client.cancel_subscription(sending.body()),
            },
            operation! {
                "getSubscription" => GetSubscriptionOutcome {
                    200 Ok, 400 BadRequest, 401 Unauthorized, 404 NotFound, 409 Conflict, 429 TooManyRequests,
                    500 InternalServerError,
                },
                query: [],
                |client, sending| client.get_subscription(sending.segment.parse().expect("a number")),
            },
        ],
    }
}

fn client(sending: &Sending) -> Client {
    let credentials = match sending.scheme {
        "apiKey" => Credentials::ApiKey(sending.secret.clone().into()),
        _ => Credentials::Anonymous,
    };
    let builder = Client::builder(Server::Custom(sending.base.clone()), credentials);
    builder.observer(sending.heard.observer()).build().expect("a client")
}
