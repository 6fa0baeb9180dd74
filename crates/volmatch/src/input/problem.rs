//! What is wrong with a record, where, and what would be right.

use std::{fmt, sync::Arc};

use serde::Serialize;

use crate::text::printable;

/// The kinds of problems, by which a summary groups them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// The text is not JSON, or ends too early.
    Syntax,
    /// A limit of size is passed.
    Limit,
    /// A field that must be there is not.
    MissingField,
    /// A field nobody knows.
    UnknownField,
    /// A key stands twice in one object.
    DuplicateKey,
    /// A value is of the wrong type or empty.
    WrongType,
    /// A code or name that is not known.
    UnknownCode,
    /// A number outside its range.
    OutOfRange,
    /// An id or code that is here a second time.
    Duplicate,
    /// The file holds no record at all.
    NoRecord,
}

impl Kind {
    /// The kind in words, as a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Syntax => "not JSON",
            Self::Limit => "too large",
            Self::MissingField => "missing field",
            Self::UnknownField => "unknown field",
            Self::DuplicateKey => "repeated key",
            Self::WrongType => "wrong type",
            Self::UnknownCode => "unknown code",
            Self::OutOfRange => "out of range",
            Self::Duplicate => "duplicate",
            Self::NoRecord => "no record",
        }
    }
}

/// One problem of one record.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// The file's name, or `-` for standard input.
    pub file: Arc<str>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in bytes.
    pub column: usize,
    /// RFC 6901 pointer to the value, from the file's top or from the line's.
    pub pointer: String,
    /// The record's id, when it could be read.
    pub id: Option<String>,
    /// What kind of problem.
    pub kind: Kind,
    /// What is wrong, and what was expected.
    pub message: String,
    /// What would be right, when something is near.
    pub suggestion: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = printable(&self.file);
        write!(f, "{file}:{}:{}: {}", self.line, self.column, printable(&self.message))?;
        if let Some(id) = &self.id {
            write!(f, ", in `{}`", printable(id))?;
        }
        if !self.pointer.is_empty() {
            write!(f, ", at {}", printable(&self.pointer))?;
        }
        Ok(())
    }
}
