//! A simulator and a plain HTTP client in front of it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use cancelkit_simulator::{
    Behaviour, Builder, Clock, Provider, Running, Simulator, Timestamp, jetpack, kajabi, rebilly, stax_bill,
};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

/// The time at which the tests begin.
pub(crate) const BEGIN: &str = "2026-11-22T09:30:00Z";

pub(crate) struct Bench {
    pub(crate) simulator: Running,
    client: Client,
    credentials: [Option<(&'static str, String)>; 4],
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a body");
        Self { status, headers, text }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {:?}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The status, and the body at a pointer.
    #[track_caller]
    pub(crate) fn at(&self, pointer: &str) -> (u16, Value) {
        (self.status, self.json().pointer(pointer).cloned().unwrap_or(Value::Null))
    }
}

pub(crate) fn builder() -> Builder {
    Simulator::builder().clock(Clock::fixed(begin()))
}

pub(crate) fn begin() -> Timestamp {
    BEGIN.parse().expect("a time")
}

pub(crate) fn client() -> Client {
    // Where the workspace is built whole, reqwest has TLS and wants a crypto provider even for plain HTTP: the runtime
    // installs one.
    drop(cancelkit_runtime::Transport::new(&cancelkit_runtime::Settings::default()));
    let builder =
        Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).retry(reqwest::retry::never());
    builder.build().expect("a client")
}

impl Bench {
    pub(crate) async fn start() -> Self {
        Self::of(builder()).await
    }

    pub(crate) async fn with(behaviour: Behaviour) -> Self {
        Self::of(builder().behaviour(behaviour)).await
    }

    /// Starts and signs in everywhere.
    pub(crate) async fn of(builder: Builder) -> Self {
        let simulator = builder.start().await.expect("it starts");
        let mut bench = Self { simulator, client: client(), credentials: [None, None, None, None] };
        let jetpack = bench.jetpack_token(jetpack::CLIENT_ID, jetpack::CLIENT_SECRET).await;
        let kajabi = bench.kajabi_token(kajabi::CLIENT_ID, kajabi::CLIENT_SECRET).await;
        let token = |answer: Answer| answer.json()["access_token"].as_str().map(|token| format!("Bearer {token}"));
        bench.sign(Provider::Jetpack, "authorization", &token(jetpack).expect("a token"));
        bench.sign(Provider::Kajabi, "authorization", &token(kajabi).expect("a token"));
        bench.sign(Provider::StaxBill, "authorization", &format!("Basic {}", stax_bill::API_KEY));
        bench.sign(Provider::Rebilly, "reb-apikey", rebilly::API_KEY);
        bench
    }

    /// The credential that is sent from now on.
    pub(crate) fn sign(&mut self, provider: Provider, header: &'static str, value: &str) {
        self.credentials[provider as usize] = Some((header, value.to_owned()));
    }

    pub(crate) fn unsign(&mut self, provider: Provider) {
        self.credentials[provider as usize] = None;
    }

    pub(crate) fn request(&self, provider: Provider, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().expect("a method");
        let request = self.client.request(method, format!("{}{path}", self.simulator.base_url(provider)));
        match &self.credentials[provider as usize] {
            Some((header, value)) => request.header(*header, value),
            None => request,
        }
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::read(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn get(&self, provider: Provider, path: &str) -> Answer {
        self.send(self.request(provider, "GET", path)).await
    }

    pub(crate) async fn post(&self, provider: Provider, path: &str) -> Answer {
        self.send(self.request(provider, "POST", path)).await
    }

    pub(crate) async fn json(&self, provider: Provider, method: &str, path: &str, body: Value) -> Answer {
        self.send(self.request(provider, method, path).json(&body)).await
    }

    pub(crate) async fn jetpack_token(&self, id: &str, secret: &str) -> Answer {
        let form = [
            ("grant_type", "client_credentials"),
            ("scope", "jetpack-partner"),
            ("client_id", id),
            ("client_secret", secret),
        ];
        self.send(self.request(Provider::Jetpack, "POST", "/oauth2/token").form(&form)).await
    }

    pub(crate) async fn kajabi_token(&self, id: &str, secret: &str) -> Answer {
        let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        self.send(self.request(Provider::Kajabi, "POST", "/v1/oauth/token").form(&form)).await
    }

    /// Cancels what is seeded as active.
    pub(crate) async fn cancel(&self, provider: Provider) -> Answer {
        self.send(self.cancellation(provider)).await
    }

    pub(crate) fn cancellation(&self, provider: Provider) -> RequestBuilder {
        use serde_json::json;
        match provider {
            Provider::Jetpack => {
                let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::SITE);
                self.request(provider, "POST", &path).json(&json!({ "plan": jetpack::PLAN }))
            }
            Provider::StaxBill => self
                .request(provider, "POST", "/subscriptionCancellation")
                .json(&json!({ "subscriptionId": stax_bill::ACTIVE, "cancellationOption": "Unearned" })),
            Provider::Rebilly => self.request(provider, "PUT", "/subscription-cancellations/key-1").json(
                &json!({ "subscriptionId": rebilly::ACTIVE, "canceledBy": "merchant", "churnTimePolicy": "now" }),
            ),
            Provider::Kajabi => {
                let path = format!("/v1/purchases/{}/cancel_subscription", kajabi::ACTIVE);
                self.request(provider, "POST", &path)
            }
        }
    }

    /// Whether what `cancel` cancels has ended.
    pub(crate) fn is_cancelled(&self, provider: Provider) -> bool {
        let state = self.simulator.state();
        match provider {
            Provider::Jetpack => !state.jetpack.has(jetpack::SITE, jetpack::PLAN),
            Provider::StaxBill => {
                state.stax_bill.subscription(stax_bill::ACTIVE).expect("seeded").status == stax_bill::Status::Cancelled
            }
            Provider::Rebilly => {
                state.rebilly.subscription(rebilly::ACTIVE).expect("seeded").status
                    == rebilly::SubscriptionStatus::Churned
            }
            Provider::Kajabi => !state.kajabi.purchase(kajabi::ACTIVE).expect("seeded").billing,
        }
    }

    /// Nothing was against the documents, on either side.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        assert_eq!(self.simulator.violations(), []);
        self.assert_no_bugs();
    }

    #[track_caller]
    pub(crate) fn assert_no_bugs(&self) {
        assert_eq!(self.simulator.bugs(), Vec::<String>::new());
    }
}

/// The operation that cancels.
pub(crate) fn cancel_operation(provider: Provider) -> &'static str {
    match provider {
        Provider::Jetpack => "cancelPlan",
        Provider::StaxBill => "cancelSubscription",
        Provider::Rebilly => "putSubscriptionCancellation",
        Provider::Kajabi => "cancelPurchaseSubscription",
    }
}

pub(crate) const OK: u16 = StatusCode::OK.as_u16();
