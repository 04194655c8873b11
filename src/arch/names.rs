//! Names as people type them, and the nearest right one.

/// A model's name without case, separators and the prefixes of other libraries: `tf_efficientnetv2_s`
/// is `v2s`.
pub(super) fn plain(name: &str) -> String {
    let letters: String = name
        .chars()
        .filter(|c| !matches!(c, '-' | '_' | ' ' | '.'))
        .collect::<String>()
        .to_lowercase();
    let plain = letters.strip_prefix("tf").unwrap_or(&letters);
    plain.strip_prefix("efficientnet").unwrap_or(plain).to_owned()
}

/// The names with runs drawn together: `b0…b8, l2, lite0…lite4`.
pub(super) fn ranges(names: &[&str]) -> String {
    let split = |name: &str| {
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        let digit = name[stem.len()..].parse::<usize>().ok();
        (stem, digit)
    };
    let mut runs: Vec<(&str, &str)> = Vec::new();
    for name in names {
        let (stem, digit) = split(name);
        match runs.last_mut() {
            Some((_, last))
                if digit.is_some_and(|digit| split(last) == (stem, digit.checked_sub(1))) =>
            {
                *last = name;
            }
            _ => runs.push((name, name)),
        }
    }
    let shown = runs.into_iter().map(|(first, last)| {
        if first == last { first.to_owned() } else { format!("{first}…{last}") }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The candidate at edit distance 1 or 2, or one that begins like it: for "did you mean".
pub fn nearest(typed: &str, candidates: &[&str]) -> Option<String> {
    candidates
        .iter()
        .map(|candidate| (edit_distance(typed, candidate), candidate))
        .filter(|&(distance, candidate)| distance <= 2 && distance < candidate.len())
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
        // Or what was typed is the beginning of a name.
        .or_else(|| candidates.iter().find(|c| typed.len() >= 3 && c.starts_with(typed)))
        .map(|candidate| (*candidate).to_owned())
}

/// Levenshtein's distance: insertions, deletions and replacements.
pub fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_distance_counts_single_changes() {
        assert_eq!(edit_distance("lite0", "lite0"), 0);
        assert_eq!(edit_distance("lit0", "lite0"), 1);
        assert_eq!(edit_distance("", "b0"), 2);
    }

    #[test]
    fn runs_of_names_are_drawn_together() {
        let names = ["b0", "b1", "b2", "l2", "v2-s", "v2-b0", "v2-b1", "resnet-50"];
        assert_eq!(ranges(&names), "b0…b2, l2, v2-s, v2-b0…v2-b1, resnet-50");
    }

    #[test]
    fn other_libraries_write_the_same_names() {
        assert_eq!(plain("tf_efficientnetv2_s"), "v2s");
        assert_eq!(plain("EfficientNet-B3"), "b3");
        assert_eq!(plain("ResNet 50"), "resnet50");
    }
}
