//! A secret that went in comes out of no `Debug`, `Display` or serialised form.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod server;

use std::error::Error;
use std::fmt::Debug;

use cancelkit_runtime::reqwest::header::HeaderMap;
use cancelkit_runtime::{
    Answer, CallError, Capture, Constraints, Credential, NotSent, Preview, Reply, RequestParts, SecretString,
    SecretText, Settings, StatusCode, Transport, base_url, build_now, decode, path_segment,
};
use server::post;

const SECRET: &str = "marker-secret";

fn secret() -> SecretString {
    SECRET.into()
}

#[track_caller]
fn assert_silent(text: &str) {
    assert!(!text.contains("marker"), "{text}");
}

#[track_caller]
fn debug_is_silent(value: &impl Debug) {
    assert_silent(&format!("{value:?} {value:#?}"));
}

#[track_caller]
fn error_is_silent(error: &impl Error) {
    debug_is_silent(error);
    assert_silent(&error.to_string());
    let mut next = error.source();
    while let Some(source) = next {
        assert_silent(&format!("{source} {source:?}"));
        next = source.source();
    }
}

/// A request with the secret in every place that a request has.
fn laden() -> cancelkit_runtime::reqwest::Request {
    let mut request = post(
        &format!("http://user:{SECRET}@127.0.0.1:1/x?api_key={SECRET}&Card={SECRET}&page=2"),
        &format!(r#"{{"password":"{SECRET}","n":1,"card":{{"number":"{SECRET}"}}}}"#),
    );
    let headers = [("content-type", "application/json"), ("x-api-key", SECRET), ("cookie", SECRET)];
    let credentials = [
        Credential::bearer(secret()),
        Credential::header("X-Own", "Key ", secret()),
        Credential::query("token", secret()),
    ];
    RequestParts::new()
        .accept(&["application/json"])
        .headers(&headers)
        .credentials(&credentials)
        .apply(&mut request)
        .unwrap();
    request
}

fn answer(body: String) -> Answer {
    let headers = HeaderMap::from_iter([
        ("content-type".parse().unwrap(), "application/json".parse().unwrap()),
        ("set-cookie".parse().unwrap(), SECRET.parse().unwrap()),
        ("location".parse().unwrap(), format!("/?token={SECRET}").parse().unwrap()),
    ]);
    Answer::new(StatusCode::OK, headers, body, None)
}

#[test]
fn credentials_and_request_parts() {
    for credential in
        [Credential::bearer(secret()), Credential::header("x-key", "", secret()), Credential::query("key", secret())]
    {
        debug_is_silent(&credential);
        debug_is_silent(&RequestParts::new().credentials(&[credential]));
    }
    debug_is_silent(&SecretText::from(SECRET));
}

#[test]
fn previews() {
    let preview = Preview::of(&laden(), &["card"], Some(("Authorization", "Bearer ")));
    debug_is_silent(&preview);
    assert_silent(&preview.to_string());
    assert_silent(&serde_json::to_string(&preview).unwrap());
    assert_eq!(
        preview.to_string(),
        "POST http://127.0.0.1:1/x?api_key=[redacted]&Card=[redacted]&page=2&token=[redacted]\n\
         accept: application/json\n\
         content-type: application/json\n\
         x-api-key: [redacted]\n\
         cookie: [redacted]\n\
         x-own: [redacted]\n\
         authorization: Bearer [redacted]\n\
         \n\
         {\"password\":\"[redacted]\",\"n\":1,\"card\":\"[redacted]\"}"
    );
}

#[test]
fn refusals() {
    error_is_silent(&path_segment("id", &format!("{SECRET}/..")).unwrap_err());
    error_is_silent(&base_url(&format!("https://user:{SECRET}@example.com?{SECRET}")).unwrap_err());

    let mut rules = Constraints::new();
    rules.max_length("id", SECRET, 1).pattern("id", SECRET, "^x");
    debug_is_silent(&rules);
    error_is_silent(&rules.finish().unwrap_err());

    let mut request = laden();
    for value in ["", "marker\r\nsecret", "marker\0"] {
        let error = Credential::bearer(value.into()).apply(&mut request).unwrap_err();
        error_is_silent(&error);
    }
    let error = RequestParts::new().headers(&[("x-note", "marker\nsecret")]).apply(&mut request).unwrap_err();
    error_is_silent(&error);
}

#[test]
fn building() {
    let capture = Capture::default();
    let error = build_now(&capture, async { Err::<(), _>(SECRET) }).unwrap_err();
    error_is_silent(&error);
    capture.keep(laden());
    debug_is_silent(&capture);
}

#[test]
fn answers() {
    let answer = answer(format!(r#"{{"token":"{SECRET}"}}"#));
    debug_is_silent(&answer);
    debug_is_silent(&Reply::new((), (), answer.clone()));
    #[derive(Debug, serde::Deserialize)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Token {
        token: SecretText,
    }
    let token: Token = decode::json(&answer, &["application/json"]).unwrap();
    debug_is_silent(&Reply::new(token, (), answer.clone()));

    let unreadable = decode::json::<u8>(&answer, &["application/json"]).unwrap_err();
    error_is_silent(&unreadable);
    error_is_silent(&CallError::from(unreadable));
    error_is_silent(&decode::text(&answer, &["text/plain"]).unwrap_err());
    error_is_silent(&decode::empty(&answer).unwrap_err());
}

#[tokio::test]
async fn calls() {
    let builder = cancelkit_runtime::reqwest::Client::builder()
        .default_headers(HeaderMap::from_iter([("x-default".parse().unwrap(), SECRET.parse().unwrap())]));
    let transport = Transport::from_builder(builder, &Settings::default()).unwrap();
    debug_is_silent(&transport);

    error_is_silent(&transport.send(laden()).await.unwrap_err());

    let address = server::serve(|stream| async move { drop(stream) }).await;
    let mut request = laden();
    request.url_mut().set_port(Some(address.port())).unwrap();
    error_is_silent(&transport.send(request).await.unwrap_err());

    let mut request = laden();
    request.url_mut().set_host(Some("marker.invalid")).unwrap();
    error_is_silent(&transport.send(request).await.unwrap_err());
    error_is_silent(&NotSent::not_built("x"));
}
