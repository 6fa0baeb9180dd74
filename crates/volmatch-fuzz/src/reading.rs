//! Reading: every record is kept or rejected, and every problem lies within the text.

use std::sync::Arc;

use volmatch::{Reading, pieces, read_broken, read_str};

/// Every reader of the library.
pub(crate) fn parts(bytes: &[u8]) {
    let file: Arc<str> = "f".into();
    let mut end = 0;
    for piece in pieces(bytes) {
        assert!(end <= piece.range.start && piece.range.end <= bytes.len(), "pieces overlap");
        assert!(!piece.range.is_empty(), "an empty piece");
        end = piece.range.end;
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return check_reading(&read_broken(&file, bytes), bytes);
    };
    let reading = read_str("f", text);
    check_reading(&reading, bytes);
    let (profiles, problems) = reading.clone().keep_sound();
    for problem in &problems {
        assert!(!crate::is_unfit(&problem.to_string()), "unfit for a terminal");
    }
    let kept = profiles.organisations().len() + profiles.countries().len();
    assert!(kept <= reading.organisations.len() + reading.countries.len(), "more than was read");
    assert_eq!(reading.check().is_ok(), problems.is_empty(), "checked in another way than kept");
}

/// The command that tells every problem; and bytes that are text read as if they were not.
pub(crate) fn whole(bytes: &[u8]) {
    check_reading(&read_broken(&"f".into(), bytes), bytes);
    let (out, err, _) = crate::run(&["validate", "-", "-f", "json"], bytes);
    let answer: serde_json::Value = serde_json::from_str(&out).expect("the answer is JSON");
    let input = &answer["inputs"][0];
    let count = |key: &str| input[key].as_u64().expect("a count");
    assert_eq!(count("records"), count("organisations") + count("countries") + count("rejected"));
    assert!(!crate::is_unfit(&out) && !crate::is_unfit(&err), "unfit for a terminal");
}

fn check_reading(reading: &Reading, bytes: &[u8]) {
    let sound = reading.organisations.len() + reading.countries.len();
    assert_eq!(reading.records, sound + reading.rejected, "a record is neither kept nor rejected");
    if reading.problems.is_empty() {
        return;
    }
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    for problem in &reading.problems {
        let line = lines.get(problem.line - 1).expect("a problem's line is one of the text");
        assert!((1..=line.len() + 1).contains(&problem.column), "{problem} is beside its line");
    }
}
