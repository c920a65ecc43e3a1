//! Standard output: the result, as text or as one JSON object, and nothing else.

use std::fmt::Display;
use std::io::{self, Write as _};

use serde::Serialize;

use crate::exit::Exit;
use crate::plain;

/// The version of the JSON objects that this command prints.
const VERSION: u32 = 1;

/// In which form results are printed.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

/// The one object on standard output.
#[derive(Serialize)]
struct Object<T> {
    version: u32,
    kind: &'static str,
    exit_code: u8,
    #[serde(flatten)]
    members: T,
}

impl Output {
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether results are JSON.
    pub const fn is_json(self) -> bool {
        self.json
    }

    /// Prints what was asked for: `members` beside `version`, `kind` and `exit_code` as JSON, or else `text`.
    pub fn print(self, kind: &'static str, members: impl Serialize, text: impl Display) -> Exit {
        if self.written(Exit::Done, kind, members, text) { Exit::Done } else { Exit::Failed }
    }

    /// Prints what became of a call, and gives `exit` back: it tells of a subscription, printed or not.
    pub fn result(self, exit: Exit, kind: &'static str, members: impl Serialize, text: impl Display) -> Exit {
        self.written(exit, kind, members, text);
        exit
    }

    fn written(self, exit: Exit, kind: &'static str, members: impl Serialize, text: impl Display) -> bool {
        let written = if self.json {
            json(&Object { version: VERSION, kind, exit_code: exit.code(), members })
        } else {
            write(&format!("{}\n", text.to_string().trim_end()))
        };
        if let Err(error) = &written {
            self.note(format_args!("error: the result could not be printed: {error}"));
        }
        written.is_ok()
    }

    /// Says something beside the result.
    pub fn note(self, text: impl Display) {
        // Nothing is left to say it to when standard error is gone too.
        let _ = writeln!(io::stderr(), "{text}");
    }
}

fn json(object: &impl Serialize) -> io::Result<()> {
    let mut text = plain::json(&serde_json::to_string_pretty(object)?);
    text.push('\n');
    write(&text)
}

fn write(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}
