//! The shape of a text, told by its content and not by its name.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The shapes a text may have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shape {
    /// A record on every line: it can be read in pieces.
    Lines,
    /// An array, or an object with lists of records: it is read as a whole.
    Whole,
}

impl Shape {
    /// Tells the shape by a text's beginning, which should hold its first line.
    #[must_use]
    pub fn of(beginning: &str) -> Self {
        let trimmed = beginning.trim_start_matches('\u{feff}').trim_start();
        let mut lines = trimmed.lines().map(str::trim).filter(|line| !line.is_empty());
        let (first, more) = (lines.next().unwrap_or_default(), lines.next().is_some());
        // A value that goes on below ends its line with what must go on.
        let goes_on = more && first.ends_with(['{', '[', ',', ':']);
        match Object::of(first) {
            Object::Envelope => Self::Whole,
            _ if first.starts_with('[') && !(more && first.ends_with(']')) => Self::Whole,
            _ if first.starts_with('{') && goes_on => Self::Whole,
            _ => Self::Lines,
        }
    }
}

/// What an object at the top is, by its keys.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Object {
    Envelope,
    Record,
    Unknown,
}

impl Object {
    /// Tells by the first key that says it; the object need not be whole.
    pub(crate) fn of(text: &str) -> Self {
        let mut object = Self::Unknown;
        let keys = Keys(&mut object);
        // An error means no more than that reading stopped at the telling key, or before it.
        let _: Result<(), _> = serde_json::Deserializer::from_str(text).deserialize_any(keys);
        object
    }
}

struct Keys<'o>(&'o mut Object);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            *self.0 = match key.as_str() {
                "organisations" | "countries" | "schema_version" => Object::Envelope,
                "type" => Object::Record,
                _ => Object::Unknown,
            };
            if *self.0 != Object::Unknown {
                break;
            }
            map.next_value::<&RawValue>()?;
        }
        Ok(())
    }
}
