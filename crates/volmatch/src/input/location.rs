//! Where a record or a value stands in its file.

use std::sync::Arc;

use serde::{Deserializer, de};
use serde_json::value::RawValue;

/// Where a record begins.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The file's name, or `-` for standard input.
    pub file: Arc<str>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in bytes.
    pub column: usize,
    /// RFC 6901 pointer to the record within its file; empty on a line of its own.
    pub pointer: String,
}

impl Place {
    /// The pointer of a value below the record.
    #[must_use]
    pub fn pointer_to(&self, path: &[Step]) -> String {
        let mut pointer = self.pointer.clone();
        for step in path {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// Line and column of a byte of the record's text.
    pub(crate) fn line_and_column(&self, record: &str, offset: usize) -> (usize, usize) {
        self.line_and_column_of(record.as_bytes(), offset)
    }

    /// Line and column of a byte of the record's bytes.
    pub(crate) fn line_and_column_of(&self, record: &[u8], offset: usize) -> (usize, usize) {
        let before = &record[..offset.min(record.len())];
        let breaks = before.iter().filter(|byte| **byte == b'\n').count();
        match before.iter().rposition(|byte| *byte == b'\n') {
            Some(last) => (self.line + breaks, before.len() - last),
            None => (self.line, self.column + before.len()),
        }
    }
}

/// One step from a value to a part of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Step {
    /// Into the field of an object.
    Key(String),
    /// To the item of a list, from 0.
    Index(usize),
}

/// Offset in the record's text of the value at a path; where a key is repeated, of its last value or
/// its first. The record may be broken behind it.
pub(crate) fn offset_of(record: &str, path: &[Step], last: bool) -> usize {
    let mut at = record;
    for step in path {
        let mut found = None;
        let find = Find { step, last, found: &mut found };
        // An error means no more than that the text is broken behind what was found.
        let _: Result<(), _> = serde_json::Deserializer::from_str(at).deserialize_any(find);
        match found {
            Some(part) => at = part,
            None => break,
        }
    }
    let offset = (at.as_ptr() as usize).saturating_sub(record.as_ptr() as usize);
    offset + (at.len() - at.trim_start().len())
}

struct Find<'f, 'de> {
    step: &'f Step,
    last: bool,
    found: &'f mut Option<&'de str>,
}

impl<'de> de::Visitor<'de> for Find<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let value: &RawValue = map.next_value()?;
            let is_it = matches!(self.step, Step::Key(wanted) if *wanted == key);
            if is_it && (self.last || self.found.is_none()) {
                *self.found = Some(value.get());
            }
        }
        Ok(())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(value) = list.next_element::<&RawValue>()? {
            if *self.step == Step::Index(index) {
                *self.found = Some(value.get());
            }
            index += 1;
        }
        Ok(())
    }
}
