//! Mistakes of a whole lesson, of the course, and of the coverage map.

use super::*;

/// All problems of one lesson in both languages, those about its size too.
fn whole(body: &str) -> Vec<String> {
    let text = format!("{HEAD}{body}");
    let folder = folder(&[("lessons/ko/06-swish.md", &text), ("lessons/en/06-swish.md", &text)]);
    let report = check(&Library::open(Some(folder.path())));
    report.problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_lesson_is_long_enough_and_alive() {
    let short = "## One\n\ntext\n\n";
    let wanted = [
        "this lesson has 0 live figures, expected 2 or more",
        "this lesson has 0 predictions, expected 3 or more",
        "this lesson has 1 pages, expected 5 to 9",
    ];
    let said = whole(short);
    assert_eq!(said.len(), 6, "{said:?}");
    for message in wanted {
        assert_eq!(said.iter().filter(|said| *said == message).count(), 2, "{said:?}");
    }
    let page = |index: usize| {
        format!(
            "## {index}\n\n```predict\nid = \"p{index}\"\nquestion = \"q\"\nmeasured = {{ key = \"ratio\" }}\n```\n\n```live\nseparable-cost = {{ kernel = 3, channels_in = 32, channels_out = 64, side = 112 }}\n```\n\n"
        )
    };
    let good: String = (1..=5).map(page).collect();
    assert_eq!(whole(&good), Vec::<String>::new());
    let long: String = (1..=10).map(page).collect();
    assert_eq!(whole(&long), ["this lesson has 10 pages, expected 5 to 9"; 2]);
}

#[test]
fn a_prediction_asks_for_what_its_figure_measures() {
    let page = |key: &str, live: &str| {
        let body = format!(
            "## One\n\n```predict\nid = \"a\"\nquestion = \"q\"\nmeasured = {{ key = \"{key}\" }}\n```\n\n```live\n{live}\n```\n"
        );
        lessons(&body, &body)
    };
    let separable =
        "separable-cost = { kernel = 3, channels_in = 32, channels_out = 64, side = 112 }";
    assert_eq!(page("separable", separable), "");
    let said = page("seperable", separable);
    let message = "prediction `a` measures `seperable`, but `separable-cost` has no such value; did you mean `separable`?";
    assert!(said.contains(message), "{said}");
    let said = page("macs", "family-chart = { x = \"macs\" }");
    assert!(said.contains("measures `macs`, but `family-chart` measures nothing"), "{said}");
    let said = page("macs", "family-chrt = { x = \"macs\" }");
    assert!(
        said.contains("no live figure is called `family-chrt`; did you mean `family-chart`?"),
        "{said}"
    );
}

/// What the rules say about a coverage map with these parts; there is one lesson, `swish`, of two pages.
fn map(text: &str) -> String {
    let body = format!("{HEAD}## One\n\ntext\n\n## Two\n\ntext\n");
    let lessons = [Subject::of(Path::new("lessons/ko/06-swish.md"), &body, true)];
    let mut problems = Vec::new();
    let course = Course { slugs: vec!["swish"], ..Course::default() };
    let mut sink = Sink::new(Path::new("coverage.toml"), text, &course, &mut problems);
    coverage::check(&lessons, &mut sink);
    problems.retain(|problem| !problem.message.ends_with("is missing"));
    problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("\n")
}

fn statement(change: &[(&str, &str)]) -> String {
    let text = "[[statement]]\nid = \"a\"\nline = { ko = \"줄\", en = \"line\" }\nverdict = \"exact\"\nwhy = { ko = \"까닭\", en = \"why\" }\nvalue = { ko = \"{{macs:b0}}\", en = \"{{macs:b0}}\" }\nlesson = [\"swish/2\"]\ncommand = \"effnet-tutor note\"\n";
    change.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn the_map_leads_to_pages_that_exist() {
    assert_eq!(map(&statement(&[])), "");
    assert_eq!(
        map(&statement(&[("swish/2", "swish/3")])),
        "no page `swish/3`: lesson `swish` has 2"
    );
    assert_eq!(
        map(&statement(&[("swish/2", "mbconv/1")])),
        "lesson `mbconv` is of the course, but there is no file of it"
    );
    assert_eq!(
        map(&statement(&[("swish/2", "swosh/1")])),
        "no lesson is called `swosh`; did you mean `swish`?"
    );
    assert_eq!(map(&statement(&[("\"swish/2\"", "")])), "no page teaches statement `a`");
    let said = map(&statement(&[("swish/2", "swish")]));
    assert!(said.contains("a page is written `swish/2`, pages from 1, got `swish`"), "{said}");
}

#[test]
fn the_map_shows_computed_values_in_both_languages() {
    let said = map(&statement(&[("en = \"{{macs:b0}}\"", "en = \"much\"")]));
    assert!(said.contains("lacks the quantity `macs:b0`, which the ko text has"), "{said}");
    let said = map(&statement(&[("{{macs:b0}}", "385,814,752")]));
    assert!(said.contains("`385,814,752` is typed"), "{said}");
    assert!(said.contains("put a quantity into it"), "{said}");
    assert!(map(&statement(&[("\"exact\"", "\"right\"")])).contains("unknown variant `right`"));
    assert_eq!(map(&statement(&[]).repeat(2)), "id `a` is used twice");
    assert_eq!(map(""), "the map has no statement of the study note");
}

#[test]
fn no_misconception_is_left_out() {
    let belief = |id: usize, page: &str| {
        format!(
            "[[misconception]]\nid = {id}\ntitle = {{ ko = \"줄\", en = \"line\" }}\nlesson = [{page}]\n"
        )
    };
    let said = |text: &str| map(&format!("{}{text}", statement(&[])));
    assert_eq!(said(&belief(3, "\"swish/1\"")), "");
    assert_eq!(said(&belief(3, "")), "no page answers misconception 3");
    assert_eq!(said(&belief(3, "\"swish/1\"").repeat(2)), "misconception 3 is there already");
    assert_eq!(said(&belief(52, "\"swish/1\"")), "misconceptions have ids 1 to 51, got 52");

    let mut problems = Vec::new();
    let all: String = (1..=50).map(|id| belief(id, "\"swish/1\"")).collect();
    let text = format!("{}{all}", statement(&[]));
    let course = Course::default();
    let mut sink = Sink::new(Path::new("coverage.toml"), &text, &course, &mut problems);
    coverage::check(&[], &mut sink);
    assert!(problems.iter().any(|problem| problem.message == "misconception 51 is missing"));
}

#[test]
fn every_lesson_of_the_course_must_exist() {
    let mut problems = Vec::new();
    let slugs: Vec<&str> =
        super::super::super::lesson::SYLLABUS.into_iter().filter(|slug| *slug != "swish").collect();
    coverage::missing(&slugs, &mut problems);
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["error: lesson `swish` is missing in both languages\n --> lessons/ko/06-swish.md:1:1"]
    );
    let body = "## One\n\n[there](lesson:swish)\n";
    assert_eq!(lessons(body, body), "");
}
