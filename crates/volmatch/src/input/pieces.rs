//! The records of a whole text, found by brackets and quotes alone.
//!
//! Works on what is neither JSON nor UTF-8: what stands between two commas of a list is a record, sound
//! or not. So a broken record costs no other, and can be set aside as it came.

use std::{collections::HashSet, ops::Range};

use crate::{
    input::{profile::RecordType, shape::Object},
    text::cut,
};

/// How often reading starts again behind a record without an end, however long the text is.
const RESTARTS: usize = 64;
/// How many bytes are looked at again in all; each time costs a look at the rest.
const LOOKED_AT_AGAIN: usize = 256 << 20;

/// A part of a whole text that is read, or set aside, by itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Piece {
    /// RFC 6901 pointer, as problems have it; empty for a lone record and for what follows the end.
    pub pointer: String,
    /// Where it begins, counted from 1.
    pub line: usize,
    /// Where it begins, counted from 1, in bytes.
    pub column: usize,
    /// Its bytes.
    pub range: Range<usize>,
    pub(crate) what: What,
}

/// What a piece should be.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum What {
    /// A record, of the type of its list.
    Record(Option<RecordType>),
    /// A field of the object at the top that holds no list of records, though it may have been meant to.
    Field(String),
    /// What stands behind the end of the text, or where no list goes on.
    Rest,
}

impl Piece {
    /// Whether a problem with this pointer is one of this piece.
    #[must_use]
    pub fn holds(&self, pointer: &str) -> bool {
        let Some(below) = pointer.strip_prefix(self.pointer.as_str()) else { return false };
        let is_record = matches!(self.what, What::Record(_));
        below.is_empty() || (is_record && below.starts_with('/'))
    }

    /// Whether it is a record that stands in no list.
    #[must_use]
    pub fn is_lone_record(&self) -> bool {
        self.pointer.is_empty() && matches!(self.what, What::Record(_))
    }
}

/// The pieces of a text that is an array of records, an object with lists of them, or one record.
#[must_use]
pub fn pieces(bytes: &[u8]) -> Vec<Piece> {
    let mut scan = Scan { bytes, at: 0, pieces: Vec::new(), restarts: 0, looked_at: 0 };
    scan.top();
    let (mut line, mut line_start, mut at) = (1, 0, 0);
    for piece in &mut scan.pieces {
        for (index, _) in
            bytes[at..piece.range.start].iter().enumerate().filter(|(_, byte)| **byte == b'\n')
        {
            (line, line_start) = (line + 1, at + index + 1);
        }
        at = piece.range.start;
        (piece.line, piece.column) = (line, at - line_start + 1);
    }
    scan.pieces
}

struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
    pieces: Vec<Piece>,
    restarts: usize,
    looked_at: usize,
}

