//! The keys: one table drives dispatch, the footer and the help.
//!
//! A field with the focus takes every printable key. Elsewhere the keys of the Hangul layout count as
//! the Latin ones at the same place ([`latin`]), so that hotkeys work with the input method on.

mod table;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::text::field::Edit;

pub use table::BINDINGS;

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere, after the scope on top had its turn.
    Global,
    /// Home.
    Home,
    /// The first run: which language.
    Welcome,
    /// A list to choose from: lessons, topics.
    List,
    /// A page of a lesson with a live figure.
    Page,
    /// A page without one.
    Reading,
    /// The code behind a figure.
    Source,
    /// Terms or pages to be found by what is typed.
    Find,
    /// One of several answers: predictions and questions.
    Choose,
    /// How sure of an answer.
    Sure,
    /// A typed answer.
    Field,
    /// What an answer was, and why.
    Feedback,
    /// The progress room.
    Progress,
    /// The scale room, with its knobs.
    Scale,
    /// The constraint surface.
    Surface,
    /// The field for a budget.
    Budget,
    /// The networks that a budget leaves.
    Frontier,
    /// The help.
    Help,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it, and `Binding::help` says it to people")]
pub enum Action {
    Up,
    Down,
    Left,
    Right,
    FarLeft,
    FarRight,
    Next,
    Previous,
    Submit,
    Toggle,
    Back,
    Tab,
    BackTab,
    First,
    Last,
    /// One of the first nine, from 0.
    Pick(u8),
    Type(char),
    Backspace,
    /// Deletes what stands left of the caret.
    DeleteToStart,
    Delete,
    Hint,
    Skip,
    Copy,
    OpenPage,
    Source,
    Terms,
    Search,
    Route,
    Base,
    Solver,
    Surface,
    Language,
    Theme,
    Help,
    NextRoom,
    PreviousRoom,
    Quit,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it counts.
    pub scope: Scope,
    /// The key.
    pub key: KeyCode,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// What it does.
    pub action: Action,
    /// Key of the text that explains it; empty where another row explains the same action.
    pub help: &'static str,
}

impl Action {
    /// What it does to a text field, if anything.
    pub fn edit(self) -> Option<Edit> {
        Some(match self {
            Self::Type(letter) => Edit::Insert(letter.to_string()),
            Self::Backspace => Edit::Backspace,
            Self::DeleteToStart => Edit::DeleteToStart,
            Self::Delete => Edit::Delete,
            Self::Left => Edit::Left,
            Self::Right => Edit::Right,
            Self::First => Edit::Home,
            Self::Last => Edit::End,
            _ => return None,
        })
    }
}

impl Scope {
    /// Whether printable keys are text here.
    pub const fn takes_text(self) -> bool {
        matches!(self, Self::Field | Self::Budget | Self::Find | Self::Help)
    }
}

/// What a key does in a scope.
pub fn lookup(scope: Scope, event: KeyEvent) -> Option<Action> {
    // AltGr comes as Ctrl and Alt together, and types; Alt alone is no key of ours.
    let alt = event.modifiers.contains(KeyModifiers::ALT);
    let ctrl = event.modifiers.contains(KeyModifiers::CONTROL) && !alt;
    if alt && !event.modifiers.contains(KeyModifiers::CONTROL) {
        return None;
    }
    if scope.takes_text()
        && let KeyCode::Char(letter) = event.code
        && !ctrl
    {
        return Some(Action::Type(letter));
    }
    let key = match event.code {
        KeyCode::Char(letter) => KeyCode::Char(latin(letter)),
        // Some terminals send Tab with Shift instead of a key of its own.
        KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        other => other,
    };
    let find = |scope| BINDINGS.iter().find(|b| b.scope == scope && b.key == key && b.ctrl == ctrl);
    find(scope).or_else(|| find(Scope::Global)).map(|binding| binding.action)
}

/// The rows that explain a scope, its own first; of several keys for the same, the first that works.
pub fn explained(scope: Scope) -> Vec<&'static Binding> {
    let mut rows: Vec<&Binding> = Vec::new();
    // A field takes the letters; only keys that are no text still work.
    let works = |b: &Binding| !(scope.takes_text() && matches!(b.key, KeyCode::Char(_)) && !b.ctrl);
    for wanted in [scope, Scope::Global] {
        for row in BINDINGS.iter().filter(|b| b.scope == wanted && !b.help.is_empty()) {
            let is_known = |known: &&Binding| {
                known.help == row.help || (known.key, known.ctrl) == (row.key, row.ctrl)
            };
            if works(row) && !rows.iter().any(is_known) {
                rows.push(row);
            }
        }
    }
    rows
}

