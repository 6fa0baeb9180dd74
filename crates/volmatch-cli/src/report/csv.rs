//! The answer for a spreadsheet: RFC 4180, a row a match, without the evidence.
//!
//! A cell that a spreadsheet would run as a formula gets an apostrophe in front; take away one leading
//! apostrophe to have the text back.

use std::io::{self, Write};

use volmatch::{Match, atlas::countries::CountryCode, text::is_unprintable};

use crate::report::{Answer, reason};

const HEADER: [&str; 20] = [
    "country",
    "country_name",
    "rank",
    "organisation",
    "name",
    "home",
    "score",
    "lower",
    "upper",
    "completeness",
    "eligible",
    "reasons",
    "host_value",
    "organisation_value",
    "mutuality_gap",
    "modality",
    "top_reason",
    "keeps_rank",
    "among_first",
    "new",
];

/// Room for a few rows: often there are no more, and it is cleared first.
const ROOM: usize = 1 << 10;

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_rows(out, |writer| Ok(writer.write_record(HEADER)?))?;
    answer.batches().try_for_each(|matches| {
        write_rows(out, |writer| matches.iter().try_for_each(|it| write_match(it, writer)))
    })
}

/// Writes rows by way of memory: the writer's own errors hide what became of a pipe.
pub(crate) fn write_rows(
    out: &mut dyn Write,
    rows: impl FnOnce(&mut csv::Writer<&mut Vec<u8>>) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    push_rows(&mut text, rows)?;
    out.write_all(&text)
}

/// Adds rows to a text.
pub(crate) fn push_rows(
    text: &mut Vec<u8>,
    rows: impl FnOnce(&mut csv::Writer<&mut Vec<u8>>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(ROOM)
        .from_writer(text);
    rows(&mut writer)?;
    writer.flush()
}

fn write_match(it: &Match, writer: &mut csv::Writer<&mut Vec<u8>>) -> io::Result<()> {
    let organisation = &it.organisation;
    let mut row = Row(writer);
    row.text(&it.country)?;
    row.text(&it.country_name)?;
    row.count(it.rank)?;
    row.text(&organisation.id)?;
    row.text(&organisation.name)?;
    row.word(organisation.home.map(CountryCode::as_str))?;
    row.numbers([it.score, it.bounds.0, it.bounds.1, it.completeness])?;
    row.word(Some(it.eligibility.verdict.as_str()))?;
    row.text(&it.eligibility.reasons.join("; "))?;
    row.number(Some(it.host_value))?;
    row.number(it.organisation_value)?;
    row.number(it.mutuality_gap)?;
    row.word(Some(it.modality.as_str()))?;
    row.text(&reason(it))?;
    row.number(it.robustness.map(|it| it.keeps_rank))?;
    row.number(it.robustness.map(|it| it.among_first))?;
    row.truth(it.is_new)?;
    row.end()
}

/// A row on its way, cell by cell.
pub(crate) struct Row<'w, 't>(pub(crate) &'w mut csv::Writer<&'t mut Vec<u8>>);

impl Row<'_, '_> {
    /// A text of somebody's.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        Ok(match is_formula(text) {
            true => self.0.write_field(harmless(text)),
            false => self.0.write_field(text),
        }?)
    }

    /// A word of ours; an empty cell where there is none.
    pub(crate) fn word(&mut self, word: Option<&str>) -> io::Result<()> {
        Ok(self.0.write_field(word.unwrap_or_default())?)
    }

    /// `true` or `false`; an empty cell where neither is known.
    pub(crate) fn truth(&mut self, truth: Option<bool>) -> io::Result<()> {
        self.word(truth.map(|it| if it { "true" } else { "false" }))
    }

    /// A whole number; an empty cell where there is none.
    pub(crate) fn count(&mut self, count: Option<usize>) -> io::Result<()> {
        self.word(count.map(|it| it.to_string()).as_deref())
    }

    /// A number as short as it can be told from all others; an empty cell where there is none.
    pub(crate) fn number(&mut self, value: Option<f64>) -> io::Result<()> {
        let Some(value) = value else { return Ok(self.0.write_field("")?) };
        let mut room = zmij::Buffer::new();
        let text = room.format(value);
        // Others may stand there with an exponent.
        Ok(match (1e-4..1e15).contains(&value) {
            true => self.0.write_field(text.strip_suffix(".0").unwrap_or(text)),
            false => self.0.write_field(value.to_string()),
        }?)
    }

    pub(crate) fn numbers<const N: usize>(&mut self, values: [f64; N]) -> io::Result<()> {
        values.into_iter().try_for_each(|it| self.number(Some(it)))
    }

    /// Ends the row.
    pub(crate) fn end(self) -> io::Result<()> {
        Ok(self.0.write_record(None::<&[u8]>)?)
    }
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn harmless(text: &str) -> String {
    if is_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Whether a spreadsheet may run a text, or drop an apostrophe of its own.
fn is_formula(text: &str) -> bool {
    if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let begins = |c: &char| !c.is_whitespace() && !is_unprintable(*c);
    let begin = text.chars().find(begins);
    begin.is_some_and(|c| "=+-@＝＋－＠".contains(c)) || text.starts_with(['\t', '\r', '\n', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_as_the_shortest_decimals() {
        let few = [0.0, 1.0, -1.0, 0.1, 1e-5, 1e-7, 5e-324, 1e300, 123_456_789.0];
        let many =
            (1..5_000_u32).map(|it| f64::from(it.wrapping_mul(2_654_435_769)) / 4_294_967_296.0);
        for value in few.into_iter().chain(many) {
            let mut text = Vec::new();
            let row = |writer: &mut csv::Writer<&mut Vec<u8>>| {
                let mut row = Row(writer);
                row.numbers([value])?;
                row.end()
            };
            write_rows(&mut text, row).unwrap();
            assert_eq!(String::from_utf8(text).unwrap(), format!("{value}\r\n"));
        }
    }
}
