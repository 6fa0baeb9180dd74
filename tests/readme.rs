//! README tells the truth: its transcripts are run, and `UPDATE_GOLDEN=1` writes them anew.

use std::{env, ffi::OsString, fs, path::Path};

/// The README with the answer under every `$ volmatch ...` line taken from the program.
fn rewritten(readme: &str) -> String {
    let mut text = String::new();
    let mut lines = readme.lines();
    while let Some(line) = lines.next() {
        text += &format!("{line}\n");
        if line != "```console" {
            continue;
        }
        let command = lines.next().unwrap();
        let args: Vec<OsString> =
            command.strip_prefix("$ ").unwrap().split(' ').map(OsString::from).collect();
        let (mut out, mut err) = (Vec::new(), Vec::new());
        volmatch_cli::run(args, &mut std::io::empty(), &mut out, &mut err, false);
        assert!(err.is_empty(), "{command}: {}", String::from_utf8_lossy(&err));
        text += &format!("{command}\n{}", String::from_utf8(out).unwrap());
        lines.find(|line| *line == "```").unwrap();
        text += "```\n";
    }
    text
}

#[test]
fn every_transcript_is_what_the_program_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let truth = rewritten(&readme);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, truth).unwrap();
        return;
    }
    assert!(3 <= readme.matches("\n$ volmatch ").count());
    assert!(truth == readme, "README is out of date; run with UPDATE_GOLDEN=1");
}
