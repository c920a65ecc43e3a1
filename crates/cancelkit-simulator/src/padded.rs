//! A body that goes on and on.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::Frame;

/// A text followed by spaces, sent piece by piece without its length being announced.
pub(crate) struct Padded {
    text: Bytes,
    spaces: u64,
}

const PIECE: &[u8] = &[b' '; 16 * 1024];

impl Padded {
    pub(crate) fn new(text: Vec<u8>, length: u64) -> Self {
        let have = u64::try_from(text.len()).unwrap_or(u64::MAX);
        Self { text: Bytes::from(text), spaces: length.saturating_sub(have) }
    }
}

impl http_body::Body for Padded {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = if self.text.is_empty() {
            let length = usize::try_from(self.spaces).unwrap_or(usize::MAX).min(PIECE.len());
            self.spaces -= u64::try_from(length).unwrap_or(self.spaces);
            Bytes::from_static(&PIECE[..length])
        } else {
            std::mem::take(&mut self.text)
        };
        Poll::Ready((!piece.is_empty()).then(|| Ok(Frame::data(piece))))
    }
}
