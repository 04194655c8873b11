//! Keys as tests write them: `2j<enter>`, `<c-pgdn>`, `<lt>` for `<` itself.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The keys in a text, in order.
pub(crate) fn keys(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').map(|inner| {
            let (name, after) = inner.split_once('>').expect("a key's name ends with `>`");
            (named(name), after)
        });
        let (key, after) = named.unwrap_or((letter(first), &rest[first.len_utf8()..]));
        keys.push(key);
        rest = after;
    }
    keys
}

/// A printable key, as a terminal sends it: a capital comes with Shift.
pub(crate) fn letter(letter: char) -> KeyEvent {
    let shift = if letter.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(letter), shift)
}

fn named(name: &str) -> KeyEvent {
    if let Some(rest) = name.strip_prefix("c-") {
        let inner = if rest.chars().count() == 1 { letter(first(rest)) } else { named(rest) };
        return KeyEvent::new(inner.code, KeyModifiers::CONTROL);
    }
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "space" => KeyCode::Char(' '),
        "lt" => KeyCode::Char('<'),
        function => match function.strip_prefix('f').and_then(|number| number.parse().ok()) {
            Some(number) => KeyCode::F(number),
            None => panic!("no key is called <{name}>"),
        },
    };
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn first(text: &str) -> char {
    text.chars().next().expect("a key after `c-`")
}
