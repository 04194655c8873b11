//! Numbers as people type them: `5.3M`, `5 300 000`, `530만`, `.05`, `2^20`, `×2`, `12.5 %`.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// A number that was typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typed {
    /// Its value, scale words, prefixes and `%` applied.
    pub value: f64,
    /// Whether neither a scale nor a unit was typed: then the item's own may be meant.
    pub bare: bool,
}

impl Typed {
    /// The values this may mean for an item with this unit: `5.3` under `M` is 5.3 or 5,300,000.
    pub fn readings(self, unit: Option<&str>) -> Vec<f64> {
        let scaled = self.value * unit.map_or(1.0, unit_scale);
        if self.bare && scaled.to_bits() != self.value.to_bits() {
            vec![scaled, self.value]
        } else {
            vec![self.value]
        }
    }
}

/// Words that multiply, longest first where one begins another.
#[rustfmt::skip]
const SCALES: &[(&str, f64)] = &[
    ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12),
    ("천만", 1e7), ("백만", 1e6), ("십만", 1e5), ("천억", 1e11), ("백억", 1e10), ("십억", 1e9),
    ("조", 1e12), ("억", 1e8), ("만", 1e4), ("천", 1e3), ("백", 1e2),
    ("%", 1e-2), ("percent", 1e-2), ("퍼센트", 1e-2), ("프로", 1e-2),
    ("kib", 1024.0), ("mib", 1_048_576.0), ("gib", 1_073_741_824.0),
    ("mil", 1e6), ("bn", 1e9),
    ("k", 1e3), ("m", 1e6), ("g", 1e9), ("b", 1e9), ("t", 1e12),
];

/// Units that say nothing about the size of the number.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "개", "배", "번", "층", "회", "장", "채널", "픽셀", "파라미터", "매개변수", "블록", "바이트",
    "x", "times", "fold", "params", "param", "parameters", "parameter", "macs", "mac", "layers", "layer",
    "channels", "channel", "px", "pixels", "pixel", "blocks", "block", "bytes", "byte", "weights", "weight",
    "bits", "bit", "ops",
];

/// Units that mean the same. An item whose own unit is among them takes no unit of another kind: 224 px
/// are not 224 channels.
#[rustfmt::skip]
const FAMILIES: &[&[&str]] = &[
    &["px", "pixels", "pixel", "픽셀"],
    &["배", "x", "times", "fold"],
    &["bytes", "byte", "b", "ib", "바이트"],
    &["macs", "mac", "ops", "회", "번", "개"],
];

/// Words that may stand in front.
const LEADS: &[&str] =
    &["approximately", "approx.", "approx", "about", "roughly", "대략", "약", "~", "=", "×", "x"];

/// Words that say behind a number what 약 says in front.
const HEDGES: &[&str] = &["정도", "쯤", "가량"];

/// A sign in words.
const MINUS: &[&str] = &["마이너스", "minus"];

/// Reads a typed number; `None` if the line is not one. `unit` is the item's own.
pub fn read(line: &str, unit: Option<&str>) -> Option<Typed> {
    let text = MINUS.iter().fold(tidy(line), |text, word| text.replace(word, "-"));
    // Python's power.
    let text = text.replace("**", "^");
    let mut rest = text.trim().trim_end_matches(['.', '!', '。']).trim_end();
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        rest = inner.trim();
    }
    while let Some(after) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        rest = after.trim_start();
    }
    // The sign is that of all that follows: `-3억 9천만`, `-2^2`.
    let sign = if rest.starts_with('-') { -1.0 } else { 1.0 };
    if let Some(after) = rest.strip_prefix(['-', '+']) {
        rest = after.trim_start();
        if rest.starts_with(['-', '+']) {
            return None;
        }
    }
    let (first, after) = product(rest)?;
    if let Some(below) = after.trim_start().strip_prefix('/') {
        let (below, after) = product(below.trim_start())?;
        let value = sign * first / below;
        return (is_unit(after, unit) && value.is_finite())
            .then_some(Typed { value, bare: is_end("", &fold::fold(after)) });
    }
    let (value, scaled) = terms(first, after, unit)?;
    let value = sign * value;
    let bare = !scaled && is_end("", &fold::fold(after));
    value.is_finite().then_some(Typed { value, bare })
}

