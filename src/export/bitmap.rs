//! Pixels: what plotters draws, four times as large, then averaged to twice the size of the SVG.
//!
//! plotters sets letters on whole pixels and leaves out the space before them, so texts are drawn here,
//! where an SVG viewer would put them.

use ab_glyph::{Font, point};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use plotters::prelude::{BitMapBackend, DrawingBackend};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};

use super::ExportError;
use super::font::{Face, SIZE_PER_EM, X_HEIGHT};
use super::paint::HANG;

/// Pixels drawn for each unit.
const DRAWN: u32 = 4;
/// Pixels averaged to one, in both directions.
const AVERAGED: u32 = 2;
/// Bytes of a pixel.
const BYTES: usize = 3;

type Failure = <BitMapBackend<'static> as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Failure>>;

/// A picture's pixels while it is drawn.
pub(super) struct Pixels {
    bytes: Vec<u8>,
    width: u32,
    height: u32,
}

impl Pixels {
    /// For a picture of so many units.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width * DRAWN, height * DRAWN);
        Self { bytes: vec![0; width as usize * height as usize * BYTES], width, height }
    }

    /// The file.
    pub(super) fn encoded(&self) -> Result<Vec<u8>, ExportError> {
        let (width, height) = (self.width / AVERAGED, self.height / AVERAGED);
        let mut file = Vec::new();
        PngEncoder::new(&mut file)
            .write_image(&self.averaged(), width, height, ExtendedColorType::Rgb8)
            .map_err(|error| ExportError::Draw(error.to_string()))?;
        Ok(file)
    }

    fn averaged(&self) -> Vec<u8> {
        let (columns, side) = (self.width as usize, AVERAGED as usize);
        let rows = self.bytes.chunks_exact(columns * BYTES * side);
        let mut small = Vec::with_capacity(self.bytes.len() / (side * side));
        for rows in rows {
            for x in (0..columns).step_by(side) {
                for channel in 0..BYTES {
                    let at = |row: usize, column: usize| {
                        u32::from(rows[(row * columns + x + column) * BYTES + channel])
                    };
                    let places =
                        (0..side).flat_map(|row| (0..side).map(move |column| (row, column)));
                    let sum: u32 = places.map(|(row, column)| at(row, column)).sum();
                    small.push((sum / (AVERAGED * AVERAGED)) as u8);
                }
            }
        }
        small
    }
}

/// Draws on pixels what is given in units.
pub(super) struct Bitmap<'a> {
    inner: BitMapBackend<'a>,
    face: &'a Face,
    size: (u32, u32),
}

impl<'a> Bitmap<'a> {
    pub(super) fn new(pixels: &'a mut Pixels, face: &'a Face) -> Self {
        let drawn = (pixels.width, pixels.height);
        let size = (drawn.0 / DRAWN, drawn.1 / DRAWN);
        Self { inner: BitMapBackend::with_buffer(&mut pixels.bytes, drawn), face, size }
    }
}

/// A style whose lines are as many times as wide.
struct Enlarged(BackendColor, u32);

impl BackendStyle for Enlarged {
    fn color(&self) -> BackendColor {
        self.0
    }

    fn stroke_width(&self) -> u32 {
        self.1
    }
}

fn style(style: &impl BackendStyle) -> Enlarged {
    Enlarged(style.color(), style.stroke_width() * DRAWN)
}

const fn place((x, y): BackendCoord) -> BackendCoord {
    (x * DRAWN as i32, y * DRAWN as i32)
}

impl DrawingBackend for Bitmap<'_> {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, (point.0 + 1, point.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, s: &S) -> Drawn {
        self.draw_path([from, to], s)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        s: &S,
        fill: bool,
    ) -> Drawn {
        if fill {
            return self.inner.draw_rect(place(from), place(to), &style(s), true);
        }
        let corners = [from, (to.0, from.1), to, (from.0, to.1), from];
        self.draw_path(corners, s)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        s: &S,
    ) -> Drawn {
        self.inner.draw_path(path.into_iter().map(place), &style(s))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        s: &S,
        fill: bool,
    ) -> Drawn {
        self.inner.draw_circle(place(center), radius * DRAWN, &style(s), fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        s: &S,
    ) -> Drawn {
        self.inner.fill_polygon(vert.into_iter().map(place), &style(s))
    }

    /// Upright text only: nothing here turns one.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let em = style.size() / SIZE_PER_EM * f64::from(DRAWN);
        let width = self.face.width(text, em);
        let (x, y) = place((x, y));
        let start = f64::from(x)
            - match style.anchor().h_pos {
                HPos::Left => 0.0,
                HPos::Center => width / 2.0,
                HPos::Right => width,
            };
        // As plotters writes it into an SVG.
        let baseline = f64::from(y)
            + em * match style.anchor().v_pos {
                VPos::Top => HANG,
                VPos::Center => 0.5 * X_HEIGHT,
                VPos::Bottom => -0.5 * X_HEIGHT,
            };
        let mut pen = start;
        for letter in text.chars() {
            self.letter(letter, em, (pen, baseline), style.color())?;
            pen += self.face.width(letter.encode_utf8(&mut [0; 4]), em);
        }
        Ok(())
    }
}

impl Bitmap<'_> {
    fn letter(&mut self, letter: char, em: f64, (x, y): (f64, f64), color: BackendColor) -> Drawn {
        let font = self.face.font();
        let scale = (em * SIZE_PER_EM) as f32;
        let glyph = font.glyph_id(letter).with_scale_and_position(scale, point(x as f32, y as f32));
        let Some(outline) = font.outline_glyph(glyph) else { return Ok(()) };
        let corner = outline.px_bounds().min;
        let mut drawn = Ok(());
        outline.draw(|dx, dy, coverage| {
            let at = (corner.x as i32 + dx as i32, corner.y as i32 + dy as i32);
            let ink = BackendColor { alpha: f64::from(coverage.clamp(0.0, 1.0)), ..color };
            if drawn.is_ok() {
                drawn = self.inner.draw_pixel(at, ink);
            }
        });
        drawn
    }
}
