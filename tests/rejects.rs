//! `--rejects`: what is set aside is there byte for byte, and nothing is lost.

#[path = "support/program.rs"]
mod program;
#[path = "support/spoils.rs"]
mod spoils;

use std::{collections::BTreeMap, fs};

use program::volmatch;
use proptest::{collection::btree_map, prelude::*, sample::select};
use serde_json::{Value, json};
use spoils::{SPOILS, Spoil, without_and_with};
use tempfile::tempdir;
use volmatch::SAMPLE;
use volmatch_cli::Exit;

/// The bytes of a record that was set aside.
fn bytes_of(reject: &Value) -> Vec<u8> {
    match (reject.get("record"), reject.get("record_hex")) {
        (Some(Value::String(text)), None) => text.clone().into_bytes(),
        (None, Some(Value::String(hex))) => {
            let byte =
                |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
            hex.as_bytes().chunks(2).map(byte).collect()
        }
        _ => panic!("neither `record` nor `record_hex`: {reject:.300}"),
    }
}

/// What a run sets aside, each with its line, and what is said; `PATH` is the text's file.
fn rejects(text: &[u8], args: &[&str]) -> (Vec<Value>, program::Said) {
    let folder = tempdir().unwrap();
    let (path, rejects) = (folder.path().join("profiles"), folder.path().join("rejects"));
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap();
    let args: Vec<&str> = args.iter().map(|it| if *it == "PATH" { path } else { it }).collect();
    let more = ["--rejects", rejects.to_str().unwrap()];
    let said = volmatch(&[&args[..], &more].concat(), text);
    let written = fs::read_to_string(&rejects).unwrap_or_else(|_| panic!("{}", said.err));
    let records = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (records, said)
}

/// What kept and rejected records are said to be.
fn counts(said: &program::Said) -> (usize, usize, usize) {
    let line = said.err.lines().last().unwrap();
    let numbers: Vec<usize> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    (numbers[0], numbers[1], numbers[2])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn what_is_set_aside_is_what_was_spoiled(
        spoiled in btree_map(0..SAMPLE.lines().count(), select(&SPOILS[..]), 1..40),
        ends in select(&["\n", "\r\n"][..]),
        from_file in any::<bool>(),
    ) {
        let (without, with) = without_and_with(&spoiled);
        let lines: Vec<&[u8]> = with.split(|byte| *byte == b'\n').collect();
        let text = lines.join(ends.as_bytes());
        let source = if from_file { "PATH" } else { "-" };
        let question = ["match", source, "-c", "KEN", "-k", "200", "-f", "csv", "--keep-going"];
        let (set_aside, said) = rejects(&text, &question);
        prop_assert_eq!(said.exit, Exit::Failed);
        let told: Vec<(usize, Vec<u8>)> = set_aside
            .iter()
            .map(|it| (it["line"].as_u64().unwrap() as usize - 1, bytes_of(it)))
            .collect();
        let expected: Vec<(usize, Vec<u8>)> =
            spoiled.keys().map(|index| (*index, lines[*index].to_vec())).collect();
        prop_assert!(told == expected, "other lines than those spoiled");
        let all = SAMPLE.lines().count();
        prop_assert_eq!(counts(&said), (all, all - spoiled.len(), spoiled.len()));
        let only_good = volmatch(&["match", "-", "-c", "KEN", "-k", "200", "-f", "csv"], &without);
        prop_assert!(said.out == only_good.out, "another ranking");
    }

    #[test]
    fn an_array_loses_none_either(
        spoiled in btree_map(0..20_usize, select(&SPOILS[..]), 1..8),
        indent in select(&["", "  ", "\t"][..]),
    ) {
        let records: Vec<Vec<u8>> = SAMPLE
            .lines()
            .take(20)
            .enumerate()
            .map(|(index, line)| {
                spoiled.get(&index).map_or_else(|| line.into(), |(_, spoil)| spoil(line))
            })
            .collect();
        // Where a record that is cut ends is told by the object that begins after it.
        let is_cut =
            |index: usize| spoiled.get(&index).is_some_and(|(how, _)| ["cut", "deep"].contains(how));
        prop_assume!((1..20).all(|it| !is_cut(it - 1) || records[it].starts_with(b"{")));
        let between = format!(",\n{indent}");
        let text =
            [format!("[\n{indent}").as_bytes(), &records.join(between.as_bytes()), b"\n]\n"].concat();
        let (set_aside, said) = rejects(&text, &["match", "PATH", "-c", "KEN", "--keep-going"]);
        let told: Vec<Vec<u8>> = set_aside.iter().map(bytes_of).collect();
        let expected: Vec<Vec<u8>> =
            spoiled.keys().map(|index| records[*index].trim_ascii_end().to_vec()).collect();
        prop_assert!(told == expected, "{told:?}\nother than\n{expected:?}");
        prop_assert_eq!(counts(&said), (20, 20 - spoiled.len(), spoiled.len()));
        for (reject, index) in set_aside.iter().zip(spoiled.keys()) {
            prop_assert_eq!(&reject["line"], &json!(index + 2));
        }
    }
}

