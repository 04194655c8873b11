//! Rounds of what is due or weak, cramming, exams and their records.

use super::*;

/// A round at a moment, in a home.
#[track_caller]
fn at(home: &Path, now: &str, lang: Lang, args: &str, input: &str) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams: (&mut dyn Write, &mut dyn Write) = (&mut out, &mut err);
    quiz_when(now, &Home::at(home), lang, Stdin::Pipe, args, input, streams).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { out: text(out), err: text(err) }
}

const EVENING: &str = "2026-11-24T21:00[Asia/Seoul]";
const NIGHT: &str = "2026-11-25T03:30[Asia/Seoul]";
const MORNING: &str = "2026-11-25T08:00[Asia/Seoul]";

#[test]
fn what_was_missed_is_due_on_the_next_study_day() {
    for lang in Lang::ALL {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path();
        at(home, EVENING, lang, "fix-text", "relu\n");
        let none = lang.text("quiz.nothing-due");
        at(home, NIGHT, lang, "--due", "").sees(none).sees("2026-11-25 04:00");
        let ran = at(home, MORNING, lang, "--due --format json", "swish\n");
        assert_eq!(ran.json()["items"][0]["id"], "fix-text");
        at(home, MORNING, lang, "--due", "swish\n").sees(none);
        at(home, MORNING, lang, "--due --format json", "").sees("{\"asked\":0");
    }
}

#[test]
fn the_weak_come_back_until_they_are_answered_right() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path();
    at(home, EVENING, Lang::En, "--weak", "").sees(Lang::En.text("quiz.nothing-weak"));
    at(home, EVENING, Lang::En, "fix-text", "relu\n");
    let ran = at(home, EVENING, Lang::En, "--weak --format json", "swish\n");
    assert_eq!(ran.json()["right"], 1);
    at(home, EVENING, Lang::En, "--weak", "").sees(Lang::En.text("quiz.nothing-weak"));
}

#[test]
fn cramming_is_kept_and_moves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path();
    at(home, EVENING, Lang::En, "fix-text --cram", "relu\n").sees("Cramming");
    assert_eq!(answers(home).len(), 1);
    at(home, MORNING, Lang::En, "--due", "").sees(Lang::En.text("quiz.nothing-due"));
}

#[test]
fn an_exam_is_silent_and_leaves_a_record() {
    for lang in Lang::ALL {
        let dir = tempfile::tempdir().unwrap();
        for ending in ["md", "json"] {
            let report = dir.path().join(format!("report.{ending}"));
            let args = format!("fix-text fix-choice --exam --seed 4 --report {}", report.display());
            let ran = at(dir.path(), EVENING, lang, &args, "?\nswish\n1\n");
            let asked = ran.out.split(lang.text("quiz.end.title")).next().unwrap();
            for said in ["quiz.right", "quiz.wrong"] {
                assert!(!asked.contains(lang.text(said)), "{asked}");
            }
            assert!(asked.contains(lang.text("quiz.taken")));
            assert!(ran.out.contains(&lang.fill("quiz.end.time", &[("time", &"0:00")])));
            let text = std::fs::read_to_string(&report).unwrap();
            if ending == "json" {
                let record: Value = serde_json::from_str(&text).unwrap();
                assert_eq!((&record["exam"], &record["asked"]), (&true.into(), &2.into()));
                assert_eq!(record["items"].as_array().unwrap().len(), 2);
            } else {
                assert!(text.starts_with(&format!("# {}", lang.text("transcript.title-exam"))));
            }
        }
    }
}

#[test]
fn a_record_says_its_form_by_its_name() {
    let args = Line::try_parse_from(["quiz", "--report", "x.txt"]).unwrap().quiz;
    let error = args.check_report(Lang::En).unwrap_err().to_string();
    assert!(error.contains(".md` or `.json`") && error.contains("x.txt"), "{error}");
    let args = Line::try_parse_from(["quiz", "--exam", "--due"]);
    assert!(args.is_err(), "an exam is not a review");
}
