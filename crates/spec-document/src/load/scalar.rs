//! What plain scalars mean: the core schema of YAML 1.2, and JSON's numbers.

use serde_json::Number;

use crate::Value;

/// Why a scalar has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// An integer that neither an `i64` nor a `u64` holds, or a float too large for an `f64`.
    Wide,
    /// `.inf` or `.nan`.
    NotFinite,
}

/// The value of a plain scalar. Nothing of YAML 1.1: `no`, `1_000`, `0777`'s octal meaning and `12:30` are not in it.
pub(crate) fn plain(text: &str) -> Result<Value, Unfit> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => match number(text) {
            Some(number) => Value::Number(number?),
            None => Value::String(text.to_owned()),
        },
    })
}

/// Whether a plain scalar is an integer as people write status codes.
pub(crate) fn is_decimal_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that a text stands for, if the core schema says that it is one.
pub(crate) fn number(text: &str) -> Option<Result<Number, Unfit>> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Most scalars are words: this is the way out for them.
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return None;
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Err(Unfit::NotFinite));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            let all = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
            return all.then(|| u64::from_str_radix(digits, radix).map(Number::from).map_err(|_| Unfit::Wide));
        }
    }
    if is_decimal_integer(unsigned) && !unsigned.starts_with('-') {
        let text = text.strip_prefix('+').unwrap_or(text);
        let signed = text.parse::<i64>().map(Number::from);
        let number = signed.or_else(|_| text.parse::<u64>().map(Number::from)).ok();
        return Some(number.or_else(|| rounded(text)).ok_or(Unfit::Wide));
    }
    if !is_float(unsigned) {
        return None;
    }
    Some(text.parse().ok().and_then(Number::from_f64).ok_or(Unfit::Wide))
}

/// A wide integer that some tool wrote from a float, such as `18446744073709552000` for two to the power of 64. It reads
/// back to the same digits, so nothing is lost.
fn rounded(text: &str) -> Option<Number> {
    let float: f64 = text.parse().ok()?;
    if float.to_string() == text { Number::from_f64(float) } else { None }
}

/// `( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> serde_json::Value {
        match plain(text).unwrap() {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => value.into(),
            Value::Number(number) => number.into(),
            Value::String(text) => text.into(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for text in ["18446744073709551616", "-9223372036854775809", "1e400", "-1e999", "0x1ffffffffffffffff"] {
            assert_eq!(plain(text).unwrap_err(), Unfit::Wide, "{text}");
        }
        for text in [".inf", "-.Inf", "+.INF", ".nan", ".NaN"] {
            assert_eq!(plain(text).unwrap_err(), Unfit::NotFinite, "{text}");
        }
    }

    #[test]
    fn words_of_yaml_1_1_and_look_alikes_are_strings() {
        for text in [
            "no",
            "yes",
            "on",
            "off",
            "y",
            "N",
            "1_000",
            "12:30",
            "2024-01-01",
            "1.0.0",
            "+",
            "-",
            ".",
            "..",
            "-.",
            "e5",
            "1e",
            "1e+",
            "0x",
            "0xg",
            "0o8",
            "-0x1",
            "--1",
            "+-1",
            "1,000",
            "inf",
            "nan",
            "-.nan",
            "tRue",
            "nULL",
            "0b1",
        ] {
            assert_eq!(json(text), serde_json::Value::from(text), "{text}");
        }
    }

    #[test]
    fn the_core_schema() {
        for (text, value) in [
            ("", serde_json::Value::Null),
            ("~", serde_json::Value::Null),
            ("Null", serde_json::Value::Null),
            ("TRUE", true.into()),
            ("0", 0.into()),
            ("-1", (-1).into()),
            ("+12", 12.into()),
            ("007", 7.into()),
            ("0o17", 15.into()),
            ("0xfF", 255.into()),
            ("18446744073709551615", u64::MAX.into()),
            ("-9223372036854775808", i64::MIN.into()),
            ("1.0", 1.0.into()),
            (".5", 0.5.into()),
            ("5.", 5.0.into()),
            ("-1.5e-3", (-0.0015).into()),
            ("1E2", 100.0.into()),
            ("18446744073709552000", 18_446_744_073_709_552_000_f64.into()),
        ] {
            assert_eq!(json(text), value, "{text}");
        }
    }
}
