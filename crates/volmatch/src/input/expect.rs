//! Reading a value that may be anything: what is not expected becomes a problem, and reading goes on.
//!
//! Serde stops at the first surprise; here only broken JSON stops a record.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::{
    input::{
        anything::Anything,
        location::Step,
        problem::Kind,
        room::{Item, Room},
    },
    text::nearest,
};

/// The longest text of a field, in bytes.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024;
/// The most items of a list.
pub(crate) const LONGEST_LIST: usize = 256;
/// The most problems that are told of one record: each costs a look at its text.
const MOST_FINDINGS: usize = 100;

/// A problem whose place is known by its path alone.
#[derive(Debug)]
pub(crate) struct Finding {
    pub(crate) path: Vec<Step>,
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) suggestion: Option<String>,
}

/// The way down to the value being read, and the problems met so far.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    path: Vec<At>,
    pub(crate) findings: Vec<Finding>,
    /// Problems beyond those that are told.
    pub(crate) untold: usize,
    /// Of records that were read before.
    pub(crate) room: Room,
}

#[derive(Clone, Copy, Debug)]
enum At {
    Key(&'static str),
    Index(usize),
}

impl Reader {
    /// Begins with a record: of the one before only its room is left.
    pub(crate) fn begin(&mut self) {
        self.path.clear();
        self.findings.clear();
        self.untold = 0;
    }

    pub(crate) fn found(&mut self, kind: Kind, message: String, suggestion: Option<String>) {
        let path = self.steps();
        self.note(Finding { path, kind, message, suggestion });
    }

    fn note(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            return self.findings.push(finding);
        }
        self.untold += 1;
        // That a limit is passed is told whatever else is wrong: it may be why so much is.
        if finding.kind == Kind::Limit
            && let Some(last) = self.findings.iter_mut().rfind(|it| it.kind != Kind::Limit)
        {
            *last = finding;
        }
    }

    /// A problem of a field of the object being read, which may be one we do not know.
    pub(crate) fn found_at(
        &mut self,
        key: &str,
        kind: Kind,
        message: String,
        suggestion: Option<String>,
    ) {
        self.found_below(&[Step::Key(key.to_owned())], kind, message, suggestion);
    }

    /// A problem further down in the object being read.
    pub(crate) fn found_below(
        &mut self,
        below: &[Step],
        kind: Kind,
        message: String,
        suggestion: Option<String>,
    ) {
        let path = self.steps().into_iter().chain(below.iter().cloned()).collect();
        self.note(Finding { path, kind, message, suggestion });
    }

    /// Reads the value of a field.
    pub(crate) fn field<'de, A: MapAccess<'de>, E: Expect>(
        &mut self,
        map: &mut A,
        key: &'static str,
        expected: E,
    ) -> Result<Option<E::Value>, A::Error> {
        self.path.push(At::Key(key));
        let value = map.next_value_seed(Seed { reader: self, expected });
        self.path.pop();
        value
    }

    /// Reads all items of a list, each looked at beside those before it; those with problems are left out.
    pub(crate) fn items<'de, A: SeqAccess<'de>, E: Expect + Copy>(
        &mut self,
        list: &mut A,
        item: E,
        mut look: impl FnMut(&mut Self, &[E::Value], &E::Value),
    ) -> Result<Vec<E::Value>, A::Error>
    where
        E::Value: Item,
    {
        let mut values = self.room.list();
        for index in 0.. {
            self.path.push(At::Index(index));
            let next = list.next_element_seed(Seed { reader: self, expected: item });
            if let Ok(Some(Some(value))) = &next
                && index < LONGEST_LIST
            {
                look(self, &values, value);
            }
            self.path.pop();
            match next? {
                Some(value) if index < LONGEST_LIST => values.extend(value),
                Some(_) => {}
                None if LONGEST_LIST < index => {
                    let message = format!("{index} items; a list has at most {LONGEST_LIST}");
                    self.found(Kind::Limit, message, None);
                    break;
                }
                None => break,
            }
        }
        Ok(values)
    }

