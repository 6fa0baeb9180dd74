//! A guard against slowness: instructions counted by callgrind, in units of parsing.
//!
//! `cargo bench --bench instructions` fails where a figure is more than a tenth above that of
//! `instructions.tsv`; `-- --update` writes the figures there. An instruction count is the same on a
//! loaded machine, but not with another compiler or C library; so every figure is a ratio to what
//! parsing one organisation with `serde_json` takes, counted in the same run. Says that it skips, and
//! does not fail, where valgrind is not there.

mod support;
#[path = "support/tasks.rs"]
mod tasks;

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
};

/// Set in the processes that are counted: what to do.
const TASK: &str = "VOLMATCH_BENCH_TASK";
/// By how much a figure may be above the one written down.
const TOLERANCE: f64 = 0.10;
/// Sizes whose difference tells what one more organisation costs, and the rest what a run costs.
const SIZES: [usize; 2] = [2_000, 4_000];

fn main() -> ExitCode {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if let Some(task) = env::var_os(TASK) {
        work(task.to_str().unwrap(), arguments);
        return ExitCode::SUCCESS;
    }
    if arguments.iter().any(|it| it == "--test") {
        return ExitCode::SUCCESS;
    }
    if Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("SKIPPED: no instruction is counted, since there is no valgrind");
        return ExitCode::SUCCESS;
    }
    let figures = measure();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.tsv");
    if arguments.iter().any(|it| it == "--update") {
        let rows = figures.iter().map(|(name, figure)| format!("{name}\t{figure:.2}\n"));
        fs::write(&path, format!("what\tparsed organisations\n{}", rows.collect::<String>()))
            .unwrap();
    }
    compare(&figures, &fs::read_to_string(&path).unwrap())
}

/// Names and figures, the cost of parsing one organisation being 1.
fn measure() -> Vec<(&'static str, f64)> {
    let folder = tempfile::tempdir().unwrap();
    let files = SIZES.map(|size| {
        let path = folder.path().join(format!("{size}.jsonl"));
        fs::write(&path, support::organisations(size).collect::<String>()).unwrap();
        path
    });
    let difference = (SIZES[1] - SIZES[0]) as f64;
    let [few, many] = files.each_ref().map(|file| count("parse", [file.into()]));
    let one = (many - few) / difference;
    println!("parsing one organisation takes {one:.0} instructions, taken as 1 below");
    let mut figures = Vec::new();
    let mut each = |name, of_run, options: &[&str]| {
        let [few, many] = files.each_ref().map(|file: &PathBuf| {
            let args = [options[0].into(), file.into(), "-j1".into()];
            let options = options[1..].iter().map(OsString::from);
            count("volmatch", args.into_iter().chain(options))
        });
        figures.push((name, (many - few) / difference / one));
        if let Some(of_run) = of_run {
            let rest = few - (many - few) / difference * SIZES[0] as f64;
            figures.push((of_run, rest / one));
        }
    };
    let of_run = Some("match, the rest of a run");
    each("match, an organisation", of_run, &["match", "-fjsonl"]);
    each("match for one country, an organisation", None, &["match", "-fjsonl", "-cKEN"]);
    let by_organisation = ["match", "-fcsv", "--by", "organisation"];
    each("match --by organisation, an organisation", None, &by_organisation);
    each("validate, an organisation", None, &["validate"]);
    let sample = ["match", "--country", "KEN", "-j1", "-q"].map(OsString::from);
    figures.push(("match --country KEN, of the sample", count("volmatch", sample) / one));
    figures
}

/// Instructions of a process that does a task.
fn count(task: &str, args: impl IntoIterator<Item = OsString>) -> f64 {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe().unwrap())
        .args(args)
        .env(TASK, task)
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    let counted = words.lines().find_map(|line| line.split_once("Collected : "));
    match counted {
        Some((_, number)) if output.status.success() => number.trim().parse().unwrap(),
        _ => panic!("callgrind of {task}: {}\n{words}", output.status),
    }
}

fn work(task: &str, arguments: Vec<OsString>) {
    match task {
        "parse" => tasks::parse(Path::new(&arguments[0])),
        _ => {
            tasks::volmatch(arguments);
        }
    }
}

/// Prints figures beside those written down; fails where one is too high, or has no fellow.
fn compare(figures: &[(&str, f64)], table: &str) -> ExitCode {
    let mut exit = ExitCode::SUCCESS;
    let mut written = table.lines().skip(1).filter_map(|line| line.split_once('\t'));
    println!("{:<40}  {:>9}  {:>9}", "", "now", "written");
    for (name, now) in figures {
        let before = written.next().filter(|(of, _)| of == name).and_then(|it| it.1.parse().ok());
        let (is_fine, verdict) = match before {
            None => (false, "not written down: run with `-- --update`"),
            Some(before) if before * (1.0 + TOLERANCE) < *now => (false, "SLOWER than is allowed"),
            Some(before) if *now < before * (1.0 - TOLERANCE) => (true, "faster: `-- --update`"),
            Some(_) => (true, ""),
        };
        println!("{name:<40}  {now:>9.2}  {:>9.2}  {verdict}", before.unwrap_or(f64::NAN));
        if !is_fine {
            exit = ExitCode::FAILURE;
        }
    }
    exit
}
