//! The token calls: the secret travels, and is shown nowhere.

use cancelkit_runtime::{Answered, ExposeSecret, SecretText};
use workspace_tests::server::{Reply, Server as Wire};

const GIVEN: [&str; 4] = ["marker-secret", "marker-password", "marker-refresh", "marker-key"];
const ANSWERED: [&str; 2] = ["marker-access", "marker-renewal"];

#[tokio::test]
async fn jetpack_tokens_are_shown_nowhere() {
    use cancelkit_jetpack::{Client, Credentials, Server, types};

    let whole = r#"{"access_token":"marker-access","token_type":"bearer","blog_id":0,"blog_url":0}"#;
    let broken = r#"{"access_token":"marker-access","token_type":7}"#;
    for (status, body) in [(200, whole), (200, broken), (401, whole)] {
        let wire = Wire::start([Reply::of(status, "application/json", body)]).await;
        let credentials = Credentials::PartnerToken("marker-key".into());
        let request = types::TokenRequest::new("client_credentials", "id", "marker-secret", "jetpack-partner");
        let client = Client::new(Server::Custom(wire.url()), credentials.clone()).unwrap();
        let call = client.create_token(request.clone());
        let preview = call.preview().unwrap();
        let mut shown = format!("{request:?} {credentials:?} {client:?} {call:?} {preview:?} {preview}");
        match call.send().await {
            Ok(outcome) => {
                shown.push_str(&format!("{outcome:?} {outcome:#?} {:?}", outcome.answer()));
                assert_eq!(outcome.raw(), body);
                if let Ok(token) = outcome.into_body() {
                    shown.push_str(&format!("{token:?}"));
                    assert_eq!(token.access_token.expose(), "marker-access");
                    assert_eq!(token.access_token.to_secret().expose_secret(), "marker-access");
                }
            }
            Err(error) => shown.push_str(&format!("{error} {error:?} {error:#?}")),
        }
        assert_hidden(&shown);
        let received = wire.received().await;
        let secret = ("client_secret".to_owned(), "marker-secret".to_owned());
        assert!(received[0].form().contains(&secret), "the secret is sent");
        assert_eq!(received[0].header("authorization"), None, "the call takes no credential");
    }
}

#[tokio::test]
async fn kajabi_tokens_are_shown_nowhere() {
    use cancelkit_kajabi::{Client, Credentials, Server, types};

    let whole =
        r#"{"access_token":"marker-access","refresh_token":"marker-renewal","token_type":"Bearer","expires_in":7200}"#;
    let broken = r#"{"access_token":"marker-access","refresh_token":"marker-renewal","expires_in":"soon"}"#;
    let requests = [
        ("client_secret", types::OauthTokenRequest::new().with_client_secret("marker-secret")),
        ("refresh_token", types::OauthTokenRequest::new().with_refresh_token("marker-refresh")),
        ("password", types::OauthTokenRequest::new().with_username("me").with_password("marker-password")),
    ];
    for (name, request) in requests {
        for (status, body) in [(200, whole), (200, broken), (403, whole)] {
            let wire = Wire::start([Reply::of(status, "application/json", body)]).await;
            let credentials = Credentials::Bearer("marker-key".into());
            let client = Client::new(Server::Custom(wire.url()), credentials.clone()).unwrap();
            let call = client.create_token(request.clone());
            let preview = call.preview().unwrap();
            let mut shown = format!("{request:?} {credentials:?} {client:?} {call:?} {preview:?} {preview}");
            match call.send().await {
                Ok(outcome) => {
                    shown.push_str(&format!("{outcome:?} {outcome:#?} {:?}", outcome.answer()));
                    assert_eq!(outcome.raw(), body);
                    if let Ok(token) = outcome.into_body() {
                        shown.push_str(&format!("{token:?}"));
                        assert_eq!(token.access_token.as_ref().map(SecretText::expose), Some("marker-access"));
                        assert_eq!(token.refresh_token.as_ref().map(SecretText::expose), Some("marker-renewal"));
                    }
                }
                Err(error) => shown.push_str(&format!("{error} {error:?} {error:#?}")),
            }
            assert_hidden(&shown);
            let received = wire.received().await;
            let sent = received[0].form();
            assert!(sent.iter().any(|(own, value)| own == name && value.starts_with("marker-")), "it is sent");
            assert_eq!(received[0].header("authorization"), None, "the call takes no credential");
        }
    }
}

fn assert_hidden(shown: &str) {
    for secret in GIVEN.iter().chain(&ANSWERED) {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(shown.contains("[redacted]"), "{shown}");
}
