//! How numbers are written: thousands grouped, units once, no rounding that pretends.

/// With commas between thousands and a fixed number of decimals: `5,288,548`, `340.68`.
pub fn grouped(value: f64, decimals: usize) -> String {
    let plain = format!("{value:.decimals$}");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let is_zero = plain.chars().all(|c| matches!(c, '-' | '0' | '.'));
    let mut text = String::from(if is_zero { "" } else { sign });
    text += &group(digits);
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// An exact count: `385,814,752`.
pub fn count(value: u64) -> String {
    // Digits are grouped as text: a float would lose the last ones above 2^53.
    group(&value.to_string())
}

/// Commas between thousands.
fn group(digits: &str) -> String {
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A whole number grouped; another one with up to four decimals (four significant digits below 1),
/// without trailing zeros: `1.9203`, `0.0895`, `16`.
pub fn plain(value: f64) -> String {
    if value.fract() == 0.0 {
        return grouped(value, 0);
    }
    let leading = if value.abs() < 1.0 { -value.abs().log10().floor() as usize - 1 } else { 0 };
    trimmed(grouped(value, 4 + leading.min(12)))
}

/// At most so many decimals, without trailing zeros: `short(2.50, 2)` is `2.5`, `short(3.0, 2)` is `3`.
pub fn short(value: f64, decimals: usize) -> String {
    trimmed(format!("{value:.decimals$}"))
}

fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Divided by the unit and followed by it: `scaled(5_288_548.0, Scale::Mega, 2)` is `5.29 M`.
pub fn scaled(value: f64, scale: Scale, decimals: usize) -> String {
    format!("{} {}", grouped(value / scale.factor(), decimals), scale.letter())
}

/// The largest unit that leaves at least 1, with three significant digits: `1.83 G`, `5.29 M`, `512`.
pub fn compact(value: f64) -> String {
    // What rounds to a thousand of one unit is one of the next; below a thousand nothing is rounded.
    let least = |scale: Scale| match scale {
        Scale::Kilo => scale.factor(),
        Scale::Mega | Scale::Giga => scale.factor() * 0.9995,
    };
    let scale =
        [Scale::Giga, Scale::Mega, Scale::Kilo].into_iter().find(|s| value.abs() >= least(*s));
    let Some(scale) = scale else { return plain(value) };
    let decimals = match value.abs() / scale.factor() {
        small if small < 9.995 => 2,
        middle if middle < 99.95 => 1,
        _ => 0,
    };
    scaled(value, scale, decimals)
}

/// Decimals of a factor: two, or two significant digits below 0.01, so that it is not 0.
pub fn factor_decimals(value: f64) -> usize {
    let size = value.abs();
    if size > 0.0 && size < 0.01 { (1.0 - size.log10().floor()).min(15.0) as usize } else { 2 }
}

/// A factor without its sign: `2.58`, `0.00010`.
pub fn factor(value: f64) -> String {
    grouped(value, factor_decimals(value))
}

/// A share as a percentage: `percent(0.825, 1)` is `82.5 %`.
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{} %", grouped(share * 100.0, decimals))
}

/// A ratio: `×1.78`.
pub fn ratio(value: f64, decimals: usize) -> String {
    format!("×{}", grouped(value, decimals))
}

/// A thousand, a million, a thousand million.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// 10³.
    Kilo,
    /// 10⁶.
    Mega,
    /// 10⁹.
    Giga,
}

impl Scale {
    /// What a value is divided by.
    pub const fn factor(self) -> f64 {
        match self {
            Self::Kilo => 1e3,
            Self::Mega => 1e6,
            Self::Giga => 1e9,
        }
    }

    /// Its letter.
    pub const fn letter(self) -> char {
        match self {
            Self::Kilo => 'k',
            Self::Mega => 'M',
            Self::Giga => 'G',
        }
    }

    /// The unit with this letter.
    pub const fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'k' => Some(Self::Kilo),
            'M' => Some(Self::Mega),
            'G' => Some(Self::Giga),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped(5_288_548.0, 0), "5,288,548");
        assert_eq!(grouped(-1234.5, 2), "-1,234.50");
        assert_eq!(grouped(999.0, 0), "999");
        assert_eq!(grouped(-0.0, 0), "0");
        assert_eq!(grouped(-0.001, 2), "0.00");
        assert_eq!(count(u64::MAX), "18,446,744,073,709,551,615");
    }

    #[test]
    fn plain_numbers_lose_their_trailing_zeros() {
        assert_eq!(plain(1.920_27), "1.9203");
        assert_eq!(plain(1.5), "1.5");
        assert_eq!(plain(16.0), "16");
        assert_eq!(plain(0.089_512_34), "0.08951");
        assert_eq!(plain(0.5), "0.5");
        assert_eq!(plain(0.000_123_456), "0.0001235");
    }

    #[test]
    fn short_numbers_keep_the_zeros_of_whole_ones() {
        assert_eq!([short(2.5, 2), short(3.0, 2), short(100.0, 0)], ["2.5", "3", "100"]);
    }

    #[test]
    fn small_factors_are_not_nothing() {
        assert_eq!([factor(2.578), factor(1234.5), factor(0.0136)], ["2.58", "1,234.50", "0.01"]);
        assert_eq!([factor(0.0001), factor(0.009_99), factor(0.0)], ["0.00010", "0.0100", "0.00"]);
        assert_eq!([factor(0.000_804), factor(1e-300)], ["0.00080", "0.000000000000000"]);
    }

    #[test]
    fn units_follow_with_a_space() {
        assert_eq!(compact(1_827_141_392.0), "1.83 G");
        assert_eq!(compact(5_288_548.0), "5.29 M");
        assert_eq!(compact(385_814_752.0), "386 M");
        assert_eq!(compact(9_995_000.0), "10.0 M");
        assert_eq!(compact(512.0), "512");
        assert_eq!(compact(999_979_544.0), "1.00 G");
        assert_eq!(compact(999_499_999.0), "999 M");
        assert_eq!(compact(999_500.0), "1.00 M");
        assert_eq!(compact(999_499.0), "999 k");
        assert_eq!([compact(999.0), compact(1000.0)], ["999", "1.00 k"]);
        assert_eq!(scaled(5_288_548.0, Scale::Mega, 1), "5.3 M");
        assert_eq!(percent(0.825, 1), "82.5 %");
        assert_eq!(ratio(1.7801, 2), "×1.78");
    }
}