#[test]
fn forty_spoiled_files_lose_no_record() {
    let all = SAMPLE.lines().count();
    let mut set_aside_in_all = 0;
    for file in 0..40_usize {
        let spoiled: BTreeMap<usize, (&str, Spoil)> = (0..50)
            .map(|turn| ((file * 31 + turn * 17) % all, SPOILS[(file + turn) % SPOILS.len()]))
            .collect();
        let (without, with) = without_and_with(&spoiled);
        let question = ["match", "PATH", "-k", "200", "-c", "KEN", "-f", "csv", "--keep-going"];
        let (set_aside, said) = rejects(&with, &question);
        let good = volmatch(&["match", "-", "-k", "200", "-c", "KEN", "-f", "csv"], &without);
        assert!(said.out == good.out, "file {file}: another ranking");
        let mut back: BTreeMap<usize, Vec<u8>> = set_aside
            .iter()
            .map(|it| (it["line"].as_u64().unwrap() as usize - 1, bytes_of(it)))
            .collect();
        for (index, line) in without.split(|byte| *byte == b'\n').enumerate() {
            if !line.is_empty() {
                assert!(back.insert(index, line.to_vec()).is_none(), "line {index} is both");
            }
        }
        let whole: Vec<u8> =
            back.into_values().flat_map(|line| [&line[..], b"\n"].concat()).collect();
        assert!(whole == with, "file {file}: kept and rejected are not what was read");
        set_aside_in_all += set_aside.len();
    }
    assert!(1_500 < set_aside_in_all, "{set_aside_in_all}");
}

#[test]
fn a_reject_says_why_and_where_it_comes_from() {
    let text = "{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\"}\n\n{\"type\":\"organisation\",\
                \"id\":\"é\",\"sgds\":[]}\r\n{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"B\"}";
    let (set_aside, _) = rejects(text.as_bytes(), &["match", "-", "--keep-going"]);
    assert_eq!(set_aside.len(), 2);
    assert_eq!(
        set_aside[0],
        json!({
            "file": "-",
            "line": 3,
            "reason": "missing field `name`; unknown field `sgds` (did you mean `sdgs`?), at /sgds",
            "record": "{\"type\":\"organisation\",\"id\":\"é\",\"sgds\":[]}",
        })
    );
    assert!(set_aside[1]["reason"].as_str().unwrap().contains("here a second time"));
    let keys: Vec<&String> = set_aside[1].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["file", "line", "reason", "record"]);
}

