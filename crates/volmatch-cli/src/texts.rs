//! Texts to be tagged: one from the command line or a file, or many from JSON Lines.

use std::{
    collections::BTreeSet,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::Value;
use volmatch::{Kind, Problem, not_utf8, strict_json, text::printable};

use crate::{
    Streams,
    chunks::{Chunk, Chunks, problem, unreadable},
    error::Failure,
    foreign::{foreign, is_web_page},
    sources::{beginning, spool},
};

/// The longest text, in bytes: that of a record.
const LONGEST_TEXT: usize = 1024 * 1024;

/// A text with what it is called.
pub(crate) struct TextRecord {
    /// A text or a number, as given; the number of the line where it has none.
    pub(crate) id: Value,
    pub(crate) text: String,
}

/// Where texts come from.
pub(crate) enum Texts {
    One(TextRecord),
    Lines { name: Arc<str>, file: File },
}

impl Texts {
    /// A text from the command line.
    pub(crate) fn typed(text: String) -> Result<Self, Failure> {
        Ok(Self::One(TextRecord { id: "text".into(), text: short_enough(text, "the text")? }))
    }

    /// A file, or standard input for `-`: JSON Lines if it begins with an object, else one text.
    pub(crate) fn open(path: &Path, streams: &mut Streams<'_>) -> Result<Self, Failure> {
        let fail = |source| Failure::Input { path: path.to_owned(), source };
        let shown = printable(&path.display().to_string());
        let mut file = match path == Path::new("-") {
            true => spool(streams.input).map_err(fail)?,
            false => File::open(path).map_err(fail)?,
        };
        if !file.metadata().is_ok_and(|it| it.is_file()) {
            file = spool(&mut file).map_err(fail)?;
        }
        let beginning = beginning(&mut file).map_err(fail)?;
        // A web page is a text like any other, if not a good one.
        if let Some(what) = foreign(&beginning).filter(|_| !is_web_page(&beginning)) {
            return Err(Failure::NoText(format!("{shown}: the file is {what}")));
        }
        let start =
            beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&beginning).trim_ascii_start();
        let is_named_so = path.extension().is_some_and(|it| it == "jsonl" || it == "ndjson");
        if start.starts_with(b"{") || is_named_so {
            return Ok(Self::Lines { name: path.display().to_string().into(), file });
        }
        if start.strip_prefix(b"[").is_some_and(|rest| rest.trim_ascii_start().starts_with(b"{")) {
            return Err(Failure::NoText(format!(
                "{shown}: an array of objects; expected one object a line: `jq -c '.[]'` makes them"
            )));
        }
        let mut bytes = Vec::new();
        let most = LONGEST_TEXT as u64 + 4;
        file.take(most).read_to_end(&mut bytes).map_err(fail)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
            let line = text.matches('\n').count() + 1;
            let column = at - text.rfind('\n').map_or(0, |at| at + 1) + 1;
            Failure::NoText(not_utf8(&shown.as_str().into(), line, column).to_string())
        })?;
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let text = short_enough(text, &shown)?;
        Ok(Self::One(TextRecord { id: path.display().to_string().into(), text }))
    }
}

fn short_enough(text: String, what: &str) -> Result<String, Failure> {
    match text.len() {
        0..=LONGEST_TEXT => Ok(text),
        _ => Err(Failure::NoText(format!("{what}: longer than {LONGEST_TEXT} bytes"))),
    }
}

/// What some lines hold.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) records: Vec<TextRecord>,
    pub(crate) problems: Vec<Problem>,
    /// Fields that are not read.
    pub(crate) passed_over: BTreeSet<String>,
}

/// The lines of a file in pieces, each to be read by [`read_chunk`].
pub(crate) fn pieces<'f>(
    name: &Arc<str>,
    file: &'f File,
) -> Result<impl Iterator<Item = Result<Chunk, Failure>> + 'f, Failure> {
    let name = name.clone();
    let chunks = Chunks::new(file, &name)?;
    Ok(chunks.map(move |chunk| chunk.map_err(|error| unreadable(&name, error))))
}

