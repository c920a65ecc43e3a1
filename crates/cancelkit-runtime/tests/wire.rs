//! What the transport makes of what happens on a real socket.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

mod server;

use std::time::Duration;

use cancelkit_runtime::{
    Answered, CallError, Delivery, NoAnswerKind, NotSentKind, Problem, Settings, Transport, Truncation, decode,
};
use server::{answer_with, hasty, patient, post, read_request, serve};
use tokio::io::AsyncWriteExt;

async fn send(transport: &Transport, url: &str) -> Result<cancelkit_runtime::Answer, CallError> {
    transport.send(post(url, "{}")).await
}

fn not_sent(error: &CallError) -> NotSentKind {
    assert_eq!(error.delivery(), Delivery::NotSent);
    match error {
        CallError::NotSent(error) => error.kind(),
        other => panic!("{other}"),
    }
}

fn no_answer(error: &CallError) -> NoAnswerKind {
    assert_eq!(error.delivery(), Delivery::NoAnswer);
    match error {
        CallError::NoAnswer(error) => error.kind(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    // Bound and not listening: the port refuses, and no other test can get it.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let error = send(&patient(), &format!("http://{address}/?key=marker-secret")).await.unwrap_err();
    assert_eq!(not_sent(&error), NotSentKind::NoConnection);
    assert_eq!(
        error.to_string(),
        "nothing was sent: the connection was refused; check the address and the port, then try again"
    );
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_failed_tls_handshake_is_not_sent() {
    let address = serve(|mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
    })
    .await;
    let error = send(&hasty(), &format!("https://{address}/")).await.unwrap_err();
    assert_eq!(not_sent(&error), NotSentKind::NoConnection);
    assert!(error.to_string().contains("TLS could not be agreed on"), "{error}");
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn time_running_out_while_connecting_is_not_sent_even_with_a_longer_connect_timeout() {
    let address = serve(|stream| async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        drop(stream);
    })
    .await;
    let settings = Settings::default().timeout(Duration::from_millis(300));
    let transport = Transport::new(&settings).unwrap();
    let error = send(&transport, &format!("https://{address}/")).await.unwrap_err();
    assert_eq!(not_sent(&error), NotSentKind::NoConnection);
    assert!(error.to_string().contains("in the time allowed"), "{error}");
}

#[cfg(not(feature = "rustls"))]
#[tokio::test]
async fn https_without_tls_is_not_sent() {
    let error = send(&patient(), "https://127.0.0.1:1/").await.unwrap_err();
    assert_eq!(not_sent(&error), NotSentKind::NoConnection);
    assert!(error.to_string().contains("feature `rustls`"), "{error}");
}

#[tokio::test]
async fn plain_http_to_another_machine_is_not_sent() {
    for url in ["http://example.com/", "http://localhost.example.com/", "http://192.0.2.1/", "ftp://localhost/"] {
        let error = send(&patient(), url).await.unwrap_err();
        assert_eq!(not_sent(&error), NotSentKind::InsecureUrl, "{url}");
    }
}

#[tokio::test]
async fn a_connection_closed_without_a_word_is_no_answer() {
    let address = serve(|stream| async move { drop(stream) }).await;
    let error = send(&patient(), &format!("http://{address}/")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Interrupted);
}

#[tokio::test]
async fn a_reset_after_the_request_is_no_answer() {
    let address = serve(|mut stream| async move {
        read_request(&mut stream).await.unwrap();
        stream.set_zero_linger().unwrap();
    })
    .await;
    let error = send(&patient(), &format!("http://{address}/?key=marker-secret")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Interrupted);
    assert_eq!(
        error.to_string(),
        "no answer: the exchange broke off after sending began; the request may have been carried out: read the state before sending it again"
    );
}

#[tokio::test]
async fn half_a_status_line_is_no_answer() {
    let address = answer_with("HTTP/1.1 20").await;
    let error = send(&patient(), &format!("http://{address}/")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Interrupted);
}

#[tokio::test]
async fn what_is_not_http_is_no_answer() {
    let address = answer_with("SSH-2.0-OpenSSH_9.9\r\n\r\n").await;
    let error = send(&patient(), &format!("http://{address}/")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Interrupted);
}

#[tokio::test]
async fn time_running_out_after_the_request_is_no_answer() {
    let address = serve(|mut stream| async move {
        read_request(&mut stream).await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
    })
    .await;
    let error = send(&hasty(), &format!("http://{address}/")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Timeout);
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let address = answer_with("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
    let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(decode::header::<String>(answer.headers(), "location").unwrap(), "http://127.0.0.1:1/");
}

#[tokio::test]
async fn a_server_error_is_an_answer_and_not_repeated() {
    let address = answer_with("HTTP/1.1 503 Busy\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n").await;
    let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
    assert_eq!(answer.status(), 503);
    assert_eq!(decode::header::<u32>(answer.headers(), "retry-after"), Some(7));
}

#[tokio::test]
async fn a_body_over_the_limit_is_cut_and_unreadable() {
    for head in ["content-length: 11\r\n\r\n\"", "transfer-encoding: chunked\r\n\r\nb\r\n\""] {
        let address = answer_with(format!("HTTP/1.1 200 OK\r\n{head}12345678\"x\r\n0\r\n\r\n")).await;
        let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
        assert_eq!(answer.truncation(), Some(Truncation::OverLimit));
        assert_eq!(&answer.body()[..], b"\"12345678\"");
        let error = CallError::from(decode::json::<String>(&answer, &[]).unwrap_err());
        assert_eq!(error.delivery(), Delivery::Answered);
        assert_eq!(error.answer().unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_whole() {
    let address = answer_with("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789").await;
    let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
    assert!(!answer.truncated());
    assert_eq!(answer.body().len(), 10);
}

#[tokio::test]
async fn a_body_cut_short_keeps_the_status_and_what_came() {
    let address = answer_with("HTTP/1.1 201 Created\r\nx-request-id: r1\r\ncontent-length: 9\r\n\r\n{\"a\"").await;
    let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.truncation(), Some(Truncation::ConnectionLost));
    assert_eq!(&answer.body()[..], b"{\"a\"");
    let unreadable = decode::json::<u8>(&answer, &["application/json"]).unwrap_err();
    assert_eq!(unreadable.problem(), &Problem::Truncated(Truncation::ConnectionLost));
    assert_eq!(decode::header::<String>(unreadable.headers(), "x-request-id").unwrap(), "r1");
}

#[tokio::test]
async fn time_running_out_in_the_body_keeps_the_status() {
    let address = serve(|mut stream| async move {
        read_request(&mut stream).await.unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab").await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
    })
    .await;
    let answer = send(&hasty(), &format!("http://{address}/")).await.unwrap();
    assert_eq!(answer.truncation(), Some(Truncation::Timeout));
    assert_eq!(&answer.body()[..], b"ab");
}

#[tokio::test]
async fn the_bytes_are_kept_as_they_came() {
    let mut message = b"HTTP/1.1 404 Not Found\r\ncontent-length: 6\r\n\r\n".to_vec();
    message.extend_from_slice(b"\x00\xff\xfe\r\n\x1b");
    let address = answer_with(message).await;
    let answer = send(&patient(), &format!("http://{address}/")).await.unwrap();
    assert_eq!(&answer.raw()[..], b"\x00\xff\xfe\r\n\x1b");
    assert!(!answer.is_success());
}

#[tokio::test]
async fn the_request_goes_out_as_it_was_built() {
    let (sender, receiver) = std::sync::mpsc::channel();
    let address = serve(move |mut stream| async move {
        sender.send(read_request(&mut stream).await.unwrap()).unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
    })
    .await;
    let transport = Transport::new(&Settings::default().user_agent("shop/1.0")).unwrap();
    let answer =
        transport.send(post(&format!("http://localhost:{}/a%20b?c=d", address.port()), "{\"a\":1}")).await.unwrap();
    assert!(decode::empty(&answer).is_ok());
    let message = receiver.recv().unwrap();
    assert!(message.starts_with("POST /a%20b?c=d HTTP/1.1\r\n"), "{message}");
    assert!(message.contains("user-agent: shop/1.0\r\n"), "{message}");
    assert!(message.ends_with("\r\n\r\n{\"a\":1}"), "{message}");
}

#[tokio::test]
async fn what_is_promised_wins_over_a_callers_builder() {
    let builder = cancelkit_runtime::reqwest::Client::builder()
        .redirect(cancelkit_runtime::reqwest::redirect::Policy::limited(5))
        .timeout(Duration::from_secs(3600));
    let settings = Settings::default().timeout(Duration::from_millis(300));
    let transport = Transport::from_builder(builder, &settings).unwrap();

    let address = answer_with("HTTP/1.1 307 Again\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(send(&transport, &format!("http://{address}/")).await.unwrap().status(), 307);

    let address = serve(|mut stream| async move {
        read_request(&mut stream).await.unwrap();
        tokio::time::sleep(Duration::from_secs(5)).await;
    })
    .await;
    let error = send(&transport, &format!("http://{address}/")).await.unwrap_err();
    assert_eq!(no_answer(&error), NoAnswerKind::Timeout);
}

#[test]
fn a_user_agent_that_is_no_header_is_refused() {
    let error = Transport::new(&Settings::default().user_agent("a\r\nb")).unwrap_err();
    assert!(error.to_string().contains("the user agent"), "{error}");
}
