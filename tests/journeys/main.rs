//! Journeys through the whole program, key by key, in both languages, with everything outside done at
//! once: figures are computed, records go to a store, the clipboard is a list.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

#[path = "../support/journey.rs"]
mod journey;
#[path = "../support/keys.rs"]
mod keys;

mod everywhere;
mod exam;
mod fields;
mod first_run;
mod lesson;
mod plain;
mod progress;
mod quiz;
mod resume;
mod scale;
mod settled;
mod sheets;

use std::collections::VecDeque;

use effnet_tutor::app::Setup;
use effnet_tutor::rooms::Place;
use effnet_tutor::text::{Lang, width};
use journey::{Journey, setup};
use ratatui::layout::Position;

impl Journey {
    /// Starts at a place, at 80×24.
    fn at(start: Place, lang: Lang) -> Self {
        Self::begin(Setup { start, ..setup(lang) }, (80, 24))
    }

    /// From now on figures are computed only when [`Journey::deliver`] says so.
    fn hold_figures(&mut self) -> &mut Self {
        self.held = Some(VecDeque::new());
        self
    }

    /// Computes the figure that waits longest; later ones go on waiting.
    fn deliver(&mut self) -> &mut Self {
        let next = self.held.as_mut().and_then(VecDeque::pop_front);
        let (ticket, demo) = next.expect("a figure waits");
        self.draw_figure(ticket, &demo);
        self
    }

    /// Checks that a text is on the screen, on one line or over several.
    #[track_caller]
    fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(has(&screen, text), "`{text}` is not on the screen:\n{screen}");
        self
    }

    /// Checks that a text is not on the screen.
    #[track_caller]
    fn sees_not(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!has(&screen, text), "`{text}` is on the screen:\n{screen}");
        self
    }

    /// Types text, letter by letter.
    fn types(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            let effects = self.app.press(keys::letter(letter));
            assert_eq!(effects, [], "typing `{letter}` only types");
        }
        self
    }

    /// Where the cursor stands, if it is shown.
    fn cursor(&self) -> Option<Position> {
        self.frame().cursor
    }

    /// The place right behind a text on the screen, in the lowest line that has it.
    #[track_caller]
    fn behind(&self, text: &str) -> Position {
        let screen = self.screen();
        let lines: Vec<(usize, &str)> = screen.lines().enumerate().collect();
        let found = lines.into_iter().rev().find_map(|(y, line)| {
            let start = line.find(text)?;
            Some(Position::new(width(&line[..start + text.len()]) as u16, y as u16))
        });
        found.unwrap_or_else(|| panic!("`{text}` is not on the screen:\n{screen}"))
    }
}

/// Whether a text stands on one line, or runs over line ends.
fn has(screen: &str, text: &str) -> bool {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    screen.contains(text) || one_line(screen).contains(&one_line(text))
}

/// Runs a journey in Korean and in English.
#[track_caller]
fn in_both(journey: impl Fn(Lang)) {
    Lang::ALL.into_iter().for_each(journey);
}

#[test]
fn the_harness_reads_wide_letters_once() {
    let mut journey = Journey::new(80, 24, Lang::Ko);
    journey.sees("EfficientNet을 직접 돌려 보며 이해합니다.").sees_not("직 접");
    assert_eq!(journey.behind("EfficientNet을").x, 17, "columns, not bytes");
}
