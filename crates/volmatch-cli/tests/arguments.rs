//! Arguments good and odd: what they mean, and that none of them makes the program panic.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    ffi::OsStr,
    fs::{self, File},
    os::unix::{ffi::OsStrExt, fs::symlink},
    process::Command,
};

use support::{command, folder_with_sample, run, words};
use tempfile::TempDir;

/// A folder with the sample and some odd files.
fn folder() -> TempDir {
    let folder = folder_with_sample();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("folder")).unwrap();
    File::create(path("empty")).unwrap();
    symlink("loop", path("loop")).unwrap();
    folder
}

/// The answer in a file is that of a pipe, also where a terminal asks for it.
#[test]
fn a_file_is_no_terminal() {
    let folder = folder();
    let file = folder.path().join("answer");
    let judgements = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/judgements.toml");
    for args in [
        "match -q -c KEN",
        "match -q -c KEN -f md",
        "explain -q vso KEN",
        "gaps -q -c KEN",
        "sensitivity -q -c KEN --samples 100",
        "compare -q -c KEN --weight language=0.3",
        "tag We train midwives",
        &format!("weights elicit {judgements} -f table"),
    ] {
        let run = |more: &[&OsStr], is_terminal: bool| {
            let args = ["volmatch"].into_iter().chain(args.split(' ')).map(OsStr::new);
            let args = args.chain(more.iter().copied()).map(OsStr::to_owned);
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let exit =
                volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, is_terminal);
            assert_eq!(exit as u8, 0, "{}", String::from_utf8_lossy(&err));
            out
        };
        let piped = run(&[], false);
        run(&[OsStr::new("-o"), file.as_os_str()], true);
        assert!(fs::read(&file).unwrap() == piped, "{args}: not what a pipe gets");
        assert_eq!(run(&["-o", "-"].map(OsStr::new), true), run(&[], true), "{args} -o -");
    }
}

/// Whatever is typed, a message stays short.
#[test]
fn what_is_typed_is_quoted_in_short() {
    let folder = folder();
    let long = "y".repeat(5_000);
    let spaced = "yyyy ".repeat(1_000);
    for long in [&long, &spaced] {
        for args in [
            vec!["match", "-q", "-c", long],
            vec!["match", "-q", "--organisation", long],
            vec!["explain", "-q", long, "KEN"],
            vec!["gaps", "-q", "--given", long],
            vec!["sensitivity", "-q", "--organisation", long],
            vec!["sensitivity", "-q", "-c", "KEN", "--order", &format!("{long}>=text")],
            vec!["sensitivity", "-q", "-c", "KEN", "--within", &format!("{long}=0..1")],
            vec!["match", "-q", "--set", long],
            vec!["match", "-q", "--set", &format!("{long}.capacity=5")],
            vec!["match", "-q", "--set", &format!("vso.{long}=5")],
            vec!["match", "-q", "--set", &format!("vso.home={long}")],
            vec!["match", "-q", "--weight", &format!("{long}=1")],
            vec!["match", "-q", "-k", long],
            vec!["match", "-q", "-f", long],
            vec!["match", "-q", &format!("--{long}")],
            vec!["atlas", long],
            vec!["schema", long],
            vec!["validate", long],
            vec![long],
        ] {
            let output = command(folder.path(), &args).output().unwrap();
            assert!(matches!(output.status.code(), Some(1 | 2)), "{}", words(&output));
            let words = words(&output);
            let most = if args[0] == "validate" { 6_000 } else { 4_200 };
            assert!(words.len() < most, "{} bytes: {words:.300}", words.len());
        }
    }
}

#[test]
fn threads_are_from_1_to_256() {
    let folder = folder();
    for threads in ["0", "257", "-1", "x", "", "1.5", "99999999999999999999"] {
        let args = ["match", "--threads", threads];
        let output = command(folder.path(), args).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "--threads {threads}");
        assert!(words(&output).starts_with("error: "), "{}", words(&output));
    }
    for threads in ["1", "256"] {
        let output = run(folder.path(), &format!("match -q -j {threads}"));
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
    }
}

