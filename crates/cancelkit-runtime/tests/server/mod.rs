//! A TCP server that does as a test says, byte by byte.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use cancelkit_runtime::reqwest::{Method, Request};
use cancelkit_runtime::{Settings, Transport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Serves one connection.
pub(crate) async fn serve<F, R>(serve: F) -> SocketAddr
where
    F: FnOnce(TcpStream) -> R + Send + 'static,
    R: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        serve(stream).await;
    });
    address
}

/// Reads one request, answers with these bytes, and closes.
pub(crate) async fn answer_with(answer: impl Into<Vec<u8>>) -> SocketAddr {
    let answer = answer.into();
    serve(|mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(&answer).await.unwrap();
    })
    .await
}

/// Reads a request's head and its body by `content-length`; `None` where the other side closed first.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |value| value.parse().unwrap());
            if body.len() >= length {
                return Some(text);
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

pub(crate) fn post(url: &str, body: &str) -> Request {
    let mut request = Request::new(Method::POST, url.parse().unwrap());
    *request.body_mut() = Some(body.to_owned().into());
    request
}

/// A transport that reads bodies of ten bytes, with times that do not run out on a slow machine.
pub(crate) fn patient() -> Transport {
    Transport::new(&Settings::default().body_limit(10)).unwrap()
}

/// The same with times short enough for a test that waits for them to run out.
pub(crate) fn hasty() -> Transport {
    let settings = Settings::default()
        .timeout(Duration::from_millis(600))
        .connect_timeout(Duration::from_millis(300))
        .body_limit(10);
    Transport::new(&settings).unwrap()
}
