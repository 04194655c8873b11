//! The marks of points: colour and form both say which series it is.

use super::palette::{COLOURS, Ink};
use super::shape::Point;

/// The mark of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Symbol {
    pub form: Form,
    pub ink: Ink,
}

/// Its outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Circle,
    Square,
    Triangle,
    Turned,
    Diamond,
}

/// The learner's own is a diamond, and nothing else is.
const OTHERS: [Form; 4] = [Form::Circle, Form::Square, Form::Triangle, Form::Turned];

impl Symbol {
    pub(super) const OWN: Self = Self { form: Form::Diamond, ink: Ink::Own };

    /// For the series at this place among those that are not the learner's own.
    pub(super) const fn of(index: usize) -> Self {
        // Six colours and four forms meet again after twelve series; then the form moves on by one.
        let form = OTHERS[(index + index / (COLOURS * OTHERS.len() / 2)) % OTHERS.len()];
        Self { form, ink: Ink::Series(index) }
    }

    /// From its centre to where a label may begin.
    pub(super) const fn radius(self) -> f64 {
        match self.form {
            Form::Circle | Form::Square => 5.0,
            Form::Triangle | Form::Turned => 6.0,
            Form::Diamond => 11.0,
        }
    }

    /// The corners around (0, 0); none for a circle.
    pub(super) fn corners(self) -> Vec<Point> {
        let r = self.radius();
        match self.form {
            Form::Circle => Vec::new(),
            Form::Square => vec![(-r, -r), (r, -r), (r, r), (-r, r)],
            Form::Triangle => vec![(0.0, -r), (r, r - 1.0), (-r, r - 1.0)],
            Form::Turned => vec![(0.0, r), (r, 1.0 - r), (-r, 1.0 - r)],
            Form::Diamond => vec![(0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_series_differ_in_colour_or_form() {
        let symbols: Vec<Symbol> = (0..20).map(Symbol::of).collect();
        for (index, symbol) in symbols.iter().enumerate() {
            let same = |other: &&Symbol| {
                let (Ink::Series(a), Ink::Series(b)) = (symbol.ink, other.ink) else {
                    return false;
                };
                symbol.form == other.form && a % COLOURS == b % COLOURS
            };
            assert_eq!(symbols.iter().filter(same).count(), 1, "series {index}");
        }
    }
}
