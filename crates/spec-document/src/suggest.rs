//! Guesses at what somebody meant to write.

/// Longer names are not compared: it would cost time and help nobody.
const LONGEST: usize = 100;

/// So many candidates are looked at; a document may have as many names as it likes.
const CANDIDATES: usize = 10_000;

/// The candidate that is most like `name`, if one is like enough to be meant: at most a third of its letters differ.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = name.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let allowed = (length / 3).max(1);
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates.into_iter().take(CANDIDATES) {
        // Bytes are never fewer than characters, and never more than four times as many.
        if candidate.len() > (length + allowed) * 4 || candidate.len() + allowed < length {
            continue;
        }
        let distance = if candidate.eq_ignore_ascii_case(name) { 0 } else { strsim::osa_distance(name, candidate) };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_is_too_far_is_not_suggested() {
        assert_eq!(nearest("Customer", ["Order", "Invoice"]), None);
        assert_eq!(nearest("Customer", []), None);
        assert_eq!(nearest(&"x".repeat(200), ["x"]), None);
        assert_eq!(nearest("é", ["somewhat longer"]), None);
    }

    #[test]
    fn the_nearest_is_suggested() {
        assert_eq!(nearest("Custmer", ["Customers", "Customer", "Order"]), Some("Customer"));
        assert_eq!(nearest("kajabi", ["KAJABI", "kajab"]), Some("KAJABI"));
        assert_eq!(nearest("Größe", ["Grösse", "Größen"]), Some("Größen"));
    }
}
