//! Lessons: predict first, then the figure; knobs, commands, the end, and where one left off.

use std::fs;
use std::sync::Arc;

use effnet_tutor::app::Setup;
use effnet_tutor::content::lesson::{Block, Page, PredictKind};
use effnet_tutor::content::library::Library;
use effnet_tutor::learner::store::Prediction;
use effnet_tutor::rooms::{Place, Record, RoomId};
use effnet_tutor::text::Lang;

use crate::in_both;
use crate::journey::{Journey, LIBRARY, page, setup};
use crate::progress::standing;

const FIRST: &str = "why-efficiency";
const SECOND: &str = "convolution-cost";
const DEPTHWISE: &str = "depthwise-separable";
const COMPOUND: &str = "compound-scaling";

pub(crate) fn predictions(journey: &Journey) -> Vec<&Prediction> {
    let predictions = journey.saved.iter().filter_map(|record| match record {
        Record::Prediction(prediction) => Some(prediction),
        _ => None,
    });
    predictions.collect()
}

/// Answers the predictions of a page, right or wrong; what fits every kind.
fn predict_all(journey: &mut Journey, page: &Page) {
    for block in &page.blocks {
        if let Block::Predict(predict) = block {
            match &predict.kind {
                PredictKind::Choice { .. } => journey.press("<enter>"),
                _ => journey.press("12<enter>"),
            };
        }
    }
}

/// Looking something up in a lesson that is done does not make one lose the place in another.
#[test]
fn one_goes_on_with_what_is_unfinished() {
    in_both(|lang| {
        let mut journey = Journey::at(page(COMPOUND, 2), lang);
        let last = LIBRARY.lesson(lang, SECOND).unwrap().pages.len() - 1;
        let read = Record::Position { slug: SECOND.to_owned(), page: last, finished: true };
        read.write(&mut journey.store, lang, &journey.now).unwrap();
        let looked = Record::Position { slug: SECOND.to_owned(), page: 1, finished: false };
        looked.write(&mut journey.store, lang, &journey.now).unwrap();
        let standing = standing(&journey, 0);
        let mut again = Journey::begin(Setup { standing, ..setup(lang) }, (80, 24));
        let title = &LIBRARY.lesson(lang, COMPOUND).unwrap().title;
        again.sees(&lang.fill("home.page", &[("title", title), ("n", &3)]));
    });
}

/// On a narrow screen the figure is below the text: who turns a knob sees what it does.
#[test]
fn a_knob_that_is_turned_comes_into_sight() {
    in_both(|lang| {
        let mut journey = Journey::at(page(COMPOUND, 1), lang);
        journey.resize(60, 18).press("<tab>");
        journey.press("<right>").sees("φ ◂ 2.25 ▸");
        journey.press("<home>").sees("φ ◂ 2.00 ▸").sees_not("--set");
    });
}

#[test]
fn a_broken_file_is_shown_where_and_why_and_takes_nothing_down() {
    in_both(|lang| {
        let folder = tempfile::tempdir().unwrap();
        let lessons = folder.path().join(format!("lessons/{}", lang.code()));
        fs::create_dir_all(&lessons).unwrap();
        fs::write(lessons.join("03-depthwise-separable.md"), "no head").unwrap();
        fs::write(lessons.join("10-compound-scaling.md"), "\u{1b}[2J").unwrap();
        let library = Arc::new(Library::open(Some(folder.path())));
        let start = Place::Room(RoomId::Learn);
        let mut journey = Journey::begin(Setup { library, start, ..setup(lang) }, (100, 40));
        for slug in [DEPTHWISE, COMPOUND] {
            let title = &LIBRARY.lesson(lang, slug).unwrap().title;
            journey.sees(title).sees(&format!("{slug}: "));
        }
        let screen: String = journey.screen().split_whitespace().collect();
        assert!(screen.contains("03-depthwise-separable.md:1:"), "{screen}");
    });
}

#[test]
fn home_leads_to_a_lesson() {
    in_both(|lang| {
        let title = &LIBRARY.lesson(lang, FIRST).unwrap().title;
        let mut journey = Journey::new(80, 24, lang);
        journey.sees(lang.text("home.motto")).sees(lang.text("home.begin"));
        journey.press("1").sees(title).sees("effnet-tutor learn --list");
        journey.press("<enter>").sees("1 / 7").sees("$ effnet-tutor learn why-efficiency/1");
        journey.press("<esc>").sees("learn --list").press("<esc>").sees(lang.text("home.motto"));
    });
}

