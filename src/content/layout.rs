//! Content into lines of a given width: what the screen and `--plain` both show.
//!
//! Lines are made of spans, and a span has a [`Role`], which says what it *is*; the theme decides what
//! that looks like. Numbers are filled in here, so a line is ready to be shown.
//!
//! In a Korean text a particle pair right behind a quantity is resolved: `{{blocks:b0}}은/는`.

mod run;
mod table;

use super::formula;
use super::lesson::{Block, Inline, Page, PredictKind, Prose};
use super::markdown::prose_markdown;
use crate::text::line::{Line, Role};
use crate::text::normal::visible;
use crate::text::{Lang, width, wrap};

use run::Run;

/// Rows that a page has at 80×24, heading included: what title, rules, command and keys leave.
pub const PAGE_ROWS: usize = 19;

/// Columns of the text beside a figure: long enough for a sentence, short enough for a figure.
pub const TEXT_COLUMNS: usize = 36;

/// Columns of the text on a page without a figure.
pub const WIDE_COLUMNS: usize = 76;

/// The column that text is laid out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Columns of the terminal.
    pub width: usize,
    /// Language of the text.
    pub lang: Lang,
    /// No drawing in two dimensions: formulas on one line.
    pub plain: bool,
}

impl Column {
    /// A column on the screen.
    pub const fn new(width: usize, lang: Lang) -> Self {
        Self { width, lang, plain: false }
    }

    fn narrower(self, columns: usize) -> Self {
        Self { width: self.width.saturating_sub(columns).max(1), ..self }
    }
}

/// One block of a page. A live figure takes no line, a prediction shows its question and options.
pub fn layout_block(block: &Block, column: Column) -> Vec<Line> {
    match block {
        Block::Prose(prose) => one(prose, column),
        Block::Formula(tex) => formula_lines(tex, column),
        Block::Predict(predict) => {
            let mut lines = layout_inline(&predict.question, column);
            if let PredictKind::Choice { options, .. } = &predict.kind {
                lines.extend(layout_options(options, column));
            }
            lines
        }
        Block::Live(_) => Vec::new(),
    }
}

/// Blocks of text, an empty line between them.
pub fn layout_prose(prose: &[Prose], column: Column) -> Vec<Line> {
    separated(prose.iter().map(|prose| one(prose, column)))
}

/// Running text.
pub fn layout_inline(inlines: &[Inline], column: Column) -> Vec<Line> {
    Run::new(inlines, column.lang).lines(column.width)
}

/// Markdown of a question or an explanation; text that cannot be read as such is shown as it is.
pub fn markdown(text: &str, column: Column) -> Vec<Line> {
    prose_markdown(text).map_or_else(
        |_| wrap(text, column.width).into_iter().map(Line::body).collect(),
        |prose| layout_prose(&prose, column),
    )
}

/// The same on one line: what an option says, whatever its markup.
pub fn one_line(text: &str, lang: Lang) -> String {
    let lines = markdown(text, Column::new(10_000, lang));
    lines.iter().map(Line::text).collect::<Vec<_>>().join(" ")
}

/// Running text as one string, numbers filled in: for JSON, export and reading aloud.
pub fn text_of(inlines: &[Inline], lang: Lang) -> String {
    let lines = layout_inline(inlines, Column::new(usize::MAX, lang));
    lines.iter().map(Line::text).collect::<Vec<_>>().join("\n")
}

/// Running text with its numbers: each quantity holds what it shows, and in Korean the particle behind it
/// is chosen.
pub fn filled(inlines: &[Inline], lang: Lang) -> Vec<Inline> {
    run::filled(inlines, lang)
}

/// Options with their numbers, hanging: `1) …`.
pub fn layout_options(options: &[Vec<Inline>], column: Column) -> Vec<Line> {
    let item = |(index, option): (usize, &Vec<Inline>)| {
        let marker = format!("{}) ", index + 1);
        hanging(&marker, layout_inline(option, column.narrower(width(&marker))))
    };
    options.iter().enumerate().flat_map(item).collect()
}

