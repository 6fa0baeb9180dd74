//! `--output`: a file appears whole or not at all, is never an input, and leaves nothing beside it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod support;

use std::{
    fs::{self, File},
    io::Read,
    os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink},
    path::Path,
    process::{Command, Stdio},
};

use support::{PROGRAM, folder_with_sample, names, run, words};
use tempfile::TempDir;
use volmatch::SAMPLE;

/// A folder with the sample, and with an answer from before.
fn folder() -> TempDir {
    let folder = folder_with_sample();
    fs::write(folder.path().join("answer"), "from before").unwrap();
    folder
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// That a run fails with words, and changes no file and leaves none.
fn check_refused(folder: &Path, args: &str, says: &str) {
    let texts = |names: &[String]| -> Vec<Option<Vec<u8>>> {
        names.iter().map(|name| fs::read(folder.join(name)).ok()).collect()
    };
    let before = names(folder);
    let texts_before = texts(&before);
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(1), "volmatch {args}: {}", words(&output));
    let said = words(&output).to_lowercase();
    assert!(said.contains(&says.to_lowercase()), "volmatch {args}: {said}");
    assert!(!words(&output).contains("panicked"), "{}", words(&output));
    assert_eq!(names(folder), before, "volmatch {args}");
    assert!(texts(&before) == texts_before, "volmatch {args}: a file was changed");
}

#[test]
fn a_file_holds_what_standard_output_would() {
    let folder = folder();
    let folder = folder.path();
    for args in [
        "match sample.jsonl",
        "match sample.jsonl -f json",
        "match -q -f jsonl --country KEN",
        "explain vso KEN sample.jsonl",
        "validate sample.jsonl -f json",
        "atlas KEN",
        "atlas search water -f json",
        "schema result",
        "weights",
        "weights show -f json",
        "completions bash",
        "man match",
    ] {
        let expected = run(folder, args);
        let output = run(folder, &format!("{args} -o answer"));
        assert_eq!((output.status.code(), words(&output).as_str()), (Some(0), ""));
        assert!(output.stdout.is_empty());
        assert!(fs::read(folder.join("answer")).unwrap() == expected.stdout, "volmatch {args}");
    }
    assert_eq!(run(folder, "match -q -o new").status.code(), Some(0));
    assert_eq!(names(folder), ["answer", "new", "sample.jsonl"]);
}

#[test]
fn who_reads_the_old_file_reads_it_to_its_end() {
    let folder = folder();
    let folder = folder.path();
    fs::hard_link(folder.join("answer"), folder.join("kept")).unwrap();
    fs::set_permissions(folder.join("answer"), fs::Permissions::from_mode(0o640)).unwrap();
    let mut old = File::open(folder.join("answer")).unwrap();
    assert_eq!(run(folder, "match -q -c KEN -o answer").status.code(), Some(0));
    let mut text = String::new();
    old.read_to_string(&mut text).unwrap();
    assert_eq!((text.as_str(), read(folder, "kept").as_str()), ("from before", "from before"));
    assert!(read(folder, "answer").starts_with("Kenya (KEN)"));
    assert_eq!(fs::metadata(folder.join("answer")).unwrap().mode() & 0o777, 0o640);
}

#[test]
fn a_link_stays_and_its_file_is_replaced() {
    let folder = folder();
    let folder = folder.path();
    symlink("answer", folder.join("link")).unwrap();
    assert_eq!(run(folder, "match -q -c KEN -o link").status.code(), Some(0));
    assert_eq!(fs::read_link(folder.join("link")).unwrap(), Path::new("answer"));
    assert!(read(folder, "answer").starts_with("Kenya (KEN)"));
}

#[test]
fn a_link_to_no_file_stays_too() {
    let folder = folder();
    let folder = folder.path();
    symlink("to-be", folder.join("link")).unwrap();
    run(folder, "match -q -c KEN -o link");
    assert_eq!(fs::read_link(folder.join("link")).unwrap(), Path::new("to-be"));
}

#[test]
fn an_input_is_never_the_output() {
    let folder = folder();
    let folder = folder.path();
    symlink("sample.jsonl", folder.join("link")).unwrap();
    fs::hard_link(folder.join("sample.jsonl"), folder.join("twin")).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    for name in ["sample.jsonl", "./sample.jsonl", "folder/../sample.jsonl", "link", "twin"] {
        for args in
            ["match answer sample.jsonl", "validate sample.jsonl", "explain vso KEN sample.jsonl"]
        {
            check_refused(
                folder,
                &format!("{args} -o {name}"),
                &format!("{name}: the output is also an input"),
            );
        }
    }
    check_refused(folder, "match link -o sample.jsonl", "the output is also an input");
    check_refused(folder, "match -q -o folder", "folder: the output is a folder");
}

