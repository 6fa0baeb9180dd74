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
        let before = &record.as_bytes()[..offset.min(record.len())];
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

/// Offset in the record's text of the value at a path; of the last one where a key is repeated.
pub(crate) fn offset_of(record: &str, path: &[Step]) -> usize {
    let mut at = record;
    for step in path {
        let mut deserializer = serde_json::Deserializer::from_str(at);
        let found = deserializer.deserialize_any(Find(step)).ok().flatten();
        match found {
            Some(part) => at = part,
            None => break,
        }
    }
    let offset = (at.as_ptr() as usize).saturating_sub(record.as_ptr() as usize);
    offset + (at.len() - at.trim_start().len())
}

struct Find<'s>(&'s Step);

impl<'de> de::Visitor<'de> for Find<'_> {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            let value: &RawValue = map.next_value()?;
            if matches!(self.0, Step::Key(wanted) if *wanted == key) {
                found = Some(value.get());
            }
        }
        Ok(found)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        let mut index = 0;
        while let Some(value) = list.next_element::<&RawValue>()? {
            if *self.0 == Step::Index(index) {
                found = Some(value.get());
            }
            index += 1;
        }
        Ok(found)
    }
}