/// How much one of a unit is: 1e6 for `M`, 1e9 for `GMACs`, 0.01 for `%`; 1 for what is no multiple.
pub fn unit_scale(unit: &str) -> f64 {
    let unit = tidy(unit);
    split_scale(&unit, None).map_or(1.0, |(scale, _)| scale)
}

/// One normal form: NFKC, lower case, plain minus, superscripts as powers.
fn tidy(line: &str) -> String {
    let mut text = String::new();
    let mut raised = false;
    for c in line.chars() {
        let digit = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|s| s == c);
        if digit.is_some() && !raised {
            text.push('^');
        }
        raised = digit.is_some();
        match (digit, c) {
            (Some(digit), _) => text.push_str(&digit.to_string()),
            (None, '−' | '–') => text.push('-'),
            (None, '≈' | '≒' | '∼' | '～') => text.push('~'),
            (None, _) => text.push(c),
        }
    }
    text.nfkc().flat_map(char::to_lowercase).nfc().collect()
}

/// Powers, multiplied: `5.3`, `5.3e6`, `5.3×10^6`, `2^20`, `28*28*40*80`. Who knows what to multiply
/// need not do it in the head.
fn product(text: &str) -> Option<(f64, &str)> {
    let (mut value, mut rest) = power(text)?;
    while let Some((next, after)) = times(rest) {
        (value, rest) = (value * next, after);
    }
    Some((value, rest))
}

/// What is multiplied by.
fn times(text: &str) -> Option<(f64, &str)> {
    power(text.trim_start().strip_prefix(['×', '*', 'x', '·'])?.trim_start())
}

/// A decimal, maybe with an exponent behind `^`.
fn power(text: &str) -> Option<(f64, &str)> {
    let (base, rest) = decimal(text)?;
    let Some(exponent) = rest.strip_prefix('^') else { return Some((base, rest)) };
    let (exponent, rest) = decimal(exponent)?;
    Some((base.powf(exponent), rest))
}

/// An optional sign, grouped digits, a fraction, an exponent.
fn decimal(text: &str) -> Option<(f64, &str)> {
    let negative = text.starts_with('-');
    let body = text.strip_prefix(['-', '+']).map_or(text, str::trim_start);
    let (mut digits, mut rest) = grouped(body)?;
    if let Some(fraction) = rest.strip_prefix('.') {
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        digits.push('.');
        digits.push_str(&fraction[..end]);
        rest = &fraction[end..];
        if rest.starts_with('.') {
            return None;
        }
    }
    if let Some(exponent) = rest.strip_prefix('e') {
        let sign = usize::from(exponent.starts_with(['-', '+']));
        let tail = &exponent[sign..];
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        if end > 0 {
            digits.push('e');
            digits.push_str(&exponent[..sign + end]);
            rest = &tail[end..];
        }
    }
    let value: f64 = digits.parse().ok()?;
    Some((if negative { -value } else { value }, rest))
}

/// Digits, with thousands kept apart by one kind of mark: `5,300,000`, `5 300 000`, `5_300_000`.
fn grouped(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (head, mut rest) = text.split_at(end);
    let mut digits = head.to_owned();
    let mark = rest.chars().next().filter(|c| [',', ' ', '_', '\''].contains(c));
    if let Some(mark) = mark {
        let mut groups = 0;
        while let Some(group) = rest.strip_prefix(mark) {
            let end = group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len());
            if end != 3 || head.is_empty() || head.len() > 3 {
                break;
            }
            digits.push_str(&group[..3]);
            rest = &group[3..];
            groups += 1;
        }
        let next = rest.strip_prefix(mark).unwrap_or("");
        let torn = next.starts_with(|c: char| c.is_ascii_digit()) && (mark != ' ' || groups > 0);
        if torn {
            return None;
        }
    }
    let starts = !head.is_empty()
        || rest.strip_prefix('.').is_some_and(|f| f.starts_with(|c: char| c.is_ascii_digit()));
    starts.then_some((digits, rest))
}

