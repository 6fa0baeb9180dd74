//! Long files, which are read in pieces: the pieces' borders show nowhere.

#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;

use program::{Said, volmatch};
use serde_json::Value;
use tempfile::NamedTempFile;
use volmatch_cli::Exit;

/// As much is read at once.
const PIECE: usize = 256 * 1024;

/// A file of JSON Lines in pieces of every length.
struct Lines(Vec<String>);

impl Lines {
    /// Some 1.4 MiB in 840 records, from 60 bytes to 80 KiB.
    fn new() -> Self {
        let record = |index: usize| {
            let text = "é".repeat(1 + index * 7919 % 2500 / 2);
            let many = if index % 97 == 5 { 30 } else { 0 };
            let aliases = vec![format!("\"{text}\""); many].join(",");
            format!(
                r#"{{"type":"organisation","id":"o{index}","name":"{text}","aliases":[{aliases}]}}"#
            )
        };
        Self((0..840).map(record).collect())
    }

    /// The lines that stand first, last, or at a border of two pieces or beside it.
    fn exposed(&self) -> BTreeSet<usize> {
        let (mut exposed, mut offset) = (BTreeSet::from([0, 1, self.0.len() - 1]), 0);
        for (index, line) in self.0.iter().enumerate() {
            let end = offset + line.len() + 1;
            if offset / PIECE < end / PIECE {
                exposed.extend([index - 1, index, index + 1]);
            }
            offset = end;
        }
        assert!(4 < offset / PIECE, "{offset} bytes");
        exposed
    }

    /// Puts another record in the place of one, with blanks to keep the length.
    fn replace(&mut self, index: usize, record: &str) {
        let blanks = " ".repeat(self.0[index].len().saturating_sub(record.len()));
        self.0[index] = format!("{record}{blanks}");
    }

    fn file(&self) -> NamedTempFile {
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), self.0.join("\n")).unwrap();
        file
    }
}

/// What the program says on 1, 2 and 8 threads, which is the same.
fn on_any_threads(command: &str, file: &NamedTempFile, args: &[&str]) -> Said {
    let path = file.path().to_str().unwrap();
    let run = |threads| volmatch(&[&[command, path, "--threads", threads], args].concat(), b"");
    let said = run("1");
    for other in [run("2"), run("8")] {
        assert_eq!((other.exit, &other.err), (said.exit, &said.err));
        assert!(other.out == said.out, "another answer on more threads");
    }
    said
}

/// Lines of the problems, and how many organisations and countries are sound.
fn validate(file: &NamedTempFile) -> (Vec<u64>, u64, u64) {
    let said = on_any_threads("validate", file, &["-f", "json"]);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    let problems = answer["problems"].as_array().unwrap();
    let lines = problems.iter().map(|it| it["line"].as_u64().unwrap()).collect();
    let input = &answer["inputs"][0];
    (lines, input["organisations"].as_u64().unwrap(), input["countries"].as_u64().unwrap())
}

