//! Same input, same bytes: whatever the threads, the order of the records, the language of the system.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::tempdir;
use volmatch::SAMPLE;

const COUNTRIES: [&str; 3] = [
    r#"{"type":"country","id":"KEN","name":"Kenya","languages":["en","sw"]}"#,
    r#"{"type":"country","id":"x-lake","name":"Lake","priorities":[{"id":"a","sdgs":["6.1"],"weight":2},{"id":"b","sdgs":["4"]}]}"#,
    r#"{"type":"country","id":"NPL","name":"Nepal","requires":{"modalities":["international"]}}"#,
];

/// Records that differ in their ids alone, so that only these break their ties.
fn twins() -> impl Iterator<Item = String> {
    (0..200).map(|it| {
        format!(
            r#"{{"type":"organisation","id":"twin-{it}","name":"Twin","home":"IND","sdgs":["4"]}}"#
        )
    })
}

/// The records from another one on, every so many.
fn shuffled(records: &[String], step: usize) -> Vec<&str> {
    (0..records.len()).map(|it| records[(it * step + step) % records.len()].as_str()).collect()
}

fn answer(folder: &Path, args: &str, settings: &[(&str, &str)]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_volmatch"));
    command.current_dir(folder).args(args.split(' ')).stdin(Stdio::null());
    let output = command.envs(settings.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn threads_order_and_language_change_no_byte() {
    let folder = tempdir().unwrap();
    let mut records: Vec<String> = SAMPLE.lines().map(str::to_owned).collect();
    records.extend(twins());
    records.extend(COUNTRIES.map(str::to_owned));
    // So that every step with this number meets each record once.
    assert_eq!(records.len(), 338);
    let questions = [
        "match FILE -k 50 -f table",
        "match FILE -k 50 -f jsonl",
        "match FILE -k 50 -f csv",
        "match FILE -k 50 -f md",
        "match FILE -k 20 -f csv --organisation vso --organisation twin-7",
        "explain twin-7 x-lake FILE -f md",
        "gaps FILE -c x-lake -c KEN",
        "validate FILE",
    ];
    let languages =
        [("C", "UTC"), ("tr_TR.UTF-8", "Asia/Kathmandu"), ("de_DE.UTF-8", "America/St_Johns")];
    for question in questions {
        let mut expected: Option<Vec<u8>> = None;
        for (turn, step) in [1, 3, 5, 337].into_iter().enumerate() {
            let lines = shuffled(&records, step);
            // It names the places of records, which go with their order.
            if question.starts_with("explain") && step != 1 {
                continue;
            }
            let text = match turn % 2 {
                0 => lines.join("\n"),
                _ => format!("[{}]", lines.join(",\n")),
            };
            fs::write(folder.path().join("profiles"), text).unwrap();
            for threads in [1, 2, 8] {
                let (language, zone) = languages[(turn + threads) % languages.len()];
                let args = format!("{} -j {threads}", question.replace("FILE", "profiles"));
                let settings = [("LANG", language), ("LC_ALL", language), ("TZ", zone)];
                let said = answer(folder.path(), &args, &settings);
                let said = without_places(&said);
                let expected = expected.get_or_insert_with(|| said.clone());
                assert!(said == *expected, "{args}, step {step}, {language}: other bytes");
            }
        }
    }
}

/// The answer but for the lines of the input that it names, which go with the order.
fn without_places(answer: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(answer.to_vec()).unwrap();
    let mut kept = String::new();
    let mut parts = text.split("\"file\":\"profiles\",\"line\":");
    kept.push_str(parts.next().unwrap());
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        // A pointer into an array begins with the index of the record.
        let rest = rest.strip_prefix(",\"pointer\":\"").map_or(rest, |rest| {
            rest.trim_start_matches('/').trim_start_matches(|c: char| c.is_ascii_digit())
        });
        kept.push_str(rest);
    }
    kept.into_bytes()
}
