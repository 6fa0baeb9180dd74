//! Two rankings side by side, for a spreadsheet: a row a change.

use std::io::{self, Write};

use crate::report::{
    compare::{Answer, record::kind},
    csv::{harmless, write_rows},
};

const HEADER: [&str; 13] = [
    "ranking",
    "id",
    "name",
    "change",
    "rank_before",
    "rank_after",
    "score_before",
    "score_after",
    "by_values",
    "by_weights",
    "score_without_values",
    "score_without_weights",
    "because",
];

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_rows(out, |writer| {
        writer.write_record(HEADER)?;
        for (ranking, it) in
            answer.compared.iter().flat_map(|of| of.moved.iter().map(move |it| (of, it)))
        {
            let rank = |it: Option<usize>| it.map(|it| it.to_string()).unwrap_or_default();
            let number = |it: Option<f64>| it.map(|it| it.to_string()).unwrap_or_default();
            writer.write_record([
                harmless(&ranking.id),
                harmless(&it.id),
                harmless(&it.name),
                kind(it).to_owned(),
                rank(it.ranks.0),
                rank(it.ranks.1),
                number(it.scores.0),
                number(it.scores.1),
                number(it.effects.map(|it| it.values)),
                number(it.effects.map(|it| it.weights)),
                number(it.effects.map(|it| it.without_values)),
                number(it.effects.map(|it| it.without_weights)),
                harmless(&answer.because(it)),
            ])?;
        }
        Ok(())
    })
}
