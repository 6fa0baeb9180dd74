//! The program as a process of its own, in a folder of its own.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::{
    ffi::OsStr,
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::{TempDir, tempdir};
use volmatch::SAMPLE;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_volmatch");

/// A folder with the sample.
pub(crate) fn folder_with_sample() -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("sample.jsonl"), SAMPLE).unwrap();
    folder
}

/// The program with arguments, which finds nothing on standard input.
pub(crate) fn command(folder: &Path, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).args(args).stdin(Stdio::null());
    command
}

/// Runs it with arguments that hold no space.
pub(crate) fn run(folder: &Path, args: &str) -> Output {
    command(folder, args.split_whitespace()).output().unwrap()
}

/// Runs a line of the shell in which `volmatch` is the program.
pub(crate) fn shell(folder: &Path, line: &str) -> Output {
    let line = line.replace("volmatch", PROGRAM);
    let mut command = Command::new("bash");
    command.args(["-c", &line]).current_dir(folder).stdin(Stdio::null());
    command.env("RUST_BACKTRACE", "0").output().unwrap()
}

/// What it said on standard error.
pub(crate) fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The names of what is in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let name = |it: Result<fs::DirEntry, _>| it.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}
