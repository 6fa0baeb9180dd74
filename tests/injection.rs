//! Whatever a record says, an answer stays what it is: read again by readers that are not ours.

#[path = "support/program.rs"]
mod program;

use program::{Said, volmatch};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, json};

/// Pieces of which hostile names are made.
const PIECES: [&str; 64] = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u{feff}=1",
    "＝1",
    "'",
    "''=1",
    "\"",
    "\"\"",
    ",",
    ";",
    "\r\n",
    "\n",
    "\t",
    "|",
    "\\|",
    "\\",
    "`",
    "``` ",
    "~~~",
    "[a](http://x.y)",
    "![a](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<img src=x onerror=a()>",
    "<!--",
    "-->",
    "&lt;",
    "&#60;b&#62;",
    "http://example.org",
    "https://e.org",
    "www.example.org",
    "WWW.example.org",
    "a@example.org",
    "mailto:a@b.org",
    "# head",
    "- item",
    "1. item",
    "***",
    "---",
    "___",
    "[x]: http://e.org",
    "$x$",
    "\u{1b}[31m",
    "\u{1b}]8;;http://e.org\u{7}",
    "\u{9b}2J",
    "\u{7}",
    "\u{8}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{ad}",
    "\u{2028}",
    "\u{0}",
    "\u{7f}",
    "e\u{301}",
    "name",
    "Ω 日本",
    "\u{e0041}",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&PIECES[..]).prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    let text = vec(piece, 1..5).prop_map(|pieces| pieces.concat());
    text.prop_filter("blank", |text| !text.trim().is_empty())
}

/// Some organisations that differ in name, and an asker of our own with a hostile name and priority.
fn records(names: &[String], asker: &str) -> Vec<u8> {
    let mut lines: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            json!({"type": "organisation", "id": format!("o{index}"), "name": name, "sdgs": ["3"],
                "home": "GBR", "description": name})
        })
        .map(|it| it.to_string())
        .collect();
    let asker = json!({"type": "country", "id": "x-a", "name": asker,
        "priorities": [{"title": asker, "sdgs": ["3.8"]}], "requires": {"modalities": [asker]}});
    lines.push(asker.to_string());
    lines.join("\n").into_bytes()
}

fn answer(command: &[&str], format: &str, input: &[u8]) -> Said {
    volmatch(&[command, &["-f", format]].concat(), input)
}

/// Whether some character could move the cursor or turn the text.
fn is_unfit(text: &str) -> bool {
    let odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}')
    };
    text.contains(odd)
}

