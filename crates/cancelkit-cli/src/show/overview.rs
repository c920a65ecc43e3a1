use std::fmt;

use cancelkit::{Abilities, Choice};

use crate::table;

/// What each provider can do, one row each.
pub struct Overview<'a>(pub &'a [&'static Abilities]);

const HEADER: [&str; 8] = ["provider", "when", "money", "actor", "reason", "undo", "send again", "read back"];

impl fmt::Display for Overview<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = table::ruled(&HEADER);
        for abilities in self.0 {
            table.add_row(row(abilities));
        }
        writeln!(f, "{}", table.trim_fmt())?;
        writeln!(
            f,
            "\nEverything about one of them: cancelkit providers {}",
            self.0.first().map_or("", |it| it.provider.as_str())
        )
    }
}

fn row(abilities: &Abilities) -> [String; 8] {
    let lines = |words: Vec<&str>| words.join("\n");
    [
        abilities.provider.to_string(),
        lines(abilities.timing.iter().map(|effect| effect.value.as_str()).collect()),
        lines(abilities.money.iter().map(|effect| effect.value.as_str()).collect()),
        choice(&abilities.actor).to_owned(),
        choice(&abilities.reason).to_owned(),
        if abilities.undo.possible { "yes" } else { "no" }.to_owned(),
        abilities.repetition.rule.to_string(),
        abilities.confirm.strength.to_string(),
    ]
}

/// Whether a choice is taken, in one word.
pub fn choice(choice: &Choice) -> &'static str {
    match (choice.accepted, choice.required) {
        (_, true) => "required",
        (true, false) => "optional",
        (false, false) => "no",
    }
}
