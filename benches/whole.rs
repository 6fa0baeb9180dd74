//! The whole way of the data against parsing alone, and the memory it takes, as the data grow.
//!
//! `cargo bench --bench whole`: `match` for all 195 countries, top 10 each, of 1,000, 10,000 and
//! 100,000 made-up organisations; `-- --million` adds 1,000,000, for which the temporary folder must
//! hold two files of 1.1 GB. `-- --smoke` takes two small files, once. Every run is a process of its
//! own; each task runs right behind the one it is compared with, and the median of these pairs counts.

#[path = "support/rows.rs"]
mod rows;
mod support;
#[path = "support/tasks.rs"]
mod tasks;

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// Set in the processes that do the work: what to do.
const TASK: &str = "VOLMATCH_BENCH_TASK";
/// Set there too: the folder of the files.
const FOLDER: &str = "VOLMATCH_BENCH_FOLDER";

/// A task, what to call it, and the task that it is compared with.
struct Row {
    task: &'static str,
    name: &'static str,
    beside: &'static str,
}

const ROWS: [Row; 7] = [
    Row { task: "match", name: "match, all criteria", beside: "parse" },
    Row { task: "without-text", name: "match, all but text", beside: "parse" },
    Row { task: "by-organisation", name: "match --by organisation", beside: "parse" },
    Row { task: "rows", name: "its rows of csv alone", beside: "parse" },
    Row { task: "two-threads", name: "match on 2 threads", beside: "match" },
    Row { task: "array", name: "match of a JSON array", beside: "match" },
    Row { task: "validate", name: "validate", beside: "parse" },
];

fn main() {
    if let Ok(task) = env::var(TASK) {
        return work(&task, Path::new(&env::var(FOLDER).unwrap()));
    }
    let has = |flag: &str| env::args().any(|it| it == flag);
    let sizes: &[(usize, usize)] = match (has("--smoke") || has("--test"), has("--million")) {
        (true, _) => &[(500, 1), (1_000, 1)],
        (_, false) => &[(1_000, 11), (10_000, 11), (100_000, 7)],
        (_, true) => &[(1_000, 11), (10_000, 11), (100_000, 7), (1_000_000, 3)],
    };
    let mut before: Option<(usize, Measured)> = None;
    for (size, rounds) in sizes {
        let matched = of_size(*size, *rounds);
        if let Some((fewer, of_fewer)) = before {
            let each = (matched.cpu / *size as f64) / (of_fewer.cpu / fewer as f64);
            let more = matched.peak - of_fewer.peak;
            let bytes = more * f64::from(1 << 20) / (size - fewer) as f64;
            println!(
                "from {fewer} to {size}: {each:.2} x the time for each, peak {more:+.1} MiB, {bytes:.0} \
                 bytes an organisation"
            );
        }
        println!();
        before = Some((*size, matched));
    }
}

/// Measures all rows at one size, prints them, and gives the medians of `match`.
fn of_size(size: usize, rounds: usize) -> Measured {
    let folder = tempfile::tempdir().unwrap();
    let bytes = write_files(folder.path(), size);
    println!("{size} organisations, {:.1} MB; median of {rounds}", bytes as f64 / 1e6);
    println!("                            CPU s  us each             ratio  wall s  peak MiB");
    let mut parsed = Vec::new();
    let mut matched = Vec::new();
    for row in ROWS.iter().filter(|row| row.task != "by-organisation" || ranks_by_organisation()) {
        let (mut measured, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let beside = child(row.beside, folder.path());
            let it = child(row.task, folder.path());
            ratios.push(it.cpu / beside.cpu);
            match row.beside {
                "parse" => parsed.push(beside),
                _ => matched.push(beside),
            }
            measured.push(it);
        }
        print_row(row.name, &measured, size, &format!("{:.2} x {}", median(ratios), row.beside));
        if row.task == "match" {
            matched.append(&mut measured);
        }
    }
    print_row("parse alone", &parsed, size, "");
    Measured::median(&matched)
}

