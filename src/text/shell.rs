//! Words for a shell.

/// A word as a shell reads it back: in quotes where it has more than letters, digits and `-_./`.
///
/// ```
/// use effnet_tutor::text::shell::word;
///
/// assert_eq!(word("photos/cat.png"), "photos/cat.png");
/// assert_eq!(word("my cat's.png"), r"'my cat'\''s.png'");
/// ```
pub fn word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
