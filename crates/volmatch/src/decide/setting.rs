//! What to suppose of one record: a field, and what is set in it, added to it or taken away.
//!
//! `ID.FIELD=VALUE`, `ID.FIELD+=VALUE`, `ID.FIELD-=VALUE`. The id ends where the first `.` or `/` with the
//! name of a field behind it begins; in double quotes it is a JSON text and may hold anything. Steps below
//! the field go on with the same sign; with `/` they are those of a JSON pointer (RFC 6901), so that they
//! may hold dots.

use std::{fmt, str::FromStr};

use serde_json::Value;

use crate::{
    input::{fields::Field, profile::RecordType, record_fields::RecordField},
    text::{DidYouMean, nearest, quoted},
};

/// A change to one field of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// As it was written.
    text: String,
    /// The record's id.
    pub(crate) id: String,
    /// The field, and the steps below it.
    pub(crate) steps: Vec<String>,
    /// Whether steps are those of a JSON pointer, which are never joined by dots.
    pub(crate) is_pointer: bool,
    pub(crate) operation: Operation,
    /// What stands behind the sign, without blanks around it.
    pub(crate) value: String,
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Operation {
    /// `=`: the value takes its place; nothing behind it takes the field away.
    Set,
    /// `+=`: items are added to the list.
    Add,
    /// `-=`: items are taken out of the list.
    TakeOut,
}

/// A setting that cannot be understood, or that makes no sound record.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{}`: {message}{}", quoted(.setting), DidYouMean(.suggestion))]
pub struct InvalidSetting {
    /// The setting as it was written.
    pub setting: String,
    /// What is wrong, and what was expected.
    pub message: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl Setting {
    /// The id of the record it changes.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The type of the record, where only one type has the field.
    #[must_use]
    pub fn record_type(&self) -> Option<RecordType> {
        RecordField::named(&self.steps[0])?.record_type()
    }

    pub(crate) fn fail(&self, message: String, suggestion: Option<String>) -> InvalidSetting {
        InvalidSetting { setting: self.text.clone(), message, suggestion }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Setting {
    type Err = InvalidSetting;

    fn from_str(text: &str) -> Result<Self, InvalidSetting> {
        let fail = |message: String, suggestion| InvalidSetting {
            setting: text.to_owned(),
            message,
            suggestion,
        };
        let form = "expected `ID.FIELD=VALUE`, `ID.FIELD+=VALUE` or `ID.FIELD-=VALUE`";
        let (quoted, rest) = quoted_id(text).ok_or_else(|| {
            fail("the id in double quotes has no end, or is no JSON text".into(), None)
        })?;
        let sign = rest.find('=').ok_or_else(|| fail(form.into(), None))?;
        let (path, operation) = match rest[..sign].chars().next_back() {
            Some('+') => (&rest[..sign - 1], Operation::Add),
            Some('-') => (&rest[..sign - 1], Operation::TakeOut),
            _ => (&rest[..sign], Operation::Set),
        };
        let path = path.trim();
        let (id, steps) = match quoted {
            Some(id) => (id, path),
            None => {
                let at = field_at(path).ok_or_else(|| unknown_field(path, &fail, form))?;
                (path[..at].to_owned(), &path[at..])
            }
        };
        let mut signs = steps.chars();
        let separator = signs.next().filter(|it| matches!(it, '.' | '/'));
        let separator = separator.ok_or_else(|| fail(form.into(), None))?;
        let is_pointer = separator == '/';
        let step = |step: &str| match is_pointer {
            true => step.replace("~1", "/").replace("~0", "~"),
            false => step.to_owned(),
        };
        let steps: Vec<String> = signs.as_str().split(separator).map(step).collect();
        if !RecordField::NAMES.contains(&steps[0].as_str()) {
            return Err(unknown_field(&steps[0], &fail, form));
        }
        if id.is_empty() {
            return Err(fail(format!("no id before the field: {form}"), None));
        }
        if ["type", "id"].contains(&steps[0].as_str()) {
            let message = format!("`{}` stays: a record is found by it", steps[0]);
            return Err(fail(message, None));
        }
        let value = rest[sign + 1..].trim().to_owned();
        if value.is_empty() && operation != Operation::Set {
            return Err(fail("nothing to add or take out".into(), None));
        }
        Ok(Self { text: text.to_owned(), id, steps, is_pointer, operation, value })
    }
}

/// An id in double quotes, if the text begins with one, and the rest; `None` where it has no end.
fn quoted_id(text: &str) -> Option<(Option<String>, &str)> {
    if !text.starts_with('"') {
        return Some((None, text));
    }
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let id = values.next()?.ok()?;
    Some((Some(id), &text[values.byte_offset()..]))
}

/// Where the first sign stands that the name of a field follows.
fn field_at(path: &str) -> Option<usize> {
    let is_sign = |c: char| matches!(c, '.' | '/');
    path.match_indices(is_sign).map(|(at, _)| at).find(|at| {
        let behind = &path[at + 1..];
        RecordField::NAMES.contains(&behind.split(is_sign).next().unwrap_or(behind))
    })
}

fn unknown_field(
    path: &str,
    fail: &impl Fn(String, Option<String>) -> InvalidSetting,
    form: &str,
) -> InvalidSetting {
    let steps: Vec<&str> = path.split(['.', '/']).collect();
    let near = steps.iter().find_map(|step| nearest(step, RecordField::NAMES.iter().copied()));
    let message = match near {
        Some(_) => format!("no field in `{path}`"),
        None => format!("no field in `{path}`: {form}"),
    };
    fail(message, near.map(str::to_owned))
}

/// Fields that hold numbers.
const NUMBERS: [&str; 7] =
    ["weight", "demand", "capacity", "quality", "year", "since", "volunteers"];
/// Fields that hold lists.
const LISTS: [&str; 14] = [
    "aliases",
    "sdgs",
    "sectors",
    "languages",
    "modalities",
    "experience",
    "learning_goals",
    "initiatives",
    "priorities",
    "offers",
    "organisation_types",
    "groups",
    "exclude",
    "evidence",
];

impl Setting {
    /// The last step that is the name of a field: it says how the value is read.
    fn holds(&self, fields: &[&str]) -> bool {
        self.steps.last().is_some_and(|last| fields.contains(&last.as_str()))
    }

    /// The value as JSON; `None` takes the field away.
    pub(crate) fn json(&self) -> Result<Option<Value>, InvalidSetting> {
        let text = self.value.as_str();
        if text.is_empty() || text == "null" {
            return Ok(None);
        }
        if text.starts_with(['[', '{', '"']) {
            let read = crate::input::anything::strict_json(text);
            return read.map(Some).map_err(|error| self.fail(format!("not JSON: {error}"), None));
        }
        if self.holds(&NUMBERS)
            && let Ok(number) = serde_json::from_str::<serde_json::Number>(text)
        {
            return Ok(Some(number.into()));
        }
        if self.holds(&LISTS) {
            return Ok(Some(text.split(',').map(|it| Value::from(it.trim())).collect()));
        }
        Ok(Some(text.into()))
    }
}
