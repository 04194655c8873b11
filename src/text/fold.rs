//! What "the same word" means: an explicit list of differences that do not count, never a distance.
//!
//! In Korean one jamo is another word (깊이, 길이), so nothing here is fuzzy. Ignored are: Unicode
//! form (NFC, NFD, full width), case, spaces, hyphens, quotes, closing punctuation, an English
//! article in front, and one or two particles or endings behind, each from [`ENDINGS`].
//! The grader compares with it, and the linter of the bank, so that both mean the same.

use unicode_normalization::UnicodeNormalization;

/// Which word an ending may follow, by the last syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    /// A syllable that ends in a consonant.
    Closed,
    /// A syllable that ends in a vowel.
    Open,
}

/// Particles and sentence endings that may follow an answer.
#[rustfmt::skip]
const ENDINGS: &[(&str, After)] = &[
    ("을", After::Closed), ("를", After::Open),
    ("이", After::Closed), ("가", After::Open),
    ("은", After::Closed), ("는", After::Open),
    ("과", After::Closed), ("와", After::Open),
    ("으로", After::Closed), ("로", After::Any),
    ("의", After::Any), ("도", After::Any), ("만", After::Any), ("에서", After::Any), ("에", After::Any),
    ("입니다", After::Any), ("이다", After::Any), ("다", After::Open),
    ("이에요", After::Closed), ("예요", After::Open), ("이예요", After::Closed),
    ("에요", After::Any), ("이죠", After::Closed), ("죠", After::Open),
    ("이요", After::Closed), ("요", After::Open), ("임", After::Any),
    ("인것같습니다", After::Any), ("같습니다", After::Any), ("라고합니다", After::Open),
    ("이라고합니다", After::Closed), ("이라고한다", After::Closed), ("라고한다", After::Open),
];

/// The form in which answers are compared.
pub fn fold(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).nfkc().collect();
    let trimmed = folded.trim_matches(|c: char| c.is_whitespace() || CLOSING.contains(c));
    let bare = ["the ", "an ", "a "]
        .iter()
        .find_map(|article| trimmed.strip_prefix(article))
        .unwrap_or(trimmed);
    bare.chars().filter(|c| !c.is_whitespace() && !IGNORED.contains(*c)).collect()
}

/// Punctuation that may stand before or behind an answer.
const CLOSING: &str = ".,!?;:…。、·~\"'`“”‘’「」『』";
/// Characters that never count.
const IGNORED: &str = "-‐‑‒–—_·\"'`“”‘’\u{200b}\u{feff}";

/// Whether `said` is `form`, up to the differences that do not count.
pub fn same(said: &str, form: &str) -> bool {
    let (said, form) = (fold(said), fold(form));
    !form.is_empty() && (said == form || stripped(&said, &form, 2))
}

/// Whether `said` is `form` followed by at most `left` endings.
fn stripped(said: &str, form: &str, left: usize) -> bool {
    let Some(rest) = said.strip_prefix(form) else { return false };
    is_endings(form, rest, left)
}

/// Whether `rest` is a chain of at most `left` endings that may follow `word`.
pub fn is_endings(word: &str, rest: &str, left: usize) -> bool {
    if rest.is_empty() {
        return true;
    }
    left > 0
        && ENDINGS.iter().any(|(ending, after)| {
            fits(word, *after)
                && rest.strip_prefix(ending).is_some_and(|rest| is_endings(ending, rest, left - 1))
        })
}

/// Whether an ending may follow this word. After a letter or digit that is not Hangul, any may: how
/// it is read aloud is not written down.
fn fits(word: &str, after: After) -> bool {
    let Some(last) = word.chars().next_back() else { return true };
    if !('가'..='힣').contains(&last) {
        return true;
    }
    let closed = !(last as u32 - '가' as u32).is_multiple_of(28);
    match after {
        After::Any => true,
        After::Closed => closed,
        After::Open => !closed,
    }
}

const INITIALS: [&str; 19] =
    ["r", "r", "s", "e", "e", "f", "a", "q", "q", "t", "t", "d", "w", "w", "c", "z", "x", "v", "g"];
const VOWELS: [&str; 21] = [
    "k", "o", "i", "o", "j", "p", "u", "p", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b",
    "m", "ml", "l",
];
const FINALS: [&str; 28] = [
    "", "r", "r", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a",
    "q", "qt", "t", "t", "d", "w", "c", "z", "x", "v", "g",
];
/// The jamo on the keys a to z of the two-set keyboard.
const JAMO: &str = "ㅁㅠㅊㅇㄷㄹㅎㅗㅑㅓㅏㅣㅡㅜㅐㅔㅂㄱㄴㅅㅕㅍㅈㅌㅛㅋ";

