//! Where progress is kept: `--home`, else `EFFNET_TUTOR_HOME`, else the XDG data directory.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

/// The directory of one learner, if one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    dir: Option<PathBuf>,
}

impl Home {
    /// A directory, whether it exists or not.
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: Some(dir.into()) }
    }

    /// No directory: nothing is saved.
    pub const fn nowhere() -> Self {
        Self { dir: None }
    }

    /// Chooses: the option, else `EFFNET_TUTOR_HOME`, unless they are empty, else `effnet-tutor` in the
    /// user's data directory. Reads that variable, `HOME` and `XDG_DATA_HOME`, nothing else.
    pub fn choose(option: Option<&Path>) -> Self {
        Self::find(option, std::env::var_os("EFFNET_TUTOR_HOME").as_deref())
    }

    fn find(option: Option<&Path>, variable: Option<&OsStr>) -> Self {
        let named = option.filter(|dir| !dir.as_os_str().is_empty()).map(Path::to_path_buf);
        let named = named.or_else(|| variable.filter(|v| !v.is_empty()).map(PathBuf::from));
        let dir = named.or_else(|| {
            let base = etcetera::choose_base_strategy().ok()?;
            Some(base.data_dir().join("effnet-tutor"))
        });
        Self { dir }
    }

    /// The directory.
    pub fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_wins_over_the_variable() {
        let home = Home::find(Some(Path::new("a")), Some(OsStr::new("b")));
        assert_eq!(home, Home::at("a"));
        assert_eq!(Home::find(None, Some(OsStr::new("b"))), Home::at("b"));
    }

    #[test]
    fn an_empty_variable_is_none() {
        assert_eq!(Home::find(None, Some(OsStr::new(""))), Home::find(None, None));
    }
}
