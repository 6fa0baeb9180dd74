//! A whole text that is broken somewhere, or not UTF-8: its records one by one, so that none costs another.

use std::sync::Arc;

use crate::input::{
    location::Place,
    pieces::{Piece, What, pieces},
    problem::{Kind, Problem},
    reading::Reading,
    telling::at_start,
    whole::unknown_field,
};

/// Reads what can be read of a whole text, and keeps a problem for every part that cannot.
#[must_use]
pub fn read_broken(file: &Arc<str>, bytes: &[u8]) -> Reading {
    let mut reading = Reading::default();
    for piece in pieces(bytes) {
        read_piece(file, &piece, &bytes[piece.range.clone()], &mut reading);
    }
    let is_told = |it: &Problem| it.message.starts_with(NOT_UTF_8);
    if let Err(error) = std::str::from_utf8(bytes)
        && !reading.problems.iter().any(is_told)
    {
        let (line, column) = start(file).line_and_column_of(bytes, error.valid_up_to());
        reading.problems.push(not_utf8(file, line, column));
    }
    reading
}

fn start(file: &Arc<str>) -> Place {
    Place { file: file.clone(), line: 1, column: 1, pointer: String::new() }
}

fn read_piece(file: &Arc<str>, piece: &Piece, bytes: &[u8], reading: &mut Reading) {
    let place = Place {
        file: file.clone(),
        line: piece.line,
        column: piece.column,
        pointer: piece.pointer.clone(),
    };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let (line, column) = place.line_and_column_of(bytes, error.valid_up_to());
            let pointer = place.pointer;
            return reading.reject(Problem { pointer, ..not_utf8(file, line, column) });
        }
    };
    match &piece.what {
        What::Record(listed_as) => reading.read(text, place, *listed_as),
        What::Field(key) => {
            let (kind, message) = unknown_field(key);
            reading.reject(at_start(place, kind, message));
        }
        What::Rest => {
            let message = "not JSON: trailing characters".into();
            reading.reject(at_start(place, Kind::Syntax, message));
        }
    }
}

const NOT_UTF_8: &str = "not UTF-8";

/// The problem of bytes that are no UTF-8.
#[must_use]
pub fn not_utf8(file: &Arc<str>, line: usize, column: usize) -> Problem {
    let message =
        format!("{NOT_UTF_8}; if it is Latin-1, convert it with `iconv -f LATIN1 -t UTF-8`");
    at_start(Place { line, column, ..start(file) }, Kind::Syntax, message)
}