#[test]
fn countries_have_many_names() {
    let folder = folder();
    for (name, code) in [
        ("Ivory Coast", "CIV"),
        ("Viet Nam", "VNM"),
        ("DRC", "COD"),
        ("Türkiye", "TUR"),
        ("kenya", "KEN"),
        ("ke", "KEN"),
    ] {
        let args = ["match", "-q", "-f", "csv", "-k", "1", "--country", name];
        let output = command(folder.path(), args).output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(out.lines().nth(1).unwrap().starts_with(&format!("{code},")), "{name}: {out}");
    }
    for (typo, meant) in [
        ("Ivory Cost", "Côte d'Ivoire"),
        ("KNY", "KEN"),
        ("Veit Nam", "Viet Nam"),
        ("Turkye", "Türkiye"),
    ] {
        let output = command(folder.path(), ["match", "-q", "-c", typo]).output().unwrap();
        let expected = format!("volmatch: no country `{typo}` (did you mean `{meant}`?)\n");
        assert_eq!((output.status.code(), words(&output)), (Some(1), expected));
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn odd_arguments_never_panic() {
    let folder = folder();
    let long = "a".repeat(100_000);
    let rows = ODD.lines().map(|row| row.replace("LONG", &long).replace('⏎', "\n"));
    let mut rows: Vec<String> = rows.collect();
    rows.push(vec!["match"; 3_000].join("|"));
    assert!(60 <= rows.len(), "{}", rows.len());
    for row in rows {
        check_odd(command(folder.path(), row.split('|')), &format!("{row:.200}"));
    }
    for bytes in [&b"match|\xff\xfe.jsonl"[..], b"match|--country=\xff", b"atlas|\xff", b"\xff"] {
        let args = bytes.split(|byte| *byte == b'|').map(OsStr::from_bytes);
        check_odd(command(folder.path(), args), "not UTF-8");
    }
}

fn check_odd(mut command: Command, shown: &str) {
    let output = command.output().unwrap();
    let (code, words) = (output.status.code(), words(&output));
    assert!(matches!(code, Some(0..=2)), "{shown}: {code:?} {words}");
    assert!(!words.contains("panicked"), "{shown}: {words}");
    assert!(code == Some(0) || !words.is_empty() || !output.stdout.is_empty(), "{shown}: silent");
}

/// Whatever is said: that the sample is used, what is supposed, what was read, what is wrong.
#[test]
fn words_as_json_are_an_object_a_line() {
    let folder = folder();
    let record =
        |id: &str| format!("{{\"type\":\"organisation\",\"id\":\"{id}\",\"name\":\"N\"}}\n");
    let alike = format!("{}{}{{}}\n", record("a-1"), record("A-1"));
    fs::write(folder.path().join("alike.jsonl"), alike).unwrap();
    let mut seen = 0;
    for args in [
        "match -c KEN -v --set vso.capacity=3",
        "match alike.jsonl --keep-going -c KEN",
        "match alike.jsonl",
        "match none.jsonl",
        "match -k 0",
        "match --tpo 3",
        "compare one",
        "tag none.jsonl",
        "validate alike.jsonl -o problems",
        "sensitivity -c KEN --within lang=0.1..0.2",
    ] {
        let said = run(folder.path(), &format!("{args} --error-format json"));
        for line in words(&said).lines() {
            let read = serde_json::from_str::<serde_json::Map<_, _>>(line);
            assert!(read.is_ok(), "volmatch {args}: {line}");
            seen += 1;
        }
    }
    assert!(15 < seen, "{seen}");
}

#[test]
fn words_are_fit_for_a_terminal() {
    let folder = folder();
    let mut wrong = Vec::new();
    for odd in ["a\u{1b}[31mb", "a\u{202e}b", "a\u{7}b", "a\u{9b}2Jb", "a\rb"] {
        for args in [
            &["match", odd][..],
            &["match", "-c", odd],
            &["match", "--organisation", odd],
            &["match", "-o", &format!("none/{odd}")],
            &["match", "--model", odd],
            &["explain", odd, "KEN"],
            &["atlas", odd],
            &["match", "--only", odd],
            &["match", "-f", odd],
            &[odd],
        ] {
            let words = words(&command(folder.path(), args).output().unwrap());
            if words.contains(['\u{1b}', '\u{202e}', '\u{7}', '\u{9b}', '\r']) {
                wrong.push(format!("{args:?}: {words:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Arguments, a row a run, with `|` between two.
const ODD: &str = "
-
--
---
-x
--help|--version
help
help|match
help|help
match|--
match|-
match|-|-
match||
match|.
match|folder
match|empty
match|loop
match|none
match|/dev/null
match|LONG
match|a\u{1b}[31mb
match|a⏎b
match|%s%n$(id)
match|--|--threads
match|-k|0
match|-k|-1
match|-k|1e9
match|-k|18446744073709551615|-q|-c|KEN
match|-k|99999999999999999999
match|-j|65536
match|-f|
match|-f|LONG
match|-c|
match|-c| 
match|-c|LONG
match|-c|x-
match|-c|x-none
match|-c|KEN|-c|KEN|-q
match|-c|GUM
match|-c|⏎
match|--organisation|
match|--organisation|LONG
match|--organisation|vso|-c|KEN|-c|BRA|-q
match|--as-of|0
match|--as-of|2200|-q
match|--as-of|-9223372036854775809
match|--only|\u{202e}
match|--only|LONG
match|--model|none
match|--model|empty
match|--model|folder
match|--model|-
match|--rules|sample.jsonl
match|-o|
match|-o|folder
match|-o|none/x
match|-o|loop
match|-o|LONG
match|--quiet|--quiet
match|--error-format|json|none
explain||
explain|vso|LONG
explain|LONG|KEN
explain|\u{1b}|KEN|-q
explain|vso|KEN|-|-
validate|empty|folder
validate|empty|empty
validate|-
atlas|
atlas|LONG
atlas|search
atlas|search|
atlas|search|LONG
atlas|search|\u{130}\u{1F600}*.[
atlas|3.8|3.8
schema|none
completions|none
weights|--model|loop";
