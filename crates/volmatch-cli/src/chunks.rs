//! A file of lines in pieces: what is read of it, and what cannot be.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::Arc,
};

use volmatch::{Kind, Organisation, Problem, Reading, not_utf8, read_lines_with};

use crate::error::Failure;

/// How much is read at once for each thread.
const CHUNK: usize = 256 * 1024;
/// A line longer than this is set aside unread; the limit of a record with room for blanks.
const LONGEST_LINE: usize = 2 * 1024 * 1024;

/// Some whole lines of a file, or a line that cannot be read.
pub(crate) enum Chunk {
    Lines { first_line: usize, bytes: Vec<u8> },
    TooLong { line: usize },
}

impl Chunk {
    /// Reads it and shows every organisation; what else is in it is given back.
    pub(crate) fn read(&self, name: &Arc<str>, mut each: impl FnMut(&Organisation)) -> Reading {
        match self {
            Self::TooLong { line } => {
                let message = format!("the line is longer than {LONGEST_LINE} bytes");
                let mut reading = Reading::default();
                reading.reject(Problem { kind: Kind::Limit, ..problem(name, *line, 1, message) });
                reading
            }
            Self::Lines { first_line, bytes } => match std::str::from_utf8(bytes) {
                Ok(text) => read_lines_with(name, *first_line, text, each),
                Err(_) => read_spoiled(name, *first_line, bytes, &mut each),
            },
        }
    }
}

/// Reads line by line where some line is not UTF-8.
fn read_spoiled(
    name: &Arc<str>,
    first_line: usize,
    bytes: &[u8],
    each: &mut impl FnMut(&Organisation),
) -> Reading {
    let mut reading = Reading::default();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        match std::str::from_utf8(line) {
            Ok(text) => reading.append(read_lines_with(name, first_line + index, text, &mut *each)),
            Err(error) => {
                reading.reject(not_utf8(name, first_line + index, error.valid_up_to() + 1));
            }
        }
    }
    reading
}

/// A problem at a place of a file.
pub(crate) fn problem(name: &Arc<str>, line: usize, column: usize, message: String) -> Problem {
    Problem {
        file: name.clone(),
        line,
        column,
        pointer: String::new(),
        id: None,
        kind: Kind::Syntax,
        message,
        suggestion: None,
    }
}

/// The lines of a file, in pieces that end with a line.
pub(crate) struct Chunks<'f> {
    file: &'f File,
    next_line: usize,
    rest: Vec<u8>,
    is_done: bool,
}

impl<'f> Chunks<'f> {
    /// From the beginning of the file.
    pub(crate) fn new(mut file: &'f File, name: &Arc<str>) -> Result<Self, Failure> {
        file.seek(SeekFrom::Start(0)).map_err(|error| unreadable(name, error))?;
        Ok(Self { file, next_line: 1, rest: Vec::new(), is_done: false })
    }

    fn lines(&mut self, bytes: Vec<u8>) -> Chunk {
        let first_line = self.next_line;
        self.next_line += memchr::memchr_iter(b'\n', &bytes).count();
        Chunk::Lines { first_line, bytes }
    }

    /// Passes over the rest of a line that is too long.
    fn skip_line(&mut self) -> io::Result<Chunk> {
        let line = self.next_line;
        let mut piece = vec![0; CHUNK];
        self.rest.clear();
        loop {
            let read = self.file.read(&mut piece)?;
            if read == 0 {
                self.is_done = true;
                break;
            }
            if let Some(end) = memchr::memchr(b'\n', &piece[..read]) {
                self.rest.extend_from_slice(&piece[end + 1..read]);
                self.next_line += 1;
                break;
            }
        }
        Ok(Chunk::TooLong { line })
    }

    fn piece(&mut self) -> io::Result<Option<Chunk>> {
        if self.is_done {
            return Ok(None);
        }
        let mut bytes = std::mem::take(&mut self.rest);
        if let Some(end) = memchr::memrchr(b'\n', &bytes) {
            self.rest = bytes.split_off(end + 1);
            return Ok(Some(self.lines(bytes)));
        }
        loop {
            let filled = bytes.len();
            // One more than is read, so that the end is seen without growing again.
            bytes.reserve_exact(CHUNK + 1);
            let read = (&mut self.file).take(CHUNK as u64).read_to_end(&mut bytes)?;
            if read == 0 {
                self.is_done = true;
                let chunk = (!bytes.is_empty()).then(|| self.lines(bytes));
                return Ok(chunk);
            }
            if let Some(end) = memchr::memrchr(b'\n', &bytes[filled..]) {
                self.rest = bytes.split_off(filled + end + 1);
                return Ok(Some(self.lines(bytes)));
            }
            if LONGEST_LINE < bytes.len() {
                return self.skip_line().map(Some);
            }
        }
    }
}

impl Iterator for Chunks<'_> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        self.piece().transpose()
    }
}

/// The failure to read a file at all.
pub(crate) fn unreadable(name: &Arc<str>, source: io::Error) -> Failure {
    Failure::Input { path: PathBuf::from(name.as_ref()), source }
}
