//! How much is written of hostile documents.

use std::cell::Cell;

/// Bytes of one message, about.
pub(super) const OF_A_MESSAGE: usize = 256 << 10;

/// Bytes of all messages of both documents, about. Examples can be shared by reference: a small document can have large messages.
pub(super) const OF_ALL: usize = 64 << 20;

/// Messages of one operation that are made of its requests, and of its answers.
pub(super) const MESSAGES: usize = 200;

/// What is left.
pub(super) struct Room {
    all: Cell<usize>,
    message: Cell<usize>,
    cut: Cell<bool>,
    /// Messages that were not made.
    pub(super) not_made: Cell<usize>,
}

impl Default for Room {
    fn default() -> Self {
        Self { all: Cell::new(OF_ALL), message: Cell::new(0), cut: Cell::new(false), not_made: Cell::new(0) }
    }
}

impl Room {
    /// Begins a message, if there is room for one.
    pub(super) fn begin(&self) -> bool {
        let room = self.all.get() > 0;
        if !room {
            self.skip(1);
        }
        self.message.set(OF_A_MESSAGE);
        self.cut.set(false);
        room
    }

    /// Counts messages that are not made.
    pub(super) fn skip(&self, messages: usize) {
        self.not_made.set(self.not_made.get() + messages);
    }

    /// Takes room for so many bytes; once there is none, the message is cut.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let fits = self.message.get().min(self.all.get()) >= bytes;
        if fits {
            self.message.set(self.message.get() - bytes);
            self.all.set(self.all.get() - bytes);
        } else {
            self.message.set(0);
            self.cut.set(true);
        }
        fits
    }

    /// Whether the message that was begun last is cut.
    pub(super) fn is_cut(&self) -> bool {
        self.cut.get()
    }
}