    /// Passes over a field that nobody knows, and says so.
    pub(crate) fn unknown_field<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        key: &str,
        known: &[&str],
    ) -> Result<(), A::Error> {
        map.next_value_seed(Anything(1))?;
        let shown: String = key.chars().take(200).collect();
        let suggestion = nearest(key, known.iter().copied()).map(str::to_owned);
        let message = match &suggestion {
            Some(near) => format!("unknown field `{shown}` (did you mean `{near}`?)"),
            None => format!("unknown field `{shown}`, expected one of {}", listed(known)),
        };
        self.found_at(key, Kind::UnknownField, message, suggestion);
        Ok(())
    }

    /// Notes a key that stands a second time; the first value stays.
    pub(crate) fn repeated(&mut self, key: &str) {
        let message = format!("key `{key}` stands twice in one object");
        self.found_at(key, Kind::DuplicateKey, message, None);
    }

    fn wrong_type(&mut self, expected: &str, found: &str) {
        self.found(Kind::WrongType, format!("expected {expected}, found {found}"), None);
    }

    pub(crate) fn steps(&self) -> Vec<Step> {
        let step = |at: &At| match at {
            At::Key(key) => Step::Key((*key).to_owned()),
            At::Index(index) => Step::Index(*index),
        };
        self.path.iter().map(step).collect()
    }
}

/// Words in backticks, separated by commas.
pub(crate) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

/// What a value should be. Every other kind of value is a problem.
pub(crate) trait Expect: Sized {
    type Value;

    /// What is expected, in words: `a list of goals`.
    const WHAT: &'static str;

    fn text(self, reader: &mut Reader, _: &str) -> Option<Self::Value> {
        reader.wrong_type(Self::WHAT, "a text");
        None
    }

    fn number(self, reader: &mut Reader, _: f64) -> Option<Self::Value> {
        reader.wrong_type(Self::WHAT, "a number");
        None
    }

    fn list<'de, A: SeqAccess<'de>>(
        self,
        reader: &mut Reader,
        mut list: A,
    ) -> Result<Option<Self::Value>, A::Error> {
        while list.next_element_seed(Anything(1))?.is_some() {}
        reader.wrong_type(Self::WHAT, "a list");
        Ok(None)
    }

    fn object<'de, A: MapAccess<'de>>(
        self,
        reader: &mut Reader,
        map: A,
    ) -> Result<Option<Self::Value>, A::Error> {
        Anything(1).visit_map(map)?;
        reader.wrong_type(Self::WHAT, "an object");
        Ok(None)
    }
}

/// Joins what is expected with the reader, for serde.
pub(crate) struct Seed<'r, E> {
    pub(crate) reader: &'r mut Reader,
    pub(crate) expected: E,
}

impl<'de, E: Expect> DeserializeSeed<'de> for Seed<'_, E> {
    type Value = Option<E::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, E: Expect> Visitor<'de> for Seed<'_, E> {
    type Value = Option<E::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(E::WHAT)
    }

    fn visit_str<X: Error>(self, text: &str) -> Result<Self::Value, X> {
        if LONGEST_TEXT < text.len() {
            let message = format!("{} bytes; a text has at most {LONGEST_TEXT}", text.len());
            self.reader.found(Kind::Limit, message, None);
            return Ok(None);
        }
        Ok(self.expected.text(self.reader, text))
    }

    fn visit_u64<X: Error>(self, number: u64) -> Result<Self::Value, X> {
        Ok(self.expected.number(self.reader, number as f64))
    }

    fn visit_i64<X: Error>(self, number: i64) -> Result<Self::Value, X> {
        Ok(self.expected.number(self.reader, number as f64))
    }

    fn visit_f64<X: Error>(self, number: f64) -> Result<Self::Value, X> {
        Ok(self.expected.number(self.reader, number))
    }

    fn visit_bool<X: Error>(self, value: bool) -> Result<Self::Value, X> {
        self.reader.wrong_type(E::WHAT, if value { "`true`" } else { "`false`" });
        Ok(None)
    }

    fn visit_unit<X: Error>(self) -> Result<Self::Value, X> {
        self.reader.wrong_type(E::WHAT, "`null` (leave out what is not known)");
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.expected.list(self.reader, list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.expected.object(self.reader, map)
    }
}
