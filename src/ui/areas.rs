//! Where things stand, and what happens on screens that are too small.

use ratatui::layout::Rect;

use crate::view::{CHROME_ROWS, MIN_COLUMNS, MIN_ROWS};

/// The areas of every room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Where we are.
    pub title: Rect,
    /// A rule.
    pub rule: Rect,
    /// The room's own.
    pub body: Rect,
    /// A rule.
    pub foot: Rect,
    /// The command that reproduces the screen.
    pub command: Rect,
    /// The keys that count now.
    pub keys: Rect,
}

impl Areas {
    /// Divides a screen; `None` if it is too small.
    pub fn of(screen: Rect) -> Option<Self> {
        if screen.width < MIN_COLUMNS || screen.height < MIN_ROWS {
            return None;
        }
        // A margin on the left; on the right only titles and keys keep one, so that a figure has room.
        let row = |y: u16| Rect { x: screen.x + 1, y, width: screen.width - 1, height: 1 };
        let bottom = screen.bottom();
        let top = screen.y;
        Some(Self {
            title: row(top),
            rule: row(top + 1),
            body: Rect { y: top + 2, height: screen.height - CHROME_ROWS, ..row(top) },
            foot: row(bottom - 3),
            command: row(bottom - 2),
            keys: row(bottom - 1),
        })
    }
}

/// Divides a body into text and figure. On 80 columns they are two apart, on wider screens three.
pub fn beside(body: Rect, text: u16) -> (Rect, Rect) {
    let text = text.min(body.width);
    let left = Rect { width: text, ..body };
    let gap = if body.width > 90 { 3 } else { 2 };
    let start = text.saturating_add(gap).min(body.width);
    (left, Rect { x: body.x + start, width: body.width - start, ..body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_stay_on_the_screen() {
        for width in 0..130 {
            for height in 0..45 {
                let screen = Rect::new(0, 0, width, height);
                let Some(areas) = Areas::of(screen) else {
                    assert!(width < MIN_COLUMNS || height < MIN_ROWS);
                    continue;
                };
                let all =
                    [areas.title, areas.rule, areas.body, areas.foot, areas.command, areas.keys];
                for area in all {
                    assert_eq!(area.intersection(screen), area);
                }
                let rows: u16 = all.iter().map(|area| area.height).sum();
                assert_eq!(rows, height);
                let (left, right) = beside(areas.body, 37);
                assert!(left.right() <= right.x && right.right() == areas.body.right());
            }
        }
    }
}
