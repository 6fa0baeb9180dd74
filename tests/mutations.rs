//! Random bytes and random changes to sound texts: never a panic, and every problem lies in the text.

#[path = "support/program.rs"]
mod program;

use program::validate;
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::Value;
use volmatch::read_str;

/// Sound texts of the three shapes.
const TEXTS: [&str; 4] = [
    r#"{"type":"organisation","id":"a","name":"Ärzte","home":"GBR","sdgs":["3",{"code":"4","evidence":[{"country":"KEN","year":2020,"quality":0.5}]}],"extra":{"a":[1,{"b":null}]}}
{"type":"country","id":"KEN","name":"Kenya","priorities":[{"title":"\u00e9 \ud83d\ude00","weight":2,"sdgs":["3.8"]}],"requires":{"languages":["sw"]}}
"#,
    "[\n  {\n    \"type\": \"organisation\",\n    \"id\": \"a\",\n    \"name\": \"A\",\n    \"experience\": [\"KEN\", {\"country\": \"BRA\", \"since\": 1990}]\n  },\r\n  {\"type\": \"country\", \"id\": \"x-a\", \"name\": \"日本\"}\n]",
    "\u{feff}{\"schema_version\": 1,\n \"organisations\": [{\"id\": \"a\", \"name\": \"A\", \"capacity\": 12}],\n \"countries\": [{\"id\": \"KEN\", \"name\": \"K\"}]}\n",
    "{\n  \"type\": \"organisation\",\n  \"id\": \"a\",\n  \"name\": \"A\", \"languages\": [\"en\", \"fr\"]\n}\n",
];

/// A change to a text at a place of it: what stands there, so many bytes, gives way to others.
#[derive(Clone, Debug)]
struct Change {
    at: prop::sample::Index,
    removed: usize,
    added: Vec<u8>,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let piece = select(
        &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\n",
            "\r",
            "\\ud800",
            "\"type\":",
            "\"id\":\"a\"",
            "null",
            "1e999",
            "-",
            "\u{0}",
            "\u{feff}",
            "{\"a\":",
            "🜁",
        ][..],
    );
    let added = prop_oneof![
        2 => Just(Vec::new()),
        2 => vec(any::<u8>(), 1..3),
        5 => vec(piece, 1..4).prop_map(|pieces| pieces.concat().into_bytes()),
    ];
    let change = (any::<prop::sample::Index>(), 0..6_usize, added)
        .prop_map(|(at, removed, added)| Change { at, removed, added });
    vec(change, 1..5)
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for Change { at, removed, added } in changes {
        let from = at.index(bytes.len() + 1);
        let to = bytes.len().min(from + removed);
        bytes.splice(from..to, added.iter().copied());
    }
    bytes
}

/// That the place of every problem is in the text, or right behind the end of a line.
fn check(text: &[u8]) -> Result<(), TestCaseError> {
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let is_inside = |line: usize, column: usize| {
        (1..=lines.len()).contains(&line) && (1..=lines[line - 1].len() + 1).contains(&column)
    };
    let answer = validate(text);
    let input = &answer["inputs"][0];
    let count = |key: &str| input[key].as_u64().unwrap();
    prop_assert_eq!(
        count("records"),
        count("organisations") + count("countries") + count("rejected")
    );
    for problem in answer["problems"].as_array().unwrap() {
        let number = |key: &str| problem[key].as_u64().unwrap() as usize;
        prop_assert!(is_inside(number("line"), number("column")), "{}", problem);
        prop_assert!(!problem["message"].as_str().unwrap().is_empty());
    }
    if let Ok(text) = std::str::from_utf8(text) {
        let reading = read_str("-", text);
        let told = Value::Array(
            reading.keep_sound().1.iter().map(|it| serde_json::to_value(it).unwrap()).collect(),
        );
        prop_assert!(
            told == answer["problems"] || is_named(&answer),
            "{told:#}\nother than {answer:#}"
        );
    }
    Ok(())
}

/// Whether the text was taken for another kind of file, which only the program does.
fn is_named(answer: &Value) -> bool {
    answer["problems"][0]["message"].as_str().is_some_and(|it| it.starts_with("the file is "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_500) })]

    #[test]
    fn a_changed_text_is_told_within_itself(text in select(&TEXTS[..]), changes in changes()) {
        check(&changed(text, &changes))?;
    }

    #[test]
    fn random_bytes_are_told_within_themselves(bytes in vec(any::<u8>(), 0..300)) {
        check(&bytes)?;
    }

    #[test]
    fn random_json_is_told_within_itself(text in "[ \n\\[\\]{},:\"\\\\a1e.-]{0,120}") {
        check(text.as_bytes())?;
    }
}

#[test]
fn the_texts_are_sound() {
    for text in TEXTS {
        let problems = validate(text.as_bytes())["problems"].clone();
        assert_eq!(problems, Value::Array(Vec::new()), "{text}");
    }
}