impl Scan<'_> {
    fn top(&mut self) {
        while self.bytes[self.at..].starts_with(b"\xef\xbb\xbf") {
            self.at += 3;
        }
        self.pass_blanks();
        match self.byte() {
            Some(b'[') => self.list("", None),
            Some(b'{') => {
                let text = String::from_utf8_lossy(&self.bytes[self.at..]);
                if Object::of(&text) == Object::Record {
                    self.keep(self.at..self.bytes.len(), String::new(), What::Record(None));
                    return;
                }
                self.fields();
            }
            _ => {}
        }
        self.pass_blanks();
        self.keep(self.at..self.bytes.len(), String::new(), What::Rest);
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn pass_blanks(&mut self) {
        while self.byte().is_some_and(|it| it.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Keeps a piece without the blanks around it, unless nothing else is in it.
    fn keep(&mut self, range: Range<usize>, pointer: String, what: What) {
        let end = range.start + self.bytes[range.clone()].trim_ascii_end().len();
        if range.start < end {
            let range = range.start..end;
            self.pieces.push(Piece { pointer, line: 1, column: 1, range, what });
        }
    }

    /// From the bracket that opens a list to behind the one that closes it.
    fn list(&mut self, pointer: &str, listed_as: Option<RecordType>) {
        self.at += 1;
        let mut index = 0;
        loop {
            self.pass_blanks();
            match self.byte() {
                None | Some(b'}') => return,
                Some(b']') => {
                    self.at += 1;
                    return;
                }
                Some(b',') => {
                    self.at += 1;
                    continue;
                }
                Some(_) => {}
            }
            let start = self.at;
            let (mut end, is_whole) = self.end_of_value();
            self.at = end;
            if !is_whole && let Some(next) = self.next_record(start, end) {
                self.at = next;
                let before = self.bytes[start..next].trim_ascii_end();
                end = start + before.strip_suffix(b",").unwrap_or(before).len();
            }
            self.keep(start..end, format!("{pointer}/{index}"), What::Record(listed_as));
            index += 1;
        }
    }

    /// From the brace that opens the object at the top to behind the one that closes it.
    fn fields(&mut self) {
        self.at += 1;
        let mut seen: HashSet<String> = HashSet::new();
        loop {
            self.pass_blanks();
            match self.byte() {
                Some(b'}') => {
                    self.at += 1;
                    return;
                }
                Some(b',') => self.at += 1,
                Some(b'"') => {
                    let Some(key) = self.key() else { return };
                    let start = self.at;
                    let listed_as = match key.as_str() {
                        "organisations" => Some(RecordType::Organisation),
                        "countries" => Some(RecordType::Country),
                        _ => None,
                    };
                    let is_first = !seen.contains(&key);
                    if listed_as.is_some() && is_first && self.byte() == Some(b'[') {
                        self.list(&format!("/{key}"), listed_as);
                    } else {
                        self.at = self.end_of_value().0;
                        let is_none = ["schema_version", "extra"].contains(&key.as_str());
                        if !is_none || !is_first {
                            let pointer = cut(&format!("/{key}"), 200);
                            self.keep(start..self.at, pointer, What::Field(key.clone()));
                        }
                    }
                    seen.insert(key);
                }
                _ => return,
            }
        }
    }

    /// Passes a key and its colon; `None`, and nothing passed, where there is none.
    fn key(&mut self) -> Option<String> {
        let text = &self.bytes[self.at..];
        let mut end = 1;
        while text.get(end).is_some_and(|byte| !matches!(byte, b'"' | b'\n')) {
            end += if text[end] == b'\\' { 2 } else { 1 };
        }
        let quoted = text.get(..=end)?;
        let colon = end + 1 + text[end + 1..].iter().position(|it| !it.is_ascii_whitespace())?;
        let key = serde_json::from_slice(quoted).ok().filter(|_| text[colon] == b':')?;
        self.at += colon + 1;
        self.pass_blanks();
        Some(key)
    }

    /// Where the value ends that begins here, and whether its brackets and quotes agree.
    fn end_of_value(&self) -> (usize, bool) {
        let (mut open, mut is_whole, mut in_text): (Vec<u8>, _, _) = (Vec::new(), true, false);
        // How many of each kind are open, so that a look back never goes further than it takes away.
        let (mut braces, mut brackets) = (0_usize, 0_usize);
        let mut at = self.at;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'\\' if in_text => at += 1,
                b'"' => in_text = !in_text,
                // No text goes over the end of a line.
                b'\n' if in_text => (in_text, is_whole) = (false, false),
                _ if in_text => {}
                b'{' => {
                    open.push(b'{');
                    braces += 1;
                }
                b'[' => {
                    open.push(b'[');
                    brackets += 1;
                }
                b',' if open.is_empty() => return (at, is_whole),
                b'}' if braces == 0 => return (at, is_whole && open.is_empty()),
                b']' if brackets == 0 => return (at, is_whole && open.is_empty()),
                b'}' | b']' => {
                    let opener = if *byte == b'}' { b'{' } else { b'[' };
                    is_whole &= open.last() == Some(&opener);
                    while let Some(closed) = open.pop() {
                        match closed {
                            b'{' => braces -= 1,
                            _ => brackets -= 1,
                        }
                        if closed == opener {
                            break;
                        }
                    }
                }
                _ => {}
            }
            at += 1;
        }
        (self.bytes.len(), false)
    }

    /// The next line that begins like the line of the record without an end: with a value that is no
    /// key, set in as far.
    fn next_record(&mut self, start: usize, end: usize) -> Option<usize> {
        if RESTARTS <= self.restarts && LOOKED_AT_AGAIN < self.looked_at {
            return None;
        }
        let line_start =
            self.bytes[..start].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        (self.restarts, self.looked_at) = (self.restarts + 1, self.looked_at + end - line_start);
        let before = &self.bytes[line_start..start];
        let is_own_line = before.iter().all(|it| it.is_ascii_whitespace());
        let set_in = if is_own_line { before } else { b"" };
        let rest = &self.bytes[start..end];
        let begins = |break_at: &usize| {
            let line = rest[break_at + 1..].strip_prefix(set_in).unwrap_or_default();
            matches!(line.first(), Some(b'{' | b'[' | b'n' | b't' | b'f'))
        };
        let breaks = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let break_at = breaks.map(|(index, _)| index).find(begins)?;
        Some(start + break_at + 1 + set_in.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |it: Piece| format!("{} {}", it.pointer, &text[it.range]);
        pieces(text.as_bytes()).into_iter().map(show).collect()
    }

    #[test]
    fn a_record_ends_where_the_next_begins() {
        assert_eq!(
            shown(r#"[{"a":"],"}, 1 ,{"b" 2}]"#),
            [r#"/0 {"a":"],"}"#, "/1 1", r#"/2 {"b" 2}"#]
        );
        assert_eq!(shown("[{\"a\":[[[}, {}]"), ["/0 {\"a\":[[[}", "/1 {}"]);
        assert_eq!(shown("[{},\n{\"a\":\"b,\n{}, 2]"), ["/0 {}", "/1 {\"a\":\"b", "/2 {}", "/3 2"]);
        assert_eq!(shown("[\n {\"a\":\n null,\n {}]"), ["/0 {\"a\":", "/1 null", "/2 {}"]);
        assert_eq!(shown("[{}] x"), ["/0 {}", " x"]);
        assert_eq!(shown("[{}"), ["/0 {}"]);
    }

    #[test]
    fn fields_that_hold_no_list_are_pieces_too() {
        let text = r#"{"countries":[{},{}}],"extra":1,"zzz":[{}],"countries":[1]}"#;
        assert_eq!(
            shown(text),
            ["/countries/0 {}", "/countries/1 {}", r#" ],"extra":1,"zzz":[{}],"countries":[1]}"#]
        );
        let text = r#"{"countries":[{}],"extra":1,"zzz":[{}],"countries":[1]}"#;
        assert_eq!(shown(text), ["/countries/0 {}", "/zzz [{}]", "/countries [1]"]);
    }
}