#[test]
fn the_figure_appears_only_after_the_prediction() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        // What follows the prompt is hidden with it: it says the answer.
        let first = lang.text("learn.predict-first");
        journey.sees(first).sees_not("3,612,672").sees_not("chelsea");
        journey.press("3.6M<enter>").sees_not(first).sees("chelsea");
        journey.sees(lang.text("learn.you")).sees("3,600,000").sees("-0.4 %");
        journey.sees(lang.text("learn.real")).sees("3,612,672");
        let kept = predictions(&journey);
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].lesson.as_str(), kept[0].item.as_str()), (DEPTHWISE, "channel-macs"));
        assert_eq!((kept[0].predicted.as_str(), kept[0].real.as_str()), ("3600000", "3612672"));
    });
}

#[test]
fn a_prediction_that_is_no_number_is_asked_again() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("<enter>").sees(lang.text("learn.empty"));
        journey.types("lots").press("<enter>").sees(lang.text("learn.not-a-number")).sees("lots");
        journey.press("<bs><bs><bs><bs>").sees_not(lang.text("learn.not-a-number"));
        assert_eq!(predictions(&journey).len(), 0);
        journey.press("<tab>").sees("3,612,672").sees_not("lots");
        assert_eq!(predictions(&journey).len(), 0, "a skipped prompt leaves nothing");
    });
}

#[test]
fn a_choice_is_compared_with_what_is_so() {
    in_both(|lang| {
        let right = if lang == Lang::En { "it stays the same" } else { "그대로" };
        for (keys, mark) in
            [("<enter>", "✓"), ("<down><enter>", "✗"), ("3<enter>", "✗"), ("ㅓ<enter>", "✗")]
        {
            let mut journey = Journey::at(page(DEPTHWISE, 2), lang);
            journey.sees_not("✓").sees_not("✗").press(keys).sees(mark).sees(right);
            assert_eq!(predictions(&journey).len(), 1, "{keys}");
        }
    });
}

#[test]
fn a_turned_knob_changes_figure_and_command() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("<tab>").sees("$ effnet-tutor learn depthwise-separable/2").sees_not("--set");
        let before = journey.screen();
        journey.press("<right>").sees("/2 --set channel=28").sees("◂ 28 ▸");
        assert_ne!(figure(&before), figure(&journey.screen()), "another channel, other numbers");
        journey.press("<left>").sees_not("--set");
        assert_eq!(figure(&before), figure(&journey.screen()), "and back");
        journey.press("<c-right>").sees("channel=31").press("<right>").sees("channel=31");
    });
}

/// Digits on the right half of the screen, the knobs' apart.
fn figure(screen: &str) -> String {
    let lines = screen.lines().filter(|line| !line.contains('◂') && !line.contains("$ "));
    lines.map(|line| line.chars().skip(39).collect::<String>() + "\n").collect()
}

#[test]
fn a_copied_command_is_the_one_on_screen() {
    in_both(|lang| {
        let mut journey = Journey::at(page(COMPOUND, 1), lang);
        journey.press("1<enter><right>c");
        let command = "effnet-tutor learn compound-scaling/2 --set phi=2.25";
        assert_eq!(journey.copied, [command]);
        journey.sees(&lang.fill("app.copied", &[("text", &command)]));
        journey.press("j").sees(&format!("$ {command}"));
    });
}

#[test]
fn the_learners_photo_is_part_of_the_command() {
    in_both(|lang| {
        let photo = Some("my cat.png".to_owned());
        let start = page(DEPTHWISE, 1);
        let mut journey = Journey::begin(Setup { photo, start, ..setup(lang) }, (100, 24));
        journey.press("<tab><right>c");
        assert_eq!(
            journey.copied,
            ["effnet-tutor learn depthwise-separable/2 --set channel=28 --photo 'my cat.png'"]
        );
    });
}

