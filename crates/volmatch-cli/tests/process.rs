//! What only a process shows: its exit status, closed pipes, full disks, its environment.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    fs::{self, OpenOptions},
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use support::{PROGRAM, command, folder_with_sample, run, words};
use tempfile::TempDir;
use volmatch::SAMPLE;

/// Answers to standard output of every command.
const ANSWERS: [&str; 14] = [
    "match -q",
    "match -q -f json",
    "match -q -f jsonl",
    "match -q -f csv",
    "match -q -f md",
    "explain -q vso KEN",
    "validate sample.jsonl",
    "atlas KEN",
    "schema result",
    "weights",
    "completions bash",
    "man",
    "--help",
    "--version",
];

/// A folder with the sample, two countries, and a file of which one record is bad.
fn folder() -> TempDir {
    let folder = folder_with_sample();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    let countries = "{\"type\":\"country\",\"id\":\"KEN\",\"name\":\"Kenya\"}\n{\"type\":\"country\",\
                     \"id\":\"x-lake\",\"name\":\"Lake\",\"priorities\":[{\"sdgs\":[\"6.1\"]}]}\n";
    write("profiles.jsonl", format!("{}\n{countries}", SAMPLE.trim_end()));
    write("bad.jsonl", format!("{}\n{{\"type\":\"organisation\"}}\n", SAMPLE.trim_end()));
    folder
}

#[test]
fn the_status_says_how_it_ended() {
    let folder = folder();
    for (status, args) in [
        (0, "match -q"),
        (0, "man match"),
        (0, "man weights elicit"),
        (0, "schema rules"),
        (2, "man nothing"),
        (2, "tag --about words"),
        (2, "gaps -c KEN --given experienced,vso"),
        (2, "gaps -c KEN --weight language=1"),
        (2, "match -c KEN --weight nothing=1"),
        (2, "sensitivity -c KEN --within language=0.5..0.2"),
        (0, "match profiles.jsonl"),
        (0, "validate sample.jsonl"),
        (1, "validate bad.jsonl"),
        (1, "match bad.jsonl"),
        (1, "match bad.jsonl --keep-going"),
        (1, "explain vso KEN bad.jsonl"),
        (1, "explain nobody KEN"),
        (1, "match nothing.jsonl"),
        (1, "match --country Kenyya"),
        (1, "match --organisation vsso"),
        (1, "atlas Kenyya"),
        (1, "weights --model sample.jsonl"),
        (2, ""),
        (2, "mtach"),
        (2, "match --formt csv"),
        (2, "match -f xml"),
        (2, "match --top 0"),
        (2, "validate"),
        (2, "explain vso"),
    ] {
        let output = run(folder.path(), args);
        assert_eq!(output.status.code(), Some(status), "volmatch {args}: {}", words(&output));
        let is_silent = output.stdout.is_empty() && output.stderr.is_empty();
        assert!(!is_silent, "volmatch {args} said nothing");
    }
}

