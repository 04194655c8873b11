//! What is looked at, one function each.

use std::env;
use std::fmt::Display;
use std::thread::available_parallelism;
use std::time::Instant;

use crate::arch::{Design, Variant};
use crate::content::check::check;
use crate::export;
use crate::learner::Home;
use crate::learner::store::{Condition, Health};
use crate::nn::shipped::{lite0, nano};
use crate::nn::{Plan, Tensor4, kernel};
use crate::term::{self, Background, ColorLevel, probe};
use crate::text::number::grouped;
use crate::text::{Lang, i18n, width};
use crate::train::Dataset;
use crate::train::augment::{Warp, draw};
use crate::view::{MIN_COLUMNS, MIN_ROWS};
use crate::vision::{Photo, Preparation, top_k};

use super::{Check, Global, State};

/// Letters, rules, blocks and Braille: whatever the screens are drawn with.
const SAMPLES: [&str; 6] = ["한글", "─│", "█▌", "⠿", "→φ²", "✓"];

/// Everything, in the order of the report.
pub(super) fn all(global: &Global, lang: Lang) -> Vec<Check> {
    let (terminal, progress, content, engine) = (
        Group { name: "terminal", lang },
        Group { name: "progress", lang },
        Group { name: "content", lang },
        Group { name: "engine", lang },
    );
    let health = Health::of(&Home::choose(global.home.as_deref()));
    vec![
        screen(terminal, global),
        colours(terminal, global),
        widths(terminal, global),
        font(terminal, global),
        locale(terminal),
        home(progress, &health),
        store(progress, &health),
        backups(progress, &health),
        texts(content, global),
        pictures(content),
        processor(engine),
        digits(engine),
        photo(engine),
    ]
}

/// Makes the checks of one group, in the learner's language.
#[derive(Clone, Copy)]
struct Group {
    name: &'static str,
    lang: Lang,
}

type Values<'a> = &'a [(&'a str, &'a dyn Display)];

impl Group {
    fn ok(self, id: &'static str, text: String) -> Check {
        Check { group: self.name, id, state: State::Ok, text, advice: None }
    }

    fn note(self, id: &'static str, text: String, advice: &str, values: Values<'_>) -> Check {
        let advice = self.say(advice, values);
        Check { advice: Some(advice), state: State::Note, ..self.ok(id, text) }
    }

    fn broken(self, id: &'static str, text: String, advice: &str, values: Values<'_>) -> Check {
        Check { state: State::Broken, ..self.note(id, text, advice, values) }
    }

    fn say(self, key: &str, values: Values<'_>) -> String {
        self.lang.fill(key, values)
    }
}

fn screen(group: Group, global: &Global) -> Check {
    let term = env::var("TERM").unwrap_or_default();
    if !term::is_interactive() {
        let values: Values<'_> = &[("term", &term)];
        let text = group
            .say(if term.is_empty() { "doctor.no-terminal" } else { "doctor.no-person" }, values);
        return group.note("screen", text, "doctor.plain-lines", &[]);
    }
    let around: Vec<String> = ["TERM_PROGRAM", "TMUX", "STY", "SSH_CONNECTION", "WT_SESSION"]
        .into_iter()
        .filter_map(|name| {
            let value = env::var(name).ok()?;
            // Paths and addresses belong to the person, not into a report.
            Some(if name == "TERM_PROGRAM" { value } else { name.to_owned() })
        })
        .collect();
    let (columns, rows) = term::size().unwrap_or_default();
    let size = format!("{columns}×{rows}");
    let mut text = format!("{term}, {size}");
    for name in around {
        text = format!("{text}, {name}");
    }
    if global.plain {
        return group.note("screen", text, "doctor.plain-asked", &[]);
    }
    if columns < MIN_COLUMNS || rows < MIN_ROWS {
        let least = format!("{MIN_COLUMNS}×{MIN_ROWS}");
        return group.note("screen", text, "doctor.small", &[("least", &least)]);
    }
    group.ok("screen", text)
}

fn colours(group: Group, global: &Global) -> Check {
    let level = group.say(
        match term::color_level(global.color) {
            ColorLevel::None => "doctor.colours.none",
            ColorLevel::Sixteen => "doctor.colours.sixteen",
            ColorLevel::Indexed => "doctor.colours.indexed",
            ColorLevel::True => "doctor.colours.true",
        },
        &[],
    );
    let ground = group.say(
        match term::background() {
            Background::Dark => "doctor.ground.dark",
            Background::Light => "doctor.ground.light",
            Background::Unknown => "doctor.ground.unknown",
        },
        &[],
    );
    let mut text = format!("{level}; {ground}");
    for name in ["COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        if let Ok(value) = env::var(name) {
            text = format!("{text}; {name}={value}");
        }
    }
    group.ok("colours", text)
}

fn widths(group: Group, global: &Global) -> Check {
    if global.plain || !term::is_interactive() {
        return group.ok("widths", group.say("doctor.widths.unasked", &[]));
    }
    let Ok(found) = probe::widths(&SAMPLES) else {
        return group.note(
            "widths",
            group.say("doctor.widths.silent", &[]),
            "doctor.widths.help",
            &[],
        );
    };
    judge(group, &found)
}