/// The records of some lines; blank lines are passed over.
pub(crate) fn read_chunk(chunk: Chunk, name: &Arc<str>) -> Batch {
    let mut batch = Batch::default();
    match chunk {
        Chunk::TooLong { line } => {
            let message = "the line is longer than 2 MiB".into();
            batch.problems.push(Problem { kind: Kind::Limit, ..problem(name, line, 1, message) });
        }
        Chunk::Lines { first_line, bytes } => {
            for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
                read_line(line, name, first_line + index, &mut batch);
            }
        }
    }
    batch
}

fn read_line(bytes: &[u8], name: &Arc<str>, line: usize, batch: &mut Batch) {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').trim(),
        Err(error) => {
            batch.problems.push(not_utf8(name, line, error.valid_up_to() + 1));
            return;
        }
    };
    if text.is_empty() {
        return;
    }
    let mut wrong = |kind, column, id: Option<&Value>, pointer: &str, message: String| {
        batch.problems.push(Problem {
            kind,
            id: id.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)),
            pointer: pointer.to_owned(),
            ..problem(name, line, column, message)
        });
    };
    let mut fields = match strict_json(text) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => {
            let message = "expected an object with `id` and `text`".into();
            return wrong(Kind::WrongType, 1, None, "", message);
        }
        Err(error) => {
            let full = error.to_string();
            let bare = full.rsplit_once(" at line ").map_or(full.as_str(), |(bare, _)| bare);
            return wrong(Kind::Syntax, error.column(), None, "", format!("not JSON: {bare}"));
        }
    };
    let id = match fields.remove("id") {
        Some(id @ (Value::String(_) | Value::Number(_))) => id,
        None => line.into(),
        Some(_) => {
            let message = "expected a text or a number".into();
            return wrong(Kind::WrongType, 1, None, "/id", message);
        }
    };
    match fields.remove("text") {
        Some(Value::String(text)) if text.len() <= LONGEST_TEXT => {
            batch.records.push(TextRecord { id, text });
        }
        Some(Value::String(_)) => {
            let message = format!("longer than {LONGEST_TEXT} bytes");
            return wrong(Kind::Limit, 1, Some(&id), "/text", message);
        }
        Some(_) => return wrong(Kind::WrongType, 1, Some(&id), "/text", "expected a text".into()),
        None => {
            return wrong(Kind::MissingField, 1, Some(&id), "", "missing field `text`".into());
        }
    }
    batch.passed_over.extend(fields.into_iter().map(|(key, _)| key).take(MOST_NAMED));
}

/// Fields passed over that are named.
pub(crate) const MOST_NAMED: usize = 8;

/// The one file among what was typed, if it names one.
pub(crate) fn file_of(words: &[std::ffi::OsString]) -> Result<Option<PathBuf>, Failure> {
    // A pipe or a device too; a folder's name is a text like any other.
    let is_there =
        |word: &std::ffi::OsString| Path::new(word).metadata().is_ok_and(|it| !it.is_dir());
    match words {
        [] => Ok(Some("-".into())),
        [only] if only == "-" || is_there(only) => Ok(Some(only.into())),
        [only] if looks_like_a_file(&only.to_string_lossy()) => {
            let shown = printable(&only.to_string_lossy());
            Err(Failure::NoText(format!(
                "{shown}: no such file; a text of one word has no dot or slash"
            )))
        }
        [_, _, ..] if words.iter().all(is_there) => {
            Err(Failure::NoText("these are files: one is read at a time".into()))
        }
        _ => Ok(None),
    }
}

/// One word with a slash, or with an ending such as `.txt`.
fn looks_like_a_file(word: &str) -> bool {
    let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_ending = (2..=5).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric);
    !word.contains(char::is_whitespace) && (word.contains('/') || is_ending)
}
