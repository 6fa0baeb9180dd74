//! A whole text or some of its lines in, records and problems out.
//!
//! Three shapes, told apart by content: one object with lists of records, an array of records, or
//! JSON Lines. The last can be read in pieces.

use std::sync::Arc;

use crate::input::{
    expect::Reader,
    location::Place,
    problem::{Kind, Problem},
    profile::Organisation,
    reading::Reading,
    shape::Shape,
    telling::at_start,
    whole::read_whole,
};

/// Reads a whole text of any shape. `name` is what problems call it.
#[must_use]
pub fn read_str(name: &str, text: &str) -> Reading {
    let file: Arc<str> = name.into();
    let mut reading = match Shape::of(text) {
        Shape::Lines => read_lines(&file, 1, text),
        Shape::Whole => read_whole(&file, text),
    };
    if reading.records == 0 && reading.problems.is_empty() {
        reading.problems.push(no_record(&file));
    }
    reading
}

/// The problem of a file without a record.
#[must_use]
pub fn no_record(file: &Arc<str>) -> Problem {
    let place = Place { file: file.clone(), line: 1, column: 1, pointer: String::new() };
    at_start(
        place,
        Kind::NoRecord,
        "no record: the file is empty, or holds blanks or an empty list alone".into(),
    )
}

/// Reads whole lines of a text in JSON Lines, of which the first has the given number.
#[must_use]
pub fn read_lines(file: &Arc<str>, first_line: usize, text: &str) -> Reading {
    let mut organisations = Vec::new();
    let reading = read_lines_with(file, first_line, text, |it| organisations.push(it.clone()));
    Reading { organisations, ..reading }
}

/// Reads whole lines as [`read_lines`] does, and shows every organisation as soon as it is read, so that
/// all of them need never be held at once; its room is that of the next.
pub fn read_lines_with<'t>(
    file: &Arc<str>,
    first_line: usize,
    text: &'t str,
    each: impl FnMut(&Organisation),
) -> Reading {
    let record = |(index, line): (usize, &'t str)| {
        let number = first_line + index;
        let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
        let record = line.trim_start();
        let column = line.len() - record.len() + 1;
        let place = Place { file: file.clone(), line: number, column, pointer: String::new() };
        (record.trim_end(), place)
    };
    let records = lines(text).enumerate().map(record);
    read_records_with(records.filter(|(record, _)| !record.is_empty()), each)
}

/// What stands before, between and behind line feeds.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    ends.scan(0, |start, end| Some(&text[std::mem::replace(start, end + 1)..end]))
}

/// Reads records, each with its place, and shows every organisation as [`read_lines_with`] does.
pub fn read_records_with<'t>(
    records: impl Iterator<Item = (&'t str, Place)>,
    mut each: impl FnMut(&Organisation),
) -> Reading {
    let mut reader = Reader::default();
    let mut reading = Reading::default();
    for (record, place) in records {
        if let Some(organisation) = reading.take_in(&mut reader, record, place, None) {
            each(&organisation);
            reader.room.take(organisation);
        }
    }
    reading
}