fn print_row(name: &str, measured: &[Measured], size: usize, ratio: &str) {
    let Measured { cpu, wall, peak } = Measured::median(measured);
    let each = cpu * 1e6 / size as f64;
    println!("{name:<24}  {cpu:>7.3}  {each:>7.2}  {ratio:>16}  {wall:>6.3}  {peak:>8.1}");
}

/// Writes the organisations as lines, as an array, and a model for which text weighs nothing. The
/// bytes of the lines.
fn write_files(folder: &Path, size: usize) -> u64 {
    fs::write(folder.join("without_text.json"), r#"{"weights":{"host":{"text":0}}}"#).unwrap();
    let create = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    let (mut lines, mut array) = (create("lines.jsonl"), create("array.json"));
    let mut before = "[\n";
    for line in support::organisations(size) {
        lines.write_all(line.as_bytes()).unwrap();
        write!(array, "{before}{}", line.trim_end()).unwrap();
        before = ",\n";
    }
    array.write_all(b"\n]\n").unwrap();
    array.flush().unwrap();
    lines.flush().unwrap();
    lines.get_ref().metadata().unwrap().len()
}

/// Whether the program can rank countries for every organisation.
fn ranks_by_organisation() -> bool {
    let args = ["volmatch", "match", "--by", "organisation", "--format", "csv", "--country", "KEN"];
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = args.map(OsString::from);
    volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false)
        == volmatch_cli::Exit::Done
}

/// Does one task in this process and prints processor seconds, clock seconds, peak memory in MiB.
fn work(task: &str, folder: &Path) {
    let started = Instant::now();
    let lines = folder.join("lines.jsonl");
    let run = |file: PathBuf, options: &[&str]| {
        let args = ["match".into(), file.into_os_string(), "--format".into(), "jsonl".into()];
        tasks::volmatch(args.into_iter().chain(options.iter().map(OsString::from)))
    };
    let answered = match task {
        "parse" => {
            tasks::parse(&lines);
            1_950
        }
        "validate" => {
            tasks::volmatch(["validate".into(), lines.into_os_string(), "-j1".into()]);
            1_950
        }
        "match" => run(lines, &["-j1"]),
        "without-text" => {
            let model = folder.join("without_text.json");
            run(lines, &["-j1", "--model", model.to_str().unwrap()])
        }
        "by-organisation" => {
            let args = ["--by", "organisation", "--format", "csv", "-j1"].map(OsString::from);
            let file = ["match".into(), lines.into_os_string()];
            let answered = tasks::volmatch(file.into_iter().chain(args));
            assert!(1_950 < answered, "{answered}");
            1_950
        }
        "rows" => {
            let lines = BufReader::new(File::open(lines).unwrap());
            rows::rows(lines.split(b'\n').count());
            1_950
        }
        "two-threads" => run(lines, &["-j2"]),
        "array" => run(folder.join("array.json"), &["-j1"]),
        _ => panic!("no task `{task}`"),
    };
    assert_eq!(answered, 1_950, "matches of {task}");
    let wall = started.elapsed().as_secs_f64();
    println!("{} {wall} {}", cpu_seconds(), peak_mib());
}

/// What one process took.
#[derive(Clone, Copy)]
struct Measured {
    /// Seconds of processor time, user and system, of all threads.
    cpu: f64,
    /// Seconds by the clock.
    wall: f64,
    /// Most memory ever held, MiB.
    peak: f64,
}

impl Measured {
    fn median(all: &[Self]) -> Self {
        let of = |figure: fn(&Self) -> f64| median(all.iter().map(figure).collect());
        Self { cpu: of(|it| it.cpu), wall: of(|it| it.wall), peak: of(|it| it.peak) }
    }
}

fn child(task: &str, folder: &Path) -> Measured {
    let output = Command::new(env::current_exe().unwrap())
        .env(TASK, task)
        .env(FOLDER, folder)
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success(), "{task}: {}", output.status);
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<f64> = text.split_whitespace().map(|it| it.parse().unwrap()).collect();
    Measured { cpu: numbers[0], wall: numbers[1], peak: numbers[2] }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Processor time of this process since it began, all threads together, by a clock of nanoseconds.
#[cfg(unix)]
fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(unix))]
fn cpu_seconds() -> f64 {
    f64::NAN
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