/// Holds the widths that the terminal gives the samples beside ours.
fn judge(group: Group, found: &[usize]) -> Check {
    let wrong: Vec<String> = SAMPLES
        .iter()
        .zip(found)
        .filter(|(sample, found)| width(sample) != **found)
        .map(|(sample, found)| format!("{sample} {found} (≠ {})", width(sample)))
        .collect();
    if wrong.is_empty() {
        return group.ok("widths", group.say("doctor.widths.right", &[("n", &SAMPLES.len())]));
    }
    let text = group.say("doctor.widths.wrong", &[("list", &wrong.join(", "))]);
    group.note("widths", text, "doctor.widths.help", &[])
}

/// No terminal says which glyphs its font has: the person looks.
fn font(group: Group, global: &Global) -> Check {
    let is_poor = global.plain || global.ascii;
    let samples = if is_poor { &SAMPLES[..1] } else { &SAMPLES };
    let text = group.say("doctor.font.look", &[("sample", &samples.join("  "))]);
    group.note("font", text, "doctor.font.help", &[])
}

fn locale(group: Group) -> Check {
    let found = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| Some((name, env::var(name).ok().filter(|value| !value.is_empty())?)));
    let Some((name, value)) = found else {
        return group.note(
            "locale",
            group.say("doctor.locale.none", &[]),
            "doctor.locale.help",
            &[],
        );
    };
    let text = format!("{name}={value}");
    let is_utf8 = {
        let value = value.to_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    };
    if cfg!(windows) || cfg!(target_os = "macos") || is_utf8 {
        group.ok("locale", text)
    } else {
        group.note("locale", text, "doctor.locale.help", &[])
    }
}

fn home(group: Group, health: &Health) -> Check {
    let Health { path, unwritable, .. } = health;
    let Some(dir) = path.as_deref().and_then(|path| path.parent()) else {
        return group.broken("home", group.say("doctor.home.none", &[]), "doctor.home.help", &[]);
    };
    let text = dir.display().to_string();
    match unwritable {
        None => group.ok("home", text),
        Some(reason) => group.broken("home", text, "doctor.home.unwritable", &[("reason", reason)]),
    }
}

fn store(group: Group, health: &Health) -> Check {
    let Health { condition, is_in_use, .. } = health;
    let sqlite = format!("SQLite {}", Health::sqlite());
    match condition {
        Condition::Absent => {
            group.ok("store", group.say("doctor.store.absent", &[("sqlite", &sqlite)]))
        }
        Condition::Whole { schema, answers } => {
            let values: Values<'_> = &[("n", answers), ("schema", schema), ("sqlite", &sqlite)];
            let text = group.say("doctor.store.whole", values);
            if *is_in_use {
                return group.note("store", text, "doctor.store.in-use", &[]);
            }
            if *schema < Health::newest_schema() {
                let newest = Health::newest_schema();
                return group.note("store", text, "doctor.store.older", &[("newest", &newest)]);
            }
            group.ok("store", text)
        }
        Condition::Newer { found } => {
            let text = group.say("doctor.store.newer", &[("schema", found)]);
            group.broken("store", text, "doctor.store.newer-help", &[])
        }
        Condition::Damaged => group.broken(
            "store",
            group.say("doctor.store.damaged", &[]),
            "doctor.store.damaged-help",
            &[],
        ),
        Condition::Interrupted => {
            group.note("store", group.say("doctor.store.cut", &[]), "doctor.store.cut-help", &[])
        }
        Condition::Unreadable(reason) => {
            let text = group.say("doctor.store.unreadable", &[("reason", reason)]);
            group.broken("store", text, "doctor.home.help", &[])
        }
    }
}

fn backups(group: Group, health: &Health) -> Check {
    let backups = &health.backups;
    let newest = backups.last().and_then(|path| path.file_name());
    let Some(newest) = newest.map(|name| name.to_string_lossy().into_owned()) else {
        return group.ok("backups", group.say("doctor.backups.none", &[]));
    };
    let text = group.say("doctor.backups.some", &[("n", &backups.len()), ("newest", &newest)]);
    group.ok("backups", text)
}

fn texts(group: Group, global: &Global) -> Check {
    let library = global.library();
    let report = check(&library);
    let values: Values<'_> =
        &[("lessons", &library.slugs(group.lang).count()), ("questions", &report.questions)];
    let text = group.say("doctor.texts.counted", values);
    if report.problems.is_empty() {
        return group.ok("texts", text);
    }
    let dir = global.content.as_ref().map(|dir| format!(" {}", dir.display()));
    let command = format!("effnet-tutor check{}", dir.unwrap_or_default());
    let values: Values<'_> = &[("n", &report.problems.len()), ("command", &command)];
    group.broken("texts", text, "doctor.texts.problems", values)
}

