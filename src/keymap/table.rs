//! The table of the keys: where each counts, what it does, and which text explains it.

use crossterm::event::KeyCode;

use super::{Action, Binding, Scope};

const fn plain(scope: Scope, key: KeyCode, action: Action, help: &'static str) -> Binding {
    Binding { scope, key, ctrl: false, action, help }
}

const fn ctrl(scope: Scope, key: KeyCode, action: Action, help: &'static str) -> Binding {
    Binding { scope, key, ctrl: true, action, help }
}

use KeyCode::{
    BackTab, Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
    Right, Tab, Up,
};

/// Every key. The footer shows the rows with a help text, in this order.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    plain(Scope::Home,     Enter,      Action::Submit,       "keys.open"),
    plain(Scope::Home,     Up,         Action::Up,           "keys.choose"),
    plain(Scope::Home,     Down,       Action::Down,         ""),
    plain(Scope::Home,     Char('k'),  Action::Up,           ""),
    plain(Scope::Home,     Char('j'),  Action::Down,         ""),
    plain(Scope::Home,     Char('1'),  Action::Pick(0),      "keys.room"),
    plain(Scope::Home,     Char('2'),  Action::Pick(1),      ""),
    plain(Scope::Home,     Char('3'),  Action::Pick(2),      ""),
    plain(Scope::Home,     Char('5'),  Action::OpenPage,     "keys.number"),

    plain(Scope::List,     Enter,      Action::Submit,       "keys.open"),
    plain(Scope::List,     Up,         Action::Up,           "keys.choose"),
    plain(Scope::List,     Down,       Action::Down,         ""),
    plain(Scope::List,     Char('k'),  Action::Up,           ""),
    plain(Scope::List,     Char('j'),  Action::Down,         ""),
    plain(Scope::List,     Home,       Action::First,        ""),
    plain(Scope::List,     End,        Action::Last,         ""),

    plain(Scope::Page,     Enter,      Action::Submit,       "keys.next"),
    plain(Scope::Page,     Backspace,  Action::Previous,     "keys.previous"),
    plain(Scope::Page,     Right,      Action::Right,        "keys.turn"),
    plain(Scope::Page,     Left,       Action::Left,         ""),
    plain(Scope::Page,     Char('l'),  Action::Right,        ""),
    plain(Scope::Page,     Char('h'),  Action::Left,         ""),
    plain(Scope::Page,     Tab,        Action::Tab,          "keys.knob"),
    plain(Scope::Page,     BackTab,    Action::BackTab,      ""),
    ctrl (Scope::Page,     Right,      Action::FarRight,     "keys.far"),
    ctrl (Scope::Page,     Left,       Action::FarLeft,      ""),
    plain(Scope::Page,     Char('c'),  Action::Copy,         "keys.copy"),
    plain(Scope::Page,     Down,       Action::Down,         "keys.scroll"),
    plain(Scope::Page,     Up,         Action::Up,           ""),
    plain(Scope::Page,     Char('j'),  Action::Down,         ""),
    plain(Scope::Page,     Char('k'),  Action::Up,           ""),
    plain(Scope::Page,     PageDown,   Action::Next,         "keys.page"),
    plain(Scope::Page,     PageUp,     Action::Previous,     ""),

    plain(Scope::Reading,  Enter,      Action::Submit,       "keys.next"),
    plain(Scope::Reading,  Backspace,  Action::Previous,     "keys.previous"),
    plain(Scope::Reading,  Char('c'),  Action::Copy,         "keys.copy"),
    plain(Scope::Reading,  Down,       Action::Down,         "keys.scroll"),
    plain(Scope::Reading,  Up,         Action::Up,           ""),
    plain(Scope::Reading,  Char('j'),  Action::Down,         ""),
    plain(Scope::Reading,  Char('k'),  Action::Up,           ""),
    plain(Scope::Reading,  PageDown,   Action::Next,         "keys.page"),
    plain(Scope::Reading,  PageUp,     Action::Previous,     ""),

    plain(Scope::Choose,   Enter,      Action::Submit,       "keys.answer"),
    plain(Scope::Choose,   Up,         Action::Up,           "keys.choose"),
    plain(Scope::Choose,   Down,       Action::Down,         ""),
    plain(Scope::Choose,   Char('k'),  Action::Up,           ""),
    plain(Scope::Choose,   Char('j'),  Action::Down,         ""),
    plain(Scope::Choose,   Char(' '),  Action::Toggle,       "keys.tick"),
    plain(Scope::Choose,   Char('1'),  Action::Pick(0),      "keys.pick"),
    plain(Scope::Choose,   Char('2'),  Action::Pick(1),      ""),
    plain(Scope::Choose,   Char('3'),  Action::Pick(2),      ""),
    plain(Scope::Choose,   Char('4'),  Action::Pick(3),      ""),
    plain(Scope::Choose,   Char('5'),  Action::Pick(4),      ""),
    plain(Scope::Choose,   Char('6'),  Action::Pick(5),      ""),
    plain(Scope::Choose,   Char('7'),  Action::Pick(6),      ""),
    plain(Scope::Choose,   Char('8'),  Action::Pick(7),      ""),
    plain(Scope::Choose,   Char('9'),  Action::Pick(8),      ""),
    plain(Scope::Choose,   Char('i'),  Action::Hint,         "keys.hint"),
    plain(Scope::Choose,   Tab,        Action::Skip,         "keys.skip"),
    plain(Scope::Choose,   PageUp,     Action::Previous,     ""),
    plain(Scope::Choose,   PageDown,   Action::Next,         ""),

    plain(Scope::Field,    Enter,      Action::Submit,       "keys.answer"),
    plain(Scope::Field,    Tab,        Action::Skip,         "keys.skip"),
    ctrl (Scope::Field,    Char('t'),  Action::Hint,         "keys.hint"),
    plain(Scope::Field,    Left,       Action::Left,         ""),
    plain(Scope::Field,    Right,      Action::Right,        ""),
    plain(Scope::Field,    Home,       Action::First,        ""),
    plain(Scope::Field,    End,        Action::Last,         ""),
    plain(Scope::Field,    Backspace,  Action::Backspace,    ""),
    plain(Scope::Field,    Delete,     Action::Delete,       ""),
    plain(Scope::Field,    Up,         Action::Up,           ""),
    plain(Scope::Field,    Down,       Action::Down,         ""),
    plain(Scope::Field,    PageUp,     Action::Previous,     ""),
    plain(Scope::Field,    PageDown,   Action::Next,         ""),

    plain(Scope::Feedback, Enter,      Action::Submit,       "keys.next"),
    plain(Scope::Feedback, Char('o'),  Action::OpenPage,     "keys.source-page"),
    plain(Scope::Feedback, Down,       Action::Down,         "keys.scroll"),
    plain(Scope::Feedback, Up,         Action::Up,           ""),
    plain(Scope::Feedback, PageDown,   Action::Next,         ""),
    plain(Scope::Feedback, PageUp,     Action::Previous,     ""),
    plain(Scope::Feedback, Char('j'),  Action::Down,         ""),
    plain(Scope::Feedback, Char('k'),  Action::Up,           ""),

    plain(Scope::Scale,    Right,      Action::Right,        "keys.turn"),
    plain(Scope::Scale,    Left,       Action::Left,         ""),
    plain(Scope::Scale,    Char('l'),  Action::Right,        ""),
    plain(Scope::Scale,    Char('h'),  Action::Left,         ""),
    plain(Scope::Scale,    Tab,        Action::Tab,          "keys.knob"),
    plain(Scope::Scale,    BackTab,    Action::BackTab,      ""),
    ctrl (Scope::Scale,    Right,      Action::FarRight,     "keys.far"),
    ctrl (Scope::Scale,    Left,       Action::FarLeft,      ""),
    plain(Scope::Scale,    Char('c'),  Action::Copy,         "keys.copy"),
    plain(Scope::Scale,    Home,       Action::First,        "keys.paper"),

    plain(Scope::Help,     Down,       Action::Down,         "keys.choose"),
    plain(Scope::Help,     Up,         Action::Up,           ""),
    plain(Scope::Help,     Enter,      Action::Submit,       "keys.run"),
    plain(Scope::Help,     Esc,        Action::Back,         "keys.close"),
    plain(Scope::Help,     Backspace,  Action::Backspace,    ""),
    plain(Scope::Help,     Home,       Action::First,        ""),
    plain(Scope::Help,     End,        Action::Last,         ""),
    plain(Scope::Help,     Delete,     Action::Delete,       ""),
    plain(Scope::Help,     Left,       Action::Left,         ""),
    plain(Scope::Help,     Right,      Action::Right,        ""),

    plain(Scope::Global,   Esc,        Action::Back,         "keys.back"),
    plain(Scope::Global,   F(2),       Action::Language,     "keys.language"),
    plain(Scope::Global,   Char('L'),  Action::Language,     ""),
    plain(Scope::Global,   F(3),       Action::Theme,        "keys.theme"),
    plain(Scope::Global,   Char('?'),  Action::Help,         "keys.help"),
    plain(Scope::Global,   F(1),       Action::Help,         "keys.help"),
    ctrl (Scope::Global,   PageDown,   Action::NextRoom,     "keys.rooms"),
    ctrl (Scope::Global,   PageUp,     Action::PreviousRoom, ""),
    plain(Scope::Global,   Char('q'),  Action::Quit,         "keys.quit"),
    ctrl (Scope::Global,   Char('c'),  Action::Quit,         "keys.quit"),
];
