//! The whole way of the data against parsing alone, and the memory it takes.
//!
//! `cargo bench --bench whole`: each run is a process of its own; `match` of JSON Lines for all 195
//! countries, top 10 each, beside `serde_json` reading the same lines into owned structs. The ratio
//! is of pairs run one after the other; the median counts. `-- --smoke` takes small files.

mod support;

use std::{
    env,
    ffi::OsString,
    fs, io,
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
    let rounds = if smoke { 1 } else { 11 };
    let folder = tempfile::tempdir().unwrap();
    println!(
        "organisations  parse CPU s  match CPU s  ratio  match CPU s (2 threads)  wall s  peak MiB"
    );
    let mut peaks = Vec::new();
    for size in sizes {
        let path = folder.path().join(format!("{size}.jsonl"));
        fs::write(&path, support::organisations(*size).collect::<String>()).unwrap();
        let (mut parse, mut whole, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let (mut both, mut wall, mut peak) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let alone = child("parse", &path);
            let matched = child("match-1", &path);
            ratios.push(matched.cpu / alone.cpu);
            parse.push(alone.cpu);
            whole.push(matched.cpu);
            let two = child("match-2", &path);
            both.push(two.cpu);
            wall.push(two.wall);
            peak.push(two.peak);
        }
        println!(
            "{size:>13}  {:>11.2}  {:>11.2}  {:>5.2}  {:>23.2}  {:>6.2}  {:>8.1}",
            median(&mut parse),
            median(&mut whole),
            median(&mut ratios),
            median(&mut both),
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

struct Measured {
    /// Seconds of processor time, of all threads.
    cpu: f64,
    /// Seconds by the clock.
    wall: f64,
    /// Most memory ever held, MiB.
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
    let mut number = || numbers.next().unwrap();
    Measured { cpu: number(), wall: number(), peak: number() }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Does one task in this process and prints processor seconds, clock seconds, peak memory in MiB.
fn work(task: &str, path: &str) {
    let started = Instant::now();
    match task {
        "parse" => parse(path),
        _ => run_match(path, task.rsplit('-').next().unwrap()),
    }
    let wall = started.elapsed().as_secs_f64();
    println!("{} {wall} {}", cpu_seconds().unwrap_or(wall), peak_mib());
}

fn run_match(path: &str, threads: &str) {
    let args = ["volmatch", "match", path, "--format", "jsonl", "--threads", threads];
    let (mut out, mut err) = (Lines(0), Vec::new());
    let exit =
        volmatch_cli::run(args.map(OsString::from), &mut io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, volmatch_cli::Exit::Done, "{}", String::from_utf8_lossy(&err));
    assert_eq!(out.0, 1_950);
}

/// Counts lines and keeps nothing: the answer's own length is not what is measured.
struct Lines(usize);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.iter().filter(|byte| **byte == b'\n').count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
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

/// User and system time of this process, in the kernel's ticks of 10 ms.
fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields[index].parse::<f64>().ok();
    Some(((ticks(11)? + ticks(12)?) / 100.0).max(0.01))
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