impl Binding {
    /// Whether the footer always shows it.
    pub const fn is_pinned(&self) -> bool {
        matches!(self.action, Action::Help | Action::Quit)
    }
}

/// How a key is written: `enter`, `←`, `ctrl-c`.
pub fn key_name(binding: &Binding) -> String {
    let name = match binding.key {
        KeyCode::Char(' ') => "space".to_owned(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        KeyCode::Enter => "enter".to_owned(),
        KeyCode::Up | KeyCode::Down => "↑↓".to_owned(),
        KeyCode::Left | KeyCode::Right => "←→".to_owned(),
        KeyCode::Backspace => "⌫".to_owned(),
        KeyCode::PageDown | KeyCode::PageUp => "pgdn".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    if binding.ctrl { format!("ctrl-{name}") } else { name }
}

/// The Latin letter at the place of a Hangul key on the standard (두벌식) layout; others as they are.
pub fn latin(letter: char) -> char {
    const HANGUL: &str = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ";
    const LATIN: &str = "qwertyuiopasdfghjklzxcvbnmQWERTOP";
    HANGUL
        .chars()
        .zip(LATIN.chars())
        .find(|(hangul, _)| *hangul == letter)
        .map_or(letter, |(_, l)| l)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn press(scope: Scope, key: KeyCode) -> Option<Action> {
        lookup(scope, KeyEvent::new(key, KeyModifiers::NONE))
    }

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut seen = HashSet::new();
        for b in BINDINGS {
            assert!(
                seen.insert((b.scope, b.key, b.ctrl)),
                "{:?} is bound twice in {:?}",
                b.key,
                b.scope
            );
        }
    }

    #[test]
    fn every_scope_explains_how_to_get_help_and_how_to_leave() {
        for scope in BINDINGS.iter().map(|b| b.scope).filter(|scope| *scope != Scope::Global) {
            let pinned = explained(scope).into_iter().filter(|b| b.is_pinned()).count();
            assert_eq!(pinned, 2, "{scope:?}");
            for row in explained(scope) {
                let event = KeyEvent::new(
                    row.key,
                    if row.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE },
                );
                assert_eq!(lookup(scope, event), Some(row.action), "{:?} in {scope:?}", row.key);
            }
        }
    }

    #[test]
    fn keys_that_differ_by_shift_alone_have_another_key() {
        for b in BINDINGS {
            let KeyCode::Char(letter) = b.key else { continue };
            let other = |c: &Binding| {
                (c.scope == b.scope || c.scope == Scope::Global)
                    && c.ctrl == b.ctrl
                    && c.action != b.action
                    && matches!(c.key, KeyCode::Char(l) if l != letter && l.eq_ignore_ascii_case(&letter))
            };
            if let Some(rival) = BINDINGS.iter().find(|c| other(c)) {
                let spare = |of: &Binding| {
                    BINDINGS.iter().any(|c| c.action == of.action && c.key != of.key)
                };
                assert!(spare(b) && spare(rival), "{:?} and {:?}", b.key, rival.key);
            }
        }
    }

    #[test]
    fn hotkeys_work_with_the_hangul_input_method_on() {
        for b in BINDINGS.iter().filter(|b| !b.scope.takes_text()) {
            if let KeyCode::Char(letter) = b.key
                && letter.is_ascii_lowercase()
            {
                let hangul = ('ㄱ'..='ㅣ').find(|h| latin(*h) == letter).unwrap();
                let modifiers = if b.ctrl { KeyModifiers::CONTROL } else { KeyModifiers::NONE };
                let event = KeyEvent::new(KeyCode::Char(hangul), modifiers);
                assert_eq!(lookup(b.scope, event), Some(b.action), "{hangul} in {:?}", b.scope);
            }
        }
    }

    #[test]
    fn a_field_takes_every_printable_key() {
        for letter in ['q', '?', 'L', '1', 'ㅂ', '한'] {
            assert_eq!(press(Scope::Field, KeyCode::Char(letter)), Some(Action::Type(letter)));
        }
        assert_eq!(press(Scope::Field, KeyCode::F(2)), Some(Action::Language));
        let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(lookup(Scope::Field, interrupt), Some(Action::Quit));
    }

    #[test]
    fn the_scope_on_top_goes_before_the_global_keys() {
        assert_eq!(press(Scope::Help, KeyCode::Esc), Some(Action::Back));
        assert_eq!(press(Scope::Page, KeyCode::Char('q')), Some(Action::Quit));
        assert_eq!(press(Scope::Page, KeyCode::Char('z')), None);
    }
}
