//! Pipes among the arguments: what is read of one is all it says, and is not asked for again.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::fs;

use support::{folder_with_sample, shell, words};
use tempfile::TempDir;

/// A folder with the sample and some judgements.
fn folder() -> TempDir {
    let folder = folder_with_sample();
    let path = |name: &str| folder.path().join(name);
    let judgements = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/judgements.toml");
    fs::copy(judgements, path("judgements.toml")).unwrap();
    folder
}

/// The hash by which a model names its judgements is that of what was read.
#[test]
fn judgements_of_a_pipe_are_those_of_the_file() {
    let folder = folder();
    let of_file = shell(folder.path(), "volmatch weights elicit judgements.toml");
    assert!(String::from_utf8_lossy(&of_file.stdout).contains("judgements sha256 697f3d6bc124"));
    for line in [
        "volmatch weights elicit <(cat judgements.toml)",
        "mkfifo pipe; cat judgements.toml > pipe & timeout 20 volmatch weights elicit pipe",
    ] {
        let of_pipe = shell(folder.path(), line);
        assert!(of_pipe.stdout == of_file.stdout, "{line}: {}", words(&of_pipe));
    }
}

#[test]
fn settings_of_a_pipe_are_those_of_the_file() {
    let folder = folder();
    shell(folder.path(), "volmatch weights > model.toml");
    for args in ["match -q -c KEN -f csv --model", "weights check", "compare -c KEN --model"] {
        let of_file = shell(folder.path(), &format!("volmatch {args} model.toml"));
        let of_pipe = shell(folder.path(), &format!("volmatch {args} <(cat model.toml)"));
        assert!(of_file.status.success(), "{args}: {}", words(&of_file));
        assert_eq!(of_pipe.status.code(), Some(0), "{args}: {}", words(&of_pipe));
        assert_eq!(of_pipe.stdout.is_empty(), of_file.stdout.is_empty());
    }
}

/// Two rankings of the same profiles need them twice, which a pipe does not give.
#[test]
fn profiles_to_be_compared_are_no_pipe() {
    let folder = folder();
    for line in [
        "volmatch compare <(cat sample.jsonl) -c KEN --weight language=0.3",
        "mkfifo pipe; cat sample.jsonl > pipe & timeout 20 volmatch compare pipe -c KEN --weight language=0.3; \
         code=$?; kill %1; exit $code",
    ] {
        let output = shell(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", words(&output));
        let said = words(&output);
        assert!(said.contains("is not read twice: name a file"), "{line}: {said}");
    }
    let answers = "volmatch match -q -c KEN -f json";
    let line = format!("volmatch compare <({answers}) <({answers} --weight language=0.3) -f csv");
    let output = shell(folder.path(), &line);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output));
}
