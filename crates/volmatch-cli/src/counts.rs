//! How many records there were, and what was met on the way.

use volmatch::{Problem, RecordType};

/// How many records a source had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) name: String,
    pub(crate) records: usize,
    pub(crate) organisations: usize,
    pub(crate) countries: usize,
    pub(crate) rejected: usize,
    /// Its problems are those up to here, from where those of the source before end.
    pub(crate) problems_end: usize,
}

impl Counts {
    /// The counts in one line, the name first.
    pub(crate) fn in_words(&self) -> String {
        format!(
            "{}: {}, {}, {} rejected",
            volmatch::text::printable(&self.name),
            counted(self.organisations, RecordType::Organisation),
            counted(self.countries, RecordType::Country),
            thousands(self.rejected),
        )
    }
}

/// What was met on the way besides organisations.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    pub(crate) inputs: Vec<Counts>,
    pub(crate) problems: Vec<Problem>,
    /// What is to be said of ids that look like others.
    pub(crate) alike: Vec<String>,
}

/// The word for a type of records, in the plural where there is not one.
fn counted(count: usize, record_type: RecordType) -> String {
    let count_text = thousands(count);
    match (record_type, count) {
        (RecordType::Organisation, 1) => "1 organisation".into(),
        (RecordType::Organisation, _) => format!("{count_text} organisations"),
        (RecordType::Country, 1) => "1 country".into(),
        (RecordType::Country, _) => format!("{count_text} countries"),
    }
}

/// A number with a comma between thousands.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
