use std::fmt;

use cancelkit::{Abilities, Choice, Effect, ProviderId, StatusMeaning, Target};

use super::overview::choice;
use crate::table;

/// Everything that is known of one provider.
pub struct Details(pub &'static Abilities);

impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self.0;
        let credentials = crate::environment::of(it.provider);
        writeln!(f, "{} ({})\n", it.provider.name(), it.provider)?;
        section(
            f,
            "What is cancelled",
            [
                row("target", it.target),
                row("written", example(it.provider)),
                row("sent as", &format!("{} {} ({})", it.method, it.path, it.operation_id)),
            ],
        )?;
        section(f, "--when", effects(it.timing, |kind| kind.as_str()))?;
        section(f, "--money", effects(it.money, |money| money.as_str()))?;
        section(
            f,
            "Who and why",
            [row("--actor", &taken(&it.actor)), row("--reason", &taken(&it.reason)), row("--comment", &comment(it))],
        )?;
        section(f, "What an answer means", it.statuses.iter().map(status))?;
        section(
            f,
            "Afterwards",
            [
                row("undo", it.undo.effect),
                row("send again", &format!("{}: {}{}", it.repetition.rule, it.repetition.effect, settle(it))),
                row(
                    "read back",
                    &format!("{}, by {}: {}", it.confirm.strength, it.confirm.operation_id, it.confirm.effect),
                ),
            ],
        )?;
        section(f, "Traps", it.traps.iter().map(|trap| row("-", trap)))?;
        section(f, "Environment", credentials.map(|variable| row(variable.name, &crate::environment::note(variable))))
    }
}

/// A target as it is written as an argument.
fn example(provider: ProviderId) -> &'static str {
    Target::parse(provider, "").err().map_or("", |error| error.example())
}

type Row = [String; 2];

fn row(name: &str, text: &str) -> Row {
    [format!("  {name}"), text.to_owned()]
}

fn section(f: &mut fmt::Formatter<'_>, title: &str, rows: impl IntoIterator<Item = Row>) -> fmt::Result {
    writeln!(f, "{title}\n{}\n", table::bare(rows).trim_fmt())
}

fn effects<T: Copy>(effects: &[Effect<T>], word: impl Fn(T) -> &'static str) -> impl Iterator<Item = Row> {
    effects.iter().map(move |effect| row(word(effect.value), effect.effect))
}

fn taken(of: &Choice) -> String {
    let why = of.why.map_or_else(String::new, |why| format!(". {why}"));
    let values =
        if of.values.is_empty() { String::new() } else { format!(" Recorded as one of {}.", of.values.join(", ")) };
    format!("{}{why}{values}", choice(of))
}

fn comment(abilities: &Abilities) -> String {
    match (abilities.comment.accepted, abilities.comment.max_length) {
        (false, _) => "no".to_owned(),
        (true, None) => "optional".to_owned(),
        (true, Some(most)) => format!("optional, up to {most} characters"),
    }
}

fn settle(abilities: &Abilities) -> String {
    let seconds = abilities.repetition.settle_seconds;
    seconds.map_or_else(String::new, |seconds| format!(" A read is believed {seconds} seconds after the request."))
}

fn status(status: &StatusMeaning) -> Row {
    let proof = status.proof.map_or_else(String::new, |proof| match proof.one_of {
        [] => format!(" Proven by {} being there.", proof.pointer),
        values => format!(" Proven by {} being {}.", proof.pointer, values.join(" or ")),
    });
    row(&format!("{} {}", status.status, status.certainty), &format!("{}{proof}", status.meaning))
}
