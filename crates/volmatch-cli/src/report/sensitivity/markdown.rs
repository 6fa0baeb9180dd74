//! How firm a ranking is, for a document.

use std::io::{self, Write};

use crate::report::{markdown::harmless, sensitivity::Firmness, two_decimals};

pub(crate) fn write(firmness: &Firmness<'_>, out: &mut dyn Write) -> io::Result<()> {
    let it = firmness.sensitivity;
    let (what, top) = (firmness.what(), it.doubts.top);
    writeln!(out, "## How firm is the ranking for {}?\n", harmless(&firmness.subject))?;
    for line in firmness.tried() {
        writeln!(out, "- {}", harmless(&line))?;
    }
    if it.standings.is_empty() {
        return writeln!(out, "\nNo match.");
    }
    let what = if what == "country" { "Country" } else { "Organisation" };
    let places: String = (1..=it.others.len()).map(|rank| format!(" {rank} |")).collect();
    let rules = " ---: |".repeat(it.others.len());
    writeln!(
        out,
        "\n| # | {what} | Score | First | Top {top} | Mean rank | Confidence | Central weights |{places}"
    )?;
    writeln!(out, "| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |{rules}")?;
    for standing in it.standings.iter().chain(&it.challengers) {
        let shares: String =
            standing.acceptability.iter().map(|it| format!(" {} |", two_decimals(*it))).collect();
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} |{shares}",
            standing.rank,
            harmless(&standing.contender.name),
            two_decimals(standing.score),
            two_decimals(standing.acceptability[0]),
            two_decimals(standing.among_first()),
            standing.expected_rank.map_or("-".into(), |rank| format!("{rank:.1}")),
            standing.confidence.map_or("-".into(), two_decimals),
            harmless(&firmness.favourable(standing)),
        )?;
    }
    writeln!(out, "\n### How often the one in the row comes before the other\n")?;
    let names: String =
        it.standings.iter().map(|standing| format!(" {} |", standing.rank)).collect();
    writeln!(out, "| |{names}")?;
    writeln!(out, "| --- |{}", " ---: |".repeat(it.standings.len()))?;
    for (one, wins) in it.wins.iter().enumerate() {
        let cell = |(other, share): (usize, &f64)| match one == other {
            true => " |".to_owned(),
            false => format!(" {} |", two_decimals(*share)),
        };
        let cells: String = wins.iter().enumerate().map(cell).collect();
        writeln!(out, "| {} {} |{cells}", one + 1, harmless(&it.standings[one].contender.name))?;
    }
    writeln!(out, "\n### One weight alone, all else as the model says (exact)\n")?;
    for line in firmness.thresholds() {
        writeln!(out, "- {}", harmless(&line))?;
    }
    writeln!(out, "\n{}", harmless(&firmness.legend()))
}
