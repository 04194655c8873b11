//! What a typed line asks for in a round on plain lines.

/// A line of the learner.
pub(super) enum Line {
    /// The question again.
    Again,
    /// The next hint.
    Hint,
    /// The next question, this one unanswered.
    Skip,
    /// The end of the round.
    Quit,
    /// The input has ended.
    End,
    /// An answer, and how sure the learner is of it in percent, if that was said.
    Said { text: String, confidence: Option<u8> },
}

impl Line {
    /// Of a trimmed line. `ㅂ` stands on the key of q.
    pub(super) fn of(text: &str) -> Self {
        match text {
            "" => Self::Again,
            "?" | "？" => Self::Hint,
            "." | "。" => Self::Skip,
            "q" | "Q" | "ㅂ" | "ｑ" => Self::Quit,
            text => said(text),
        }
    }
}

/// Splits ` @90` or ` @90%` from the end of an answer.
fn said(line: &str) -> Line {
    let split = line.rsplit_once(['@', '＠']).and_then(|(text, percent)| {
        let percent: u8 = percent.trim().trim_end_matches(['%', '％']).trim_end().parse().ok()?;
        (percent <= 100).then(|| (text.trim().to_owned(), Some(percent)))
    });
    let (text, confidence) = split.unwrap_or_else(|| (line.to_owned(), None));
    Line::Said { text, confidence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, text: &str, confidence: Option<u8>) {
        let Line::Said { text: got, confidence: sure } = said(line) else { panic!("an answer") };
        assert_eq!((got.as_str(), sure), (text, confidence), "{line}");
    }

    #[test]
    fn confidence_stands_behind_an_answer() {
        check("2 @90", "2", Some(90));
        check("5.3M  @ 100%", "5.3M", Some(100));
        check("스위시 @0", "스위시", Some(0));
        check("2 @101", "2 @101", None);
        check("a@90", "a", Some(90));
        check("2 @", "2 @", None);
        check("@50", "", Some(50));
        check("2", "2", None);
    }
}
