//! A frame as an SVG picture, in the colours of a terminal.
//!
//! Letters are set in runs of one width and stretched to their cells, so that columns stand whatever font
//! the reader has; lines, blocks and Braille are drawn, for no font joins them everywhere.

use std::fmt::Write as _;

use effnet_tutor::text::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// A cell.
const WIDE: f64 = 8.4;
const HIGH: f64 = 18.0;
/// Around the screen.
const MARGIN: f64 = 14.0;

const FONTS: &str = "D2Coding, 'Noto Sans Mono CJK KR', 'Nanum Gothic Coding', NanumGothicCoding, \
    ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// The two grounds, each with its running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    Dark,
    Light,
}

impl Ground {
    pub(crate) const fn paper(self) -> (u8, u8, u8) {
        match self {
            Self::Dark => (0x1e, 0x1e, 0x1e),
            Self::Light => (0xff, 0xff, 0xff),
        }
    }

    pub(crate) const fn ink(self) -> (u8, u8, u8) {
        match self {
            Self::Dark => (0xd8, 0xd8, 0xd8),
            Self::Light => (0x1f, 0x1f, 0x1f),
        }
    }
}

/// Letters and ground of a cell as they are seen.
pub(crate) fn colours(cell: &Cell, ground: Ground) -> ((u8, u8, u8), (u8, u8, u8)) {
    let exact = |colour: Color, default| match colour {
        Color::Rgb(r, g, b) => (r, g, b),
        _ => default,
    };
    let (ink, paper) = (exact(cell.fg, ground.ink()), exact(cell.bg, ground.paper()));
    if cell.modifier.contains(Modifier::REVERSED) { (paper, ink) } else { (ink, paper) }
}

/// The picture, with a title for those who do not see it.
pub(crate) fn svg(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let (columns, rows) = (f64::from(buffer.area.width), f64::from(buffer.area.height));
    let (w, h) = (columns * WIDE + 2.0 * MARGIN, rows * HIGH + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.1} {h:.1}\" width=\"{w:.0}\" \
         font-family=\"{FONTS}\" font-size=\"14\" role=\"img\" xml:space=\"preserve\">\n\
         <title>{}</title>\n<rect width=\"{w:.1}\" height=\"{h:.1}\" rx=\"8\" fill=\"{}\"/>\n",
        escaped(title),
        hex(ground.paper()),
    );
    for y in 0..buffer.area.height {
        row(buffer, y, ground, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// A run of letters that look the same.
#[derive(Default)]
struct Run {
    text: String,
    column: u16,
    columns: u16,
    style: String,
    is_wide: bool,
}

fn row(buffer: &Buffer, y: u16, ground: Ground, out: &mut String) {
    let top = MARGIN + f64::from(y) * HIGH;
    let mut run = Run::default();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let symbol = cell.symbol();
        let columns = (width(symbol) as u16).max(1);
        let left = MARGIN + f64::from(x) * WIDE;
        let (ink, paper) = colours(cell, ground);
        if paper != ground.paper() {
            rect(out, left, top, f64::from(columns) * WIDE, HIGH, &hex(paper));
        }
        let style = style(cell, ink);
        let is_wide = columns == 2;
        if drawn(symbol, left, top, &hex(ink), out) {
            end(&mut run, top, out);
        } else if symbol != " "
            && run.style == style
            && run.is_wide == is_wide
            && run.column + run.columns == x
        {
            run.text.push_str(symbol);
            run.columns += columns;
        } else {
            end(&mut run, top, out);
            if symbol != " " {
                run = Run { text: symbol.to_owned(), column: x, columns, style, is_wide };
            }
        }
        x += columns;
    }
    end(&mut run, top, out);
}

fn style(cell: &Cell, ink: (u8, u8, u8)) -> String {
    let mut style = format!("fill=\"{}\"", hex(ink));
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.75\""),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    style
}

fn end(run: &mut Run, top: f64, out: &mut String) {
    if !run.text.is_empty() {
        let (x, y) = (MARGIN + f64::from(run.column) * WIDE, top + 0.74 * HIGH);
        let long = f64::from(run.columns) * WIDE;
        _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" textLength=\"{long:.1}\" lengthAdjust=\"spacingAndGlyphs\" {}>{}</text>",
            run.style,
            escaped(&run.text),
        );
    }
    *run = Run::default();
}

/// Draws what is a shape and no letter; false for letters.
fn drawn(symbol: &str, left: f64, top: f64, ink: &str, out: &mut String) -> bool {
    let mut letters = symbol.chars();
    let (Some(c), None) = (letters.next(), letters.next()) else { return false };
    let (middle, centre) = (top + HIGH / 2.0, left + WIDE / 2.0);
    match c {
        '─' | '━' => rect(out, left, middle - 0.6, WIDE, if c == '━' { 2.0 } else { 1.2 }, ink),
        '│' => rect(out, centre - 0.6, top, 1.2, HIGH, ink),
        '└' => {
            rect(out, centre - 0.6, top, 1.2, HIGH / 2.0 + 0.6, ink);
            rect(out, centre, middle - 0.6, WIDE / 2.0, 1.2, ink);
        }
        '┤' => {
            rect(out, centre - 0.6, top, 1.2, HIGH, ink);
            rect(out, left, middle - 0.6, WIDE / 2.0, 1.2, ink);
        }
        '▀' => rect(out, left, top, WIDE, HIGH / 2.0, ink),
        '▄' => rect(out, left, middle, WIDE, HIGH / 2.0, ink),
        '█' => rect(out, left, top, WIDE, HIGH, ink),
        '▉'..='▏' => {
            let eighths = f64::from(0x2590 - c as u32);
            rect(out, left, top, WIDE * eighths / 8.0, HIGH, ink);
        }
        '▁'..='▇' => {
            let eighths = f64::from(c as u32 - 0x2580);
            rect(out, left, top + HIGH * (1.0 - eighths / 8.0), WIDE, HIGH * eighths / 8.0, ink);
        }
        '\u{2800}'..='\u{28ff}' => {
            // Dots 1 to 8: two columns, numbered downwards, the lowest row last.
            const PLACES: [(f64, f64); 8] =
                [(0., 0.), (0., 1.), (0., 2.), (1., 0.), (1., 1.), (1., 2.), (0., 3.), (1., 3.)];
            let dots = c as u32 - 0x2800;
            let raised = PLACES.iter().enumerate().filter(|(bit, _)| dots >> bit & 1 == 1);
            for (_, (x, y)) in raised {
                let (x, y) = (left + WIDE * (0.25 + 0.5 * x), top + HIGH * (0.125 + 0.25 * y));
                _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"1.3\" fill=\"{ink}\"/>");
            }
        }
        _ => return false,
    }
    true
}

fn rect(out: &mut String, x: f64, y: f64, w: f64, h: f64, fill: &str) {
    _ = writeln!(
        out,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" fill=\"{fill}\" shape-rendering=\"crispEdges\"/>"
    );
}

fn hex((r, g, b): (u8, u8, u8)) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
