//! An array of records, or an object with lists of them: read as a whole, record by record.

use std::{collections::HashSet, fmt, sync::Arc};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::{
    input::{
        anything::Anything,
        broken::read_broken,
        location::{Place, Step, offset_of},
        problem::Kind,
        profile::RecordType,
        reading::Reading,
        shape::Object,
        telling::{at_start, syntax},
    },
    text::{cut, nearest},
};

/// The versions of the format that this program reads.
const SCHEMA_VERSIONS: std::ops::RangeInclusive<u64> = 1..=1;

/// Reads a whole text that is not JSON Lines.
pub(crate) fn read_whole(file: &Arc<str>, text: &str) -> Reading {
    let text = text.trim_start_matches('\u{feff}');
    let start = Place { file: file.clone(), line: 1, column: 1, pointer: String::new() };
    let mut reading = Reading::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    if Object::of(text) == Object::Record {
        let record = text.trim_start();
        let mut cursor = Cursor { offset: 0, line: 1, line_start: 0 };
        cursor.advance(text, text.len() - record.len());
        let column = cursor.offset - cursor.line_start + 1;
        reading.read(record.trim_end(), Place { line: cursor.line, column, ..start }, None);
        return reading;
    }
    let whole = Whole { text, start: &start, reading: &mut reading };
    let end = deserializer.deserialize_any(whole).and_then(|()| deserializer.end());
    if let Err(error) = end {
        // Once more, record by record: what stands behind the break is kept too.
        reading = read_broken(file, text.as_bytes());
        if reading.problems.iter().all(|it| !matches!(it.kind, Kind::Syntax | Kind::Limit)) {
            let mut problem = syntax(&error, &start);
            problem.message = problem.message.replace("the record ends", "the file ends");
            reading.problems.push(problem);
        }
    }
    reading
}

/// Hands each record of an array or an envelope on as a slice of the text.
struct Whole<'r, 't> {
    text: &'t str,
    start: &'r Place,
    reading: &'r mut Reading,
}

impl Whole<'_, '_> {
    fn records<'de, A: SeqAccess<'de>>(
        &mut self,
        mut list: A,
        pointer: &str,
        listed_as: Option<RecordType>,
    ) -> Result<(), A::Error> {
        let mut cursor = Cursor { offset: 0, line: 1, line_start: 0 };
        let mut index = 0;
        while let Some(raw) = list.next_element::<&RawValue>()? {
            let place = self.place_of(raw, format!("{pointer}/{index}"), &mut cursor);
            self.reading.read(raw.get(), place, listed_as);
            index += 1;
        }
        Ok(())
    }

    fn place_of(&self, raw: &RawValue, pointer: String, cursor: &mut Cursor) -> Place {
        let offset = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        cursor.advance(self.text, offset);
        Place {
            file: self.start.file.clone(),
            line: cursor.line,
            column: offset - cursor.line_start + 1,
            pointer,
        }
    }

    /// A problem of a field at the top, which counts as a record where it may hold some.
    fn problem_at(
        &mut self,
        raw: &RawValue,
        key: &str,
        (kind, message): (Kind, String),
        counts: bool,
        cursor: &mut Cursor,
    ) {
        let place = self.place_of(raw, format!("/{key}"), cursor);
        let problem = at_start(place, kind, message);
        match counts {
            true => self.reading.reject(problem),
            false => self.reading.problems.push(problem),
        }
    }
}

/// Counts lines on the way forward, each byte once.
struct Cursor {
    offset: usize,
    line: usize,
    line_start: usize,
}

impl Cursor {
    fn advance(&mut self, text: &str, to: usize) {
        for (index, byte) in text.as_bytes()[self.offset..to].iter().enumerate() {
            if *byte == b'\n' {
                self.line += 1;
                self.line_start = self.offset + index + 1;
            }
        }
        self.offset = to;
    }
}

