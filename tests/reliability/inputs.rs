//! Files and words that mean harm (R35, R37, R38).

use std::fs;
use std::path::Path;

use crate::{finish, said, shell};

/// A PNG's header that promises a picture of this size, and nothing behind it.
fn promise(width: u32, height: u32) -> Vec<u8> {
    let mut data = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([16, 2, 0, 0, 0]); // 16 bits, colour
    let mut checked = b"IHDR".to_vec();
    checked.extend(&header);
    data.extend(&header);
    data.extend(crc(&checked).to_be_bytes());
    data.extend(b"\xff\xff\xff\xffIDAT"); // four gigabytes follow, it says
    data
}

/// CRC-32 as PNG has it.
fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }
        })
    })
}

/// Refused in one sentence by a process that may not have more than 400 MB of addresses, of which the
/// program itself, its libraries and the stacks of its threads take more than half.
#[test]
fn a_picture_that_promises_too_much_is_refused_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    for (name, size) in [("wide.png", (60_000, 60_000)), ("deep.png", (8192, 8192))] {
        fs::write(folder.path().join(name), promise(size.0, size.1)).unwrap();
        let line = format!("ulimit -v 400000; effnet-tutor run {name} --lang en --threads 1");
        let (code, text) = said(&finish(shell(&line, folder.path()), ""));
        assert_eq!((code, text.lines().count()), (Some(1), 1), "{text}");
        assert!(text.starts_with("error: "), "{text}");
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Links that lead nowhere, round in circles or out of the folder take nothing else down.
#[cfg(unix)]
#[test]
fn a_folder_of_lessons_with_bad_links_falls_back_to_the_shipped_ones() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "lessons/en/06-swish.md", "no front matter here\n");
    let lessons = folder.path().join("lessons/en");
    symlink("01-why-efficiency.md", lessons.join("01-why-efficiency.md")).unwrap();
    symlink("/nowhere", lessons.join("02-convolution-cost.md")).unwrap();
    symlink("../../../..", lessons.join("03-depthwise-separable.md")).unwrap();
    symlink("..", folder.path().join("lessons/ko")).unwrap();
    for line in [
        "effnet-tutor learn 7 --lang en --content . --plain",
        "effnet-tutor learn 7 --lang ko --content . --plain",
        "effnet-tutor learn --list --lang en --content .",
        "effnet-tutor quiz note-se-role --lang en --content .",
    ] {
        let (code, text) = said(&finish(shell(line, folder.path()), "1\n"));
        assert!(!text.contains("panicked"), "`{line}`:\n{text}");
        assert_eq!(code, Some(0), "`{line}`:\n{text}");
    }
    let (code, text) = said(&finish(shell("effnet-tutor check . --lang en", folder.path()), ""));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("06-swish.md"), "{text}");
}

/// What a terminal would obey is shown, never sent: from the command line, from answers, from lessons.
#[test]
fn escape_sequences_are_shown_and_not_obeyed() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "$(printf '\\033]0;owned\\007\\033[2J')";
    for (line, input) in [
        (format!("effnet-tutor learn \"{odd}\""), ""),
        (format!("effnet-tutor quiz \"{odd}\""), ""),
        (format!("effnet-tutor scale --phi \"{odd}\""), ""),
        (format!("effnet-tutor scale --solve \"{odd}\""), ""),
        (format!("effnet-tutor inspect \"{odd}\""), ""),
        (format!("effnet-tutor run \"{odd}\""), ""),
        (format!("effnet-tutor models \"{odd}\""), ""),
        (format!("effnet-tutor man \"{odd}\""), ""),
        (format!("effnet-tutor \"{odd}\""), ""),
        (format!("effnet-tutor --lang \"{odd}\""), ""),
        (format!("effnet-tutor --lang en \"--{odd}\""), ""),
        (format!("effnet-tutor --lang ko scale --phi \"{odd}\""), ""),
        (format!("effnet-tutor doctor --content \"{odd}\" --home \"{odd}\""), ""),
        ("effnet-tutor quiz note-se-role".to_owned(), "\u{1b}]0;owned\u{7}\u{1b}[2J\n"),
        ("effnet-tutor quiz note-why-efficient".to_owned(), "\u{1b}[31m\u{9b}2J\n1\n"),
    ] {
        let (_, text) = said(&finish(shell(&line, folder.path()), input));
        let is_obeyed = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(is_obeyed), "`{line}`:\n{text:?}");
        assert!(!text.contains("panicked"), "`{line}`:\n{text}");
    }
}
