//! Clients with an observer against the simulator: each drift is heard, and nothing of the call changes.

use std::fmt::Debug;

use cancelkit::clients::{jetpack, kajabi, rebilly, stax_bill};
use cancelkit_runtime::observe::DriftKind;
use cancelkit_simulator::{Effect, Fault, Provider, Running, Simulator, Target, Times};
use workspace_tests::server::{Reply, Server};
use workspace_tests::wire::Heard;

/// What a read came to, as `Debug` shows it, or the error as it shows itself.
type Said = String;

fn said<T: Debug, E: std::fmt::Display>(result: Result<T, E>) -> Said {
    result.map_or_else(|error| format!("error: {error}"), |outcome| format!("{outcome:?}"))
}

/// What was heard, as kind and place in the answer.
fn told(heard: &Heard) -> Vec<(DriftKind, String)> {
    heard.drifts().into_iter().map(|drift| (drift.kind, drift.pointer)).collect()
}

fn kinds(heard: &Heard) -> Vec<DriftKind> {
    let mut kinds: Vec<DriftKind> = heard.drifts().into_iter().map(|drift| drift.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// One read of each provider, with an observer where one is given.
async fn read(provider: Provider, simulator: &Running, heard: Option<&Heard>) -> Said {
    let base = simulator.base_url(provider);
    match provider {
        Provider::Jetpack => {
            let mut builder = jetpack::Client::builder(jetpack::Server::Custom(base), jetpack::Credentials::Anonymous);
            if let Some(heard) = heard {
                builder = builder.observer(heard.observer());
            }
            let client = builder.build().expect("a client");
            let request = jetpack::types::TokenRequest::new(
                jetpack::types::TokenGrantType::ClientCredentials,
                cancelkit_simulator::jetpack::CLIENT_ID,
                cancelkit_simulator::jetpack::CLIENT_SECRET,
                jetpack::types::TokenScope::JetpackPartner,
            );
            let token = client.create_token(request).send().await.expect("an answer").into_body().expect("a token");
            let client = client.with_credentials(jetpack::Credentials::PartnerToken(token.access_token.to_secret()));
            said(client.get_site_status(cancelkit_simulator::jetpack::SITE).send().await)
        }
        Provider::Kajabi => {
            let mut builder = kajabi::Client::builder(kajabi::Server::Custom(base), kajabi::Credentials::Anonymous);
            if let Some(heard) = heard {
                builder = builder.observer(heard.observer());
            }
            let client = builder.build().expect("a client");
            let request = kajabi::types::OauthTokenRequest::new()
                .with_grant_type(kajabi::types::OauthGrantType::ClientCredentials)
                .with_client_id(cancelkit_simulator::kajabi::CLIENT_ID)
                .with_client_secret(cancelkit_simulator::kajabi::CLIENT_SECRET);
            let token = client.create_token(request).send().await.expect("an answer").into_body().expect("a token");
            let token = token.access_token.expect("a token").to_secret();
            let client = client.with_credentials(kajabi::Credentials::Bearer(token));
            said(client.get_purchase(cancelkit_simulator::kajabi::ACTIVE).send().await)
        }
        Provider::Rebilly => {
            let key = rebilly::Credentials::SecretApiKey(cancelkit_simulator::rebilly::API_KEY.into());
            let mut builder = rebilly::Client::builder(rebilly::Server::Custom(base), key);
            if let Some(heard) = heard {
                builder = builder.observer(heard.observer());
            }
            let client = builder.build().expect("a client");
            said(
                client.get_subscription_cancellation(cancelkit_simulator::rebilly::SCHEDULED_CANCELLATION).send().await,
            )
        }
        Provider::StaxBill => {
            let key = stax_bill::Credentials::ApiKey(cancelkit_simulator::stax_bill::API_KEY.into());
            let mut builder = stax_bill::Client::builder(stax_bill::Server::Custom(base), key);
            if let Some(heard) = heard {
                builder = builder.observer(heard.observer());
            }
            let client = builder.build().expect("a client");
            said(client.get_subscription(cancelkit_simulator::stax_bill::ACTIVE).send().await)
        }
    }
}

fn operation(provider: Provider) -> &'static str {
    match provider {
        Provider::Jetpack => "getSiteStatus",
        Provider::Kajabi => "getPurchase",
        Provider::Rebilly => "getSubscriptionCancellation",
        Provider::StaxBill => "getSubscription",
    }
}

/// What is heard of a read under a fault, after it was made sure that the outcome is the one that nobody observes.
async fn heard(provider: Provider, fault: Option<Fault>) -> Heard {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    if let Some(fault) = &fault {
        simulator.set_fault(Target::operation(provider, operation(provider)), fault.clone(), Times::Always);
    }
    let heard = Heard::default();
    let alone = read(provider, &simulator, None).await;
    let observed = read(provider, &simulator, Some(&heard)).await;
    assert_eq!(dateless(&alone), dateless(&observed), "{provider}, {fault:?}");
    simulator.stop().await;
    heard
}

/// Without the header that says what time it is, nor the rate that is left.
fn dateless(said: &str) -> String {
    let changing = ["\"date\"", " GMT", "remaining"];
    let parts = said.split(", ").filter(|part| !changing.iter().any(|word| part.contains(word)));
    parts.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn without_drift_nothing_is_heard() {
    for provider in Provider::all() {
        assert_eq!(told(&heard(provider, None).await), [], "{provider}");
    }
}

#[tokio::test]
async fn unknown_fields_are_heard() {
    for provider in Provider::all() {
        let heard = heard(provider, Some(Fault::ExtraFields)).await;
        assert_eq!(kinds(&heard), [DriftKind::UnknownField], "{provider}");
        assert!(told(&heard).contains(&(DriftKind::UnknownField, "/simulator_extra_field".to_owned())), "{provider}");
    }
}

#[tokio::test]
async fn unknown_values_of_enums_are_heard() {
    for provider in [Provider::Kajabi, Provider::Rebilly, Provider::StaxBill] {
        let heard = heard(provider, Some(Fault::UnknownEnumValues)).await;
        assert_eq!(kinds(&heard), [DriftKind::UnknownValue], "{provider}");
        let drifts = heard.drifts();
        assert!(drifts.iter().all(|drift| drift.found.as_deref() == Some("simulator-unknown-value")), "{drifts:?}");
        assert!(drifts.iter().all(|drift| drift.place.ends_with("/enum")), "{drifts:?}");
    }
}

#[tokio::test]
async fn wrong_types_and_missing_members_are_heard() {
    for provider in Provider::all() {
        for fault in [Fault::MismatchedBody, Fault::MissingFields] {
            let heard = heard(provider, Some(fault.clone())).await;
            // Kajabi's document requires no member of anything.
            let expected: &[DriftKind] = match (provider, &fault) {
                (Provider::Kajabi, Fault::MissingFields) => &[],
                _ => &[DriftKind::Violation],
            };
            assert_eq!(kinds(&heard), expected, "{provider}, {fault}: {:?}", heard.drifts());
        }
    }
}

#[tokio::test]
async fn undocumented_statuses_and_media_types_are_heard() {
    for provider in Provider::all() {
        let status = Fault::Status { status: 418, effect: Effect::NotApplied };
        assert_eq!(kinds(&heard(provider, Some(status)).await), [DriftKind::UndocumentedStatus], "{provider}");
        let html = Fault::Html { status: 200, effect: Effect::NotApplied };
        let heard = heard(provider, Some(html)).await;
        assert_eq!(kinds(&heard), [DriftKind::UndocumentedMediaType], "{provider}");
        assert_eq!(heard.drifts()[0].found.as_deref(), Some("text/html"));
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_is_not_judged() {
    for fault in [Fault::TruncatedBody, Fault::OversizedBody(5 * 1024 * 1024)] {
        assert_eq!(told(&heard(Provider::Rebilly, Some(fault)).await), []);
    }
}

#[tokio::test]
async fn an_envelope_and_what_is_in_it_are_judged_apart() {
    let reply = |body: &str| Reply::of(200, "application/json", body);
    let inner = r#"{"code":200,"headers":[],"extra":1,"body":{"new":1}}"#;
    for (body, expected) in [
        (inner, ["getSiteStatusEnveloped /extra", "getSiteStatus /new"].as_slice()),
        (r#"{"code":418,"headers":[],"body":{}}"#, &["getSiteStatus "]),
    ] {
        let server = Server::start([reply(body)]).await;
        let heard = Heard::default();
        let credentials = jetpack::Credentials::PartnerToken("made-up".into());
        let builder = jetpack::Client::builder(jetpack::Server::Custom(server.url()), credentials);
        let client = builder.observer(heard.observer()).build().expect("a client");
        let _ = client.get_site_status_enveloped("example.com").send().await;
        let told: Vec<String> = heard
            .drifts()
            .iter()
            .filter(|drift| drift.kind != DriftKind::Violation)
            .map(|drift| format!("{} {}", drift.operation, drift.pointer))
            .collect();
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn nothing_of_an_answer_but_names_is_heard() {
    const CANARY: &str = "canary-4111111111111111";
    let bodies = [
        format!(r#"{{"id":"{CANARY}","status":"{CANARY}","extra":"{CANARY}","planFrequency":"{CANARY}"}}"#),
        format!(r#"["{CANARY}"]"#),
        CANARY.to_owned(),
    ];
    for (status, media_type) in
        [(200, "application/json"), (418, "application/json"), (200, "text/canary;q=canary-4111111111111111")]
    {
        for body in &bodies {
            let server = Server::start([Reply::of(status, media_type, body.clone())]).await;
            let heard = Heard::default();
            let key = stax_bill::Credentials::ApiKey(CANARY.into());
            let builder = stax_bill::Client::builder(stax_bill::Server::Custom(server.url()), key);
            let client = builder.observer(heard.observer()).build().expect("a client");
            let _ = client.get_subscription(1).send().await;
            let drifts = heard.drifts();
            assert!(!drifts.is_empty(), "{status} {media_type} {body}");
            let shown = format!("{drifts:?} {}", drifts.iter().map(ToString::to_string).collect::<String>());
            assert!(!shown.contains("411111"), "{shown}");
        }
    }
}
