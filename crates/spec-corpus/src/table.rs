//! Rows for people.

use crate::row::{Ended, Row};

/// One line for a document.
#[must_use]
pub fn line(row: &Row) -> String {
    let name: String = row.document.chars().take(60).collect();
    match row.ended {
        Ended::Generated => {
            let checked = match &row.checked {
                None => String::new(),
                Some(checked) if checked.compiles => format!("  check {:.1} s", checked.seconds),
                Some(checked) => format!("  does not compile: {}", checked.message),
            };
            format!(
                "{name:<60} {:>5} of {:>5} operations  {:>4} erased  {:>4} given up  {:>3} unproven  {:>6.2} s{checked}",
                row.callable, row.operations, row.erased, row.given_up, row.unproven, row.seconds
            )
        }
        Ended::Refused => format!("{name:<60} refused: {}", row.message),
        Ended::TimedOut => format!("{name:<60} too slow: {}", row.message),
        Ended::Crashed => format!("{name:<60} crashed: {}", row.message),
    }
}

/// What all rows say together.
#[must_use]
pub fn totals(rows: &[Row]) -> String {
    let generated: Vec<&Row> = rows.iter().filter(|row| row.ended == Ended::Generated).collect();
    let sum = |count: fn(&Row) -> usize| generated.iter().map(|row| count(row)).sum::<usize>();
    let share = |part: usize, whole: usize| {
        if whole == 0 { 100.0 } else { 100.0 * part as f64 / whole as f64 }
    };
    let (operations, callable) = (sum(|row| row.operations), sum(|row| row.callable));
    let (schemas, erased) = (sum(|row| row.schemas), sum(|row| row.erased));
    let mut text = format!("documents generated      {} of {}\n", generated.len(), rows.len());
    text +=
        &format!("operations that can be called  {callable} of {operations} ({:.2} %)\n", share(callable, operations));
    text += &format!("  of them with a parameter that progenitor does not write  {}\n", sum(|row| row.own_parameters));
    text += &format!("schemas erased to untyped JSON  {erased} of {schemas} ({:.2} %)\n", share(erased, schemas));
    text +=
        &format!("ledger  {} entries, {} found by the proof alone\n", sum(|row| row.given_up), sum(|row| row.unproven));
    let checked: Vec<_> = generated.iter().filter_map(|row| row.checked.as_ref()).collect();
    if !checked.is_empty() {
        let good = checked.iter().filter(|checked| checked.compiles).count();
        text += &format!("clients that compile  {good} of {}\n", checked.len());
    }
    let mut ratios: Vec<f64> = generated
        .iter()
        .filter(|row| row.progenitor > 0.0)
        .map(|row| (row.seconds - row.progenitor) / row.progenitor)
        .collect();
    ratios.sort_by(f64::total_cmp);
    if let Some(median) = ratios.get(ratios.len() / 2) {
        text += &format!("our time beside progenitor's, median  {median:.2}\n");
    }
    if let Some(slope) = slope(&generated) {
        text += &format!("time over bytes, slope in log-log from 100 kB on  {slope:.2}\n");
    }
    let mut slowest = generated.clone();
    slowest.sort_by(|one, other| other.seconds.total_cmp(&one.seconds));
    text += "slowest:\n";
    for row in slowest.iter().take(10) {
        text += &format!("  {:>7.2} s  {:>9} bytes  {}\n", row.seconds, row.bytes, row.document);
    }
    text
}

/// The slope of the line through the logarithms, by least squares.
fn slope(rows: &[&Row]) -> Option<f64> {
    let points: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row.bytes >= 100_000 && row.seconds > 0.0)
        .map(|row| ((row.bytes as f64).ln(), row.seconds.ln()))
        .collect();
    if points.len() < 3 {
        return None;
    }
    let count = points.len() as f64;
    let (x, y) = (points.iter().map(|it| it.0).sum::<f64>() / count, points.iter().map(|it| it.1).sum::<f64>() / count);
    let above: f64 = points.iter().map(|it| (it.0 - x) * (it.1 - y)).sum();
    let below: f64 = points.iter().map(|it| (it.0 - x).powi(2)).sum();
    (below > 0.0).then(|| above / below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_of_what_grows_with_the_bytes_is_one() {
        let row = |bytes: u64| Row { bytes, seconds: bytes as f64 / 1e6, ..Row::default() };
        let rows = [row(100_000), row(1_000_000), row(4_000_000)];
        let found = slope(&rows.iter().collect::<Vec<_>>()).expect("a slope");
        assert!((found - 1.0).abs() < 1e-9, "{found}");
    }
}
