//! Base64 as in RFC 4648, with padding. It is needed for bodies that are no text and for nothing else, so no crate is used.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The text of some bytes.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let index = (bits >> (18 - 6 * place)) & 63;
            text.push(if place <= group.len() { char::from(ALPHABET[index as usize]) } else { '=' });
        }
    }
    text
}

/// The bytes of a text; `None` where it is no base64, or not as [`encode`] writes it.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let digits: Vec<u32> = group.iter().map_while(|c| value(*c)).collect();
        let bits = digits.iter().fold(0_u32, |bits, digit| bits << 6 | digit) << (6 * (4 - digits.len()));
        bytes.extend(&bits.to_be_bytes()[1..digits.len().max(1)]);
    }
    (encode(&bytes) == text).then_some(bytes)
}

fn value(c: u8) -> Option<u32> {
    ALPHABET.iter().position(|letter| *letter == c).and_then(|index| u32::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn what_is_no_base64_is_refused() {
        for text in ["Zg", "Zg=", "Zh==", "Z===", "====", "Zg==Zg==", "Zm9v!", "Zm 9v", "=", "Zm9vY"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    #[test]
    fn the_vectors_of_the_rfc_go_both_ways() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).unwrap(), bytes.as_bytes());
        }
        assert_eq!(decode(&encode(&[0xff, 0xfe, 0x00])).unwrap(), [0xff, 0xfe, 0x00]);
    }
}
