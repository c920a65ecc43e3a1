//! A small HTTP/1.1 server on loopback: it records what arrives, byte by byte, and answers as a test says.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a test may hang before it fails. Nothing waits for it to pass.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that answers one request after another, each on a connection of its own.
pub struct Server {
    url: String,
    task: JoinHandle<Vec<Received>>,
}

impl Server {
    /// Listens, and answers as many requests as there are replies.
    ///
    /// # Panics
    ///
    /// Where no port can be had.
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let replies: Vec<Reply> = replies.into_iter().collect();
        let task = tokio::spawn(async move {
            let mut received = Vec::new();
            for reply in replies {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                received.push(Received::read(&mut stream).await);
                // An answer longer than the client cares to read ends in an error here, which is none.
                let _ = stream.write_all(&reply.0).await;
                let _ = stream.shutdown().await;
            }
            received
        });
        Self { url, task }
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The requests that arrived, after all replies were given.
    ///
    /// # Panics
    ///
    /// Where fewer requests arrived than there were replies, or one of them was no HTTP.
    pub async fn received(self) -> Vec<Received> {
        timeout(PATIENCE, self.task).await.expect("as many requests as replies").expect("requests that can be read")
    }
}

/// A port that accepts connections and to which none may come.
pub struct Silent(std::net::TcpListener);

impl Silent {
    /// Listens.
    ///
    /// # Panics
    ///
    /// Where no port can be had.
    #[must_use]
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a listener that does not wait");
        Self(listener)
    }

    /// The base URL, without a slash at its end.
    ///
    /// # Panics
    ///
    /// Where the port is gone.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("an address"))
    }

    /// Whether nobody has connected so far. The kernel queues a connection before `connect` returns, so there is nothing to wait for.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        matches!(self.0.accept(), Err(error) if error.kind() == std::io::ErrorKind::WouldBlock)
    }
}

/// A port that refuses connections: it is taken, so that nobody else gets it, and nobody listens there.
pub struct Refusing(tokio::net::TcpSocket);

impl Refusing {
    /// Takes a port.
    ///
    /// # Panics
    ///
    /// Where no port can be had.
    #[must_use]
    pub fn start() -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.bind(std::net::SocketAddr::from(([127, 0, 0, 1], 0))).expect("a port");
        Self(socket)
    }

    /// The base URL, without a slash at its end.
    ///
    /// # Panics
    ///
    /// Where the port is gone.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().expect("an address"))
    }
}

/// What is written back, as bytes.
pub struct Reply(Vec<u8>);

impl Reply {
    /// A whole answer. Its length and the end of the connection are said for it.
    #[must_use]
    pub fn new(status: u16, headers: &[(String, String)], body: &[u8]) -> Self {
        Self::declaring(status, headers, body, body.len())
    }

    /// An answer with a media type.
    #[must_use]
    pub fn of(status: u16, media_type: &str, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, &[("content-type".to_owned(), media_type.to_owned())], body.as_ref())
    }

    /// An answer of JSON that ends in the middle of its body.
    #[must_use]
    pub fn cut(status: u16, media_type: &str, body: &[u8]) -> Self {
        let headers = [("content-type".to_owned(), media_type.to_owned())];
        Self::declaring(status, &headers, body, body.len() + 10)
    }

    /// The connection is closed without an answer, after the request was read.
    #[must_use]
    pub fn hang_up() -> Self {
        Self(Vec::new())
    }

    fn declaring(status: u16, headers: &[(String, String)], body: &[u8], length: usize) -> Self {
        let mut head = format!("HTTP/1.1 {status} Some words\r\nconnection: close\r\n");
        if status != 204 {
            head.push_str(&format!("content-length: {length}\r\n"));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        Self([head.as_bytes(), body].concat())
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The whole request.
    pub raw: Vec<u8>,
    /// The method.
    pub method: String,
    /// The target of the request line: path and query, as they were written.
    pub target: String,
    /// The headers in their order; the names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Received {
    async fn read(stream: &mut TcpStream) -> Self {
        let mut raw = Vec::new();
        loop {
            if let Some(received) = Self::parse(&raw) {
                return received;
            }
            let more = timeout(PATIENCE, stream.read_buf(&mut raw)).await.expect("a request in time");
            assert_ne!(more.expect("a stream"), 0, "half a request: {}", String::from_utf8_lossy(&raw));
        }
    }

    fn parse(raw: &[u8]) -> Option<Self> {
        let end = raw.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&raw[..end]).expect("a head in UTF-8");
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        assert_eq!(words.next(), Some("HTTP/1.1"));
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").expect("a header line"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut received = Self { raw: raw.to_vec(), method, target, headers, body: raw[end + 4..].to_vec() };
        assert_eq!(received.header("transfer-encoding"), None, "bodies are sent with their length");
        let length = received.header("content-length").map_or(0, |value| value.parse().expect("a length"));
        received.body.truncate(length);
        (received.body.len() == length).then_some(received)
    }

    /// The path, as it was written.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The query's names and values, decoded and sorted.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        pairs(self.target.split_once('?').map_or("", |(_, query)| query))
    }

    /// The one value of a header.
    ///
    /// # Panics
    ///
    /// Where the header stands there twice.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let first = values.next();
        assert!(values.next().is_none(), "`{name}` is there twice: {:?}", self.headers);
        first.map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// Where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body of JSON")
    }

    /// The fields of a form, decoded and sorted.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(&self.body))
    }
}

/// The names and values of `application/x-www-form-urlencoded`, sorted.
fn pairs(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = text
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (percent_decoded(&name.replace('+', " ")), percent_decoded(&value.replace('+', " "))))
        .collect();
    found.sort();
    found
}

/// A text with its percent escapes undone.
///
/// # Panics
///
/// At an escape that is none, and at what is not UTF-8.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next().expect("a digit"), bytes.next().expect("a digit")];
            let digits = std::str::from_utf8(&digits).expect("two digits");
            out.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).expect("UTF-8")
}
