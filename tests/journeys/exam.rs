//! How sure one is before the verdict, and rounds without one.

use effnet_tutor::content::quiz::Ask;
use effnet_tutor::learner::Held;
use effnet_tutor::rooms::{Place, Plan};

use crate::in_both;
use crate::journey::Journey;
use crate::quiz::{answer, asked, digit, is_over, plain, round, score};

#[test]
fn how_sure_one_is_is_asked_before_the_verdict() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        let ask = asked(&journey).ask;
        let (right, wrong) = (digit(&journey, &ask, 0), digit(&journey, &ask, 1));
        journey.press(&wrong).press("<enter>").sees(lang.text("quizroom.sure"));
        journey.sees_not("✓").sees_not("✗");
        assert_eq!(journey.reviews().len(), 0, "nothing is graded yet");
        // A second thought.
        journey.press("<esc>").sees_not(lang.text("quizroom.sure"));
        journey.press(&right).press("<enter>").press("4");
        journey.sees("✓").sees(&lang.fill("quizroom.was-sure", &[("n", &95)]));
        let reviews = journey.reviews();
        assert_eq!((reviews[0].right, reviews[0].confidence), (true, Some(95)));
    });
}

#[test]
fn nothing_is_lost_while_it_is_asked() {
    in_both(|lang| {
        let mut journey = Journey::at(round(&["note-se-role"]), lang);
        let ask = asked(&journey).ask;
        let right = digit(&journey, &ask, 0);
        journey.press(&right).press("<enter><down><down>").resize(60, 18);
        journey.press("<f2>").sees(lang.other().text("quizroom.sure")).press("<f2>");
        journey.press("<enter>");
        assert_eq!(journey.reviews()[0].confidence, Some(50));
    });
}

#[test]
fn an_exam_is_silent_until_its_end() {
    in_both(|lang| {
        let items = ["note-se-role", "note-three-dimensions", "note-base-origin"];
        let Place::Round(plan) = round(&items) else { panic!() };
        let report = Some("exam.md".into());
        let plan = Plan { held: Held::Exam, report, ..plan };
        let mut journey = Journey::at(Place::Round(plan), lang);
        journey.sees(lang.fill("quizroom.exam", &[("what", &"")]).trim());
        for right in [true, false, true] {
            let question = asked(&journey);
            let hint = if matches!(question.ask, Ask::Text { .. }) { "<c-t>" } else { "i" };
            journey.press(hint).sees_not(&plain(&question.hints[0], lang));
            answer(&mut journey, right);
            for quiet in ["✓", "✗", lang.text("quizroom.sure"), lang.text("quizroom.wrong")] {
                if journey.reviews().len() < items.len() {
                    journey.sees_not(quiet);
                }
            }
        }
        assert!(is_over(&journey), "{}", journey.screen());
        journey.sees(&score(lang, "2", 3, 67));
        let [filed] = &journey.filed[..] else { panic!("{:?}", journey.filed) };
        assert!(filed.exam && filed.asked == 3 && filed.right == 2 && filed.seconds > 0);
        assert!(filed.items[1].verdict == "wrong" && filed.items[0].answer == filed.items[0].key);
    });
}

#[test]
fn one_slip_of_a_finger_does_not_end_an_exam() {
    in_both(|lang| {
        let Place::Round(plan) = round(&["note-se-role", "note-base-origin"]) else { panic!() };
        let plan = Plan { held: Held::Exam, report: Some("exam.md".into()), ..plan };
        let mut journey = Journey::at(Place::Round(plan), lang);
        let warning = |left| lang.fill("quizroom.leave-exam", &[("n", &left)]);
        journey.press("<esc>").sees(&warning(2));
        // Whoever answers goes on, and is asked again later.
        answer(&mut journey, true);
        journey.sees_not(&warning(2)).press("<esc>").sees(&warning(1));
        assert!(journey.filed.is_empty() && !is_over(&journey), "{}", journey.screen());
        journey.press("<esc>");
        assert!(is_over(&journey), "{}", journey.screen());
        let [filed] = &journey.filed[..] else { panic!("{:?}", journey.filed) };
        assert_eq!((filed.asked, filed.right), (1, 1));
        // What was not answered is not right.
        assert!(filed.markdown().contains("(50 %)"), "{}", filed.markdown());
        journey.sees(&score(lang, "1", 2, 50));
    });
}

#[test]
fn the_record_is_that_of_its_own_round_also_when_one_leaves() {
    in_both(|lang| {
        let Place::Round(plan) = round(&["note-se-role", "note-base-origin"]) else { panic!() };
        let plan = Plan { report: Some("record.md".into()), ..plan };
        let mut journey = Journey::at(Place::Round(plan), lang);
        answer(&mut journey, true);
        // Another round, of the lesson that was opened from this one, ends first.
        journey.press("o").press("<pgdn><pgdn><pgdn><pgdn><pgdn><pgdn>");
        assert!(journey.filed.is_empty());
        journey.press("<c-c>");
        let [filed] = &journey.filed[..] else { panic!("{:?}", journey.filed) };
        assert!(journey.has_quit && filed.asked == 1 && filed.items[0].id == "note-se-role");
    });
}
