//! ImageNet's names, and from logits to the most probable of them.

use std::sync::LazyLock;

/// The 1000 classes, as WordNet's synsets name them.
static LABELS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let json = include_str!("../../assets/data/imagenet_classes.json");
    serde_json::from_str(json).expect("a test reads the shipped names")
});

/// The names of ImageNet's classes, by index.
pub fn labels() -> &'static [String] {
    &LABELS
}

/// One class and how probable the network finds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Index of the class.
    pub index: usize,
    /// Its ImageNet name; empty beyond the thousand.
    pub label: &'static str,
    /// Between 0 and 1.
    pub probability: f32,
}

/// The `k` most probable classes, most probable first.
pub fn top_k(logits: &[f32], k: usize) -> Vec<Prediction> {
    let mut ranked: Vec<_> = softmax(logits).into_iter().enumerate().collect();
    ranked.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let named = |(index, probability)| {
        let label = labels().get(index).map_or("", String::as_str);
        Prediction { index, label, probability }
    };
    ranked.into_iter().take(k).map(named).collect()
}

/// e^z over the sum of all e^z. The largest logit is subtracted first, which changes nothing but keeps
/// the exponential finite.
pub fn softmax(logits: &[f32]) -> Vec<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = logits.iter().map(|logit| (logit - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_a_thousand_names() {
        assert_eq!(labels().len(), 1000);
        assert_eq!(
            (labels()[0].as_str(), labels()[999].as_str()),
            ("tench, Tinca tinca", "toilet tissue, toilet paper, bathroom tissue")
        );
    }

    #[test]
    fn large_logits_do_not_overflow() {
        let probabilities = softmax(&[1000.0, 1000.0, 0.0]);
        assert!(probabilities.iter().zip([0.5, 0.5, 0.0]).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn the_most_probable_comes_first() {
        let top = top_k(&[0.0, 3.0, -1.0, 2.0], 2);
        assert_eq!(top.iter().map(|p| p.index).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(top[0].label, "goldfish, Carassius auratus");
        assert_eq!(top_k(&[1.0, 2.0], 9).len(), 2);
    }
}
