//! Korean particles: 은 after a consonant, 는 after a vowel, whatever the word is written in.
//!
//! The last *sound* decides: of a Hangul syllable, of a digit as it is read in Korean (0 is 영), of a
//! Latin letter by its name (M is 엠), of a Latin word by how it is usually read (`block` is 블록).

/// The pairs that a text may ask for, consonant form first.
pub const PAIRS: [&str; 11] = [
    "은/는",
    "이/가",
    "을/를",
    "과/와",
    "으로/로",
    "이라/라",
    "이라는/라는",
    "이다/다",
    "이고/고",
    "이며/며",
    "이나/나",
];

/// How a word ends when it is read aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Vowel,
    /// ㄹ, which 으로/로 treats as a vowel.
    Rieul,
    Consonant,
}

/// The form of `pair` (`은/는`) that follows `word`; the pair itself if it is none.
pub fn particle<'a>(word: &str, pair: &'a str) -> &'a str {
    let Some((after_consonant, after_vowel)) = pair.split_once('/') else { return pair };
    match ending(word) {
        Ending::Vowel => after_vowel,
        Ending::Rieul if after_consonant.starts_with("으") => after_vowel,
        Ending::Rieul | Ending::Consonant => after_consonant,
    }
}

fn ending(word: &str) -> Ending {
    let spoken = word.trim_end_matches(|c: char| !is_spoken(c));
    match spoken.chars().next_back() {
        Some(c @ '가'..='힣') => match (c as u32 - '가' as u32) % 28 {
            0 => Ending::Vowel,
            8 => Ending::Rieul,
            _ => Ending::Consonant,
        },
        Some(c) if c.is_ascii_digit() => number_ending(spoken),
        Some(c) if c.is_ascii_alphabetic() => latin_ending(spoken),
        Some('²' | '³') => Ending::Consonant, // 제곱, 세제곱
        _ => Ending::Vowel,                   // 퍼센트, 알파, 파이
    }
}

fn is_spoken(c: char) -> bool {
    c.is_alphanumeric() || c == '%'
}

fn number_ending(word: &str) -> Ending {
    let number: &str = {
        let start = word
            .rfind(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
            .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
        &word[start..]
    };
    // One digit right behind a letter is read in English, as in B0 (제로), B3 (쓰리), B7 (세븐).
    if number.len() == 1 && word[..word.len() - 1].ends_with(|c: char| c.is_ascii_alphabetic()) {
        return if matches!(number, "1" | "7" | "9") { Ending::Consonant } else { Ending::Vowel };
    }
    let zeros = number.chars().rev().filter(|c| *c != ',').take_while(|c| *c == '0').count();
    match number.chars().next_back() {
        // 십, 백, 천, 만, 억 close; 조 is open. Behind a point every 0 is 영.
        Some('0') if (12..16).contains(&zeros) && !number.contains('.') => Ending::Vowel,
        Some('0' | '3' | '6') => Ending::Consonant,
        Some('1' | '7' | '8') => Ending::Rieul,
        _ => Ending::Vowel,
    }
}

fn latin_ending(word: &str) -> Ending {
    let start = word
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8));
    let letters = &word.as_bytes()[start..];
    let [before @ .., last] = letters else { return Ending::Vowel };
    let by_name = last.is_ascii_uppercase() || before.is_empty();
    let after_vowel = before
        .last()
        .is_some_and(|c| matches!(c.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u'));
    match last.to_ascii_lowercase() {
        b'l' => Ending::Rieul,
        b'r' if by_name => Ending::Rieul, // 알
        b'm' | b'n' => Ending::Consonant,
        // 블록, 스킵, 넷, but 테스트.
        b'k' | b'p' | b't' | b'c' if !by_name && after_vowel => Ending::Consonant,
        b'k' if !by_name && before.ends_with(b"c") => Ending::Consonant,
        b'g' if !by_name && before.ends_with(b"n") => Ending::Consonant, // 스케일링
        b'e' if !by_name && before.ends_with(b"l") => Ending::Rieul,     // 스케일
        _ => Ending::Vowel,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, pair: &str, expected: &str) {
        assert_eq!(particle(word, pair), expected, "{word}");
    }

    #[test]
    fn hangul_by_its_last_syllable() {
        check("깊이", "은/는", "는");
        check("채널", "은/는", "은");
        check("채널", "으로/로", "로");
        check("합성곱", "으로/로", "으로");
        check("게이트(gate)", "을/를", "를");
    }

    #[test]
    fn digits_as_they_are_read() {
        check("B0", "은/는", "는"); // 제로
        check("B7", "은/는", "은"); // 세븐
        check("B7", "으로/로", "으로");
        check("B2", "이/가", "가");
        check("3", "과/와", "과");
        check("5,288,548", "이/가", "이"); // 팔
        check("1,000", "이/가", "이"); // 천
        check("1,000,000,000,000", "이/가", "가"); // 조
        check("224", "을/를", "를");
        check("1.50", "은/는", "은"); // 영
    }

    #[test]
    fn latin_letters_and_words() {
        check("SE", "은/는", "는");
        check("FLOPs", "은/는", "는");
        check("MACs", "을/를", "를");
        check("5.3 M", "은/는", "은"); // 엠
        check("1.83 G", "이/가", "가");
        check("37 %", "은/는", "는");
        check("EfficientNet", "은/는", "은");
        check("MBConv", "을/를", "를");
        check("block", "이/가", "이");
        check("kernel", "으로/로", "로");
        check("Swish", "이/가", "가");
        check("scaling", "을/를", "을");
        check("φ", "은/는", "는");
        check("γ²", "은/는", "은");
    }

    #[test]
    fn nothing_to_read_is_no_reason_to_panic() {
        check("", "은/는", "는");
        check("()", "은/는", "는");
        check("é", "은/는", "는");
        check("x", "nonsense", "nonsense");
    }
}
