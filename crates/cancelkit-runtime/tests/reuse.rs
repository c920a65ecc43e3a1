//! No request reaches a server twice, whatever becomes of the connection that it was to reuse. See the comment in `transport.rs`.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod server;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cancelkit_runtime::{CallError, Delivery, Settings, Transport};
use server::{post, read_request};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// How often each request's body was seen.
type Seen = Arc<Mutex<HashMap<String, u32>>>;

fn note(seen: &Seen, request: &str) {
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    *seen.lock().unwrap().entry(body.to_owned()).or_default() += 1;
}

/// Serves connections for ever. On each it answers the first request, then waits `patience` and closes; or, without patience, it takes
/// the second request and closes on it.
async fn serve(seen: Seen, patience: Option<Duration>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                let Some(request) = read_request(&mut stream).await else {
                    return;
                };
                note(&seen, &request);
                stream.write_all(ANSWER).await.unwrap();
                match patience {
                    Some(time) => tokio::time::sleep(time).await,
                    None => {
                        if let Some(request) = read_request(&mut stream).await {
                            note(&seen, &request);
                        }
                    }
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn a_request_lost_on_a_reused_connection_is_not_repeated() {
    let seen = Seen::default();
    let url = serve(Arc::clone(&seen), None).await;
    let transport = Transport::new(&Settings::default()).unwrap();

    transport.send(post(&url, "first")).await.unwrap();
    // The connection goes back to the pool a moment after the answer was read.
    tokio::time::sleep(Duration::from_millis(50)).await;
    let error = transport.send(post(&url, "second")).await.unwrap_err();
    assert!(matches!(error, CallError::NoAnswer(_)), "{error}");

    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(*seen.lock().unwrap(), HashMap::from([("first".to_owned(), 1), ("second".to_owned(), 1)]));
}

#[tokio::test]
async fn a_race_with_the_closing_of_an_idle_connection_repeats_nothing() {
    let seen = Seen::default();
    let transport = Transport::new(&Settings::default()).unwrap();
    let mut answered = 0;
    for micros in (0..2000).step_by(10) {
        let url = serve(Arc::clone(&seen), Some(Duration::from_micros(micros))).await;
        for turn in 0..3 {
            let body = format!("{micros}-{turn}");
            match transport.send(post(&url, &body)).await {
                Ok(answer) => {
                    assert_eq!(&answer.body()[..], b"ok");
                    assert_eq!(seen.lock().unwrap().get(&body), Some(&1), "{body}");
                    answered += 1;
                }
                Err(error) => assert_eq!(error.delivery(), Delivery::NoAnswer, "{error}"),
            }
            tokio::time::sleep(Duration::from_micros(micros)).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(answered >= 200, "{answered}");
    assert!(seen.lock().unwrap().values().all(|count| *count == 1));
}
