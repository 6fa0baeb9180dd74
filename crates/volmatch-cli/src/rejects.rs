//! `--rejects`: the records that were set aside, byte for byte, a JSON object a line.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    ops::Range,
    path::Path,
};

use volmatch::{Kind, Problem, pieces};

use crate::{
    Streams,
    chunks::unreadable,
    counts::Ingested,
    error::Failure,
    output,
    report::fit::fit,
    sources::{Content, Source, hex},
};

/// How much of a record is in memory at once.
const PIECE: usize = 64 * 1024;

/// A record that was set aside.
struct Reject {
    line: usize,
    reason: String,
    /// Its bytes within its file.
    range: Range<u64>,
}

/// Writes the records of all sources that have a problem, if they are wanted.
pub(crate) fn write(
    path: Option<&Path>,
    sources: &[Source],
    ingested: &Ingested,
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let mut all: Vec<(&str, &File, Vec<Reject>)> = Vec::new();
    let mut begin = 0;
    for (source, counts) in sources.iter().zip(&ingested.inputs) {
        let problems = &ingested.problems[begin..counts.problems_end];
        begin = counts.problems_end;
        let Some(file) = source.file().filter(|_| !problems.is_empty()) else { continue };
        let found = match &source.content {
            Content::Lines(file) => of_lines(file, problems),
            Content::Array(_) | Content::Whole { .. } => of_whole(file, problems),
        };
        all.push((&source.name, file, found.map_err(|error| unreadable(&source.name, error))?));
    }
    write_all(path, &all, streams)
}

/// Writes the bad lines of one file, if they are wanted.
pub(crate) fn write_lines(
    path: Option<&Path>,
    source: Option<(&str, &File)>,
    problems: &[Problem],
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let Some((name, file)) = source else { return write_all(path, &[], streams) };
    let found = of_lines(file, problems).map_err(|error| unreadable(&name.into(), error))?;
    write_all(path, &[(name, file, found)], streams)
}

fn write_all(
    path: &Path,
    all: &[(&str, &File, Vec<Reject>)],
    streams: &mut Streams<'_>,
) -> Result<(), Failure> {
    output::write(Some(path), streams, |out: &mut dyn Write| {
        for (name, file, rejects) in all {
            rejects.iter().try_for_each(|it| write_one(name, file, it, out))?;
        }
        Ok(())
    })
}

/// What is wrong with each record, by its line.
fn of_lines(mut file: &File, problems: &[Problem]) -> io::Result<Vec<Reject>> {
    let mut reasons: BTreeMap<usize, String> = BTreeMap::new();
    for problem in problems.iter().filter(|it| it.kind != Kind::NoRecord) {
        add_reason(reasons.entry(problem.line).or_default(), problem);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::with_capacity(PIECE, file);
    let (mut line, mut start, mut at) = (1, 0_u64, 0_u64);
    let (mut found, mut ends_with_cr) = (Vec::new(), false);
    while !reasons.is_empty() {
        let piece = reader.fill_buf()?;
        let is_end = piece.is_empty();
        let end = memchr::memchr(b'\n', piece);
        let text = &piece[..end.unwrap_or(piece.len())];
        ends_with_cr = text.last().map_or(ends_with_cr, |last| *last == b'\r');
        let (length, used) = (text.len(), text.len() + usize::from(end.is_some()));
        reader.consume(used);
        at += length as u64;
        if end.is_some() || is_end {
            if let Some(reason) = reasons.remove(&line) {
                let is_crlf = ends_with_cr && end.is_some();
                found.push(Reject { line, reason, range: start..at - u64::from(is_crlf) });
            }
            (line, start, ends_with_cr) = (line + 1, at + 1, false);
            at += 1;
        }
        if is_end {
            break;
        }
    }
    Ok(found)
}

/// What is wrong with each part of a whole text, by its pointer.
fn of_whole(mut file: &File, problems: &[Problem]) -> io::Result<Vec<Reject>> {
    file.seek(SeekFrom::Start(0))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut found = Vec::new();
    // Those of a record stand together, and by the first parts of their pointers few are looked at.
    let mut by_record: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in problems.iter().filter(|it| it.kind != Kind::NoRecord) {
        by_record.entry(record_of(&problem.pointer)).or_default().push(problem);
    }
    let lone: Vec<&Problem> = problems.iter().collect();
    for piece in pieces(&bytes) {
        let some = if piece.is_lone_record() {
            Some(&lone)
        } else {
            by_record.get(record_of(&piece.pointer))
        };
        let mut reason = String::new();
        for problem in some.into_iter().flatten().filter(|it| piece.holds(&it.pointer)) {
            add_reason(&mut reason, problem);
        }
        if !reason.is_empty() {
            let range = piece.range.start as u64..piece.range.end as u64;
            found.push(Reject { line: piece.line, reason, range });
        }
    }
    Ok(found)
}

/// The part of a pointer that leads to a record: an index, or a list and an index.
fn record_of(pointer: &str) -> &str {
    let mut slashes = pointer.match_indices('/').map(|(at, _)| at);
    let is_list = pointer.starts_with("/organisations/") || pointer.starts_with("/countries/");
    let end = slashes.nth(if is_list { 2 } else { 1 });
    &pointer[..end.unwrap_or(pointer.len())]
}

fn add_reason(reason: &mut String, problem: &Problem) {
    let between = if reason.is_empty() { "" } else { "; " };
    reason.push_str(between);
    reason.push_str(&problem.message);
    if !problem.pointer.is_empty() {
        reason.push_str(", at ");
        reason.push_str(&problem.pointer);
    }
}

fn write_one(name: &str, file: &File, it: &Reject, out: &mut dyn Write) -> io::Result<()> {
    // Escaped for a terminal too: read as JSON it is the same text.
    let text = |text: &str| serde_json::to_string(text).map(fit).map_err(io::Error::other);
    write!(
        out,
        "{{\"file\":{},\"line\":{},\"reason\":{},",
        text(name)?,
        it.line,
        text(&it.reason)?
    )?;
    let is_text = is_utf8(file, it.range.clone())?;
    write!(out, "\"{}\":\"", if is_text { "record" } else { "record_hex" })?;
    for_pieces(file, it.range.clone(), |piece| {
        if !is_text {
            return out.write_all(hex(piece).as_bytes()).map(|()| piece.len());
        }
        let valid = valid_length(piece);
        let quoted = text(&String::from_utf8_lossy(&piece[..valid]))?;
        out.write_all(&quoted.as_bytes()[1..quoted.len() - 1]).map(|()| valid)
    })?;
    writeln!(out, "\"}}")
}

fn is_utf8(file: &File, range: Range<u64>) -> io::Result<bool> {
    let mut is_text = true;
    for_pieces(file, range, |piece| {
        let valid = valid_length(piece);
        is_text &= valid == piece.len() || (0 < valid && piece.len() == PIECE);
        Ok(if is_text { valid } else { piece.len() })
    })?;
    Ok(is_text)
}

/// How many bytes are whole characters.
fn valid_length(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |text| text.len())
}

/// Hands on bytes of a file piece by piece; what was not used comes again before the next.
fn for_pieces(
    mut file: &File,
    range: Range<u64>,
    mut take: impl FnMut(&[u8]) -> io::Result<usize>,
) -> io::Result<()> {
    let (mut at, mut buffer) = (range.start, vec![0; PIECE]);
    while at < range.end {
        let length = (range.end - at).min(PIECE as u64) as usize;
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut buffer[..length])?;
        at += take(&buffer[..length])? as u64;
    }
    Ok(())
}