#[test]
fn an_object_with_lists_loses_nothing() {
    let text = b"{\"schema_version\": 9,\n\"country\": [{\"id\":\"KEN\",\"name\":\"K\"}],\n\
        \"organisations\": [{\"id\":\"a\",\"name\":\"A\"},\n{\"id\":\"\xe9\",\"name\":\"B\"},\n\
        {\"id\":\"c\",\"name\":3},\n{\"id\":\"d\",\"name\" \"D\"}, {\"id\":\"e\",\"name\":\"E\"}],\n\
        \"countries\": {\"id\":\"KEN\"}}\n{\"id\":\"f\"}";
    let (set_aside, said) =
        rejects(text, &["match", "PATH", "-c", "KEN", "-f", "csv", "--keep-going"]);
    let expected: [&[u8]; 6] = [
        b"[{\"id\":\"KEN\",\"name\":\"K\"}]",
        b"{\"id\":\"\xe9\",\"name\":\"B\"}",
        b"{\"id\":\"c\",\"name\":3}",
        b"{\"id\":\"d\",\"name\" \"D\"}",
        b"{\"id\":\"KEN\"}",
        b"{\"id\":\"f\"}",
    ];
    let told: Vec<Vec<u8>> = set_aside.iter().map(bytes_of).collect();
    assert_eq!(told, expected, "{}", said.err);
    assert_eq!(counts(&said), (8, 2, 6), "{}", said.err);
    assert_eq!(said.out.lines().count(), 3);
}

#[test]
fn every_command_that_reads_records_sets_aside() {
    let (_, with) = without_and_with(&BTreeMap::from([(7, SPOILS[0]), (9, SPOILS[8])]));
    for question in [
        &["match", "PATH", "--keep-going"][..],
        &["match", "PATH", "--organisation", "vso", "--keep-going"],
        &["explain", "vso", "KEN", "PATH", "--keep-going"],
        &["validate", "PATH"],
        &["validate", "-"],
    ] {
        let (set_aside, said) = rejects(&with, question);
        let lines: Vec<&Value> = set_aside.iter().map(|it| &it["line"]).collect();
        assert_eq!((said.exit, lines), (Exit::Failed, vec![&json!(8), &json!(10)]), "{question:?}");
    }
    let lines = b"{\"id\":1,\"text\":\"clean water\"}\n{\"id\":2}\nno\xff\n";
    for source in ["PATH", "-"] {
        let (set_aside, said) = rejects(lines, &["tag", source, "--keep-going"]);
        let told: Vec<Vec<u8>> = set_aside.iter().map(bytes_of).collect();
        assert_eq!(told, [&b"{\"id\":2}"[..], b"no\xff"], "{}", said.err);
    }
}

#[test]
fn nothing_rejected_is_an_empty_file() {
    let (set_aside, said) =
        rejects(SAMPLE.as_bytes(), &["match", "-", "-c", "KEN", "--keep-going"]);
    assert_eq!((set_aside.len(), said.exit), (0, Exit::Done));
    let said = volmatch(&["match", "--rejects", "none"], b"");
    assert_eq!(said.exit, Exit::Usage, "without --keep-going nothing is set aside");
}

#[test]
fn a_file_given_twice_is_set_aside_once() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("one").to_str().unwrap().to_owned();
    let rejects = folder.path().join("rejects").to_str().unwrap().to_owned();
    fs::write(&path, "{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\"}\nnope\n").unwrap();
    let args = ["match", &path, &path, "-c", "KEN", "--keep-going", "--rejects", &rejects];
    let said = volmatch(&args, b"");
    assert_eq!(counts(&said), (4, 1, 3));
    assert_eq!(fs::read_to_string(&rejects).unwrap().lines().count(), 3);
}

#[test]
fn a_long_record_is_set_aside_whole() {
    for last in [&b"\xc3\xa9"[..], b"\xc3", b"\xf0\x9f\x98\x80"] {
        for length in [65_533, 65_534, 65_535, 65_536, 2_500_000] {
            let text = [&b"a".repeat(length)[..], last, b"\xc3\xa9"].concat();
            let (set_aside, _) = rejects(&text, &["match", "-", "-c", "KEN", "--keep-going"]);
            assert_eq!(set_aside.len(), 1);
            assert!(bytes_of(&set_aside[0]) == text, "{length} and {last:?}");
            let is_text = std::str::from_utf8(&text).is_ok();
            assert_eq!(set_aside[0].get("record").is_some(), is_text);
        }
    }
}