/// Every character of the program's own words can be drawn into a picture.
fn pictures(group: Group) -> Check {
    let missing = i18n::keys().iter().try_fold(String::new(), |missing, key| {
        let words = i18n::find(key).map(|text| format!("{}{}", text.ko, text.en));
        export::unwritable(&words.unwrap_or_default()).map(|found| missing + &found)
    });
    match missing {
        Ok(missing) if missing.is_empty() => {
            group.ok("pictures", group.say("doctor.pictures.all", &[]))
        }
        Ok(missing) => {
            let text = group.say("doctor.pictures.missing", &[("list", &missing)]);
            group.broken("pictures", text, "doctor.report", &[])
        }
        Err(error) => group.broken("pictures", error.to_string(), "doctor.report", &[]),
    }
}

fn processor(group: Group) -> Check {
    let threads = available_parallelism().map_or(1, usize::from);
    let values: Values<'_> =
        &[("arch", &env::consts::ARCH), ("with", &kernel::instructions()), ("n", &threads)];
    group.ok("processor", group.say("doctor.processor.is", values))
}

/// Logits of the shipped network on the first ten digits, as PyTorch computes them with the same weights.
const GOLDEN_DIGITS: &str = include_str!("../../../assets/data/nano_golden.json");
/// PyTorch's five most probable classes of each shipped photograph.
const GOLDEN_PHOTOS: &str = include_str!("../../../assets/data/lite0_golden.json");
/// Two orders of adding the same numbers may differ by so much.
const LOGIT_TOLERANCE: f64 = 1e-4;
/// The shipped weights are rounded to 8 bits.
const PROBABILITY_TOLERANCE: f64 = 0.05;

fn digits(group: Group) -> Check {
    let golden: serde_json::Value =
        serde_json::from_str(GOLDEN_DIGITS).expect("a test reads the file");
    let rows = golden["logits_of_the_first_ten"].as_array().map_or(&[][..], Vec::as_slice);
    let theirs = rows.iter().flat_map(|row| row.as_array().into_iter().flatten());
    let theirs: Vec<f64> = theirs.filter_map(serde_json::Value::as_f64).collect();
    let side = Design::nano().scaling.resolution;
    let mut images = Tensor4::zeros((rows.len(), 3, side, side));
    let data = Dataset::digits();
    for n in 0..rows.len() {
        draw(&data.image(n), Warp::NONE, &mut images, n);
    }
    let layers = nano().infer(&images);
    let fast = Plan::new(nano(), 1).run(&images);
    let apart = |ours: &Tensor4| {
        let pairs = ours.iter().zip(&theirs);
        pairs.map(|(ours, theirs)| (f64::from(*ours) - theirs).abs()).fold(0.0, f64::max)
    };
    let worst = apart(&layers).max(apart(&fast));
    let worst_shown = format!("{worst:.1e}");
    let values: Values<'_> = &[("n", &theirs.len()), ("worst", &worst_shown)];
    let text = group.say("doctor.digits.compared", values);
    // A NaN is no small difference.
    if worst < LOGIT_TOLERANCE && !theirs.is_empty() {
        group.ok("digits", text)
    } else {
        let limit = format!("{LOGIT_TOLERANCE:.0e}");
        group.broken("digits", text, "doctor.digits.help", &[("limit", &limit)])
    }
}

fn photo(group: Group) -> Check {
    let golden: serde_json::Value =
        serde_json::from_str(GOLDEN_PHOTOS).expect("a test reads the file");
    let photo = Photo::Coffee;
    let first = &golden["top5"][photo.name()][0];
    let (class, theirs) = (first[0].as_u64(), first[2].as_f64().unwrap_or(f64::NAN));
    let side = Variant::Lite0.scaling().resolution;
    let image = Preparation::shipped(side).apply(&photo.pixels());
    let threads = available_parallelism().map_or(1, usize::from);
    let plan = Plan::new(lite0(), threads);
    let begun = Instant::now();
    let logits = plan.run(&image);
    let ms = begun.elapsed().as_secs_f64() * 1e3;
    let best = top_k(logits.as_slice().unwrap_or_default(), 1);
    let Some(best) = best.first() else {
        return group.broken("photo", String::new(), "doctor.report", &[]);
    };
    let ours = f64::from(best.probability);
    let values: Values<'_> = &[
        ("label", &best.label),
        ("ours", &grouped(ours, 3)),
        ("theirs", &grouped(theirs, 3)),
        ("ms", &grouped(ms, 1)),
    ];
    let text = group.say("doctor.photo.is", values);
    let is_right = Some(best.index as u64) == class;
    if is_right && (ours - theirs).abs() < PROBABILITY_TOLERANCE {
        group.ok("photo", text)
    } else {
        group.broken("photo", text, "doctor.report", &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUP: Group = Group { name: "terminal", lang: Lang::En };

    #[test]
    fn a_terminal_that_disagrees_about_a_width_is_named() {
        let ours = SAMPLES.map(width);
        assert_eq!(judge(GROUP, &ours).state, State::Ok);
        let mut theirs = ours;
        theirs[1] += 2; // "ambiguous" drawn wide
        let check = judge(GROUP, &theirs);
        assert_eq!(check.state, State::Note);
        assert!(check.text.contains("─│ 4 (≠ 2)"), "{}", check.text);
        assert!(check.advice.unwrap().contains("--ascii"));
    }
}
