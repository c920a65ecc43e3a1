//! Whatever `path_segment` lets pass stays one segment of the URL that generated code builds.
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use cancelkit_runtime::path_segment;
use cancelkit_runtime::reqwest::Url;
use progenitor_client::encode_path;
use proptest::prelude::*;

/// Text of the pieces that URL parsers treat in some way of their own, and of anything else.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            ".", "..", "%2e", "%2E", "%25", "%", "/", "%2f", "\\", "%5c", ";", "?", "#", ":", "@", " ", "\t", "\n", "|", "a", "1", "é",
            "%c0%ae", "\u{ff0e}", "\0",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn decoded(segment: &str) -> String {
    let mut out = Vec::new();
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first == b'%' {
            out.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            out.push(*first);
        }
    }
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_passes_is_one_segment_and_arrives_as_it_was(value in tricky()) {
        if path_segment("id", &value).is_ok() {
            let url = Url::parse(&format!("https://example.com/v1/things/{}/cancel", encode_path(&value))).unwrap();
            let segments: Vec<&str> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 4);
            prop_assert_eq!((segments[0], segments[1], segments[3]), ("v1", "things", "cancel"));
            prop_assert_eq!(decoded(segments[2]), value);
            prop_assert_eq!((url.query(), url.fragment()), (None, None));
        }
    }

    #[test]
    fn what_passes_does_not_climb_behind_a_gateway_that_decodes_once_more(value in tricky()) {
        if path_segment("id", &value).is_ok() {
            let url = Url::parse(&format!("https://example.com/v1/{}/cancel", encode_path(&value))).unwrap();
            let twice = decoded(url.path());
            // Only a value with its own `?` or `#` leaves the path here, and it never gets further up.
            let path = twice.split(['?', '#']).next().unwrap();
            let inner = Url::parse(&format!("https://example.com{path}")).unwrap();
            prop_assert!(inner.path().starts_with("/v1/"), "{}", inner.path());
            prop_assert!(inner.path().split('/').count() <= 4, "{}", inner.path());
        }
    }

    #[test]
    fn nothing_panics_and_no_refusal_repeats_the_value(value in "\\PC{4,40}") {
        if let Err(error) = path_segment("id", &format!("{value}/")) {
            prop_assert!(!error.to_string().contains(&value));
        }
    }
}
