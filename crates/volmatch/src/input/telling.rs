//! What is wrong with a record, as problems with their places.

use serde_json::error::Category;

use crate::{
    input::{
        expect::{Finding, Reader},
        location::{Place, offset_of},
        problem::{Kind, Problem},
    },
    text::cut,
};

/// The most characters of a text from the input that a problem repeats.
pub(crate) const LONGEST_SHOWN: usize = 200;
/// The most characters of a problem's message.
const LONGEST_MESSAGE: usize = 600;

/// Whether some line ends as those of very old systems did.
pub(crate) fn ends_lines_with_cr(text: &str) -> bool {
    text.bytes().zip(text.bytes().skip(1)).any(|two| two.0 == b'\r' && two.1 != b'\n')
}

/// A problem of a whole record, at its first character.
pub(crate) fn at_start(place: Place, kind: Kind, message: String) -> Problem {
    Problem {
        file: place.file,
        line: place.line,
        column: place.column,
        pointer: cut(&place.pointer, LONGEST_SHOWN),
        id: None,
        kind,
        message: cut(&message, LONGEST_MESSAGE),
        suggestion: None,
    }
}

/// What `serde_json`, or our own passing over, says of broken JSON, with our place and a remedy.
pub(crate) fn syntax(error: &serde_json::Error, place: &Place) -> Problem {
    let full = error.to_string();
    let bare = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    let (kind, message) = match error.classify() {
        Category::Eof => {
            let message = format!("the record ends too early ({bare}): is the file cut short?");
            (Kind::Syntax, message)
        }
        Category::Data if bare.starts_with("nested") => (Kind::Limit, bare.to_owned()),
        Category::Data if bare.starts_with("key") => (Kind::DuplicateKey, bare.to_owned()),
        _ if bare.starts_with("recursion") => (Kind::Limit, "nested too deep".to_owned()),
        _ if bare.starts_with("number out") => {
            (Kind::OutOfRange, "a number is out of range, expected at most 1e9".to_owned())
        }
        _ => (Kind::Syntax, format!("not JSON: {bare}")),
    };
    let below = error.line().max(1) - 1;
    let column = match below {
        0 => place.column - 1 + error.column().max(1),
        _ => error.column().max(1),
    };
    let mut problem = at_start(place.clone(), kind, message);
    (problem.line, problem.column) = (place.line + below, column);
    problem
}

/// What a reader found in a record, with its places.
pub(crate) fn located(
    text: &str,
    place: &Place,
    id: Option<&str>,
    reader: &mut Reader,
) -> Vec<Problem> {
    let problem = |finding: Finding| {
        let offset = offset_of(text, &finding.path, finding.kind == Kind::DuplicateKey);
        let (line, column) = place.line_and_column(text, offset);
        Problem {
            file: place.file.clone(),
            line,
            column,
            pointer: cut(&place.pointer_to(&finding.path), LONGEST_SHOWN),
            id: id.map(|id| cut(id, LONGEST_SHOWN)),
            kind: finding.kind,
            message: cut(&finding.message, LONGEST_MESSAGE),
            suggestion: finding.suggestion,
        }
    };
    let mut problems: Vec<Problem> = reader.findings.drain(..).map(problem).collect();
    problems.sort_by_key(|it| (it.line, it.column));
    if 0 < reader.untold {
        let message = format!("{} more problems in this record", reader.untold);
        let id = id.map(|id| cut(id, LONGEST_SHOWN));
        problems.push(Problem { id, ..at_start(place.clone(), Kind::Limit, message) });
    }
    problems
}