impl<'de> Visitor<'de> for Whole<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records, or an object with `organisations` and `countries`")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, list: A) -> Result<(), A::Error> {
        self.records(list, "", None)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut seen: HashSet<String> = HashSet::new();
        let mut cursor = Cursor { offset: 0, line: 1, line_start: 0 };
        while let Some(key) = map.next_key::<String>()? {
            let repeated = seen.contains(&key);
            match (key.as_str(), repeated) {
                ("organisations", false) => map.next_value_seed(Listed {
                    whole: &mut self,
                    pointer: "/organisations",
                    record_type: RecordType::Organisation,
                })?,
                ("countries", false) => map.next_value_seed(Listed {
                    whole: &mut self,
                    pointer: "/countries",
                    record_type: RecordType::Country,
                })?,
                _ => {
                    let raw: &RawValue = map.next_value()?;
                    self.other(&key, raw, repeated, &mut cursor);
                }
            }
            seen.insert(key);
        }
        Ok(())
    }
}

impl Whole<'_, '_> {
    fn other(&mut self, key: &str, raw: &RawValue, repeated: bool, cursor: &mut Cursor) {
        let (kind, message) = match (key, raw.get().parse::<u64>()) {
            _ if repeated => {
                (Kind::DuplicateKey, format!("key `{key}` stands twice in one object"))
            }
            ("schema_version", Ok(version)) if SCHEMA_VERSIONS.contains(&version) => return,
            ("schema_version", Ok(version)) => {
                let message = format!("made for version {version}, this program reads version 1");
                (Kind::OutOfRange, message)
            }
            ("schema_version", Err(_)) => {
                let found = cut(raw.get(), 200);
                (Kind::WrongType, format!("expected the number 1, found `{found}`"))
            }
            ("extra", _) => {
                match Anything(1).deserialize(&mut serde_json::Deserializer::from_str(raw.get())) {
                    Ok(()) => return,
                    Err(error) => {
                        let problem = syntax(&error, self.start);
                        (problem.kind, problem.message)
                    }
                }
            }
            _ => unknown_field(key),
        };
        let counts = repeated || !matches!(key, "schema_version" | "extra");
        self.problem_at(raw, key, (kind, message), counts, cursor);
    }
}

/// What is wrong with a field at the top that nobody knows.
pub(crate) fn unknown_field(key: &str) -> (Kind, String) {
    let known = ["schema_version", "organisations", "countries", "extra"];
    let near = nearest(key, known);
    let key = cut(key, 200);
    let meant = near.map(|near| format!(" (did you mean `{near}`?)"));
    let message = format!(
        "unknown field `{key}`{}",
        meant.unwrap_or_else(|| ", expected `organisations` or `countries`".into())
    );
    (Kind::UnknownField, message)
}

/// The list of records of one type in an envelope.
struct Listed<'w, 'r, 't> {
    whole: &'w mut Whole<'r, 't>,
    pointer: &'static str,
    record_type: RecordType,
}

impl<'de> DeserializeSeed<'de> for Listed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Listed<'_, '_, '_> {
    fn wrong(self, found: &str) {
        let path = [Step::Key(self.pointer.trim_start_matches('/').to_owned())];
        let offset = offset_of(self.whole.text, &path, true);
        let (line, column) = self.whole.start.line_and_column(self.whole.text, offset);
        let place = Place {
            line,
            column,
            pointer: self.pointer.to_owned(),
            file: self.whole.start.file.clone(),
        };
        let message = format!("expected a list of {} records, found {found}", self.record_type);
        self.whole.reading.reject(at_start(place, Kind::WrongType, message));
    }
}

impl<'de> Visitor<'de> for Listed<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {} records", self.record_type)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        self.whole.records(list, self.pointer, Some(self.record_type))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Anything(1).visit_map(map)?;
        self.wrong("an object");
        Ok(())
    }

    fn visit_unit<X: Error>(self) -> Result<(), X> {
        self.wrong("`null`");
        Ok(())
    }

    fn visit_str<X: Error>(self, _: &str) -> Result<(), X> {
        self.wrong("a text");
        Ok(())
    }

    fn visit_bool<X: Error>(self, _: bool) -> Result<(), X> {
        self.wrong("`true` or `false`");
        Ok(())
    }

    fn visit_u64<X: Error>(self, _: u64) -> Result<(), X> {
        self.wrong("a number");
        Ok(())
    }

    fn visit_i64<X: Error>(self, _: i64) -> Result<(), X> {
        self.wrong("a number");
        Ok(())
    }

    fn visit_f64<X: Error>(self, _: f64) -> Result<(), X> {
        self.wrong("a number");
        Ok(())
    }
}
