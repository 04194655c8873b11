//! What fits at 80×24, and that nothing is cut that a wider screen shows.

use effnet_tutor::content::layout::TEXT_COLUMNS;
use effnet_tutor::text::{Lang, width};

use crate::journey::{Journey, LIBRARY};
use crate::{COLOUR, Shown, all, others, pages};

/// Lines of the body, between the rules, without blank ones.
fn body(screen: &str) -> Vec<String> {
    let lines: Vec<&str> = screen.lines().collect();
    let inner = &lines[2..lines.len() - 3];
    inner.iter().filter(|line| !line.trim().is_empty()).map(|&line| line.to_owned()).collect()
}

/// The first columns of a line, blanks at the end apart.
fn left(line: &str) -> String {
    let mut text = String::new();
    for letter in line.chars() {
        text.push(letter);
        if width(&text) > TEXT_COLUMNS + 1 {
            text.pop();
            break;
        }
    }
    text.trim_end().to_owned()
}

/// The text of a page at a height, where the figure stands beside it.
fn text_at(shown: &mut Shown, rows: u16) -> Vec<String> {
    let screen = shown.journey.frame_at((80, rows)).text();
    body(&screen).iter().map(|line| left(line)).filter(|line| !line.trim().is_empty()).collect()
}

#[test]
fn the_text_of_every_page_fits_at_80_by_24() {
    let mut hidden = Vec::new();
    for lang in Lang::ALL {
        for mut shown in pages(lang, COLOUR) {
            let (here, whole) = (text_at(&mut shown, 24), text_at(&mut shown, 60));
            if here != whole {
                hidden.push(format!("{}: {} of {} lines", shown.name, here.len(), whole.len()));
            }
        }
    }
    assert!(hidden.is_empty(), "these pages scroll at 80×24:\n{}", hidden.join("\n"));
}

/// Whether a screen says that there is more than it shows.
fn scrolls(screen: &str) -> bool {
    screen.lines().any(|line| line.ends_with(['↓', '↑']) && width(line) >= 78)
}

/// What is said after an answer may be long, and so may source: it says that it goes on.
fn is_feedback(shown: &Shown) -> bool {
    ["missed", "ticked", "source"].iter().any(|part| shown.name.contains(part))
}

/// A list of sixteen topics with what each holds, and source code: they scroll, and keep the chosen row in
/// sight.
fn is_long_by_nature(shown: &Shown) -> bool {
    ["help", "topics", "source"].iter().any(|name| shown.name.starts_with(name))
}

#[test]
fn rooms_and_questions_fit_at_80_by_24() {
    let mut hidden = Vec::new();
    for lang in Lang::ALL {
        for shown in others(lang, COLOUR) {
            if !is_long_by_nature(&shown)
                && !is_feedback(&shown)
                && scrolls(&shown.journey.screen())
            {
                hidden.push(shown.name);
            }
        }
    }
    assert!(hidden.is_empty(), "these screens scroll at 80×24:\n{}", hidden.join("\n"));
}

#[test]
fn scrolling_stops_at_the_end() {
    let mut seen = 0;
    for lang in Lang::ALL {
        for mut shown in others(lang, COLOUR).into_iter().filter(is_feedback) {
            let top = shown.journey.screen();
            if !scrolls(&top) {
                continue;
            }
            seen += 1;
            shown.journey.press(&"j".repeat(50));
            let end = shown.journey.screen();
            assert_ne!(end, top, "{} scrolls", shown.name);
            shown.journey.press("k");
            assert!(shown.journey.screen() != end, "{}: one step back is seen\n{end}", shown.name);
        }
    }
    assert!(seen > 0, "no screen is long enough for this test: give it a smaller one");
}

