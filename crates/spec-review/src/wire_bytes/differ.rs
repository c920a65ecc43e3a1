//! Two messages, line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::change::{Line, Sign};
use crate::text::{shown, visible};

/// Lines around a change that are shown.
const AROUND: usize = 2;

/// Lines of one exchange that are shown.
const MOST: usize = 120;

/// Characters of a line.
const WIDEST: usize = 400;

/// Lines of both that are compared one with another: the product of their numbers. What is larger is told as replaced.
const EFFORT: usize = 4_000_000;

/// What is different, with the first line and the lines around each change.
pub(super) fn changed(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut found = Vec::new();
    for operation in operations(&old, &new) {
        let (before, after) = (operation.old_range(), operation.new_range());
        let same = matches!(operation, DiffOp::Equal { .. });
        if same {
            found.extend(old[before].iter().map(|text| (Sign::Both, (*text).to_owned())));
        } else {
            let (gone, come) = told_apart(&old[before], &new[after]);
            found.extend(gone.into_iter().map(|text| (Sign::Removed, text)));
            found.extend(come.into_iter().map(|text| (Sign::Added, text)));
        }
    }
    around(&found)
}

/// A message of one side alone.
pub(super) fn whole(text: &str, sign: Sign) -> Vec<Line> {
    let lines: Vec<(Sign, String)> = text.lines().take(MOST + 1).map(|line| (sign, line.to_owned())).collect();
    bounded(lines.iter().map(|(sign, text)| line(*sign, text)).collect())
}

/// The operations of a diff. What is alike at the beginning and at the end costs nothing.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    let start = old.iter().zip(new).take_while(|(one, other)| one == other).count();
    let (rest_old, rest_new) = (&old[start..], &new[start..]);
    let end = rest_old.iter().rev().zip(rest_new.iter().rev()).take_while(|(one, other)| one == other).count();
    if (rest_old.len() - end).saturating_mul(rest_new.len() - end) <= EFFORT {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    vec![
        DiffOp::Equal { old_index: 0, new_index: 0, len: start },
        DiffOp::Replace {
            old_index: start,
            old_len: rest_old.len() - end,
            new_index: start,
            new_len: rest_new.len() - end,
        },
        DiffOp::Equal { old_index: old.len() - end, new_index: new.len() - end, len: end },
    ]
}

/// Long lines that differ only behind what is shown of them begin where they differ.
fn told_apart(old: &[&str], new: &[&str]) -> (Vec<String>, Vec<String>) {
    let mut both = (Vec::new(), Vec::new());
    for index in 0..old.len().max(new.len()) {
        let (one, other) = (old.get(index), new.get(index));
        let begin = match (one, other) {
            (Some(one), Some(other)) => {
                let alike = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
                if alike + 40 > WIDEST { alike - 20 } else { 0 }
            }
            _ => 0,
        };
        let from = |text: &&str| match begin {
            0 => (*text).to_owned(),
            begin => format!("…{}", text.chars().skip(begin).collect::<String>()),
        };
        both.0.extend(one.map(from));
        both.1.extend(other.map(from));
    }
    both
}

/// The first line, the changes, and what is around them.
fn around(all: &[(Sign, String)]) -> Vec<Line> {
    let mut near = vec![false; all.len()];
    for (index, _) in all.iter().enumerate().filter(|(_, (sign, _))| *sign != Sign::Both) {
        let end = all.len().min(index + AROUND + 1);
        near[index.saturating_sub(AROUND)..end].fill(true);
    }
    if let Some(first) = near.first_mut() {
        *first = true;
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut skipped = 0;
    for (index, (sign, text)) in all.iter().enumerate() {
        if near[index] {
            skip(&mut lines, skipped);
            skipped = 0;
            lines.push(line(*sign, text));
        } else {
            skipped += 1;
        }
        if lines.len() > MOST {
            break;
        }
    }
    skip(&mut lines, skipped);
    bounded(lines)
}

fn skip(lines: &mut Vec<Line>, number: usize) {
    if number > 0 {
        let text = crate::text::counted(number, "line", "lines");
        lines.push(Line { sign: Sign::Skipped, text: format!("{text} the same") });
    }
}

fn bounded(mut lines: Vec<Line>) -> Vec<Line> {
    if lines.len() > MOST {
        lines.truncate(MOST);
        lines.push(Line { sign: Sign::Skipped, text: "more lines are not shown".to_owned() });
    }
    lines
}

fn line(sign: Sign, text: &str) -> Line {
    Line { sign, text: shown(&visible(&crate::text::clipped(text, WIDEST + 1)), WIDEST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[Line]) -> String {
        lines.iter().map(|line| format!("{}{}\n", line.sign.mark(), line.text)).collect()
    }

    #[test]
    fn the_first_line_the_changes_and_what_is_around() {
        let old = "GET / HTTP/1.1\na\nb\nc\nd\ne\nf\ng\nh\ni\nj";
        insta::assert_snapshot!(text(&changed(old, &old.replace('f', "F"))), @r"
         GET / HTTP/1.1
        @3 lines the same
         d
         e
        -f
        +F
         g
         h
        @2 lines the same
        ");
    }

    #[test]
    fn long_lines_show_where_they_differ() {
        let long = "a".repeat(10_000);
        let lines = changed(&format!("{long}x{long}"), &format!("{long}y{long}"));
        assert_eq!(lines.len(), 2);
        assert!(lines[0].text.contains('x') && lines[1].text.contains('y'));
        assert!(lines.iter().all(|line| line.text.chars().count() <= WIDEST + 1));
    }

    #[test]
    fn many_lines_are_bounded_in_effort_and_number() {
        let old: String = (0..50_000).map(|index| format!("{index}\n")).collect();
        let new: String = (0..50_000).map(|index| format!("x{index}\n")).collect();
        let start = std::time::Instant::now();
        assert_eq!(changed(&old, &new).len(), MOST + 1);
        assert!(start.elapsed().as_secs() < 5);
        assert_eq!(whole(&old, Sign::Added).len(), MOST + 1);
    }
}
