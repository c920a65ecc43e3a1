//! The laws of one question.

use std::cell::Cell;

use serde_json::Value;
use spec_diff::{Direction, Verdict, contained};

use crate::edit::{edited, respelled, revised};
use crate::generate;
use crate::instance::Writer;
use crate::plain::Plain;
use crate::run::{cases, run};
use crate::tape::Tape;

/// Values tried of each left schema.
const TRIES: usize = 8;

struct Pair {
    definitions: Value,
    left: Value,
    right: Value,
    direction: Direction,
}

fn pair(tape: &mut Tape<'_>) -> Pair {
    let direction = tape.one(&[Direction::Request, Direction::Answer]);
    let mut definitions = generate::definitions(tape);
    let left = generate::schema(tape);
    let mut right = left.clone();
    if tape.chance(40) {
        revised(tape, &mut right, &mut definitions);
    }
    let right = match tape.below(12) {
        10 => right,
        11 => generate::schema(tape),
        _ => edited(tape, &right, &definitions),
    };
    let (left, right) = if tape.chance(15) { (right, left) } else { (left, right) };
    Pair { definitions, left, right, direction }
}

#[derive(Default)]
struct Counts {
    pairs: Cell<u64>,
    contained: Cell<u64>,
    refuted: Cell<u64>,
    values: Cell<u64>,
    values_of_contained: Cell<u64>,
    with_values: Cell<u64>,
}

fn more(count: &Cell<u64>, by: u64) {
    count.set(count.get() + by);
}

#[test]
fn what_is_contained_takes_every_value() {
    let counts = Counts::default();
    run(cases(2_000, 1), |tape| {
        let Pair { definitions, left, right, direction } = pair(tape);
        let verdict = contained(&left, &right, &definitions, direction)?;
        let plain = Plain { definitions: &definitions, direction };
        let (of_left, of_right) = (plain.validator(&left), plain.validator(&right));
        more(&counts.pairs, 1);
        let (mut tried, mut refused) = (0, None);
        for _ in 0..TRIES {
            let Some(written) = (Writer { plain: &plain, tape }).write(&left) else { continue };
            if !of_left.is_valid(&written.value) || !plain.build(&written.meant).is_valid(&written.value) {
                continue;
            }
            tried += 1;
            if !of_right.is_valid(&written.value) {
                refused = Some(written.value);
                break;
            }
        }
        more(&counts.values, tried);
        match (verdict, refused) {
            (Verdict::Contained, Some(value)) => Err(format!(
                "contained, it is said ({direction:?}), and {value} is one of the left and not of the right\n\
                 left:  {left}\nright: {right}\nwith:  {definitions}\n"
            )),
            (Verdict::Contained, None) => {
                more(&counts.contained, 1);
                more(&counts.values_of_contained, tried);
                more(&counts.with_values, u64::from(tried > 0));
                Ok(())
            }
            (Verdict::NotShown(_), refused) => {
                more(&counts.refuted, u64::from(refused.is_some()));
                Ok(())
            }
        }
    });
    let Counts { pairs, contained, refuted, values, values_of_contained, with_values } = counts;
    let not_shown = pairs.get() - contained.get();
    println!(
        "{} pairs, {} contained ({} of them with values, {} values), {} not shown ({} refuted by a value made up here), {} values",
        pairs.get(),
        contained.get(),
        with_values.get(),
        values_of_contained.get(),
        not_shown,
        refuted.get(),
        values.get(),
    );
    assert!(with_values.get() * 100 >= pairs.get() * 15, "too few are contained for the law to say something");
    assert!(refuted.get() * 100 >= pairs.get() * 10, "too few are not contained for the law to say something");
}

#[test]
fn another_spelling_is_the_same() {
    let count = Cell::new(0);
    run(cases(1_000, 10), |tape| {
        let direction = tape.one(&[Direction::Request, Direction::Answer]);
        let definitions = generate::definitions(tape);
        let schema = generate::schema(tape);
        let other = respelled(tape, &schema, &definitions, 0);
        more(&count, 1);
        for (left, right) in [(&schema, &other), (&other, &schema)] {
            if let Verdict::NotShown(reasons) = contained(left, right, &definitions, direction)? {
                return Err(format!("{left}\nis not shown to be in\n{right}\nwith {definitions}: {reasons:?}"));
            }
        }
        Ok(())
    });
    println!("{} respelled", count.get());
}
