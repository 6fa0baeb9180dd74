//! The house keeps its plan: imports go downwards only, and every module has a floor.

use std::{fs, path::Path};

/// From the top floor to the ground: a module may import from those below it.
const FLOORS: [&str; 12] = [
    "lib", "decide", "matching", "catalog", "model", "input", "tagging", "atlas", "sample", "sdg",
    "spread", "text",
];

#[test]
fn imports_go_downwards() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/volmatch/src");
    let mut files = Vec::new();
    collect(&source, &mut files);
    assert!(30 < files.len(), "only {} files found below {}", files.len(), source.display());
    let mut wrong = Vec::new();
    for path in files {
        let name = path.strip_prefix(&source).unwrap().to_string_lossy().into_owned();
        let module = name.split(['/', '.']).next().unwrap().to_owned();
        let Some(floor) = FLOORS.iter().position(|it| *it == module) else {
            wrong.push(format!("{name}: `{module}` has no floor"));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for imported in imports(&text) {
            match FLOORS.iter().position(|it| *it == imported) {
                Some(below) if floor <= below => {}
                _ if module == "lib" => {}
                _ => wrong.push(format!("{name}: `{module}` imports `{imported}` above it")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first segment of every path that begins with `crate::`, those in braces too.
fn imports(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => found.extend(first_segments(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// The first segments of the entries of a group, up to its closing brace.
fn first_segments(group: &str) -> Vec<String> {
    let (mut depth, mut at_start, mut found) = (0, true, Vec::new());
    for (index, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => at_start = true,
            c if at_start && depth == 0 && !c.is_whitespace() => {
                found.extend(word(&group[index..]));
                at_start = false;
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn an_upward_import_would_be_seen() {
    let text = "use crate::{\n    atlas::x,\n    matching::{a, b},\n};\nuse crate::sdg::Sdg;\n// crate::lib\n";
    assert_eq!(imports(text), ["atlas", "matching", "sdg"]);
}
