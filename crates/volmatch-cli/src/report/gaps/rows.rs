//! The gaps for a spreadsheet: a row a priority.

use std::io::{self, Write};

use volmatch::{Gaps, PriorityGap};

use crate::report::{
    csv::{harmless, write_rows},
    gaps::Answer,
};

const HEADER: [&str; 14] = [
    "country",
    "country_name",
    "priority",
    "sdgs",
    "demand",
    "already",
    "covered",
    "unmet",
    "share",
    "orphan",
    "coverers",
    "best_organisation",
    "best_name",
    "best_share",
];

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_rows(out, |writer| {
        writer.write_record(HEADER)?;
        for gaps in &answer.gaps.countries {
            for it in &gaps.priorities {
                writer.write_record(row(gaps, it, answer.floor))?;
            }
        }
        Ok(())
    })
}

fn row(gaps: &Gaps, it: &PriorityGap, floor: f64) -> [String; 14] {
    let codes: Vec<String> = it.sdgs.iter().map(ToString::to_string).collect();
    let best = it.coverers.first();
    let text = |text: Option<&String>| text.map(|it| harmless(it)).unwrap_or_default();
    [
        harmless(&gaps.country),
        harmless(&gaps.name),
        harmless(&it.label),
        codes.join(" "),
        it.coverage.demand.to_string(),
        it.coverage.already.to_string(),
        it.coverage.covered.to_string(),
        it.coverage.unmet.to_string(),
        it.share().to_string(),
        it.is_orphan(floor).to_string(),
        it.coverer_count.to_string(),
        text(best.map(|it| &it.organisation)),
        text(best.map(|it| &it.name)),
        best.map(|it| it.share.to_string()).unwrap_or_default(),
    ]
}
