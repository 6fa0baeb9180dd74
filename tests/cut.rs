//! A text cut short anywhere: told, without a panic, and every whole record before the cut is kept.

#[path = "support/program.rs"]
mod program;

use program::{counts, volmatch};
use volmatch::{Reading, read_str};
use volmatch_cli::Exit;

const RECORDS: [&str; 4] = [
    r#"{"type":"organisation","id":"a","name":"Ärzte","sdgs":["3",{"code":"4","evidence":[]}]}"#,
    r#"{ "type": "country", "id": "KEN", "name": "Kenya \" } ] [ {", "extra": {"a": [{}]} }"#,
    r#"{"id":"b","name":"日本","capacity":12,"type":"organisation"}"#,
    r#"{"type":"organisation","id":"c","name":"\u00e9"}"#,
];

/// A text and where each of its records ends.
struct Text {
    text: String,
    ends: Vec<usize>,
}

impl Text {
    fn new(before: &str, between: &str, after: &str) -> Self {
        let (mut text, mut ends) = (before.to_owned(), Vec::new());
        for (index, record) in RECORDS.iter().enumerate() {
            text.push_str(if index == 0 { "" } else { between });
            text.push_str(record);
            ends.push(text.len());
        }
        Self { text: text + after, ends }
    }

    fn whole_before(&self, cut: usize) -> usize {
        self.ends.iter().filter(|end| **end <= cut).count()
    }
}

fn kept(reading: &Reading) -> usize {
    reading.organisations.len() + reading.countries.len()
}

#[test]
fn lines_cut_at_every_character() {
    for (before, between, after) in
        [("", "\n", "\n"), ("\u{feff}\r\n", "\r\n", ""), ("\n\n  ", "\n\n", "\n\n")]
    {
        let it = Text::new(before, between, after);
        for cut in (0..=it.text.len()).filter(|cut| it.text.is_char_boundary(*cut)) {
            let reading = read_str("f", &it.text[..cut]);
            assert_eq!(kept(&reading), it.whole_before(cut), "cut at {cut}");
            let is_whole = it.text[..cut].trim_end().ends_with('}')
                && it.ends.iter().any(|end| it.text[..cut].trim_end().len() == *end);
            assert_eq!(reading.problems.is_empty(), is_whole, "cut at {cut}");
        }
    }
}

#[test]
fn an_array_cut_at_every_character() {
    for (before, between, after) in [("[", ",", "]"), ("\u{feff}\n[\n  ", "\n,\r\n", "\n]\n")] {
        let it = Text::new(before, between, after);
        let whole = it.text.trim_end().len();
        for cut in (0..=it.text.len()).filter(|cut| it.text.is_char_boundary(*cut)) {
            let reading = read_str("f", &it.text[..cut]);
            assert_eq!(kept(&reading), it.whole_before(cut), "cut at {cut}");
            assert_eq!(reading.problems.is_empty(), whole <= cut, "cut at {cut}");
        }
    }
}

#[test]
fn an_object_cut_at_every_character() {
    let text = r#"{"countries":[{"id":"KEN","name":"Kenya"}], "organisations":[{"id":"é","name":"A"},
        {"id":"b","name":"B"}]}"#;
    let ends: Vec<usize> =
        [r#""Kenya"}"#, r#""A"}"#, r#""B"}"#].map(|end| text.find(end).unwrap() + end.len()).into();
    for cut in (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        let reading = read_str("f", &text[..cut]);
        let whole = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(kept(&reading), whole, "cut at {cut}");
        assert_eq!(reading.problems.is_empty(), cut == text.len(), "cut at {cut}");
    }
}

/// Cuts between any two bytes, within a character too.
fn check_bytes(it: &Text) {
    let mut wrong = Vec::new();
    for cut in 0..=it.text.len() {
        let (sound, _) = counts(&it.text.as_bytes()[..cut]);
        if sound != it.whole_before(cut) as u64 {
            wrong.push(format!("byte {cut}: kept {sound} of {}", it.whole_before(cut)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lines_cut_at_every_byte() {
    check_bytes(&Text::new("", "\n", "\n"));
}

#[test]
fn an_array_cut_at_every_byte() {
    check_bytes(&Text::new("[", ",\n", "]\n"));
}

#[test]
fn what_is_kept_of_a_cut_file_is_ranked() {
    for it in [Text::new("", "\n", "\n"), Text::new("[", ",", "]")] {
        let cut = &it.text.as_bytes()[..it.ends[2] + 9];
        let stopped = volmatch(&["match", "-", "-f", "csv"], cut);
        assert_eq!((stopped.exit, stopped.out.as_str()), (Exit::Failed, ""));
        let said = volmatch(&["match", "-", "-f", "csv", "--keep-going"], cut);
        assert_eq!((said.exit, said.out.lines().count()), (Exit::Failed, 3));
        assert!(said.err.contains("ends too early"), "{}", said.err);
        assert!(said.err.contains(", 3 kept and "), "{}", said.err);
    }
}

#[test]
fn the_record_that_was_cut_counts_as_rejected() {
    for it in [Text::new("", "\n", "\n"), Text::new("[", ",", "]")] {
        assert_eq!(counts(&it.text.as_bytes()[..it.ends[2] + 9]), (3, 1));
    }
}