/// The keys that were struck, in lower case, when the Hangul input method was on: ㅁ is `a`, 뮤 is
/// `ab`. Everything else passes through NFKC, so full-width and circled digits are digits.
pub fn struck(text: &str) -> String {
    let mut keys = String::new();
    for c in text.nfc() {
        if let Some(key) = JAMO.chars().zip('a'..='z').find_map(|(j, key)| (j == c).then_some(key))
        {
            keys.push(key);
        } else if ('가'..='힣').contains(&c) {
            let index = (c as u32 - '가' as u32) as usize;
            keys.push_str(INITIALS[index / 588]);
            keys.push_str(VOWELS[index % 588 / 28]);
            keys.push_str(FINALS[index % 28]);
        } else {
            keys.extend(std::iter::once(c).nfkc().flat_map(char::to_lowercase));
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(form: &str, right: &[&str], wrong: &[&str]) {
        for said in right {
            assert!(same(said, form), "`{said}` must count as `{form}`");
        }
        for said in wrong {
            assert!(!same(said, form), "`{said}` must not count as `{form}`");
        }
    }

    #[test]
    fn english_forms_that_count_and_near_misses_that_do_not() {
        check(
            "Squeeze-and-Excitation",
            &[
                "squeeze and excitation",
                " SQUEEZE-AND-EXCITATION. ",
                "the squeeze and excitation",
                "ｓｑｕｅｅｚｅ and excitation",
                "Squeeze–and–Excitation",
                "squeeze-and-excitation입니다",
            ],
            &[
                "squeeze",
                "squeeze and excitations",
                "squeeze excitation",
                "excitation and squeeze",
                "",
            ],
        );
        check(
            "swish",
            &[
                "Swish",
                "swish!",
                "`swish`",
                "a swish",
                "swish를",
                "swish을",
                "Swish 입니다.",
                "swish이다",
            ],
            &["swis", "hswish", "hard-swish", "swish6", "switch", "swishing", "swish함수"],
        );
    }

    #[test]
    fn korean_forms_that_count_and_near_misses_that_do_not() {
        check(
            "깊이",
            &[
                "깊이",
                "깊이를",
                "깊이가",
                "깊이는",
                "깊이와",
                "깊이입니다",
                "깊이 입니다.",
                "깊이다",
                "깊이요",
                "깊이예요",
                "\u{1100}\u{1175}\u{11c1}\u{110b}\u{1175}",
                "깊이의",
                "깊이로",
            ],
            &[
                "길이",
                "깊",
                "깊이을",
                "깊이은",
                "깊이과",
                "너비",
                "깊이깊이",
                "깊이를를를",
                "깊이 방향",
            ],
        );
        check("너비", &["너비", "너 비", "너비이다"], &["나비", "넓이", "너비이", "너비이며"]);
        check(
            "깊이별 합성곱",
            &[
                "깊이별합성곱",
                "깊이별 합성곱을",
                "깊이별  합성곱과",
                "깊이별 합성곱이라고 합니다",
                "깊이별-합성곱은",
            ],
            &["깊이별 합성곱를", "깊이별 합성", "합성곱", "점별 합성곱"],
        );
        check(
            "MBConv",
            &["mbconv", "MB Conv", "ＭＢＣｏｎｖ", "MBConv로"],
            &["mbconv6", "conv", "mb"],
        );
        check("B0", &["b0", "Ｂ０", "B-0", "b0입니다"], &["b", "b00", "0", "b1"]);
        check("해상도", &["해상도", "해상도도", "해상도만"], &["해상", "해상도등"]);
    }

    #[test]
    fn an_empty_form_matches_nothing() {
        check("", &[], &["", "입니다", "x"]);
        check("-", &[], &["-", ""]);
    }

    #[test]
    fn the_hangul_keyboard_gives_its_letters() {
        let cases = [
            ("ㅁ", "a"),
            ("ㅠ", "b"),
            ("ㅊ", "c"),
            ("ㅇ", "d"),
            ("ㅂ", "q"),
            ("뮤", "ab"),
            ("１）", "1)"),
            ("③", "3"),
            ("A", "a"),
            ("ㅁ ㅊ", "a c"),
            ("뮹", "abd"),
        ];
        for (typed, keys) in cases {
            assert_eq!(struck(typed), keys, "{typed}");
        }
    }
}
