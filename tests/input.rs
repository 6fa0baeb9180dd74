//! The three shapes of a file, however it is written; and what is read of one that is cut short.

#[path = "support/program.rs"]
mod program;

use program::{counts, validate, volmatch};
use serde_json::{Value, json};
use volmatch::{Country, Organisation, Place, Reading, SAMPLE, read_str};
use volmatch_cli::Exit;

/// Some organisations and countries, without their types.
fn records() -> (Vec<Value>, Vec<Value>) {
    let organisations = SAMPLE.lines().take(12).map(|line| {
        let mut record: Value = serde_json::from_str(line).unwrap();
        record.as_object_mut().unwrap().remove("type");
        record
    });
    let countries = [
        json!({"id": "KEN", "name": "Kenya", "priorities": [{"sdgs": ["3", "6.1"], "weight": 2}]}),
        json!({"id": "x-lake", "name": "Lac d’été", "offers": ["15"], "extra": {"a": [1, {}]}}),
    ];
    (organisations.collect(), countries.into())
}

/// The same records, each with its type.
fn typed() -> Vec<Value> {
    let with_type = |record_type: &str, mut record: Value| {
        record["type"] = record_type.into();
        record
    };
    let (organisations, countries) = records();
    let organisations = organisations.into_iter().map(|it| with_type("organisation", it));
    organisations.chain(countries.into_iter().map(|it| with_type("country", it))).collect()
}

/// The same records in each of the three shapes.
fn shapes() -> [(&'static str, String); 3] {
    let (organisations, countries) = records();
    let object =
        json!({"schema_version": 1, "organisations": organisations, "countries": countries});
    let lines: String = typed().iter().map(|it| format!("{it}\n")).collect();
    [("object", object.to_string()), ("array", json!(typed()).to_string()), ("lines", lines)]
}

fn pretty(text: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<Value>(text).unwrap()).unwrap()
}

/// What was read, without the places.
fn read(text: &str) -> (Vec<Organisation>, Vec<Country>) {
    let Reading { mut organisations, mut countries, problems, .. } = read_str("f", text);
    assert!(problems.is_empty(), "{}", problems[0]);
    let nowhere = Place { file: "".into(), line: 0, column: 0, pointer: String::new() };
    organisations.iter_mut().for_each(|it| it.place = nowhere.clone());
    countries.iter_mut().for_each(|it| it.place = nowhere.clone());
    (organisations, countries)
}

#[test]
fn the_three_shapes_hold_the_same() {
    let [object, array, lines] = shapes().map(|(_, text)| text);
    let expected = read(&lines);
    assert_eq!((expected.0.len(), expected.1.len()), (12, 2));
    for text in [&object, &array] {
        assert_eq!(read(text), expected);
        assert_eq!(read(&pretty(text)), expected);
    }
    let one = pretty(lines.lines().next().unwrap());
    assert_eq!(read(&one).0, expected.0[..1]);
}

#[test]
fn marks_line_ends_and_blanks_change_nothing() {
    for (shape, text) in shapes() {
        let expected = read(&text);
        let spread = if shape == "lines" { text.clone() } else { pretty(&text) };
        for other in [
            format!("\u{feff}{text}"),
            spread.replace('\n', "\r\n"),
            format!("\u{feff}\r\n \r\n{}", spread.replace('\n', "\r\n\t\r\n")),
            text.trim_end().to_owned(),
            format!("\n\n{spread}\n\n \n"),
        ] {
            assert_eq!(read(&other), expected, "{shape}");
            let (sound, rejected) = counts(other.as_bytes());
            assert_eq!((sound, rejected), (14, 0), "{shape}");
        }
    }
}

#[test]
fn every_record_keeps_its_place() {
    let [object, array, lines] = shapes().map(|(_, text)| text);
    let of = |text: &str, place: fn(&Place) -> String| -> Vec<String> {
        let reading = read_str("f", text);
        let countries = reading.countries.iter().map(|it| place(&it.place));
        reading.organisations.iter().map(|it| place(&it.place)).chain(countries).collect()
    };
    let numbered = |list: &str, range: std::ops::Range<usize>| -> Vec<String> {
        range.map(|index| format!("{list}/{index}")).collect()
    };
    assert_eq!(of(&lines, |it| format!("/{}", it.line - 1)), numbered("", 0..14));
    assert_eq!(of(&array, |it| it.pointer.clone()), numbered("", 0..14));
    let lists = [numbered("/organisations", 0..12), numbered("/countries", 0..2)].concat();
    assert_eq!(of(&pretty(&object), |it| it.pointer.clone()), lists);
    let begins = |text: &str, place: &Place| {
        text.lines().nth(place.line - 1).unwrap()[place.column - 1..].starts_with('{')
    };
    for text in [&lines, &array, &pretty(&array), &pretty(&object)] {
        let reading = read_str("f", text);
        assert!(reading.organisations.iter().all(|it| begins(text, &it.place)));
    }
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    for (shape, text) in shapes() {
        let path = folder.path().join(format!("{shape}.txt"));
        std::fs::write(&path, &text).unwrap();
        let path = path.to_str().unwrap();
        let from_file = volmatch(&["match", path, "-f", "csv"], b"");
        let from_input = volmatch(&["match", "-", "-f", "csv"], text.as_bytes());
        assert_eq!((from_input.exit, from_input.err.as_str()), (Exit::Done, ""), "{shape}");
        assert_eq!(from_input.out, from_file.out, "{shape}");
        assert!(from_file.out.contains("x-lake"), "{shape}");
    }
    let said = volmatch(&["match", "-"], b"{}");
    assert!(said.err.starts_with("-:1:1: missing field `id`\n"), "{}", said.err);
}

