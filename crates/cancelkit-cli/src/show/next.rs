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
        let target = about.target.to_string();
        // What begins with a hyphen would be taken for an option.
        let is_last = target.starts_with('-');
        write!(f, "cancelkit {name} {}", about.target.provider())?;
        if !is_last {
            write!(f, " {}", Quoted(&target))?;
        }
        if let Some(key) = &about.key {
            let equals = if key.as_str().starts_with('-') { "=" } else { " " };
            write!(f, " --key{equals}{}", Quoted(key.as_str()))?;
        }
        if let Some(as_of) = about.seen_active {
            write!(f, " --seen-active {as_of}")?;
        }
        if is_last {
            write!(f, " -- {}", Quoted(&target))?;
        }
        Ok(())
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
    use clap::Parser as _;

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

    #[test]
    fn what_begins_with_a_hyphen_is_no_option() {
        let target = Target::parse(ProviderId::Rebilly, "--yes").unwrap();
        let about = ConfirmRequest::new(target).with_key(Key::new("-k").unwrap());
        let undo = Command("undo", &about).to_string();
        assert_eq!(undo, "cancelkit undo rebilly --key=-k -- --yes");
        let confirm = Command("confirm", &about.with_seen_active("2030-01-31T00:00:00Z".parse().unwrap())).to_string();
        assert_eq!(confirm, "cancelkit confirm rebilly --key=-k --seen-active 2030-01-31T00:00:00Z -- --yes");
        for command in [undo, confirm] {
            crate::cli::Cli::try_parse_from(command.split(' ')).unwrap_or_else(|error| panic!("{command}: {error}"));
        }
    }
}
