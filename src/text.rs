//! Language: which one, and the small rules that text needs before it meets a screen.
//!
//! Nothing here knows a terminal, a lesson or a network.

pub mod code;
pub mod escape;
pub mod field;
pub mod fold;
pub mod i18n;
pub mod josa;
pub mod line;
pub mod locale;
pub mod normal;
pub mod number;
pub mod shell;
pub mod width;
pub mod wrap;

use serde::Deserialize;

pub use locale::detect;
pub use width::{fitting, pad_end, pad_start, shortened, width};
pub use wrap::wrap;

/// One of the two languages of the program. They are equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Korean.
    Ko,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// Both, in the order of the files.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// The code used in file names and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Ko => Self::En,
            Self::En => Self::Ko,
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Localized {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Localized {
    /// The text in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ko => &self.ko,
            Lang::En => &self.en,
        }
    }
}
