//! Homes of every kind: named in Korean, unset, full, read with nothing to read (R29, R32).

use std::fs;

use crate::{finish, said, shell};

#[test]
fn a_home_named_in_korean_with_spaces_keeps_what_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let home = "'내 학습 기록/한 칸'";
    let quiz = format!("effnet-tutor quiz note-se-role --lang en --home {home}");
    assert_eq!(said(&finish(shell(&quiz, folder.path()), "1\n")).0, Some(0));
    let doctor = format!("effnet-tutor doctor --lang en --home {home}");
    let (code, text) = said(&finish(shell(&doctor, folder.path()), ""));
    assert!(code == Some(0) && text.contains("answers: 1"), "{text}");
    assert!(folder.path().join("내 학습 기록/한 칸/progress.db").exists());
}

/// Neither `HOME` nor a place for data: the round goes on and says that nothing is kept.
#[test]
fn without_a_home_a_round_goes_on_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    for lang in ["en", "ko"] {
        let line = format!("effnet-tutor quiz note-se-role --lang {lang}");
        let mut command = shell(&line, folder.path());
        command.env("HOME", "/dev/null/nowhere");
        let output = finish(command, "1\n");
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stderr.is_empty(), "nothing says that nothing is kept");
        assert!(!output.stdout.is_empty());
    }
}

/// A real disk that is full: a file system of 128 kB. Needs namespaces, as an ordinary user may have them.
#[test]
#[ignore = "heavy: mounts a file system in a namespace of its own"]
fn a_full_disk_loses_no_answer_that_was_shown_as_saved() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("small")).unwrap();
    let line = "unshare -rm sh -c 'mount -t tmpfs -o size=128k none small \
        && for n in 1 2 3 4 5 6 7 8; do \
             yes 1 | effnet-tutor quiz --seed $n -n 40 --home small --lang en > out.txt 2>> err.txt; done; \
           effnet-tutor doctor --home small --lang en > doctor.txt; df small | tail -1'";
    let (code, text) = said(&finish(shell(line, folder.path()), ""));
    assert_eq!(code, Some(0), "{text}");
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let (err, doctor) = (read("err.txt"), read("doctor.txt"));
    assert!(err.contains("full"), "nothing says that the disk is full:\n{err}\n{text}");
    assert!(!err.contains("panicked"), "{err}");
    assert!(doctor.contains("whole; answers: "), "{doctor}");
}

/// There is no configuration file, so none can be wrong or be rewritten: what a learner chooses stands in
/// the store, and a file that looks like one is left alone.
#[test]
fn nothing_reads_or_writes_a_configuration_file() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join(".config/effnet-tutor");
    fs::create_dir_all(&config).unwrap();
    let file = config.join("config.toml");
    let broken = format!("\u{feff}lang = 3\r\nunknown = {}", "x".repeat(1 << 20));
    fs::write(&file, &broken).unwrap();
    let (code, text) = said(&finish(shell("effnet-tutor quiz note-se-role", folder.path()), "1\n"));
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(fs::read_to_string(&file).unwrap(), broken);
    assert_eq!(fs::read_dir(&config).unwrap().count(), 1);
}