/// The cells of a row of a Markdown table: split at every bar that no odd number of backslashes escapes.
fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut is_escaped) = (vec![String::new()], false);
    for c in row.chars() {
        if c == '|' && !is_escaped {
            cells.push(String::new());
        } else {
            cells.last_mut().unwrap().push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    cells
}

/// A cell without the escapes of Markdown.
fn unescaped(cell: &str) -> String {
    let mut text = String::new();
    let mut chars = cell.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(char::is_ascii_punctuation) => {
                text.extend(chars.next());
            }
            c => text.push(c),
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&#46;", ".");
    text.replace("&#58;", ":").replace("&#64;", "@").replace("&amp;", "&")
}

/// A text on one line, escaped as a terminal needs it, by our own second opinion.
fn shown(text: &str) -> String {
    let show = |c: char| match is_unfit(&c.to_string()) || c == '\n' {
        true => c.escape_unicode().to_string(),
        false => c.to_string(),
    };
    text.chars().map(show).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn csv_keeps_its_cells_and_runs_nothing(names in vec(hostile(), 1..6), asker in hostile()) {
        let said = answer(&["match", "-", "-k", "50"], "csv", &records(&names, &asker));
        let mut reader = csv::ReaderBuilder::new().from_reader(said.out.as_bytes());
        let head = reader.headers().unwrap().clone();
        let column = |name: &str| head.iter().position(|it| it == name).unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
        prop_assert_eq!(rows.len(), names.len());
        for row in &rows {
            for cell in row {
                let seen = cell.trim_start_matches(|c: char| c.is_whitespace() || is_unfit(&c.to_string()));
                let is_number = cell.parse::<f64>().is_ok();
                prop_assert!(is_number || !seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
                prop_assert!(!cell.starts_with(['\t', '\r', '\n']));
            }
            let index: usize = row[column("organisation")][1..].parse().unwrap();
            let back = |cell: &str| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
            prop_assert_eq!(&back(&row[column("name")]), &names[index]);
            prop_assert_eq!(&back(&row[column("country_name")]), &asker);
        }
    }

    #[test]
    fn markdown_keeps_its_cells_and_nothing_in_it_lives(names in vec(hostile(), 1..6), asker in hostile()) {
        let input = records(&names, &asker);
        let said = answer(&["match", "-", "-k", "50"], "md", &input);
        prop_assert!(!is_unfit(&said.out));
        let rows: Vec<&str> = said.out.lines().filter(|line| line.starts_with('|')).collect();
        prop_assert_eq!(rows.len(), names.len() + 2);
        let mut told: Vec<String> = Vec::new();
        for row in &rows {
            let cells = cells(row);
            prop_assert_eq!(cells.len(), 10, "{}", row);
            told.push(unescaped(&cells[2]));
        }
        let mut expected: Vec<String> = names.iter().map(|name| shown(name).trim().to_owned()).collect();
        expected.sort();
        told.drain(..2);
        told.sort();
        prop_assert_eq!(told, expected);
        let explained = answer(&["explain", "o0", "x-a", "-"], "md", &input).out;
        // The only tag is ours, between two lines of evidence.
        let explained = explained.replace("<br>", " ");
        let gaps = answer(&["gaps", "-"], "md", &input).out;
        for text in [&said.out, &explained, &gaps] {
            prop_assert!(!is_unfit(text));
            let lower = text.to_lowercase();
            for live in ["<", "http:", "https:", "](", "www.", "@", "javascript:", "mailto:"] {
                let found = lower.match_indices(live).any(|(at, _)| !lower[..at].ends_with('\\'));
                prop_assert!(!found, "{} in {}", live, text);
            }
        }
    }

    #[test]
    fn nothing_for_a_person_moves_the_cursor(names in vec(hostile(), 1..4), asker in hostile()) {
        let input = records(&names, &asker);
        for said in [
            answer(&["match", "-"], "table", &input),
            answer(&["explain", "o0", "x-a", "-"], "table", &input),
            answer(&["validate", "-"], "table", &input),
            answer(&["gaps", "-"], "table", &input),
            answer(&["match", "-", "--set", &format!("o0.name={}", names[0])], "table", &input),
            answer(&["match", "-", "--organisation", &names[0]], "table", &input),
            answer(&["tag", "--", &names[0]], "table", b""),
        ] {
            prop_assert!(!is_unfit(&said.out), "{:?}", said.out);
            prop_assert!(!is_unfit(&said.err), "{:?}", said.err);
        }
        let table = answer(&["match", "-"], "table", &input).out;
        let blocks = table.lines().filter(|line| line.starts_with("  #") || line.starts_with(" #")).count();
        prop_assert_eq!(blocks, 1, "{}", table);
    }

    #[test]
    fn json_is_fit_for_a_terminal_and_says_the_same(names in vec(hostile(), 1..4), asker in hostile()) {
        let input = records(&names, &asker);
        let said = answer(&["match", "-", "-k", "50"], "jsonl", &input);
        prop_assert!(!is_unfit(&said.out));
        for line in said.out.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let index: usize = record["organisation"].as_str().unwrap()[1..].parse().unwrap();
            prop_assert_eq!(record["name"].as_str().unwrap(), &names[index]);
        }
        for command in [&["match", "-"][..], &["explain", "o0", "x-a", "-"], &["validate", "-"], &["gaps", "-"]] {
            let said = answer(command, "json", &input);
            prop_assert!(!is_unfit(&said.out));
            prop_assert!(serde_json::from_str::<Value>(&said.out).is_ok());
        }
    }

    #[test]
    fn problems_are_fit_for_a_terminal(key in hostile(), value in hostile()) {
        let record = json!({"type": "organisation", "id": value, "name": 1, key.as_str(): value, "home": value});
        for format in ["text", "json"] {
            let args = ["match", "-", "--error-format", format];
            let said = volmatch(&args, record.to_string().as_bytes());
            prop_assert!(!said.err.is_empty() && !is_unfit(&said.err), "{:?}", said.err);
        }
    }

    #[test]
    fn a_model_and_a_reject_are_fit_for_a_terminal(text in hostile()) {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        std::fs::write(at("m.json"), json!({"name": text, "who": text, "why": text}).to_string()).unwrap();
        for format in ["toml", "json"] {
            let said = volmatch(&["weights", "--model", &at("m.json"), "-f", format], b"");
            prop_assert!(!is_unfit(&said.out), "{:?}", said.out);
            std::fs::write(at("back"), &said.out).unwrap();
            let back = volmatch(&["weights", "--model", &at("back"), "-f", "json"], b"").out;
            prop_assert_eq!(&serde_json::from_str::<Value>(&back).unwrap()["name"], &json!(text));
        }
        let record = json!({"type": "organisation", "id": "a", "name": 1, "description": text}).to_string();
        let args = ["validate", "-", "-o", &at("answer"), "--rejects", "-"];
        let said = volmatch(&args, record.as_bytes());
        prop_assert!(!is_unfit(&said.out), "{:?}", said.out);
        prop_assert_eq!(&serde_json::from_str::<Value>(&said.out).unwrap()["record"], &json!(record));
    }

    #[test]
    fn file_names_are_fit_for_a_terminal(name in hostile()) {
        let name = name.replace(['/', '\0'], "");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("a{name}")).to_str().unwrap().to_owned();
        std::fs::write(&path, "{\"type\":\"organisation\",\"id\":\"a\",\"name\":1}\n").unwrap();
        let rejects = folder.path().join("rejects").to_str().unwrap().to_owned();
        for args in [
            &["match", path.as_str()][..],
            &["match", &path, "--error-format", "json"],
            &["validate", &path, "--rejects", &rejects],
            &["match", &path, "-o", &path],
            &["match", &path, "-v", "--keep-going", "-c", "KEN"],
        ] {
            let said = volmatch(args, b"");
            prop_assert!(!is_unfit(&said.out), "{:?}", said.out);
            prop_assert!(!is_unfit(&said.err), "{:?}", said.err);
        }
        let reject: Value = serde_json::from_str(&std::fs::read_to_string(&rejects).unwrap()).unwrap();
        prop_assert_eq!(reject["file"].as_str().unwrap(), &path);
    }
}