/// A heading.
pub fn layout_heading(title: &str, column: Column) -> Vec<Line> {
    wrap(title, column.width).into_iter().map(|line| Line::new(line, Role::Heading)).collect()
}

/// Columns that the text of a page gets at 80×24.
pub fn page_columns(page: &Page) -> usize {
    if page.live().is_some() { TEXT_COLUMNS } else { WIDE_COLUMNS }
}

/// Rows that a page takes once everything on it is shown: heading, blocks, and for a prediction its
/// label and, where a number is asked for, the learner's and the real one.
pub fn page_rows(page: &Page, column: Column) -> usize {
    let blocks = page.blocks.iter().map(|block| {
        let rows = layout_block(block, column).len();
        match block {
            Block::Predict(predict) => {
                let answers = !matches!(predict.kind, PredictKind::Choice { .. });
                rows + 1 + if answers { 2 } else { 0 }
            }
            Block::Prose(_) | Block::Formula(_) | Block::Live(_) => rows,
        }
    });
    let heading = layout_heading(&page.title, column).len();
    blocks.filter(|rows| *rows > 0).fold(heading, |sum, rows| sum + 1 + rows)
}

fn separated(parts: impl Iterator<Item = Vec<Line>>) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.extend(part);
    }
    lines
}

/// The blocks of a list item: an empty line only between two paragraphs.
fn close(item: &[Prose], column: Column) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, prose) in item.iter().enumerate() {
        if index > 0 && matches!(prose, Prose::Paragraph(_)) {
            lines.push(Line::default());
        }
        lines.extend(one(prose, column));
    }
    lines
}

fn one(prose: &Prose, column: Column) -> Vec<Line> {
    match prose {
        Prose::Paragraph(inlines) => layout_inline(inlines, column),
        Prose::List { ordered, items } => {
            let item = |(index, item): (usize, &Vec<Prose>)| {
                let marker = if *ordered { format!("{}. ", index + 1) } else { "- ".to_owned() };
                hanging(&marker, close(item, column.narrower(width(&marker))))
            };
            items.iter().enumerate().flat_map(item).collect()
        }
        Prose::Quote(inner) => {
            let prefix = if column.plain { "> " } else { "│ " };
            let lines = layout_prose(inner, column.narrower(2));
            lines.into_iter().map(|line| line.indented(prefix, Role::Quiet)).collect()
        }
        Prose::Code(code) => {
            let column = column.narrower(2);
            let code = visible(code);
            let rows = code.lines().flat_map(|line| wrap(line, column.width));
            rows.map(|row| Line::new(row, Role::Code).indented("  ", Role::Quiet)).collect()
        }
        Prose::Table(rows) => table::layout(rows, column),
    }
}

/// Puts a marker before the first line and its width in spaces before the others.
fn hanging(marker: &str, lines: Vec<Line>) -> Vec<Line> {
    let space = " ".repeat(width(marker));
    let prefix = |index| if index == 0 { marker } else { space.as_str() };
    lines
        .into_iter()
        .enumerate()
        .map(|(index, line)| line.indented(prefix(index), Role::Quiet))
        .collect()
}

