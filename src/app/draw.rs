//! The whole screen: the open room in its frame, and the help on top.

use ratatui::Frame;

use crate::figure::Glyphs;
use crate::keymap::{self, Action, Binding, Scope};
use crate::rooms::{Room, RoomId};
use crate::text::Lang;
use crate::ui::theme::Palette;
use crate::ui::{Shell, ascii, overlay};

use super::{App, help};

impl App {
    /// Draws the whole screen.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let shell = self.shell();
        match self.room {
            RoomId::Home => self.home.view(&self.world).draw(frame, &shell),
            RoomId::Learn => self.learn.view(&self.world).draw(frame, &shell),
            RoomId::Scale => self.scale.view(&self.world).draw(frame, &shell),
            RoomId::Quiz => self.quiz.view(&self.world).draw(frame, &shell),
            RoomId::Progress => self.progress.view(&self.world).draw(frame, &shell),
        }
        shell.notice(frame);
        if let Some(help) = &self.help
            && crate::ui::Areas::of(frame.area()).is_some()
        {
            let plain = self.world.glyphs == Glyphs::Ascii;
            overlay::help(&help.view(self.world.lang), frame, self.theme, plain);
        }
        if self.world.glyphs == Glyphs::Ascii {
            ascii::replace(frame.buffer_mut());
        }
    }

    /// The keys that do something now.
    pub(super) fn offered(&self) -> Vec<&'static Binding> {
        let mut rows = keymap::explained(self.scope());
        if self.help.is_none() {
            let home = self.room == RoomId::Home;
            rows.retain(|row| match row.scope {
                Scope::Global => !(home && row.action == Action::Back),
                _ => self.takes(row.action),
            });
        }
        rows
    }

    /// Whether the room does something with an action.
    fn takes(&self, action: Action) -> bool {
        match self.room {
            RoomId::Home => self.home.on_action(action, &self.world).is_some(),
            RoomId::Learn => self.learn.on_action(action, &self.world).is_some(),
            RoomId::Scale => self.scale.on_action(action, &self.world).is_some(),
            RoomId::Quiz => self.quiz.on_action(action, &self.world).is_some(),
            RoomId::Progress => self.progress.on_action(action, &self.world).is_some(),
        }
    }

    fn shell(&self) -> Shell {
        let lang = self.world.lang;
        let name = palette_name(self.theme.palette, lang);
        let unsaved =
            if self.saving { String::new() } else { lang.text("app.unsaved").to_owned() + " · " };
        let mut offered = self.offered();
        // Where there is more than one sees, the way to it comes first but one: a narrow footer has it too.
        if let Some(at) =
            offered.iter().position(|row| row.help == "keys.scroll").filter(|at| *at > 1)
        {
            let scroll = offered.remove(at);
            offered.insert(1, scroll);
        }
        let (pinned, keys): (Vec<_>, Vec<_>) =
            offered.into_iter().partition(|binding| binding.is_pinned());
        let named = |rows: Vec<&Binding>| {
            rows.into_iter()
                .map(|row| (keymap::key_name(row), help::text(row.help, lang).to_owned()))
                .collect()
        };
        Shell {
            theme: self.theme,
            ascii: self.world.glyphs == Glyphs::Ascii,
            corner: format!("{unsaved}{} · {name}", lang.text("app.language")),
            keys: named(keys),
            pinned: named(pinned),
            notice: self.notice.clone(),
            too_small: lang.text("app.too-small").to_owned(),
        }
    }
}

/// The name of a palette, as the corner shows it.
pub(super) fn palette_name(palette: Palette, lang: Lang) -> &'static str {
    match palette {
        Palette::Dark => lang.text("app.dark"),
        Palette::Light => lang.text("app.light"),
        Palette::Mono => lang.text("app.mono"),
        Palette::Colorblind => lang.text("app.colorblind"),
    }
}