/// Adds scaled terms, `3억 9천만`, each smaller than the one before; then wants a unit or nothing.
fn terms<'a>(first: f64, after: &'a str, unit: Option<&str>) -> Option<(f64, bool)> {
    let (mut sum, mut term, mut rest): (f64, f64, &'a str) = (0.0, first, after);
    let (mut smallest, mut scaled) = (f64::INFINITY, false);
    loop {
        let Some((scale, tail)) = split_scale(rest.trim_start(), unit) else {
            return is_unit(rest, unit).then_some((sum + term, scaled));
        };
        if scale >= smallest {
            return None;
        }
        (sum, smallest, scaled) = (sum + term * scale, scale, true);
        let tail = tail.trim_start();
        if is_unit(tail, unit) || is_bytes(tail, unit) {
            return Some((sum, scaled));
        }
        (term, rest) = decimal(tail)?;
        if !(0.0..scale).contains(&term) {
            return None;
        }
    }
}

/// Bytes, which only follow a prefix: `20 MB`.
const BYTES: &[&str] = &["b", "bytes", "byte", "ib"];

fn is_bytes(tail: &str, unit: Option<&str>) -> bool {
    BYTES.contains(&tail) && family(unit).is_none_or(|family| family.contains(&"bytes"))
}

/// The units that mean the same as an item's own, without its scale: those of bytes for `MB`.
fn family(unit: Option<&str>) -> Option<&'static [&'static str]> {
    let own = fold::fold(&tidy(unit?));
    let bare = split_scale(&own, None).map_or(own.as_str(), |(_, tail)| tail);
    FAMILIES.iter().copied().find(|family| family.contains(&bare))
}

/// A scale word in front of what is a unit, an ending, nothing, or another term.
fn split_scale<'a>(text: &'a str, unit: Option<&str>) -> Option<(f64, &'a str)> {
    SCALES.iter().find_map(|(word, scale)| {
        let tail = text.strip_prefix(word)?;
        let next = tail.trim_start();
        let fits = is_unit(next, unit)
            || is_bytes(next, unit)
            || (word.starts_with(|c: char| !c.is_ascii())
                && next.starts_with(|c: char| c.is_ascii_digit()));
        fits.then_some((*scale, tail))
    })
}

/// Whether a tail is the item's unit, a unit that says nothing, or nothing, with Korean endings.
fn is_unit(tail: &str, unit: Option<&str>) -> bool {
    let tail = fold::fold(tail);
    if is_end("", &tail) {
        return true;
    }
    let own =
        unit.map(|unit| fold::fold(&tidy(unit))).filter(|own| split_scale(own, None).is_none());
    let names = family(unit).unwrap_or(UNITS).iter().copied();
    names
        .chain(own.as_deref())
        .any(|name| tail.strip_prefix(name).is_some_and(|rest| is_end(name, rest)))
}

