//! Tagging: probabilities, and words that stand where they are said to stand.

use volmatch::tagging::Tagger;

pub(crate) fn check(bytes: &[u8]) {
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
    let line = serde_json::json!({ "id": 1, "text": text }).to_string();
    for format in ["jsonl", "csv", "table"] {
        let (out, _, exit) = crate::run(&["tag", "-", "-f", format], line.as_bytes());
        assert_eq!(exit, volmatch_cli::Exit::Done);
        assert!(!crate::is_unfit(&out.replace("\r\n", "\n")), "unfit for a terminal");
    }
}