/// Words and numbers of the figure beside a page's text; charts apart, whose axes follow their size.
fn figure_words(shown: &mut Shown, size: (u16, u16)) -> Vec<String> {
    let screen = shown.journey.frame_at(size).text();
    let lines = body(&screen);
    let beside = lines.iter().map(|line| line[left(line).len()..].trim());
    let is_chart = |line: &str| {
        let is_axis = ["M params", "파라미터(M)"].iter().any(|label| line.ends_with(label));
        line.contains(['┤', '└', '●', '◆', '█']) || is_axis || ["G MACs", "MACs(G)"].contains(&line)
    };
    let words = beside.filter(|line| !is_chart(line)).flat_map(str::split_whitespace);
    words.filter(|word| word.contains(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// The same word, or the same number with fewer decimals.
fn same(a: &str, b: &str) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 0.06;
    a == b || a.parse().is_ok_and(|a| b.parse().is_ok_and(|b| close(a, b)))
}

/// Pictures are left out where there is no room, and their names with them.
fn names_a_picture(word: &str, lang: Lang) -> bool {
    let names = ["demo.depthwise.input", "demo.depthwise.output"].map(|key| lang.text(key));
    word.starts_with('#') || names.contains(&word)
}

#[test]
fn nothing_that_a_figure_says_is_cut_at_80_by_24() {
    let mut cut = Vec::new();
    for lang in Lang::ALL {
        for mut shown in pages(lang, COLOUR).into_iter().filter(|s| s.name.contains("answered")) {
            let here = figure_words(&mut shown, (80, 24));
            let wide = figure_words(&mut shown, (200, 60));
            let missing: Vec<String> = wide
                .into_iter()
                .filter(|word| !here.iter().any(|known| same(word, known)))
                .filter(|word| !names_a_picture(word, lang))
                .collect();
            if !missing.is_empty() {
                cut.push(format!("{}: {}", shown.name, missing.join(" ")));
            }
        }
    }
    assert!(cut.is_empty(), "on a wide screen, and not at 80×24:\n{}", cut.join("\n"));
}

#[test]
fn the_title_says_which_page_it_is_at_every_size() {
    let mut lost = Vec::new();
    for lang in Lang::ALL {
        for mut shown in pages(lang, COLOUR) {
            let mut name = shown.name.split(['/', ' ']);
            let (slug, number) = (name.next().unwrap(), name.next().unwrap());
            let of = LIBRARY.lesson(lang, slug).unwrap().pages.len();
            for size in [(60, 18), (80, 24), (120, 40)] {
                let screen = shown.journey.frame_at(size).text();
                let title = screen.lines().next().unwrap();
                if !title.contains(&format!("{number} / {of}")) {
                    lost.push(format!("{} {size:?}: {title}", shown.name));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn every_screen_says_how_to_get_help_and_how_to_leave() {
    for lang in Lang::ALL {
        // The help itself may cover the keys on a small screen.
        for mut shown in all(lang, COLOUR).into_iter().filter(|s| !s.name.starts_with("help")) {
            for size in [(60, 18), (80, 24), (200, 60)] {
                let screen = shown.journey.frame_at(size).text();
                let keys = screen.lines().last().unwrap();
                for word in ["keys.help", "keys.quit"] {
                    let word = lang.text(word);
                    assert!(
                        keys.ends_with(word) || keys.contains(&format!("{word} ")),
                        "{}: {keys}",
                        shown.name
                    );
                }
            }
        }
    }
}

#[test]
fn every_page_shows_the_whole_command_that_reproduces_it() {
    for lang in Lang::ALL {
        for shown in pages(lang, COLOUR) {
            let place = shown.name.split(' ').next().unwrap();
            let screen = shown.journey.screen();
            let command = format!("$ effnet-tutor learn {place}");
            assert!(screen.lines().any(|line| line.trim() == command), "{}:\n{screen}", shown.name);
        }
    }
}

/// The menu has one line for each room: at the smallest size none is cut, nor with a long record.
#[test]
fn the_menu_of_the_home_room_fits_at_60_by_18() {
    for lang in Lang::ALL {
        let screen = Journey::new(60, 18, lang).screen();
        let scale = lang.text("home.about-scale").to_owned();
        let line = screen.lines().find(|line| line.contains(&scale));
        let line = line.unwrap_or_else(|| panic!("cut: {scale}\n{screen}"));
        let room = 59 - (width(line) - width(&scale));
        let many = [
            ("n", &250),
            ("asked", &1000),
            ("right", &1000),
            ("read", &19),
            ("due", &250),
            ("kept", &250),
        ];
        for key in
            ["home.about-learn", "home.about-quiz", "home.about-quiz-score", "home.about-quiz-due"]
        {
            let about = lang.fill(key, &many.map(|(name, n)| (name, n as _)));
            assert!(width(&about) <= room, "{about}");
        }
    }
}
