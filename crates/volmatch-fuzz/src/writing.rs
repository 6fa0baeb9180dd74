//! Writing: every form of an answer is read again by a reader that is not ours.

/// Longer texts say nothing new, and take long.
const LONGEST: usize = 16 * 1024;

pub(crate) fn check(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let answer = |format: &str| {
        let args = ["match", "-", "--keep-going", "-k", "3", "-c", "KEN", "-f", format];
        let (out, err, _) = crate::run(&args, bytes);
        assert!(!crate::is_unfit(&err), "words unfit for a terminal");
        out
    };
    let lines = answer("jsonl");
    for line in lines.lines() {
        let record: serde_json::Value = serde_json::from_str(line).expect("a record is JSON");
        assert!(record["score"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)));
    }
    let matches = lines.lines().count();
    let csv = answer("csv");
    if !csv.is_empty() {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("every row has as many cells")).collect();
        assert_eq!(rows.len(), matches, "a row is a match");
        for cell in rows.iter().flatten() {
            let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!begins || cell.parse::<f64>().is_ok(), "a formula: {cell}");
        }
    }
    let markdown = answer("md");
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.is_empty() && matches == 0 || rows.len() == matches + 2, "a row is a match");
    for row in &rows {
        assert_eq!(bars(row), bars(rows[0]), "{row}");
    }
    for text in [&markdown, &answer("table"), &lines] {
        assert!(!crate::is_unfit(text), "unfit for a terminal");
    }
    assert!(!markdown.contains('<') && !markdown.contains("http:"), "something in it lives");
}

/// The bars of a row that no backslash escapes.
fn bars(row: &str) -> usize {
    let (mut bars, mut is_escaped) = (0, false);
    for c in row.chars() {
        bars += usize::from(c == '|' && !is_escaped);
        is_escaped = c == '\\' && !is_escaped;
    }
    bars
}