#[test]
fn a_bad_record_is_told_at_its_line_wherever_it_stands() {
    for index in Lines::new().exposed() {
        let mut lines = Lines::new();
        lines.replace(index, r#"{"type":"organisation","id":"bad""#);
        assert_eq!(validate(&lines.file()), (vec![index as u64 + 1], 839, 0));
    }
}

#[test]
fn many_bad_records_are_told_in_order() {
    let (mut lines, mut expected) = (Lines::new(), Vec::new());
    let exposed = lines.exposed();
    for index in &exposed {
        let bad = ["nope", r#"{"type":"organisation"}"#, "[]", "{}}"][index % 4];
        lines.replace(*index, bad);
        expected.extend(vec![*index as u64 + 1; if index % 4 == 1 { 2 } else { 1 }]);
    }
    assert_eq!(validate(&lines.file()), (expected, 840 - exposed.len() as u64, 0));
}

#[test]
fn a_repeated_id_is_told_across_pieces() {
    let mut lines = Lines::new();
    let exposed: Vec<usize> = lines.exposed().into_iter().skip(1).step_by(2).collect();
    for index in &exposed {
        lines.replace(*index, r#"{"type":"organisation","id":"o0","name":"again"}"#);
    }
    let (told, sound, _) = validate(&lines.file());
    assert_eq!(told, exposed.iter().map(|it| *it as u64 + 1).collect::<Vec<_>>());
    assert_eq!(sound, 840 - exposed.len() as u64);
}

/// The askers of an answer in CSV.
fn askers(said: &Said) -> BTreeSet<String> {
    assert_eq!((said.exit, said.err.as_str()), (Exit::Done, ""));
    said.out.lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect()
}

#[test]
fn countries_are_used_wherever_they_stand() {
    let mut lines = Lines::new();
    let exposed = lines.exposed();
    for index in &exposed {
        let id = format!("x-{index}");
        let record = [
            format!(r#"{{"type":"country","id":"{id}","name":"A"}}"#),
            format!(r#" {{ "id" : "{id}", "type" : "country" , "name":"A" }}{}"#, '\r'),
            format!(
                r#"{{"extra":{{"type":"country"}},"id":"{id}","name":"A","type":{}"country"}}"#,
                '\t'
            ),
        ];
        lines.replace(*index, &record[index % 3]);
    }
    let said = on_any_threads("match", &lines.file(), &["-f", "csv", "-k", "1"]);
    assert_eq!(askers(&said), exposed.iter().map(|index| format!("x-{index}")).collect());
}

#[test]
fn countries_at_the_end_of_a_long_file_are_used() {
    let mut lines = Lines::new();
    let ids = ["KEN", "x-one", "x-two"];
    lines.0.extend(ids.map(|id| format!(r#"{{"type":"country","id":"{id}","name":"A"}}"#)));
    let said = on_any_threads("match", &lines.file(), &["-f", "csv", "-k", "1"]);
    assert_eq!(askers(&said), ids.map(str::to_owned).into());
}

#[test]
fn a_country_is_one_however_its_type_is_written() {
    let mut lines = Lines(vec![r#"{"type":"organisation","id":"a","name":"A"}"#.into()]);
    lines.0.push(r#"{"typ\u0065":"country","id":"x-one","name":"A"}"#.into());
    lines.0.push(r#"{"type":"countr\u0079","id":"x-two","name":"A"}"#.into());
    lines.0.push(r#"{"type":"country","id":"x-three","name":"A"}"#.into());
    let said = on_any_threads("match", &lines.file(), &["-f", "csv", "-k", "1"]);
    assert_eq!(askers(&said), ["x-one", "x-two", "x-three"].map(str::to_owned).into());
}

/// Two sound records among others that are longer than any record may be.
fn with_long_lines(order: &[bool]) -> (Vec<u64>, u64, u64) {
    let long = format!(r#"{{"extra":{{"a":"{}"}}}}"#, "a".repeat(3_000_000));
    let sound = |index| format!(r#"{{"type":"organisation","id":"o{index}","name":"A"}}"#);
    let line =
        |(index, is_long): (usize, &bool)| if *is_long { long.clone() } else { sound(index) };
    validate(&Lines(order.iter().enumerate().map(line).collect()).file())
}

#[test]
fn a_line_that_is_too_long_costs_no_other() {
    assert_eq!(with_long_lines(&[false, true, false]), (vec![2], 2, 0));
    assert_eq!(with_long_lines(&[true, true, false]), (vec![1, 2], 1, 0));
    assert_eq!(with_long_lines(&[true, false, true]), (vec![1, 3], 1, 0));
    assert_eq!(with_long_lines(&[true, false, false, true, false]), (vec![1, 4], 3, 0));
}

/// An array of the same records, each on a line of its own, some of them set in.
fn array(lines: &Lines) -> (String, NamedTempFile) {
    let set_in = |(index, line): (usize, &String)| format!("{}{line}", " ".repeat(index % 5));
    let records: Vec<String> = lines.0.iter().enumerate().map(set_in).collect();
    let text = format!("\u{feff}[\r\n{}\n ] ", records.join(" ,\n"));
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &text).unwrap();
    (text, file)
}

/// Records at the borders of pieces, in turn as they are, unsound, repeated, or a country.
fn mixed(kinds: &[&str]) -> Lines {
    let mut lines = Lines::new();
    for (turn, index) in lines.exposed().into_iter().enumerate() {
        match kinds[turn % kinds.len()] {
            "" => {}
            kind => lines.replace(index, &kind.replace('#', &index.to_string())),
        }
    }
    lines
}

#[test]
fn an_array_in_pieces_says_what_it_says_as_a_whole() {
    let unsound = r#"{"type":"organisation","id":"u#","name":"{ \" [","home":"KENX","sdgs":[99]}"#;
    let repeated = r#"{"type":"organisation","id":"o7","name":"again"}"#;
    let country = r#"{"type":"country","id":"x-#","name":"A"}"#;
    let orders = [
        vec![""],
        vec!["", unsound, repeated],
        vec![country, "", unsound],
        // From here on out of order, so that all of it is read as a whole.
        vec![unsound, r#"{"type":"organisation" "id":"x"}"#, repeated, ""],
        vec!["", r#"{"type":"organisation","id":"u#","name":"A","capacity":1e999 "x"}"#],
        vec!["", "17", country],
        vec!["", r#"{"type":"organisation","id":"b","name":"}]}"#],
        vec!["{}}"],
    ];
    for kinds in orders {
        let (text, file) = array(&mixed(&kinds));
        let said = on_any_threads("validate", &file, &["-f", "json"]);
        let answer: Value = serde_json::from_str(&said.out).unwrap();
        let told = answer["problems"].as_array().unwrap().iter().map(|it| {
            let text = |key: &str| it[key].as_str().unwrap().to_owned();
            (it["line"].as_u64(), it["column"].as_u64(), text("pointer"), text("message"))
        });
        let mut whole = volmatch::read_str(file.path().to_str().unwrap(), &text);
        whole.reject_duplicates(&mut volmatch::Ids::default());
        let of_whole = whole.problems.iter().map(|it| {
            let number = |number: usize| Some(number as u64);
            (number(it.line), number(it.column), it.pointer.clone(), it.message.clone())
        });
        let (mut told, mut of_whole): (Vec<_>, Vec<_>) = (told.collect(), of_whole.collect());
        told.sort();
        of_whole.sort();
        assert_eq!(told, of_whole, "{kinds:?}");
        let counts = |key: &str| answer["inputs"][0][key].as_u64().unwrap() as usize;
        let kept = (counts("organisations"), counts("countries"));
        assert_eq!(kept, (whole.organisations.len(), whole.countries.len()), "{kinds:?}");
    }
}

#[test]
fn an_array_ranks_as_its_lines_do() {
    let country = r#"{"type":"country","id":"x-#","name":"A"}"#;
    for kinds in [vec![""], vec!["", country]] {
        let lines = mixed(&kinds);
        let (_, file) = array(&lines);
        let args = ["-f", "csv", "-k", "3"];
        let of_array = on_any_threads("match", &file, &args);
        assert!(of_array.out == on_any_threads("match", &lines.file(), &args).out, "{kinds:?}");
    }
}
