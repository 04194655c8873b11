//! From shapes to plotters, and from plotters to a file's bytes.

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, TextStyle};

use super::ExportError;
use super::bitmap::{Bitmap, Pixels};
use super::chart::{NUMBERS, TICK};
use super::font::{FAMILY, Face, SIZE_PER_EM};
use super::page::Page;
use super::palette::{Ink, Tone};
use super::shape::{Align, Plot, Point, Shape, Text};
use super::symbol::Symbol;
use super::words::SMALL;

/// How far below its place SVG sets the baseline of a text that hangs from there, in em.
pub(super) const HANG: f64 = 0.76;
/// Ground around a symbol, so that it is seen on another one.
const HALO: f64 = 1.5;

type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// An SVG document.
pub(super) fn svg(page: &Page, tone: Tone) -> Result<String, ExportError> {
    let mut text = String::new();
    let backend = SVGBackend::with_string(&mut text, (page.width, page.height));
    paint(backend, page, tone)?;
    Ok(text)
}

/// A PNG file.
pub(super) fn png(page: &Page, tone: Tone, face: &Face) -> Result<Vec<u8>, ExportError> {
    let mut pixels = Pixels::new(page.width, page.height);
    paint(Bitmap::new(&mut pixels, face), page, tone)?;
    pixels.encoded()
}

fn paint<DB: DrawingBackend>(backend: DB, page: &Page, tone: Tone) -> Result<(), ExportError> {
    let root = backend.into_drawing_area();
    let painter = Painter { root, tone };
    painter.page(page).map_err(|error| ExportError::Draw(error.to_string()))
}

/// Draws in the colours of a tone.
struct Painter<DB: DrawingBackend> {
    root: DrawingArea<DB, Shift>,
    tone: Tone,
}

impl<DB: DrawingBackend> Painter<DB> {
    fn page(&self, page: &Page) -> Drawn<DB> {
        // plotters' own `fill` leaves out the last row and column.
        let corners = [(0, 0), (page.width as i32, page.height as i32)];
        self.root.draw(&Rectangle::new(corners, self.colour(Ink::Paper).filled()))?;
        for shape in &page.shapes {
            self.shape(shape)?;
        }
        self.root.present()
    }

    fn colour(&self, ink: Ink) -> RGBColor {
        self.tone.colour(ink)
    }

    fn shape(&self, shape: &Shape) -> Drawn<DB> {
        match shape {
            Shape::Text(text) => self.text(text),
            Shape::Fill { area, ink } => {
                let corners = [whole((area.left, area.top)), whole((area.right, area.bottom))];
                self.root.draw(&Rectangle::new(corners, self.colour(*ink).filled()))
            }
            Shape::Line { points, width, ink } => self.line(points.iter().copied(), *width, *ink),
            Shape::Symbol { at, symbol } => self.symbol(*at, *symbol),
            Shape::Plot(plot) => self.plot(plot),
        }
    }

    fn line(&self, points: impl Iterator<Item = Point>, width: u32, ink: Ink) -> Drawn<DB> {
        let points: Vec<(i32, i32)> = points.map(whole).collect();
        self.root.draw(&PathElement::new(points, self.colour(ink).stroke_width(width)))
    }

    fn text(&self, text: &Text) -> Drawn<DB> {
        let align = match text.align {
            Align::Start => HPos::Left,
            Align::Middle => HPos::Center,
            Align::End => HPos::Right,
        };
        let style = self.style(text.em, text.ink).pos(Pos::new(align, VPos::Top));
        let place = whole((text.at.0, text.at.1 - HANG * text.em));
        self.root.draw_text(&text.line, &style, place)
    }

    fn style(&self, em: f64, ink: Ink) -> TextStyle<'static> {
        let colour = self.colour(ink).to_backend_color();
        TextStyle { color: colour, ..TextStyle::from((FAMILY, em * SIZE_PER_EM).into_font()) }
    }

    fn symbol(&self, at: Point, symbol: Symbol) -> Drawn<DB> {
        let radius = symbol.radius();
        for (reach, ink) in [(radius + HALO, Ink::Paper), (radius, symbol.ink)] {
            let style = self.colour(ink).filled();
            let corners = symbol.corners();
            if corners.is_empty() {
                self.root.draw(&Circle::new(whole(at), reach.round() as i32, style))?;
            } else {
                let share = reach / radius;
                let corner = |(x, y): Point| whole((at.0 + x * share, at.1 + y * share));
                let corners: Vec<(i32, i32)> = corners.into_iter().map(corner).collect();
                self.root.draw(&Polygon::new(corners, style))?;
            }
        }
        Ok(())
    }

    /// Grid, axes and numbers by plotters; lines and symbols where it puts their values.
    fn plot(&self, plot: &Plot) -> Drawn<DB> {
        let frame = plot.frame;
        let area = self.root.clone().shrink(
            whole((0.0, frame.top)),
            (frame.right.round() as u32, (frame.height() + NUMBERS).round() as u32),
        );
        let mut builder = ChartBuilder::on(&area);
        builder.x_label_area_size(NUMBERS.round() as u32);
        builder.y_label_area_size(frame.left.round() as u32);
        let mut chart = builder.build_cartesian_2d(plot.x.clone(), plot.y.clone())?;
        chart
            .configure_mesh()
            .bold_line_style(self.colour(Ink::Faint))
            .axis_style(self.colour(Ink::Rule))
            .label_style(self.style(SMALL, Ink::Quiet))
            .set_all_tick_mark_size(TICK.round() as i32 / 2)
            .draw()?;
        let place = |point: &Point| {
            let (x, y) = chart.backend_coord(point);
            (f64::from(x), f64::from(y))
        };
        for stroke in plot.strokes.iter().filter(|stroke| stroke.line) {
            self.line(stroke.points.iter().map(place), 2, stroke.symbol.ink)?;
        }
        for stroke in &plot.strokes {
            for point in &stroke.points {
                self.symbol(place(point), stroke.symbol)?;
            }
        }
        Ok(())
    }
}

/// plotters knows whole units only.
fn whole((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}
