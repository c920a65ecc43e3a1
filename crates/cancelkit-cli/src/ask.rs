//! Asking before something is sent.

use std::io::{self, BufRead, IsTerminal as _, Write};

use crate::failure::Failure;

/// What somebody who was asked said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reply {
    /// Go on.
    Yes,
    /// Do not.
    No,
    /// Nobody is there to be asked.
    Nobody,
}

/// Goes on only if somebody agrees.
pub fn agreed(question: &str) -> Result<(), Failure> {
    match ask(question) {
        Ok(Reply::Yes) => Ok(()),
        Ok(Reply::No) => Err(Failure::not_agreed("nothing was sent, since it was not agreed to")),
        Ok(Reply::Nobody) => Err(Failure::not_agreed(
            "nothing was sent, since there is no terminal to ask on; to send it without being asked, add --yes",
        )),
        Err(error) => Err(Failure::not_agreed(format_args!("nothing was sent, since asking failed: {error}"))),
    }
}

/// Asks on the terminal. Standard output stays free for the result.
fn ask(question: &str) -> io::Result<Reply> {
    let stdin = io::stdin();
    if !stdin.is_terminal() || !io::stderr().is_terminal() {
        return Ok(Reply::Nobody);
    }
    ask_on(question, stdin.lock(), io::stderr())
}

fn ask_on(question: &str, mut input: impl BufRead, mut output: impl Write) -> io::Result<Reply> {
    write!(output, "{question} Type yes to send it: ")?;
    output.flush()?;
    let mut line = String::new();
    input.read_line(&mut line)?;
    Ok(if line.trim() == "yes" { Reply::Yes } else { Reply::No })
}

#[cfg(test)]
mod tests {
    use super::{Reply, ask_on};

    #[test]
    fn only_the_whole_word_is_a_yes() {
        for (typed, reply) in [
            ("yes\n", Reply::Yes),
            ("yes", Reply::Yes),
            (" yes \r\n", Reply::Yes),
            ("y\n", Reply::No),
            ("YES\n", Reply::No),
            ("no\nyes\n", Reply::No),
            ("\n", Reply::No),
            ("", Reply::No),
        ] {
            let mut shown = Vec::new();
            assert_eq!(ask_on("Cancel it?", typed.as_bytes(), &mut shown).unwrap(), reply, "{typed:?}");
            assert_eq!(shown, b"Cancel it? Type yes to send it: ");
        }
    }
}