/// Whether what follows `word` says nothing more: a hedge, Korean endings, or nothing.
fn is_end(word: &str, rest: &str) -> bool {
    let hedge = HEDGES.iter().find_map(|hedge| Some((*hedge, rest.strip_prefix(hedge)?)));
    let (word, rest) = hedge.unwrap_or((word, rest));
    fold::is_endings(word, rest, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(unit: Option<&str>, key: f64, right: &[&str], wrong: &[&str]) {
        let hits = |line: &str| {
            read(line, unit).is_some_and(|typed| {
                typed.readings(unit).iter().any(|v| (v - key).abs() <= 1e-9 * key.abs())
            })
        };
        for line in right {
            assert!(hits(line), "`{line}` must read as {key}: {:?}", read(line, unit));
        }
        for line in wrong {
            assert!(!hits(line), "`{line}` must not read as {key}");
        }
    }

    #[test]
    #[rustfmt::skip]
    fn millions_in_many_hands() {
        check(Some("M"), 5.3e6, &[
            "5.3", "5.3M", "5.3 M", "5.3m", "5 300 000", "5,300,000", "5_300_000", "5300000", "5.3e6", "5.3E+6",
            "530만", "530 만", "530만 개", "530만개입니다", "530만입니다.", "５．３", "５３０만", "5.3 million", "5.3백만",
            "5.3×10^6", "5.3 x 10⁶", "5.3*10^6", "약 530만", "about 5.3M", "~5.3M", "≈ 5.3M", "5.3M params",
            "5.3M 파라미터", "5.3입니다", "530만 정도입니다", "5.3M쯤", "(5.3M)", "5.3 * 10**6", "0.0053G", "5300k", "+5.3", "5.3M.", "5백만 30만", "5.3Mparams",
        ], &[
            "5.3G", "530", "53만", "5.3 k", "5,3", "5,30,000", "5 30 000", "5.300.000", "-5.3", "5.3 ms", "", "M",
            "5.3.M.1", "five", "5.3 5", "30만 5백만", "5.3M 6", "nan", "inf", "1e999",
        ]);
    }

    #[test]
    fn small_and_exact_numbers() {
        check(None, 0.05, &[".05", "0.05", "5e-2", "1/20"], &["05", "0.5", ".", "1/0", ",05"]);
        check(
            None,
            2.0,
            &["2", "×2", "x2", "2x", "2배", "2 배입니다", "2 times", "２", "2.0"],
            &["-2", "2/", "2^"],
        );
        check(
            None,
            1_048_576.0,
            &["2^20", "1,048,576", "1 048 576", "2²⁰", "104만 8576"],
            &["220", "2^2"],
        );
        check(
            None,
            390_000_000.0,
            &["3억 9천만", "3억9천만", "390M", "0.39B", "3.9억"],
            &["3억 9천", "9천만 3억"],
        );
        check(
            None,
            -0.278,
            &["-0.278", "−0.278", "–0.278", "- 0.278", "마이너스 0.278", "minus 0.278"],
            &["0.278", "--0.278", "- -0.278"],
        );
        check(
            None,
            -390_000_000.0,
            &["-3억 9천만", "마이너스 3.9억"],
            &["3억 9천만", "3억 -9천만"],
        );
        check(None, 210_000_000.0, &["2억 1천만"], &["3억 -9천만", "-3억 9천만"]);
        check(
            None,
            2_508_800.0,
            &["28*28*40*80", "28×28×40×80", "28 x 28 x 3200", "28^2 * 40 * 80"],
            &["28*28*40", "28*28*40*80*", "28**2*40", "28* *28"],
        );
        check(None, 0.75, &["3/4", "3 / 4"], &["3/4 bananas", "4/3", "-3/4"]);
        check(None, -4.0, &["-2^2", "-4", "−2²"], &["4", "2^2"]);
    }

    #[test]
    fn units_of_the_item() {
        check(
            Some("px"),
            224.0,
            &["224", "224px", "224 PX", "224 픽셀"],
            &["224 M", "224 채널", "224 bytes"],
        );
        check(Some("ms"), 3.5, &["3.5", "3.5ms", "3.5 ms"], &["3.5 s"]);
        check(
            Some("MB"),
            2.0e7,
            &["20 MB", "20MB", "20", "20,000,000 bytes", "20M"],
            &["20 GB", "20 kB"],
        );
        check(
            Some("GMACs"),
            0.39e9,
            &["0.39", "0.39G", "0.39 GMACs", "390M", "390M MACs", "3.9억 MACs"],
            &["0.39M", "0.39 GB", "390M px"],
        );
        check(Some("배"), 4.0, &["4", "4배", "×4", "4 times", "4배 정도"], &["4만", "4 px"]);
        check(
            Some("%"),
            0.125,
            &["12.5", "12.5%", "12.5 %", "12.5퍼센트", "12.5 percent", "１２.５％", "0.125", "1/8"],
            &["12.5M", "0.125%", "125"],
        );
    }
}
