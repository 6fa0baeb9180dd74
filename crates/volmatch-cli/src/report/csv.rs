//! The answer for a spreadsheet: RFC 4180, a row a match, without the evidence.
//!
//! A cell that a spreadsheet would run as a formula gets an apostrophe in front; take away one leading
//! apostrophe to have the text back.

use std::io::{self, Write};

use crate::report::{Answer, reason};

const HEADER: [&str; 17] = [
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
];

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Into memory first: the writer's own errors hide what became of a pipe.
    let mut text = Vec::new();
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut text);
    writer.write_record(HEADER)?;
    for it in answer.matches {
        let number = |value: f64| value.to_string();
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
        ])?;
    }
    writer.flush()?;
    drop(writer);
    out.write_all(&text)
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let is_formula =
        text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}