#[test]
fn a_model_or_rules_file_is_never_the_output() {
    for option in ["--model", "--rules"] {
        let folder = folder();
        let text = if option == "--model" { "name = \"mine\"\n" } else { "rules = []\n" };
        fs::write(folder.path().join("settings"), text).unwrap();
        check_refused(
            folder.path(),
            &format!("compare -c KEN --weight language=1 {option} settings -o settings"),
            "settings",
        );
        check_refused(
            folder.path(),
            &format!("match -q {option} settings -o settings"),
            "settings",
        );
    }
}

#[test]
fn rejects_are_neither_an_input_nor_the_output() {
    let folder = folder();
    let folder = folder.path();
    symlink("sample.jsonl", folder.join("link")).unwrap();
    symlink("new", folder.join("link-to-new")).unwrap();
    fs::hard_link(folder.join("answer"), folder.join("twin")).unwrap();
    fs::create_dir(folder.join("folder")).unwrap();
    fs::write(folder.join("texts"), "{\"text\":\"water\"}\n").unwrap();
    for (args, says) in [
        ("match sample.jsonl --keep-going --rejects sample.jsonl", "also an input"),
        ("match sample.jsonl --keep-going --rejects link", "also an input"),
        ("match link --keep-going --rejects ./folder/../sample.jsonl", "also an input"),
        ("explain vso KEN sample.jsonl --keep-going --rejects sample.jsonl", "also an input"),
        ("validate sample.jsonl --rejects sample.jsonl", "also an input"),
        ("tag texts --keep-going --rejects texts", "also an input"),
        ("match sample.jsonl --keep-going --rejects folder", "is a folder"),
        ("match sample.jsonl --keep-going --rejects none/bad", "No such file"),
        ("match sample.jsonl --keep-going --rejects answer -o answer", "also the output"),
        ("match sample.jsonl --keep-going --rejects twin -o answer", "also the output"),
        ("match sample.jsonl --keep-going --rejects new -o folder/../new", "also the output"),
        ("match sample.jsonl --keep-going --rejects link-to-new -o new", "also the output"),
        ("tag texts --keep-going --rejects new -o new", "also the output"),
    ] {
        check_refused(folder, args, says);
    }
    let args = "match -q sample.jsonl --keep-going --rejects /dev/null -o /dev/null";
    assert_eq!(run(folder, args).status.code(), Some(0), "a device is not replaced");
}

#[test]
fn a_disk_that_is_full_for_rejects_is_told() {
    let folder = folder();
    fs::write(folder.path().join("bad"), "nope\n".repeat(10_000)).unwrap();
    let output = run(folder.path(), "validate bad --rejects /dev/full -o answer");
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("/dev/full: No space left"), "{}", words(&output));
    assert_eq!(read(folder.path(), "answer"), "from before");
}

#[test]
fn a_new_file_has_the_permissions_of_any_new_file() {
    for (mask, mode) in [("022", 0o644), ("077", 0o600)] {
        let folder = folder();
        let script = format!("umask {mask}; exec \"$0\" match -q -c KEN -o new");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, PROGRAM]).current_dir(folder.path());
        assert!(shell.status().unwrap().success());
        assert_eq!(fs::metadata(folder.path().join("new")).unwrap().mode() & 0o777, mode);
    }
}

#[test]
fn a_replaced_file_has_the_permissions_of_the_old_one_but_does_not_run_as_its_owner() {
    let folder = folder();
    let answer = folder.path().join("answer");
    for (before, after) in [(0o600, 0o600), (0o444, 0o444), (0o4755, 0o755), (0o2640, 0o640)] {
        fs::set_permissions(&answer, PermissionsExt::from_mode(before)).unwrap();
        assert!(run(folder.path(), "match -q -c KEN -o answer").status.success());
        assert_eq!(fs::metadata(&answer).unwrap().mode() & 0o7777, after);
    }
}

#[test]
fn standard_input_is_never_the_output() {
    let folder = folder();
    let input = File::open(folder.path().join("sample.jsonl")).unwrap();
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.path()).args(["match", "-", "-o", "sample.jsonl"]).stdin(input);
    let output = command.output().unwrap();
    assert!(read(folder.path(), "sample.jsonl") == SAMPLE, "the input was overwritten");
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
}

