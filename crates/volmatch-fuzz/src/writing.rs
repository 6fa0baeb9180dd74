//! Writing: every form of an answer is read again by a reader that is not ours.

use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use volmatch::{Best, Board, Listing, Model, Profiles, read_str};
use volmatch_cli::parts::{Format, Printer};

/// Longer texts say nothing new, and take long.
const LONGEST: usize = 16 * 1024;

/// A board is dear to make: of so many inputs one has what the asker says of itself.
const OWN_BOARD_EVERY: u64 = 16;

/// The forms of an answer, by the first byte of an input: `0` is the first.
const FORMS: [Format; 5] = [Format::Table, Format::Jsonl, Format::Csv, Format::Md, Format::Json];

static BOARD: LazyLock<Board> =
    LazyLock::new(|| Board::new(read(&records("")).countries(), Model::default()));

static PRINTER: LazyLock<Printer<'_>> = LazyLock::new(|| Printer::new(&BOARD));

/// The lines of the bytes as names, sources and titles of two organisations and an asker, in the one
/// form that the first byte says: all of them for each would take as long as five inputs.
pub(crate) fn parts(bytes: &[u8]) {
    let (form, bytes) = form_and_lines(bytes);
    let profiles = read(&records(&String::from_utf8_lossy(bytes)));
    let has_own = !profiles.countries().is_empty() && crate::is_one_in(OWN_BOARD_EVERY, bytes);
    match has_own {
        true => {
            let board = Board::new(profiles.countries(), Model::default());
            print_and_check(&board, &Printer::new(&board), &profiles, form);
        }
        false => print_and_check(&BOARD, &PRINTER, &profiles, form),
    }
}

fn print_and_check(board: &Board, printer: &Printer<'_>, profiles: &Profiles, form: Format) {
    let mut best = Best::new(board, Listing { show_ineligible: true, ..Listing::best(3) });
    profiles.organisations().iter().for_each(|it| best.offer(&Arc::new(it.clone())));
    let (pairs, _) = best.into_pairs(usize::MAX);
    let printed = printer.print(&pairs, form).expect("memory takes all");
    check(form, &crate::text(printed), pairs.len());
}

/// The command in every form, with the bytes as its input, and with what is made of their lines.
pub(crate) fn whole(bytes: &[u8]) {
    let (_, bytes) = form_and_lines(bytes);
    check_answers(bytes, "KEN");
    check_answers(records(&String::from_utf8_lossy(bytes)).as_bytes(), "x-a");
}

fn form_and_lines(bytes: &[u8]) -> (Format, &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let Some((first, lines)) = bytes.split_first() else { return (FORMS[0], bytes) };
    (FORMS[usize::from(first.wrapping_sub(b'0')) % FORMS.len()], lines)
}

fn check_answers(input: &[u8], country: &str) {
    let answer = |format: &str| {
        let args = ["match", "-", "--keep-going", "-k", "3", "-c", country, "-f", format];
        let (out, err, _) = crate::run(&args, input);
        assert!(!crate::is_unfit(&err), "words unfit for a terminal");
        out
    };
    let matches = answer("jsonl").lines().count();
    for (form, name) in FORMS.into_iter().zip(["table", "jsonl", "csv", "md", "json"]) {
        let printed = answer(name);
        match printed.is_empty() {
            true => assert_eq!(matches, 0, "{name}: nothing is said of a match"),
            false => check(form, &printed, matches),
        }
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

/// Reads an answer again: it has so many matches, and nothing in it lives.
fn check(form: Format, printed: &str, matches: usize) {
    // A spreadsheet is no terminal, and its cells keep what they hold.
    assert!(matches!(form, Format::Csv) || !crate::is_unfit(printed), "unfit for a terminal");
    match form {
        Format::Table => assert!(!printed.trim().is_empty(), "nothing said"),
        Format::Jsonl => check_lines(printed, matches),
        Format::Csv => check_csv(printed, matches),
        Format::Md => check_markdown(printed, matches),
        Format::Json => check_document(printed, matches),
    }
}

fn check_lines(lines: &str, matches: usize) {
    assert_eq!(lines.lines().count(), matches, "a line is a match");
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).expect("a record is JSON");
        assert!(record["score"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)));
    }
}

fn check_csv(csv: &str, matches: usize) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> =
        reader.records().map(|row| row.expect("every row has as many cells")).collect();
    assert_eq!(rows.len(), matches, "a row is a match");
    for cell in rows.iter().flatten() {
        let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!begins || cell.parse::<f64>().is_ok(), "a formula: {cell}");
    }
}

fn check_markdown(markdown: &str, matches: usize) {
    let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.is_empty() && matches == 0 || rows.len() == matches + 2, "a row is a match");
    for row in &rows {
        assert_eq!(bars(row), bars(rows[0]), "{row}");
    }
    // With a space behind its colon it is a word: an address goes on.
    let goes_on = |(at, scheme): (usize, &str)| !markdown[at + scheme.len()..].starts_with(' ');
    let lives = markdown.contains('<') || markdown.match_indices("http:").any(goes_on);
    assert!(!lives, "something in it lives");
}

fn check_document(document: &str, matches: usize) {
    let read: Value = serde_json::from_str(document).expect("the answer is JSON");
    assert_eq!(read["results"].as_array().map(Vec::len), Some(matches), "as many results");
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
