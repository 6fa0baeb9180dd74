//! The answer for a spreadsheet: RFC 4180, a row a match, without the evidence.
//!
//! A cell that a spreadsheet would run as a formula gets an apostrophe in front; take away one leading
//! apostrophe to have the text back.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use volmatch::{Match, text::is_unprintable};

use crate::report::{Answer, reason};

const HEADER: [&str; 19] = [
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
];

/// Room for a few rows: often there are no more, and it is cleared first.
const ROOM: usize = 1 << 10;

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_rows(out, |writer| {
        writer.write_record(HEADER)?;
        answer.matches.iter().try_for_each(|it| write_match(it, writer))
    })
}

/// Writes rows by way of memory: the writer's own errors hide what became of a pipe.
pub(crate) fn write_rows(
    out: &mut dyn Write,
    rows: impl FnOnce(&mut csv::Writer<&mut Vec<u8>>) -> io::Result<()>,
) -> io::Result<()> {
    let mut text = Vec::new();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(ROOM)
        .from_writer(&mut text);
    rows(&mut writer)?;
    writer.flush()?;
    drop(writer);
    out.write_all(&text)
}

fn write_match(it: &Match, writer: &mut csv::Writer<&mut Vec<u8>>) -> io::Result<()> {
    let optional = |value: Option<f64>| value.map(number).unwrap_or_default();
    let organisation = &it.organisation;
    writer.write_record([
        harmless(&it.country),
        harmless(&it.country_name),
        it.rank.map(|rank| rank.to_string()).unwrap_or_default(),
        harmless(&organisation.id),
        harmless(&organisation.name),
        organisation.home.map(|home| home.to_string()).unwrap_or_default(),
        number(it.score),
        number(it.bounds.0),
        number(it.bounds.1),
        number(it.completeness),
        it.eligibility.verdict.to_string(),
        harmless(&it.eligibility.reasons.join("; ")),
        number(it.host_value),
        optional(it.organisation_value),
        optional(it.mutuality_gap),
        it.modality.to_string(),
        harmless(&reason(it)),
        optional(it.robustness.map(|it| it.keeps_rank)),
        optional(it.robustness.map(|it| it.among_first)),
    ])?;
    Ok(())
}

/// A number as short as it can be told from all others.
pub(crate) fn number(value: f64) -> String {
    let mut text = String::with_capacity(24);
    // Nothing fails in memory.
    _ = write!(text, "{value}");
    text
}

/// A text that no spreadsheet takes for a formula.
pub(crate) fn harmless(text: &str) -> String {
    let begins = |c: &char| !c.is_whitespace() && !is_unprintable(*c);
    let begin = text.chars().find(begins);
    let is_formula = begin.is_some_and(|c| "=+-@＝＋－＠".contains(c))
        || text.starts_with(['\t', '\r', '\n', '\'']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