#[test]
fn a_lesson_is_read_to_its_end_and_then_recalled() {
    in_both(|lang| {
        for slug in [DEPTHWISE, COMPOUND] {
            let lesson = LIBRARY.lesson(lang, slug).unwrap();
            let mut journey = Journey::at(page(slug, 0), lang);
            for (index, shown) in lesson.pages.iter().enumerate() {
                journey.sees(&format!("{} / {}", index + 1, lesson.pages.len()));
                journey.sees(&shown.title);
                predict_all(&mut journey, shown);
                journey.sees_not(lang.text("learn.predict-first"));
                assert!(journey.reviews().is_empty());
                journey.press("<enter>");
            }
            let finished = Record::Position {
                slug: slug.to_owned(),
                page: lesson.pages.len() - 1,
                finished: true,
            };
            assert_eq!(journey.saved.last(), Some(&finished));
            assert!(journey.store.lesson_position(slug).unwrap().unwrap().done_at_utc_ms.is_some());
            journey.sees(lang.text("rooms.quiz")).sees("1 / 3");
            journey.press("<c-pgup><c-pgup><esc><esc>").sees(lang.text("home.motto"));
            journey.press("1").sees(lang.text("learn.finished"));
        }
    });
}

#[test]
fn leafing_back_finds_what_was_done() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("3.6M<enter><right><pgdn>").sees("3 / 8").sees_not("3,612,672");
        journey.press("<pgup>").sees("3,600,000").sees("3,612,672").sees("channel=28");
        journey.press("<bs>").sees("1 / 8").press("<bs><pgup>").sees("1 / 8");
    });
}

#[test]
fn the_other_language_loses_nothing_that_was_typed_or_done() {
    in_both(|lang| {
        let other = lang.other();
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.types("3.5").press("<f2>").sees("› 3.5").sees(other.text("learn.predict-first"));
        journey.types("M").press("<enter>").sees("3,500,000").sees(other.text("learn.real"));
        journey.press("<right><f2>").sees("3,500,000").sees("--set channel=28");
        let knob = |lang: Lang| format!("{} ◂ 28 ▸", lang.text("knobs.channel"));
        journey.sees(&knob(lang)).press("L").sees(&knob(other)).sees("--set channel=28");
        assert_eq!(predictions(&journey).len(), 1);
    });
}

#[test]
fn the_place_is_kept_and_home_offers_it() {
    in_both(|lang| {
        let mut journey = Journey::new(80, 24, lang);
        journey.press("1<down><enter>").sees("1 / 7").press("<tab><esc><esc>");
        let title = &LIBRARY.lesson(lang, SECOND).unwrap().title;
        // Its prediction was skipped.
        let offer = |n: usize| lang.fill("home.page", &[("title", title), ("n", &n)]);
        journey.sees(lang.text("home.resume")).sees(&offer(1));
        journey.press("<enter><enter>").sees("2 / 7").press("<esc><esc>").sees(&offer(2));
        let kept = journey.store.lesson_position(SECOND).unwrap().unwrap();
        assert_eq!((kept.page, kept.done_at_utc_ms), (1, None));
        let standing = standing(&journey, 0);
        // The next day.
        let mut journey = Journey::begin(Setup { standing, ..setup(lang) }, (80, 24));
        journey.sees(&offer(2)).press("<enter>").sees("2 / 7");
    });
}

#[test]
fn a_late_figure_is_not_shown_on_another_page() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("1<enter><pgdn>1<enter>").sees("◂ 25 ▸").press("<pgup>").sees("◂ 27 ▸");
        let before = journey.screen();
        // Page 3 computes channel 26; the learner leafs back before it is done, and it comes late.
        journey.press("<pgdn>").hold_figures().press("<right><pgup>").deliver();
        let now = journey.screen();
        assert!(now == before, "page 2 showed\n{before}\nand with another page's figure\n{now}");
    });
}

#[test]
fn a_figure_under_way_keeps_the_last_one_on_screen() {
    in_both(|lang| {
        let mut journey = Journey::at(page(DEPTHWISE, 1), lang);
        journey.press("<tab>").hold_figures();
        let before = figure(&journey.screen());
        journey.press("<right><right>").sees("◂ 29 ▸").sees_not(lang.text("learn.computing"));
        assert_eq!(figure(&journey.screen()), before);
        journey.deliver();
        assert_eq!(figure(&journey.screen()), before, "channel 28 is not wanted any more");
        journey.deliver();
        assert_ne!(figure(&journey.screen()), before);
    });
}

#[test]
fn a_page_that_waits_says_so() {
    in_both(|lang| {
        let mut journey = Journey::at(Place::Room(RoomId::Learn), lang);
        journey
            .hold_figures()
            .press("<down><down><enter><enter><tab>")
            .sees(lang.text("learn.computing"));
        journey.deliver().sees_not(lang.text("learn.computing")).sees("chelsea");
    });
}
