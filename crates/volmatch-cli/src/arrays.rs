//! An array of records in pieces, as long as it is in order: every record an object, a comma between two.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
};

use serde_json::value::RawValue;
use volmatch::{Organisation, Place, Reading, read_records_with};

/// How much is read at once for each thread.
const CHUNK: usize = 256 * 1024;
/// A record longer than this is out of order; the limit of a record with room for blanks.
const LONGEST: usize = 2 * 1024 * 1024;

/// Some records of an array.
pub(crate) enum Piece {
    Records(Records),
    /// The array is not in order: it must be read as a whole, which tells what is wrong with it.
    OutOfOrder,
}

/// Records, by where they stand in some bytes.
pub(crate) struct Records {
    bytes: Vec<u8>,
    found: Vec<Found>,
}

struct Found {
    start: usize,
    end: usize,
    index: usize,
    at: At,
}

/// A line and a column, in bytes, both from 1.
#[derive(Clone, Copy)]
struct At {
    line: usize,
    column: usize,
}

impl At {
    fn advance(&mut self, bytes: &[u8]) {
        match memchr::memrchr(b'\n', bytes) {
            None => self.column += bytes.len(),
            Some(last) => {
                self.line += memchr::memchr_iter(b'\n', bytes).count();
                self.column = bytes.len() - last;
            }
        }
    }
}

impl Piece {
    /// Reads it and shows every organisation; what else is in it is given back. `None` where it is not
    /// in order, or some record is not JSON.
    pub(crate) fn read(&self, name: &Arc<str>, each: impl FnMut(&Organisation)) -> Option<Reading> {
        let Self::Records(records) = self else { return None };
        let text = std::str::from_utf8(&records.bytes).ok()?;
        let record = |it: &Found| {
            let (At { line, column }, file) = (it.at, name.clone());
            (
                &text[it.start..it.end],
                Place { file, line, column, pointer: format!("/{}", it.index) },
            )
        };
        let reading = read_records_with(records.found.iter().map(record), each);
        // A problem may have ended the reading of a record before its end was seen.
        let is_json =
            |it: &Found| serde_json::from_str::<&RawValue>(&text[it.start..it.end]).is_ok();
        (reading.problems.is_empty() || records.found.iter().all(is_json)).then_some(reading)
    }
}

/// The pieces of an array.
pub(crate) struct Pieces<'f> {
    file: &'f File,
    /// Bytes that are read, from the end of the last record on.
    rest: Vec<u8>,
    at: At,
    index: usize,
    next: Next,
}

/// What should come next.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Next {
    Beginning,
    Record,
    CommaOrEnd,
    /// Nothing but blanks.
    Blanks,
    Done,
}

/// What a search in the bytes at hand came to.
enum Search {
    /// There is no more.
    Record(usize),
    More,
    OutOfOrder,
}

impl<'f> Pieces<'f> {
    /// From the beginning of the file.
    pub(crate) fn new(mut file: &'f File) -> io::Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let at = At { line: 1, column: 1 };
        Ok(Self { file, rest: Vec::new(), at, index: 0, next: Next::Beginning })
    }

    fn piece(&mut self) -> io::Result<Option<Piece>> {
        while self.next != Next::Done {
            let filled = self.rest.len();
            self.rest.reserve_exact(CHUNK + 1);
            let is_end = (&mut self.file).take(CHUNK as u64).read_to_end(&mut self.rest)? < CHUNK;
            let (mut found, mut from) = (Vec::new(), 0);
            loop {
                match self.search(from) {
                    Search::Record(start) => match end_of(&self.rest[start..]) {
                        Some(length) => {
                            let (end, at) = (start + length, self.at);
                            self.at.advance(&self.rest[start..end]);
                            found.push(Found { start, end, index: self.index, at });
                            (self.index, self.next, from) = (self.index + 1, Next::CommaOrEnd, end);
                        }
                        None if is_end || LONGEST < self.rest.len() - start => {
                            return Ok(Some(self.out_of_order()));
                        }
                        None => {
                            from = start;
                            break;
                        }
                    },
                    Search::More => {
                        from = self.rest.len();
                        break;
                    }
                    Search::OutOfOrder => return Ok(Some(self.out_of_order())),
                }
            }
            if is_end {
                if self.next != Next::Blanks {
                    return Ok(Some(self.out_of_order()));
                }
                self.next = Next::Done;
            }
            debug_assert!(filled <= self.rest.len());
            let rest = self.rest.split_off(from);
            let bytes = std::mem::replace(&mut self.rest, rest);
            if !found.is_empty() {
                return Ok(Some(Piece::Records(Records { bytes, found })));
            }
        }
        Ok(None)
    }

    fn out_of_order(&mut self) -> Piece {
        self.next = Next::Done;
        Piece::OutOfOrder
    }

    /// Looks for the next record among the bytes at hand, over what should stand before it.
    fn search(&mut self, from: usize) -> Search {
        const BOM: &[u8] = "\u{feff}".as_bytes();
        let mut from = from;
        if self.next == Next::Beginning && self.index == 0 && self.rest[from..].starts_with(BOM) {
            from += BOM.len();
        }
        for index in from..self.rest.len() {
            let byte = self.rest[index];
            match (self.next, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') => {}
                (Next::Beginning, b'[') => self.next = Next::Record,
                (Next::Record, b'{') => return Search::Record(index),
                (Next::CommaOrEnd, b',') => self.next = Next::Record,
                (Next::CommaOrEnd, b']') => self.next = Next::Blanks,
                _ => return Search::OutOfOrder,
            }
            self.at.advance(&[byte]);
        }
        Search::More
    }
}

impl Iterator for Pieces<'_> {
    type Item = io::Result<Piece>;

    fn next(&mut self) -> Option<Self::Item> {
        self.piece().transpose()
    }
}

/// Where an object ends, by its braces: whether it is JSON will be seen when it is read.
fn end_of(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at)? {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth -= 1,
            b'"' => at += end_of_text(&bytes[at + 1..])? + 1,
            _ => {}
        }
        at += 1;
    }
}

/// The place of the quotation mark that ends a text. Most texts are short, some long.
fn end_of_text(bytes: &[u8]) -> Option<usize> {
    const SHORT: usize = 24;
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\\');
        let near = rest.iter().take(SHORT).position(is_end);
        let found = match near {
            Some(found) => found,
            None => SHORT + memchr::memchr2(b'"', b'\\', rest.get(SHORT..)?)?,
        };
        match bytes[at + found] {
            b'"' => return Some(at + found),
            _ => at += found + 2,
        }
        if bytes.len() < at {
            return None;
        }
    }
}
