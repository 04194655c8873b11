//! The help: the keys of the scope it was opened from, searchable; Enter does what a line says.

use crate::keymap::{self, Action, Binding};
use crate::text::Lang;
use crate::text::field::{Edit, Field};
use crate::text::i18n;
use crate::ui::overlay::HelpView;

/// The help while it is open.
#[derive(Debug)]
pub(super) struct Help {
    /// The keys that did something where it was opened.
    keys: Vec<&'static Binding>,
    query: Field,
    cursor: usize,
}

/// What follows a key.
pub(super) enum Next {
    Stay,
    Close,
    Run(Action),
}

/// A help text by the key that the table holds.
pub(super) fn text(key: &str, lang: Lang) -> &'static str {
    i18n::find(key).map_or("", |text| text.get(lang))
}

impl Help {
    pub(super) fn new(keys: Vec<&'static Binding>) -> Self {
        Self { keys, query: Field::default(), cursor: 0 }
    }

    pub(super) fn edit(&mut self, edit: &Edit) {
        self.query.edit(edit);
        self.cursor = 0;
    }

    pub(super) fn act(&mut self, action: Action, lang: Lang) -> Next {
        let rows = self.rows(lang);
        match action {
            Action::Back | Action::Help => return Next::Close,
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Down => self.cursor = (self.cursor + 1).min(rows.len().saturating_sub(1)),
            Action::Submit => {
                if let Some((_, _, action)) = rows.get(self.cursor) {
                    return Next::Run(*action);
                }
            }
            other => {
                if let Some(edit) = other.edit() {
                    self.edit(&edit);
                }
            }
        }
        Next::Stay
    }

    /// The lines that match, in any of the two languages.
    fn rows(&self, lang: Lang) -> Vec<(String, &'static str, Action)> {
        let query = self.query.text().trim().to_lowercase();
        self.keys
            .iter()
            .filter(|binding| {
                let said = |lang| text(binding.help, lang).to_lowercase().contains(&query);
                query.is_empty()
                    || Lang::ALL.into_iter().any(said)
                    // The label of the language key is the other language: its name is searched too.
                    || binding.help.contains(&query)
                    || keymap::key_name(binding).to_lowercase().contains(&query)
            })
            .map(|binding| (keymap::key_name(binding), text(binding.help, lang), binding.action))
            .collect()
    }

    pub(super) fn view(&self, lang: Lang) -> HelpView {
        let rows = self.rows(lang);
        HelpView {
            title: lang.text("app.help").to_owned(),
            query: self.query.text().to_owned(),
            caret: self.query.caret_column(),
            cursor: self.cursor,
            rows: rows.into_iter().map(|(key, help, _)| (key, help.to_owned())).collect(),
            nothing: lang.text("app.no-match").to_owned(),
        }
    }
}
