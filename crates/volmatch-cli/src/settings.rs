//! A file of settings, a model or rules: TOML or JSON in, a value out.

use std::{fs::File, io::Read, path::Path};

use volmatch::{not_utf8, text::printable};

use crate::{error::Failure, foreign::foreign};

/// The longest file of settings, in bytes.
const LONGEST_SETTINGS: u64 = 16 << 20;

pub(crate) fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// Reads a file of settings, in TOML or JSON, by its name or what it looks like.
pub(crate) fn settings(path: &Path) -> Result<serde_json::Value, Failure> {
    settings_of(path, bytes(path)?)
}

/// The bytes of a file of settings, as far as they are looked at.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let fail = |source| Failure::Input { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(fail)?;
    file.take(LONGEST_SETTINGS + 1).read_to_end(&mut bytes).map_err(fail)?;
    Ok(bytes)
}

/// What the bytes of a file of settings say.
pub(crate) fn settings_of(path: &Path, bytes: Vec<u8>) -> Result<serde_json::Value, Failure> {
    let place = |line, column, message: &str| Failure::FileSyntax {
        path: shown(path),
        message: format!("{line}:{column}: {message}"),
    };
    if let Some(what) = foreign(&bytes) {
        return Err(place(1, 1, &format!("the file is {what}")));
    }
    if LONGEST_SETTINGS < bytes.len() as u64 {
        return Err(place(1, 1, &format!("longer than {LONGEST_SETTINGS} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line_start = before.iter().rposition(|it| *it == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|it| **it == b'\n').count() + 1;
        let problem = not_utf8(&shown(path).as_str().into(), line, before.len() - line_start + 1);
        place(problem.line, problem.column, &problem.message)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let fail = |message| Failure::FileSyntax { path: shown(path), message };
    let is_named_so = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    if is_named_so || text.trim_start().starts_with('{') {
        return volmatch::strict_json(text).map_err(|error| {
            let full = error.to_string();
            let bare = full.rsplit_once(" at line ").map_or(full.as_str(), |(bare, _)| bare);
            fail(format!("{}:{}: not JSON: {bare}", error.line(), error.column()))
        });
    }
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, str::len) + 1;
        fail(format!("{line}:{column}: not TOML: {}", error.message()))
    })
}