fn formula_lines(tex: &str, column: Column) -> Vec<Line> {
    let inner = column.narrower(2);
    let drawn = if column.plain { None } else { formula::block(tex, inner.width) };
    let rows = drawn.unwrap_or_else(|| {
        wrap(&formula::one_line(tex), inner.width).into_iter().map(str::to_owned).collect()
    });
    rows.into_iter()
        .map(|row| Line::new(visible(&row), Role::Formula).indented("  ", Role::Quiet))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::markdown::inline_markdown;
    use super::*;

    fn shown(text: &str, width: usize) -> String {
        let column = Column::new(width, Lang::Ko);
        let lines = layout_prose(&prose_markdown(text).unwrap(), column);
        lines.iter().map(Line::text).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lists_hang_and_words_stay_whole() {
        insta::assert_snapshot!(shown("- 깊이별 합성곱은 채널을 섞지 않습니다\n- 둘째\n\n1. 하나\n   - 안쪽 목록도 이어집니다\n2. 둘", 20), @r"
        - 깊이별 합성곱은
          채널을 섞지
          않습니다
        - 둘째

        1. 하나
           - 안쪽 목록도
             이어집니다
        2. 둘
        ");
    }

    #[test]
    fn a_particle_follows_its_number_and_units_stay_with_it() {
        insta::assert_snapshot!(shown("블록 {{blocks:b0}}은/는 **{{macs:b0|M1}}**이고 {{macs:b0.depthwise / macs:b0|%1}}과/와", 24), @r"
        블록 16은 385.8 M이고
        9.0 %와
        ");
    }

    #[test]
    fn tables_align_and_numbers_stand_right() {
        let text = "| 모델 | 파라미터 | 해상도 |\n|---|---|---|\n| B0 | {{params:b0}} | {{resolution:b0}} |\n| B7 | {{params:b7}} | {{resolution:b7}} |\n";
        insta::assert_snapshot!(shown(text, 37), @r"
        모델    파라미터  해상도
        ────────────────────────
        B0     5,288,548     224
        B7    66,347,960     600
        ");
        insta::assert_snapshot!(shown("| a | b |\n|---|---|\n| 한 | 아주 긴 설명이 여기에 들어갑니다 |\n", 20), @r"
        a   b
        ────────────────────
        한  아주 긴 설명이
            여기에
            들어갑니다
        ");
    }

    #[test]
    fn quotes_and_code_keep_their_shape() {
        insta::assert_snapshot!(shown("> 인용문은 앞에 줄이 섭니다 정말로\n\n```\ncargo run -- learn\n  x\n```", 20), @r"
        │ 인용문은 앞에 줄이
        │ 섭니다 정말로

          cargo run -- learn
            x
        ");
    }

    #[test]
    fn formulas_are_drawn_or_fall_back_to_one_line() {
        let lines = |width, plain| {
            let column = Column { plain, ..Column::new(width, Lang::En) };
            let block = Block::Formula(r"\frac{1}{C_{out}} + \frac{1}{k^2}".to_owned());
            layout_block(&block, column).iter().map(Line::text).collect::<Vec<_>>().join("\n")
        };
        insta::assert_snapshot!(lines(37, false), @r"
          1       1
        ────── + ────
         Cₒᵤₜ     k²
        ");
        insta::assert_snapshot!(lines(37, true), @"  1/Cₒᵤₜ + 1/k²");
        insta::assert_snapshot!(lines(10, false), @r"
        1/Cₒᵤₜ +
        1/k²
        ");
    }

    #[test]
    fn roles_survive_wrapping() {
        let inlines = inline_markdown("하나 **둘 셋**은 `x yz`").unwrap();
        let lines = layout_inline(&inlines, Column::new(8, Lang::Ko));
        let roles: Vec<Vec<(&str, Role)>> = lines
            .iter()
            .map(|l| l.spans.iter().map(|s| (s.text.as_str(), s.role)).collect())
            .collect();
        assert_eq!(roles[0], [("하나 ", Role::Body), ("둘", Role::Strong)]);
        assert_eq!(roles[1], [("셋", Role::Strong), ("은 ", Role::Body), ("x", Role::Code)]);
        assert_eq!(roles[2], [("yz", Role::Code)]);
    }

    #[test]
    fn text_without_a_screen_keeps_its_numbers() {
        let inlines = inline_markdown("**B0**은 {{blocks:b0}}개\n\n끝").unwrap();
        assert_eq!(text_of(&inlines, Lang::Ko), "B0은 16개\n끝");
    }

    #[test]
    fn an_unknown_quantity_is_shown_as_it_is_written() {
        assert_eq!(shown("{{parms:b0}}", 20), "{{parms:b0}}");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_wider_than_its_column(text in "[a-z][가-힣a-z ]{1,60}", width in 12usize..60) {
            if let Ok(prose) = prose_markdown(&format!("- {text}\n\n> {text}\n\n{text}")) {
                for line in layout_prose(&prose, Column::new(width, Lang::Ko)) {
                    proptest::prop_assert!(line.width() <= width, "{}", line.text());
                }
            }
        }
    }
}