#[test]
fn an_id_in_two_files_is_told_with_both_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (one, other) = (path("one.jsonl"), path("other.json"));
    let record = |id: &str| json!({"type": "organisation", "id": id, "name": "A"}).to_string();
    std::fs::write(&one, format!("\n{}\n{}\n", record("a"), record("b"))).unwrap();
    std::fs::write(&other, format!("[{},\n{}]", record("c"), record("b"))).unwrap();
    let told = format!(
        "{other}:2:1: organisation `b` is here a second time, first at {one}:3: rename or remove one, at /1"
    );
    let said = volmatch(&["match", &one, &other, "--country", "KEN"], b"");
    assert_eq!((said.exit, said.out.as_str()), (Exit::Failed, ""));
    assert!(said.err.starts_with(&told), "{}", said.err);
    let kept =
        volmatch(&["match", &one, &other, "--country", "KEN", "-f", "csv", "--keep-going"], b"");
    assert_eq!((kept.exit, kept.out.lines().count()), (Exit::Failed, 4));
    assert!(kept.err.contains("of 4 records read, 3 kept and 1 rejected"), "{}", kept.err);
}

#[test]
fn other_kinds_of_files_are_named() {
    let text = r#"{"type":"organisation","id":"a","name":"é"}"#;
    let utf_16 = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{text}").encode_utf16().flat_map(bytes).collect()
    };
    let rows: Vec<(Vec<u8>, &str)> = vec![
        (utf_16("\u{feff}", u16::to_le_bytes), "iconv -f UTF-16"),
        (utf_16("\u{feff}", u16::to_be_bytes), "iconv -f UTF-16"),
        (utf_16("", u16::to_le_bytes), "UTF-16"),
        (utf_16("", u16::to_be_bytes), "UTF-16"),
        (b"\x1f\x8b\x08\x00\x00".into(), "gunzip"),
        (b"PK\x03\x04\x14\x00".into(), "zip"),
        (b"<!DOCTYPE html><html>".into(), "web page"),
        (b"<html lang='en'>".into(), "web page"),
        (b"<HTML><BODY>".into(), "web page"),
        (b"\n  <!doctype html>\n<html>".into(), "web page"),
        (b"\xef\xbb\xbf<html>".into(), "web page"),
    ];
    let mut wrong = Vec::new();
    for (bytes, named) in rows {
        let problems = validate(&bytes)["problems"].clone();
        let message = problems[0]["message"].as_str().unwrap_or_default();
        if !message.contains(named) {
            wrong.push(format!("{}: {message}", String::from_utf8_lossy(&bytes)));
        }
    }
    assert!(wrong.is_empty(), "not named:\n{}", wrong.join("\n"));
}

#[test]
fn a_first_line_that_begins_like_utf_16_costs_no_other() {
    let [_, _, lines] = shapes().map(|(_, text)| text);
    for mark in [b"\xff\xfe", b"\xfe\xff"] {
        let spoiled = [&mark[..], lines.as_bytes()].concat();
        assert_eq!(counts(&spoiled), (13, 1));
        assert_eq!(validate(&spoiled)["problems"][0]["line"], 1);
    }
}

#[test]
fn one_line_in_latin_1_costs_no_other() {
    let [_, _, lines] = shapes().map(|(_, text)| text);
    let mut spoiled = lines.clone().into_bytes();
    let at = lines.match_indices('\n').nth(3).unwrap().0 + 20;
    spoiled[at] = 0xe9;
    assert_eq!(counts(&spoiled), (13, 1));
    let problem = &validate(&spoiled)["problems"][0];
    assert_eq!((&problem["line"], &problem["column"]), (&json!(5), &json!(20)));
    let message = problem["message"].as_str().unwrap();
    assert!(message.contains("not UTF-8") && message.contains("iconv -f LATIN1"), "{message}");
}
