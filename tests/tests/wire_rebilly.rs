//! Every operation and every documented status of Rebilly's document, on the wire.

use cancelkit_rebilly::{Client, Credentials, Server, outcomes};
use workspace_tests::operation;
use workspace_tests::wire::{Provider, Sending};

workspace_tests::wire_tests!(table);

fn table() -> Provider {
    Provider {
        name: "rebilly",
        segment: "cancelkit-example-0001",
        odd_segment: Some(("@a~b.c_d", "@a~b.c_d")),
        schemes: &["SecretApiKey", "JWT"],
        secrets: &[],
        operations: vec![
            operation! {
                "listSubscriptionCancellations" => ListSubscriptionCancellationsOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden,
                },
                query: [
                    ("limit", "100"),
                    ("offset", "200"),
                    ("filter", "status:confirmed,draft;reason:other"),
                    ("sort", "-createdTime,subscriptionId"),
                ],
                |client, sending| {
                    let request = client.list_subscription_cancellations();
                    if sending.query {
                        request
                            .limit(100)
                            .offset(200)
                            .filter("status:confirmed,draft;reason:other")
                            .sort(["-createdTime", "subscriptionId"])
                    } else {
                        request
                    }
                },
            },
            operation! {
                "createSubscriptionCancellation" => CreateSubscriptionCancellationOutcome {
                    201 Created, 401 Unauthorized, 403 Forbidden, 422 UnprocessableContent, 429 TooManyRequests,
                },
                query: [],
                |client, sending| client.create_subscription_cancellation(sending.body()),
            },
            operation! {
                "getSubscriptionCancellation" => GetSubscriptionCancellationOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound,
                },
                query: [],
                |client, sending| client.get_subscription_cancellation(&sending.segment),
            },
            operation! {
                "putSubscriptionCancellation" => PutSubscriptionCancellationOutcome {
                    200 Ok, 201 Created, 401 Unauthorized, 403 Forbidden, 422 UnprocessableContent, 429 TooManyRequests,
                },
                query: [],
                |client, sending| client.put_subscription_cancellation(&sending.segment, sending.body()),
            },
            operation! {
                "updateSubscriptionCancellation" => UpdateSubscriptionCancellationOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 422 UnprocessableContent, 429 TooManyRequests,
                },
                query: [],
                |client, sending| client.update_subscription_cancellation(&sending.segment, sending.body()),
            },
            operation! {
                "deleteSubscriptionCancellation" => DeleteSubscriptionCancellationOutcome {
                    204 NoContent, 401 Unauthorized, 403 Forbidden, 404 NotFound, 409 Conflict, 429 TooManyRequests,
                },
                query: [],
                |client, sending| client.delete_subscription_cancellation(&sending.segment),
            },
            operation! {
                "createSubscriptionReactivation" => CreateSubscriptionReactivationOutcome {
                    201 Created, 401 Unauthorized, 403 Forbidden, 409 Conflict, 422 UnprocessableContent,
                    429 TooManyRequests,
                },
                query: [],
                |client, sending| client.create_subscription_reactivation(sending.body()),
            },
            operation! {
                "getSubscription" => GetSubscriptionOutcome {
                    200 Ok, 401 Unauthorized, 403 Forbidden, 404 NotFound,
                },
                query: [],
                |client, sending| client.get_subscription(&sending.segment),
            },
        ],
    }
}

fn client(sending: &Sending) -> Client {
    let secret = sending.secret.clone().into();
    let credentials = match sending.scheme {
        "SecretApiKey" => Credentials::SecretApiKey(secret),
        "JWT" => Credentials::Jwt(secret),
        _ => Credentials::Anonymous,
    };
    let builder = Client::builder(Server::Custom(sending.base.clone()), credentials);
    builder.observer(sending.heard.observer()).build().expect("a client")
}
