//! How long a person waits for a small answer: whole runs of the program, start and end included.
//!
//! `cargo bench --bench start` builds the program and takes the median of 50 runs each, of a program
//! that does nothing too, since a part of the wait is the machine's. `-- --smoke` runs each once.

use std::{
    env,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// What is run, and in how many milliseconds it should be done.
const RUNS: [(&[&str], f64); 4] = [
    (&["--version"], 5.0),
    (&["match", "--country", "KEN"], 30.0),
    (&["atlas", "KEN"], f64::INFINITY),
    (&["match"], f64::INFINITY),
];

fn main() {
    let is_smoke = env::args().any(|it| it == "--smoke" || it == "--test");
    let rounds = if is_smoke { 1 } else { 50 };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let build = ["build", "--release", "--locked", "--quiet", "--package", "volmatch-cli"];
    assert!(Command::new(env!("CARGO")).args(build).current_dir(root).status().unwrap().success());
    // The benches stand in `deps`, beside which the program is put.
    let this = env::current_exe().unwrap();
    let program = this.ancestors().nth(2).unwrap().join("volmatch");
    println!("                              wall ms, median of {rounds}  fastest    bar");
    print("(a program that does nothing)", &mut Command::new("true"), rounds, f64::INFINITY);
    for (args, bar) in RUNS {
        let name = format!("volmatch {}", args.join(" "));
        print(&name, Command::new(&program).args(args), rounds, bar);
    }
}

fn print(name: &str, command: &mut Command, rounds: usize, bar: f64) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..rounds {
        let started = Instant::now();
        assert!(command.status().unwrap().success(), "{name}");
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let bar = if bar.is_finite() { format!("{bar:.0}") } else { String::new() };
    println!("{name:<29}  {:>20.2}  {:>7.2}  {bar:>5}", times[rounds / 2], times[0]);
}
