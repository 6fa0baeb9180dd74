//! Writing: every form of an answer is read again by a reader that is not ours.

use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use volmatch::{Best, Board, Listing, Model, Profiles, read_str};
use volmatch_cli::parts::{Format, print_matches};

/// Longer texts say nothing new, and take long.
const LONGEST: usize = 16 * 1024;

/// A board is dear to make: of so many inputs one has what the asker says of itself.
const OWN_BOARD_EVERY: u64 = 4;

/// The document begins with all about the run: of so many inputs one is printed as one.
const DOCUMENT_EVERY: u64 = 8;

static BOARD: LazyLock<Board> =
    LazyLock::new(|| Board::new(read(&records("")).countries(), Model::default()));

/// The lines of the bytes as names, sources and titles of two organisations and an asker.
pub(crate) fn parts(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let profiles = read(&records(&String::from_utf8_lossy(bytes)));
    let has_own = !profiles.countries().is_empty() && crate::is_one_in(OWN_BOARD_EVERY, bytes);
    let own = has_own.then(|| Board::new(profiles.countries(), Model::default()));
    let board = own.as_ref().unwrap_or(&BOARD);
    let mut best = Best::new(board, Listing { show_ineligible: true, ..Listing::best(3) });
    profiles.organisations().iter().for_each(|it| best.offer(&Arc::new(it.clone())));
    let matches = best.into_matches();
    let formats = [Format::Table, Format::Jsonl, Format::Csv, Format::Md];
    let printed = print_matches(board, &matches, formats).expect("memory takes all");
    check(&printed.map(crate::text));
    if crate::is_one_in(DOCUMENT_EVERY, bytes) {
        let [document] = print_matches(board, &matches, [Format::Json]).expect("memory takes all");
        check_document(&crate::text(document), matches.len());
    }
}

/// The command, with the bytes as its input, and with what is made of their lines.
pub(crate) fn whole(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    check_answers(bytes, "KEN");
    check_answers(records(&String::from_utf8_lossy(bytes)).as_bytes(), "x-a");
}

fn check_answers(input: &[u8], country: &str) {
    let answer = |format: &str| {
        let args = ["match", "-", "--keep-going", "-k", "3", "-c", country, "-f", format];
        let (out, err, _) = crate::run(&args, input);
        assert!(!crate::is_unfit(&err), "words unfit for a terminal");
        out
    };
    let printed = ["table", "jsonl", "csv", "md"].map(answer);
    check(&printed);
    let document = answer("json");
    if !document.is_empty() {
        check_document(&document, printed[1].lines().count());
    }
}

/// JSON Lines with every line of a text somewhere.
fn records(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut next = || lines.next().filter(|it| !it.is_empty());
    let or = |text: Option<&str>, other: &str| text.unwrap_or(other).to_owned();
    let (name, other, source, words) = (next(), next(), next(), next());
    let (asker, title, plan, id) = (next(), next(), next(), next());
    let evidence = json!([{ "year": 2020, "source": or(source, "report") }]);
    let records = [
        json!({ "type": "organisation", "id": "a", "name": or(name, "A"), "home": "GBR",
            "sdgs": [{ "code": "3", "evidence": evidence }] }),
        json!({ "type": "organisation", "id": or(id, "b"), "name": or(other, "B"),
            "description": or(words, "B.") }),
        json!({ "type": "country", "id": "x-a", "name": or(asker, "C"), "languages": ["en"],
            "priorities": [{ "title": or(title, "Health"), "sdgs": ["3"], "source": or(plan, "p") }],
            "requires": { "languages": ["en"] } }),
    ];
    records.map(|record| record.to_string() + "\n").concat()
}

fn read(records: &str) -> Profiles {
    read_str("f", records).keep_sound().0
}

/// Table, JSON Lines, CSV and Markdown of the same matches.
fn check([table, lines, csv, markdown]: &[String; 4]) {
    let matches = lines.lines().count();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("a record is JSON");
        assert!(record["score"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)));
    }
    check_csv(csv, matches);
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.is_empty() && matches == 0 || rows.len() == matches + 2, "a row is a match");
    for row in &rows {
        assert_eq!(bars(row), bars(rows[0]), "{row}");
    }
    for text in [markdown, table, lines] {
        assert!(!crate::is_unfit(text), "unfit for a terminal");
    }
    assert!(!markdown.contains('<') && !markdown.contains("http:"), "something in it lives");
}

fn check_document(document: &str, matches: usize) {
    assert!(!crate::is_unfit(document), "unfit for a terminal");
    let read: Value = serde_json::from_str(document).expect("the answer is JSON");
    assert_eq!(read["results"].as_array().map(Vec::len), Some(matches), "as many results");
}

fn check_csv(csv: &str, matches: usize) {
    if csv.is_empty() {
        return;
    }
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("every row has as many cells")).collect();
    assert_eq!(rows.len(), matches, "a row is a match");
    for cell in rows.iter().flatten() {
        let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!begins || cell.parse::<f64>().is_ok(), "a formula: {cell}");
    }
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
