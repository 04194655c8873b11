//! Korean text in every width, and in the one form that a file should have (R20, R21).

use std::fs;
use std::path::{Path, PathBuf};

use effnet_tutor::text::{width, wrap};
use unicode_normalization::is_nfc;

/// Every file of texts for people.
fn files() -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_text = path.extension().is_some_and(|ending| ending == "md" || ending == "toml");
            if path.is_dir() {
                below(&path, found);
            } else if is_text {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["lessons", "quizzes", "assets"] {
        below(Path::new(folder), &mut found);
    }
    found
}

#[test]
fn every_text_is_composed_and_free_of_lone_jamo() {
    let files = files();
    assert!(files.len() > 60);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(is_nfc(&text), "{} is not NFC", file.display());
        let is_conjoining =
            |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97c}');
        assert!(!text.contains(is_conjoining), "{} has a lone jamo", file.display());
    }
}

fn is_space(c: char) -> bool {
    c == ' ' || c == '\n'
}

/// No line is too wide, no word that would fit is broken, and only spaces are lost.
#[test]
fn every_paragraph_wraps_at_every_width() {
    let mut paragraphs = 0;
    for file in files().iter().filter(|file| file.starts_with("lessons")) {
        let text = fs::read_to_string(file).unwrap();
        for paragraph in text.lines().filter(|line| line.len() > 60) {
            paragraphs += 1;
            let whole: String = paragraph.chars().filter(|c| !is_space(*c)).collect();
            let words: Vec<&str> = paragraph.split(' ').collect();
            for columns in (10..=120).step_by(5) {
                let lines = wrap(paragraph, columns);
                let kept: String = lines.concat().chars().filter(|c| !is_space(*c)).collect();
                assert_eq!(kept, whole, "{} at {columns}", file.display());
                for line in &lines {
                    assert!(width(line) <= columns, "{columns}: `{line}`");
                    let parts = line.split(' ').filter(|part| part.chars().any(|c| c >= '가'));
                    for part in parts {
                        let is_whole = words.contains(&part);
                        let is_long = words.iter().any(|w| w.contains(part) && width(w) > columns);
                        assert!(is_whole || is_long, "`{part}` is torn at {columns}: `{line}`");
                    }
                }
            }
        }
    }
    assert!(paragraphs > 200);
}
