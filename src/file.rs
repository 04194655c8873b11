//! Files written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is a directory in its place.
    #[error("`{}` is a directory, expected the name of a file", .path.display())]
    Directory {
        /// What was asked for.
        path: PathBuf,
    },
    /// The system refuses.
    #[error("`{}` cannot be written: {reason}", .path.display())]
    Write {
        /// What was asked for.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
}

/// Whether a file could be written there: to be asked before long work whose result goes into it.
///
/// # Errors
/// When there is a directory, or the system refuses to write beside it. Nothing is left behind.
pub fn check(path: &Path) -> Result<(), FileError> {
    if path.is_dir() {
        return Err(FileError::Directory { path: path.to_owned() });
    }
    let probe = || {
        if special(path) {
            return OpenOptions::new().write(true).open(path).map(drop);
        }
        let beside = beside(&target(path));
        File::create(&beside).and_then(|_| fs::remove_file(&beside))
    };
    probe().map_err(|reason| FileError::Write { path: path.to_owned(), reason })
}

/// Writes beside the file, then renames: nobody ever sees half of it, and an old one stays if anything
/// fails. What is no regular file, such as `/dev/stdout`, is written to.
///
/// # Errors
/// The system's.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if special(path) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let path = target(path);
    let beside = beside(&path);
    let written = fill(&beside, bytes, &path).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error is the one to tell.
        fs::remove_file(&beside).ok();
    }
    written
}

fn special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Where a path leads: a link stays one, and what it points to is written, there already or not.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| match (fs::read_link(path), path.parent()) {
        (Ok(to), Some(folder)) => folder.join(to),
        _ => path.to_owned(),
    })
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    path.with_file_name(name)
}

/// Writes what is to take the place of `old`, for the same people to read.
fn fill(path: &Path, bytes: &[u8], old: &Path) -> io::Result<()> {
    let mut file = File::create(path)?;
    if let Ok(old) = fs::metadata(old) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        check(&path).unwrap();
        assert!(!path.exists());
        replace(&path, b"old").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn where_nothing_can_be_written_the_sentence_names_the_place() {
        let folder = tempfile::tempdir().unwrap();
        let sentence = |path: &Path| check(path).unwrap_err().to_string();
        let directory = sentence(folder.path());
        assert!(directory.ends_with("is a directory, expected the name of a file"), "{directory}");
        let nowhere = folder.path().join("no/where");
        assert!(
            sentence(&nowhere).contains("where` cannot be written: "),
            "{}",
            sentence(&nowhere)
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_others_could_not_read_they_still_cannot() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        replace(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_a_device_stays_itself() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        replace(&file, b"old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&link, b"new").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read(&file).unwrap(), b"new");
        fs::remove_file(&file).unwrap();
        check(&link).unwrap();
        replace(&link, b"again").unwrap();
        assert!(link.is_symlink(), "also one that points to nothing yet");
        assert_eq!(fs::read(&file).unwrap(), b"again");
        let away = folder.path().join("no/where");
        let lost = folder.path().join("lost");
        std::os::unix::fs::symlink(&away, &lost).unwrap();
        assert!(check(&lost).is_err(), "what cannot be written later is refused now");
        let device = Path::new("/dev/null");
        check(device).unwrap();
        replace(device, b"gone").unwrap();
        assert!(!device.is_file());
    }
}
