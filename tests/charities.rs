//! Real charities by the thousand: no failure, and the same bytes however they are read.
//!
//! Needs the register extract beside the repository; without it these tests say so and pass.

use std::{collections::BTreeSet, ffi::OsString, fs, path::PathBuf};

use serde_json::{Value, json};

/// The charities as profiles, one a line, or `None` where the data is not there.
///
/// Of 4,203 lines 99 repeat another word for word; validation says so, and here they are left out.
fn profiles() -> Option<Vec<String>> {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/organisations/uk_charities.jsonl");
    let Ok(text) = fs::read_to_string(&data) else {
        eprintln!("SKIPPED: {} is not there", data.display());
        return None;
    };
    assert_eq!(text.lines().count(), 4_203);
    let distinct: BTreeSet<&str> = text.lines().collect();
    Some(distinct.into_iter().map(profile).collect())
}

/// As the `jq` line in README does it.
fn profile(line: &str) -> String {
    let charity: Value = serde_json::from_str(line).unwrap();
    let record = json!({
        "type": "organisation", "id": charity["id"], "name": charity["name"], "home": "GBR",
        "description": charity["text"],
    });
    record.to_string()
}

fn run(args: &[&str]) -> (volmatch_cli::Exit, Vec<u8>, String) {
    let args = ["volmatch"].iter().chain(args).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false);
    (exit, out, String::from_utf8(err).unwrap())
}

#[test]
fn all_countries_same_bytes_at_any_thread_count_and_order() {
    let Some(mut lines) = profiles() else { return };
    assert_eq!(lines.len(), 4_104);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("charities.jsonl");
    let path = path.to_str().unwrap();
    let mut answers = Vec::new();
    for threads in ["1", "2", "8"] {
        fs::write(path, lines.join("\n")).unwrap();
        let (exit, out, err) = run(&["match", path, "--format", "jsonl", "--threads", threads]);
        assert_eq!(exit, volmatch_cli::Exit::Done, "{err}");
        answers.push(out);
        // Another order for the next run: backwards, then every third line first.
        lines.reverse();
        lines.sort_by_key(|line| line.len() % 3);
    }
    // Ten each for 194 countries: all are at home in the United Kingdom.
    assert_eq!(answers[0].iter().filter(|byte| **byte == b'\n').count(), 1_940);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[test]
fn every_charity_is_sound() {
    let Some(lines) = profiles() else { return };
    let reading = volmatch::read_str("charities", &lines.join("\n"));
    assert_eq!(reading.problems, []);
    assert_eq!(reading.organisations.len(), 4_104);
}
