//! Tagging: probabilities, and words that stand where they are said to stand.

use volmatch::tagging::{Tagger, Tags};
use volmatch_cli::parts::{TagFormat, print_tags};

/// Printing is dearer than tagging: of so many inputs one is printed.
const PRINTED_EVERY: u64 = 16;

/// The tagger, and some of its answers in every form.
pub(crate) fn parts(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let tags = Tagger::embedded().tag(&text);
    assert!(tags.goals.len() == 17 || (tags.goals.is_empty() && tags.note().is_some()));
    assert!((0.0..=1.0).contains(&tags.understood));
    for goal in &tags.goals {
        assert!((0.0..=1.0).contains(&goal.probability));
        for word in &goal.words {
            assert_eq!(text.get(word.start..word.end), Some(word.text.as_str()));
            assert!((0.0..=1.0 + 1e-9).contains(&word.share));
        }
    }
    if crate::is_one_in(PRINTED_EVERY, bytes) {
        check_forms(&text, &tags);
    }
}

/// The command, with a line of JSON.
pub(crate) fn whole(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    check_forms(&text, &Tagger::embedded().tag(&text));
    let line = serde_json::json!({ "id": 1, "text": text }).to_string();
    for format in ["jsonl", "csv", "table"] {
        let (out, _, exit) = crate::run(&["tag", "-", "-f", format], line.as_bytes());
        assert_eq!(exit, volmatch_cli::Exit::Done);
        assert!(!crate::is_unfit(&out.replace("\r\n", "\n")), "unfit for a terminal");
    }
}

fn check_forms(text: &str, tags: &Tags) {
    let formats = [TagFormat::Table, TagFormat::Json, TagFormat::Jsonl, TagFormat::Csv];
    let printed = print_tags(text, tags, formats).expect("memory takes all").map(crate::text);
    let [table, document, line, csv] = &printed;
    assert!(!table.is_empty(), "nothing said");
    let _: serde_json::Value = serde_json::from_str(document).expect("it is JSON");
    let _: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let row = reader.records().next().expect("a row").expect("with all its cells");
    assert_eq!(row.len(), 5 + 17, "a cell for each goal");
    for text in &printed {
        assert!(!crate::is_unfit(&text.replace("\r\n", "\n")), "unfit for a terminal");
    }
}
