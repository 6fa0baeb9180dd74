//! Runs that are killed, crowded or starved: a file is the old one or a whole new one, whatever happens.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    fmt::Write as _,
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use support::{PROGRAM, names};
use tempfile::{TempDir, tempdir};

const OLD: &str = "from before";

/// A folder with some organisations, a few of them bad, and an answer from before.
fn folder(organisations: usize) -> TempDir {
    let folder = tempdir().unwrap();
    let mut text = String::new();
    for index in 0..organisations {
        let name = if index % 50 == 7 { "1" } else { "\"Water, schools and health\"" };
        writeln!(
            text,
            r#"{{"type":"organisation","id":"o{index}","name":{name},"home":"GBR","sdgs":["3","6.1"],"experience":["KEN"]}}"#
        )
        .unwrap();
    }
    fs::write(folder.path().join("profiles.jsonl"), text).unwrap();
    fs::write(folder.path().join("answer"), OLD).unwrap();
    folder
}

const ARGS: &str =
    "match profiles.jsonl -q -c KEN -c BRA -k 200 -f json --keep-going -o answer --rejects rejects";

fn start(folder: &Path, args: &str) -> Child {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(args.split(' ')).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn sixty_kills_leave_sixty_old_or_whole_files() {
    let folder = folder(4_000);
    let folder = folder.path();
    let begin = Instant::now();
    assert_eq!(start(folder, ARGS).wait_with_output().unwrap().status.code(), Some(1));
    let whole_run = begin.elapsed();
    let texts = |name: &str| fs::read(folder.join(name)).unwrap();
    let (answer, rejects) = (texts("answer"), texts("rejects"));
    assert!(100_000 < answer.len() && rejects.iter().filter(|it| **it == b'\n').count() == 80);
    let (mut killed, mut old, mut new) = (0, 0, 0);
    for turn in 0..60_u32 {
        fs::write(folder.join("answer"), OLD).unwrap();
        fs::write(folder.join("rejects"), OLD).unwrap();
        let mut child = start(folder, ARGS);
        // From at once to a little behind the end, as it was measured.
        thread::sleep(whole_run.mul_f64(f64::from(turn) / 55.0));
        let signal = ["INT", "TERM", "KILL"][turn as usize % 3];
        let mut kill = Command::new("kill");
        kill.args(["-s", signal, &child.id().to_string()]).stderr(Stdio::null());
        kill.status().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(status.signal().is_some());
        assert_ne!(status.code(), Some(0), "killed by {signal}, but it says that all went well");
        for (name, whole) in [("answer", &answer), ("rejects", &rejects)] {
            let text = texts(name);
            let is_old = text == OLD.as_bytes();
            assert!(is_old || text == *whole, "turn {turn}, {signal}: {name} is torn");
            if is_old { old += 1 } else { new += 1 }
        }
    }
    assert_eq!(old + new, 120);
    assert!(0 < killed && 0 < old, "{killed} killed, {old} old");
    // Between its first and its last name a file has another for some microseconds.
    let strays = names(folder).iter().filter(|it| it.starts_with(".volmatch-")).count();
    assert!(strays <= 1, "{:?}", names(folder));
}

#[test]
fn six_runs_to_one_path_leave_the_whole_file_of_one() {
    let folder = folder(1_000);
    let folder = folder.path();
    let args =
        |limit: usize| format!("match profiles.jsonl -q -c KEN -k {limit} -f csv --keep-going");
    let alone: Vec<Vec<u8>> = (1..=6)
        .map(|limit| start(folder, &args(limit)).wait_with_output().unwrap().stdout)
        .collect();
    for _ in 0..5 {
        let runs: Vec<Child> =
            (1..=6).map(|limit| start(folder, &format!("{} -o answer", args(limit)))).collect();
        for run in runs {
            assert_eq!(run.wait_with_output().unwrap().status.code(), Some(1));
        }
        assert!(alone.contains(&fs::read(folder.join("answer")).unwrap()));
    }
    assert_eq!(names(folder), ["answer", "profiles.jsonl"]);
}

/// Runs with limits as the shell sets them.
fn limited(folder: &Path, limits: &str, args: &str) -> Output {
    let script = format!("{limits}; exec \"$0\" {args}");
    let mut shell = Command::new("sh");
    shell.args(["-c", &script, PROGRAM]).current_dir(folder).output().unwrap()
}

#[test]
fn a_hundred_thousand_records_fit_in_256_mib() {
    let folder = folder(100_000);
    for args in [
        "match profiles.jsonl -c KEN -k 5 -f csv --keep-going -o answer --rejects rejects",
        "match - -c KEN -k 5 -f csv --keep-going -o answer --rejects rejects < profiles.jsonl",
        "validate profiles.jsonl -o answer --rejects rejects",
    ] {
        let output = limited(folder.path(), "ulimit -v 262144", args);
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "volmatch {args}: {words}");
        let rejects = fs::read_to_string(folder.path().join("rejects")).unwrap();
        assert_eq!(rejects.lines().count(), 2_000, "volmatch {args}");
        fs::remove_file(folder.path().join("rejects")).unwrap();
    }
}

#[test]
fn a_machine_that_gives_few_threads_gets_an_answer() {
    let folder = folder(100);
    let args = "match profiles.jsonl -q -c KEN -k 5 -f csv --keep-going";
    let plain = limited(folder.path(), ":", args);
    let limit = "ulimit -v 262144";
    let output = limited(folder.path(), limit, &format!("{args} -j 256"));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(1)), "{:?}: {words}", output.status);
    assert!(output.stdout == plain.stdout, "{words}");
}

/// Input without an end: a few seconds of it, then the reader's own end must not be a crash.
#[test]
fn a_stream_without_an_end_stops_where_files_may_grow_no_further() {
    let folder = folder(1);
    let begin = Instant::now();
    let limits = "ulimit -v 262144; ulimit -f 65536";
    for args in ["validate /dev/zero", "match - < /dev/zero", "tag /dev/zero"] {
        let output = limited(folder.path(), limits, args);
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "volmatch {args}: {words}");
        // Zeros are given up early where they are seen for what they are.
        let is_told =
            ["File too large", "nothing but zero bytes"].iter().any(|it| words.contains(it));
        assert!(is_told, "volmatch {args}: {words}");
    }
    assert!(begin.elapsed() < Duration::from_secs(60));
}
