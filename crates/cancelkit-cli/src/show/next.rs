use std::fmt;

use cancelkit::{Abilities, Certainty, ConfirmRequest, Confirmation, Outcome, What};

/// What to do next about one cancellation, as commands to type.
pub struct Next(pub ConfirmRequest);

impl Next {
    /// After an outcome.
    pub fn after(&self, outcome: &Outcome) -> String {
        let undo = Abilities::of(outcome.provider).undo.possible && matches!(outcome.what, What::Scheduled { .. });
        let undo = if undo { format!("\nTake it back: {}", Command("undo", &self.0)) } else { String::new() };
        format!("Read it back: {}{undo}", Command("confirm", &self.0))
    }

    /// After an error: nothing that its own text does not say, but where there is a doubt to settle.
    pub fn after_error(&self, certainty: Certainty) -> String {
        match certainty {
            Certainty::MaybeDone => format!("Read it back: {}", Command("confirm", &self.0)),
            _ => String::new(),
        }
    }

    /// After a read.
    pub fn after_read(&self, confirmation: &Confirmation) -> String {
        match confirmation {
            Confirmation::StillActive { as_of } => {
                let again = self.0.clone().with_seen_active(*as_of);
                format!("Read it again: {}", Command("confirm", &again))
            }
            _ => String::new(),
        }
    }
}

/// A command about a cancellation.
struct Command<'a>(&'static str, &'a ConfirmRequest);

impl fmt::Display for Command<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name, about) = self;
        write!(f, "cancelkit {name} {} {}", about.target.provider(), Quoted(&about.target.to_string()))?;
        if let Some(key) = &about.key {
            write!(f, " --key {}", Quoted(key.as_str()))?;
        }
        match about.seen_active {
            Some(as_of) => write!(f, " --seen-active {as_of}"),
            None => Ok(()),
        }
    }
}

/// A word for a shell of the Bourne family.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/@:".contains(&byte);
        if self.0.bytes().all(plain) { f.write_str(self.0) } else { write!(f, "'{}'", self.0.replace('\'', r"'\''")) }
    }
}

#[cfg(test)]
mod tests {
    use cancelkit::{ConfirmRequest, Key, ProviderId, Target};

    use super::Command;

    #[test]
    fn a_command_can_be_typed_as_it_stands() {
        let target = Target::parse(ProviderId::Jetpack, "example.com/demo#plan").unwrap();
        let about = ConfirmRequest::new(target)
            .with_key(Key::new("it's $1; rm").unwrap())
            .with_seen_active("2030-01-31T00:00:00Z".parse().unwrap());
        assert_eq!(
            Command("confirm", &about).to_string(),
            r"cancelkit confirm jetpack 'example.com/demo#plan' --key 'it'\''s $1; rm' --seen-active 2030-01-31T00:00:00Z"
        );
    }
}