#[test]
fn nothing_matched_is_done_unless_asked_otherwise() {
    let folder = folder();
    let lonely = "{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\",\"home\":\"KEN\"}";
    fs::write(folder.path().join("lonely.jsonl"), lonely).unwrap();
    let args = "match lonely.jsonl -c KEN --only north-south";
    assert_eq!(run(folder.path(), args).status.code(), Some(0));
    assert_eq!(run(folder.path(), &format!("{args} --exit-status")).status.code(), Some(1));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = folder();
    let mut wrong = Vec::new();
    for args in ANSWERS {
        for lines in [0, 1] {
            let mut command = command(folder.path(), args.split_whitespace());
            let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut reader = BufReader::with_capacity(64, child.stdout.take().unwrap());
            (0..lines).for_each(|_| assert!(reader.read_line(&mut String::new()).unwrap() != 0));
            drop(reader);
            let output = child.wait_with_output().unwrap();
            if output.status.code() != Some(0) || !output.stderr.is_empty() {
                let code = output.status.code();
                wrong.push(format!("{args}, {lines} lines: {code:?} {}", words(&output)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_full_disk_is_told() {
    let folder = folder();
    let mut wrong = Vec::new();
    for args in ANSWERS {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(folder.path(), args.split_whitespace()).stdout(full).output().unwrap();
        let words = words(&output);
        if output.status.code() != Some(1) || !words.contains("standard output: No space left") {
            wrong.push(format!("volmatch {args}: {:?} {words}", output.status.code()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn full_or_closed_streams_do_not_panic() {
    let folder = folder();
    let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
    for (args, status) in [("match", 0), ("match bad.jsonl", 1), ("validate bad.jsonl", 1)] {
        let output =
            command(folder.path(), args.split_whitespace()).stderr(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "volmatch {args} 2>/dev/full");
        for closed in [">&-", "2>&-", ">&- 2>&-", "<&-"] {
            let status = if closed.starts_with(">&-") { 1 } else { status };
            let script = format!("exec \"$0\" {args} {closed}");
            let mut shell = Command::new("sh");
            shell.args(["-c", &script, PROGRAM]).current_dir(folder.path());
            let output = shell.output().unwrap();
            assert_eq!(output.status.code(), Some(status), "volmatch {args} {closed}");
            assert!(!words(&output).contains("panicked"), "{}", words(&output));
        }
    }
}

#[test]
fn a_standard_output_that_was_closed_is_told() {
    let folder = folder();
    let with = |line: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", line, PROGRAM]).current_dir(folder.path()).output().unwrap()
    };
    let mut wrong = Vec::new();
    for args in ANSWERS {
        let output = with(&format!("exec \"$0\" {args} >&-"));
        let words = words(&output);
        if output.status.code() != Some(1) || words != "volmatch: standard output: it is closed\n" {
            wrong.push(format!("volmatch {args}: {:?} {words}", output.status.code()));
        }
        // What nobody wants to see, however it was opened; and a file takes its place.
        for elsewhere in [">/dev/null", "1<>/dev/null", "<>/dev/null >&0"] {
            let output = with(&format!("exec \"$0\" {args} {elsewhere}"));
            assert_eq!(output.status.code(), Some(0), "volmatch {args} {elsewhere}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let output = with("exec \"$0\" match -q -o answer >&-");
    assert_eq!((output.status.code(), words(&output).as_str()), (Some(0), ""));
    assert!(folder.path().join("answer").exists());
}

#[test]
fn a_usage_error_is_2_even_when_nobody_hears_it() {
    let folder = folder();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(folder.path(), ["mtach"]).stderr(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_environment_changes_nothing() {
    let folder = folder();
    for args in ANSWERS.iter().chain(&["match profiles.jsonl", "match bad.jsonl --keep-going"]) {
        let plain = run(folder.path(), args);
        let mut odd = command(folder.path(), args.split_whitespace());
        odd.env("RAYON_NUM_THREADS", "99999999999")
            .env("LC_ALL", "tr_TR.UTF-8")
            .env("TZ", "Asia/Kabul");
        let odd = odd.env_remove("HOME").output().unwrap();
        assert_eq!((odd.status, words(&odd)), (plain.status, words(&plain)), "{args}");
        assert!(odd.stdout == plain.stdout, "volmatch {args}: another answer");
    }
}

/// The lines of a text in the order of a simple shuffle: every so many, from one after the other.
fn dealt(text: &str, hands: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let of = |hand| lines.iter().skip(hand).step_by(hands).rev().map(|line| format!("{line}\n"));
    (0..hands).flat_map(of).collect()
}

#[test]
fn neither_threads_nor_order_change_a_byte() {
    let folder = folder();
    let path = folder.path().join("profiles.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    for format in ["table", "csv", "jsonl", "md"] {
        let answer = |text: &str, threads: usize| {
            fs::write(&path, text).unwrap();
            let args = format!("match profiles.jsonl -k 200 -f {format} -j {threads}");
            let output = run(folder.path(), &args);
            assert_eq!((output.status.code(), words(&output).as_str()), (Some(0), ""));
            output.stdout
        };
        let first = answer(&text, 1);
        assert!(5_000 < first.len(), "{}", String::from_utf8_lossy(&first));
        for (threads, hands) in [(2, 1), (8, 1), (1, 2), (2, 5), (8, 11)] {
            let other = if threads == 8 && hands == 1 { text.clone() } else { dealt(&text, hands) };
            assert!(answer(&other, threads) == first, "{format}, -j {threads}, {hands} hands");
        }
    }
}
