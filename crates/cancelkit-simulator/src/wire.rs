//! A connection that can break at any byte.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Where an answer breaks off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Nowhere.
    #[default]
    Nowhere,
    /// Before its first byte.
    Unanswered,
    /// After its head and as many bytes of its body.
    AfterBody(usize),
}

/// Breaks off the answer of one connection; the handler of a request holds it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scissors(Arc<Mutex<Cut>>);

impl Scissors {
    pub(crate) fn set(&self, cut: Cut) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = cut;
    }

    pub(crate) fn get(&self) -> Cut {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Decides by the first line of a request, which is still in the socket, whether the request is to stay there.
pub(crate) type Unread = Arc<dyn Fn(&Peek<'_>) -> bool + Send + Sync>;

/// The first line of a request that was not read.
pub(crate) struct Peek<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
}

/// A TCP stream under the HTTP server's hands.
pub(crate) struct Wire {
    stream: TcpStream,
    scissors: Scissors,
    unread: Unread,
    /// Whether the next byte is the first of a request.
    between: bool,
    /// How much of the blank line after the head was written.
    blank_line: usize,
    /// How many bytes of the body were written.
    body: usize,
    /// Whether the connection was broken off: it is dropped as it is then, not closed in good order.
    broken: bool,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream, scissors: Scissors, unread: Unread) -> Self {
        Self { stream, scissors, unread, between: true, blank_line: 0, body: 0, broken: false }
    }

    /// Whether the request that lies in the socket is to be left there.
    fn poll_unread(&self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut bytes = [0; 8 * 1024];
        let mut buffer = ReadBuf::new(&mut bytes);
        ready!(self.stream.poll_peek(context, &mut buffer))?;
        Poll::Ready(Ok(peek(buffer.filled()).is_some_and(|peek| (self.unread)(&peek))))
    }

    /// How many of these bytes may be written.
    fn allowed(&self, bytes: &[u8], limit: usize) -> usize {
        let head = self.head(bytes);
        (head + limit.saturating_sub(self.body)).min(bytes.len())
    }

    /// How many of these bytes belong to the head of the answer.
    fn head(&self, bytes: &[u8]) -> usize {
        let mut matched = self.blank_line;
        for (at, byte) in bytes.iter().enumerate() {
            if matched == BLANK_LINE.len() {
                return at;
            }
            matched = next(matched, *byte);
        }
        bytes.len()
    }

    fn break_off(&mut self) -> io::Error {
        self.broken = true;
        io::Error::new(io::ErrorKind::ConnectionAborted, "broken off on purpose")
    }

    /// Keeps count of what was written.
    fn wrote(&mut self, bytes: &[u8]) {
        let head = self.head(bytes);
        for byte in &bytes[..head] {
            self.blank_line = next(self.blank_line, *byte);
        }
        self.body += bytes.len() - head;
    }
}

const BLANK_LINE: &[u8] = b"\r\n\r\n";

/// How much of the blank line is matched after one more byte.
fn next(matched: usize, byte: u8) -> usize {
    match BLANK_LINE.get(matched) {
        None => matched,
        Some(wanted) if *wanted == byte => matched + 1,
        Some(_) => usize::from(byte == b'\r'),
    }
}

fn peek(bytes: &[u8]) -> Option<Peek<'_>> {
    let end = bytes.windows(2).position(|pair| pair == b"\r\n")?;
    let mut words = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let path = target.split('?').next()?;
    version.starts_with("HTTP/").then_some(Peek { method, path })
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Dropping a socket with unread bytes resets the connection; reading on would take them out.
        if self.between && ready!(self.poll_unread(context))? {
            return Poll::Ready(Err(self.break_off()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before && self.between {
            self.between = false;
            self.blank_line = 0;
            self.body = 0;
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let allowed = match self.scissors.get() {
            Cut::Nowhere => bytes.len(),
            Cut::Unanswered => 0,
            Cut::AfterBody(limit) => self.allowed(bytes, limit),
        };
        if allowed == 0 && !bytes.is_empty() {
            return Poll::Ready(Err(self.break_off()));
        }
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]))?;
        self.wrote(&bytes[..written]);
        self.between = true;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.broken {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
