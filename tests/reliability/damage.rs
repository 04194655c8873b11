//! Files that a hand, an editor or a network has damaged: whatever is in them, the program goes on.
//!
//! Real lessons, quizzes and tensors are taken, and a few pieces of them cut, doubled, moved or replaced.

use std::fs;

use effnet_tutor::content::check::check;
use effnet_tutor::content::library::Library;
use effnet_tutor::vision::{decode, decode_tensor};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// One thing done to a file.
#[derive(Debug, Clone)]
enum Harm {
    Cut(Index, usize),
    Double(Index, usize),
    Put(Index, &'static str),
    End(Index),
}

fn harm() -> impl Strategy<Value = Harm> {
    let place = any::<Index>;
    let odd = select(
        &[
            "```live\n",
            "```predict\n",
            "```",
            "+++\n",
            "{{",
            "}}",
            "$",
            "## ",
            "[[item]]\n",
            "'''",
            "\"",
            "= ",
            "<c>",
            "vary = { c = [] }\n",
            "key = \"1/0\"\n",
            "\0",
            "\u{feff}",
            "\r\n",
            "\u{202e}",
            "](term:",
            "ㅎ",
            "999999999999999999999999",
            "-",
            "[",
            "{",
        ][..],
    );
    prop_oneof![
        (place(), 1_usize..200).prop_map(|(at, n)| Harm::Cut(at, n)),
        (place(), 1_usize..200).prop_map(|(at, n)| Harm::Double(at, n)),
        (place(), odd).prop_map(|(at, text)| Harm::Put(at, text)),
        place().prop_map(Harm::End),
    ]
}

fn harmed(text: &str, harms: &[Harm]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for harm in harms {
        let size = letters.len().max(1);
        match harm {
            Harm::Cut(at, n) => {
                let at = at.index(size);
                letters.drain(at.min(letters.len())..(at + n).min(letters.len()));
            }
            Harm::Double(at, n) => {
                let at = at.index(size);
                let piece: Vec<char> = letters.iter().skip(at).take(*n).copied().collect();
                letters.splice(at.min(letters.len())..at.min(letters.len()), piece);
            }
            Harm::Put(at, text) => {
                let at = at.index(size).min(letters.len());
                letters.splice(at..at, text.chars());
            }
            Harm::End(at) => letters.truncate(at.index(size)),
        }
    }
    letters.into_iter().collect()
}

/// Opens and checks a folder with this one file in it; every problem names a line that is there.
fn survives(name: &str, text: &str) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let library = Library::open(Some(folder.path()));
    let report = check(&library);
    for problem in &report.problems {
        let lines = text.matches('\n').count() + 1;
        if problem.path.ends_with(name) {
            prop_assert!((1..=lines).contains(&problem.line), "{}", problem);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_lesson_is_read_or_refused(
        file in select(&["02-convolution-cost.md", "06-swish.md", "10-compound-scaling.md"][..]),
        korean in any::<bool>(),
        harms in proptest::collection::vec(harm(), 1..6),
    ) {
        let name = format!("lessons/{}/{file}", if korean { "ko" } else { "en" });
        survives(&name, &harmed(&fs::read_to_string(&name).unwrap(), &harms))?;
    }

    #[test]
    fn a_damaged_quiz_is_read_or_refused(
        file in select(&["03-depthwise-separable.toml", "07-mbconv.toml", "11-counting.toml"][..]),
        harms in proptest::collection::vec(harm(), 1..6),
    ) {
        let name = format!("quizzes/{file}");
        survives(&name, &harmed(&fs::read_to_string(&name).unwrap(), &harms))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// An input tensor and a photo with bytes changed, and any bytes at all.
    #[test]
    fn damaged_bytes_are_no_tensor_and_no_photo(
        places in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..12),
        end in any::<Index>(),
        any in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let header = br#"{"input":{"dtype":"F32","shape":[1,3,2,2],"data_offsets":[0,48]}}"#;
        let tensor = [&(header.len() as u64).to_le_bytes()[..], header, &[0; 48]].concat();
        prop_assert!(decode_tensor(&tensor).is_ok(), "whole, it is one");
        let photo = fs::read("assets/images/coffee.jpg").unwrap();
        for mut bytes in [tensor, photo[..4096].to_vec(), any] {
            for (at, value) in &places {
                let size = bytes.len().max(1);
                if let Some(byte) = bytes.get_mut(at.index(size)) {
                    *byte = *value;
                }
            }
            bytes.truncate(end.index(bytes.len() + 1).max(bytes.len() / 2));
            _ = decode_tensor(&bytes);
            _ = decode(&bytes);
        }
    }
}