#[test]
fn a_run_that_fails_changes_nothing() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("bad"), "nope\n").unwrap();
    let long = "a".repeat(300);
    for (args, says) in [
        ("match bad -o answer", "nothing was ranked"),
        ("match none -o answer", "none: No such file"),
        ("match -q -c KNY -o answer", "did you mean `KEN`"),
        ("explain nobody KEN -q -o answer", "no organisation `nobody`"),
        ("match -q --model bad -o answer", "bad:1:"),
        ("match -q -o none/answer", "none/answer: No such file"),
        ("match -q -o answer/answer", "answer/answer: Not a directory"),
        ("match -q -o /dev/full/answer", "/dev/full/answer: Not a directory"),
        ("match -q -o /proc/answer", "/proc/answer: "),
        (&format!("match -q -o {long}"), "File name too long"),
    ] {
        check_refused(folder, args, says);
    }
}

#[test]
fn words_on_an_output_do_not_name_a_file_nobody_asked_for() {
    let folder = folder();
    let output = run(folder.path(), "match -q -o none/answer");
    assert!(!words(&output).contains(".volmatch-"), "{}", words(&output));
}

#[test]
fn a_file_that_grows_too_large_keeps_the_old_one() {
    let folder = folder();
    let folder = folder.path();
    for name in ["answer", "new"] {
        let before = names(folder);
        let script = format!("ulimit -f 2; exec \"$0\" match -q -f json -o {name}");
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", &script, PROGRAM]).current_dir(folder).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", words(&output));
        assert_eq!(words(&output), format!("volmatch: {name}: File too large (os error 27)\n"));
        assert_eq!((names(folder), read(folder, "answer")), (before, "from before".into()));
    }
}

/// A pipe stands for all that is no regular file: `/dev/null` and other devices must outlive a run.
#[test]
fn what_is_no_file_is_not_replaced() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut reader = Command::new("cat").arg(&pipe).stdout(Stdio::null()).spawn().unwrap();
    run(folder.path(), "match -q -c KEN -o pipe");
    let is_pipe = fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo();
    reader.kill().unwrap();
    reader.wait().unwrap();
    assert!(is_pipe, "the pipe was replaced by a file");
}

#[test]
fn a_dash_is_standard_output() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("bad"), "nope\n").unwrap();
    for args in
        ["match -q -c KEN", "explain vso KEN -q", "validate sample.jsonl", "tag we dig wells"]
    {
        let expected = run(folder, args);
        for name in ["-", "/dev/stdout"] {
            let output = run(folder, &format!("{args} -o {name}"));
            assert_eq!(output.status.code(), Some(0), "{}", words(&output));
            assert!(output.stdout == expected.stdout, "volmatch {args} -o {name}");
        }
    }
    let output = run(folder, "validate bad --rejects - -o answer");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "{\"file\":\"bad\",\"line\":1,\"reason\":\"not JSON: expected ident\",\"record\":\"nope\"}\n"
    );
    assert_eq!(words(&output), "volmatch: 1 problem, told in answer\n");
    check_refused(folder, "validate bad --rejects -", "the file of rejects is also the output");
    check_refused(
        folder,
        "validate bad --rejects - -o -",
        "the file of rejects is also the output",
    );
    assert_eq!(names(folder), ["answer", "bad", "sample.jsonl"]);
}

#[test]
fn standard_output_is_never_an_input() {
    let folder = folder();
    fs::copy(folder.path().join("sample.jsonl"), folder.path().join("texts")).unwrap();
    for args in ["match sample.jsonl", "validate sample.jsonl", "tag texts -f jsonl"] {
        let name = args.split(' ').nth(1).unwrap();
        let file = fs::OpenOptions::new().append(true).open(folder.path().join(name)).unwrap();
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder.path()).args(args.split(' ')).stdin(Stdio::null()).stdout(file);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(words(&output).contains("standard output is also an input"), "{}", words(&output));
        assert!(read(folder.path(), name) == SAMPLE, "{name} was added to");
    }
}

#[test]
fn links_are_followed_to_their_end_or_refused() {
    let folder = folder();
    let folder = folder.path();
    symlink("second", folder.join("first")).unwrap();
    symlink("new", folder.join("second")).unwrap();
    symlink("loop", folder.join("loop")).unwrap();
    check_refused(folder, "match -q -c KEN -o loop", "loop: Too many levels of symbolic links");
    assert_eq!(run(folder, "match -q -c KEN -o first").status.code(), Some(0));
    assert_eq!(fs::read_link(folder.join("first")).unwrap(), Path::new("second"));
    assert_eq!(fs::read_link(folder.join("second")).unwrap(), Path::new("new"));
    assert!(read(folder, "new").starts_with("Kenya (KEN)"));
    let output = run(folder, "match -q -c KEN -o /dev/stderr");
    assert!(words(&output).starts_with("Kenya (KEN)"), "{}", words(&output));
}
