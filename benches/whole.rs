//! The whole way of the data against parsing alone, and the memory it takes.
//!
//! `cargo bench --bench whole`: each run is a process of its own; `match` of JSON Lines for all 195
//! countries, top 10 each, beside `serde_json` reading the same lines into owned structs. The ratio
//! is of pairs run one after the other; the median counts. `-- --smoke` takes small files.

mod support;

use std::{
    env,
    ffi::OsString,
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use serde::Deserialize;

/// Set in the processes that do the work: what to do.
const TASK: &str = "VOLMATCH_BENCH_TASK";

fn main() {
    match env::var(TASK) {
        Ok(task) => work(&task, &env::var("VOLMATCH_BENCH_FILE").unwrap()),
        Err(_) => measure(env::args().any(|it| it == "--smoke" || it == "--test")),
    }
}

fn measure(smoke: bool) {
    let sizes: &[usize] = if smoke { &[1_000, 5_000] } else { &[10_000, 100_000] };
    let rounds = if smoke { 1 } else { 5 };
    let folder = tempfile::tempdir().unwrap();
    println!("organisations  parse CPU s  match CPU s  ratio  match wall s (2 threads)  peak MiB");
    let mut peaks = Vec::new();
    for size in sizes {
        let path = folder.path().join(format!("{size}.jsonl"));
        write(&path, *size);
        let (mut parse, mut whole, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let (mut wall, mut peak) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let alone = child("parse", &path);
            let matched = child("match-1", &path);
            ratios.push(matched.seconds / alone.seconds);
            parse.push(alone.seconds);
            whole.push(matched.seconds);
            let two = child("match-2", &path);
            wall.push(two.seconds);
            peak.push(two.peak);
        }
        println!(
            "{size:>13}  {:>11.3}  {:>11.3}  {:>5.2}  {:>24.3}  {:>8.1}",
            median(&mut parse),
            median(&mut whole),
            median(&mut ratios),
            median(&mut wall),
            median(&mut peak),
        );
        peaks.push(median(&mut peak));
    }
    println!(
        "peak memory grows by {:.1} MiB from the first size to the second",
        peaks[1] - peaks[0]
    );
}

/// Written piece by piece: the measuring process stays small too.
fn write(path: &Path, size: usize) {
    let mut file = std::io::BufWriter::new(fs::File::create(path).unwrap());
    let mut random = support::Random(42);
    for number in 0..size {
        file.write_all(support::organisation(number, &mut random).as_bytes()).unwrap();
    }
    file.flush().unwrap();
}

struct Measured {
    seconds: f64,
    peak: f64,
}

fn child(task: &str, path: &Path) -> Measured {
    let output = Command::new(env::current_exe().unwrap())
        .env(TASK, task)
        .env("VOLMATCH_BENCH_FILE", path)
        .stdout(Stdio::piped())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut numbers = text.split_whitespace().map(|it| it.parse::<f64>().unwrap());
    Measured { seconds: numbers.next().unwrap(), peak: numbers.next().unwrap() }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Does one task in this process and prints its seconds and its peak memory in MiB.
fn work(task: &str, path: &str) {
    let started = Instant::now();
    match task {
        "parse" => parse(path),
        _ => run_match(path, task.rsplit('-').next().unwrap()),
    }
    let seconds = started.elapsed().as_secs_f64();
    println!("{seconds} {}", peak_mib());
}

fn run_match(path: &str, threads: &str) {
    let args = ["volmatch", "match", path, "--format", "jsonl", "--threads", threads];
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(
        args.map(OsString::from),
        &mut std::io::empty(),
        &mut out,
        &mut err,
        false,
    );
    assert_eq!(exit, volmatch_cli::Exit::Done, "{}", String::from_utf8_lossy(&err));
    assert_eq!(out.iter().filter(|byte| **byte == b'\n').count(), 1_950);
}

/// The yardstick: every line into owned structs, one after the other, nothing kept.
fn parse(path: &str) {
    let text = fs::read_to_string(path).unwrap();
    for line in text.lines() {
        std::hint::black_box(serde_json::from_str::<Owned>(line).unwrap());
    }
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Owned {
    r#type: String,
    id: String,
    name: String,
    home: Option<String>,
    organisation_type: Option<String>,
    description: Option<String>,
    sdgs: Option<Vec<Tag>>,
    sectors: Option<Vec<String>>,
    languages: Option<Vec<String>>,
    modalities: Option<Vec<String>>,
    experience: Option<Vec<Experience>>,
    capacity: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "parsed, not looked at")]
enum Tag {
    Bare(String),
    Shown { code: String, evidence: Vec<Shown> },
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Shown {
    country: Option<String>,
    year: Option<i32>,
    quality: Option<f64>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Experience {
    country: String,
    since: Option<i32>,
}

#[cfg(target_os = "linux")]
fn peak_mib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
}

#[cfg(not(target_os = "linux"))]
fn peak_mib() -> f64 {
    f64::NAN
}
