//! Counts of what was asked and how it went.

/// Asked, right, and the sum of credit. Each item counts once.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Distinct items answered.
    pub asked: usize,
    /// Of these, answered without a fault.
    pub right: usize,
    /// Sum of credit, hints deducted.
    pub credit: f64,
}

impl Tally {
    /// Counts one more item.
    pub fn add(&mut self, is_right: bool, credit: f64) {
        self.asked += 1;
        self.right += usize::from(is_right);
        self.credit += credit;
    }
}
