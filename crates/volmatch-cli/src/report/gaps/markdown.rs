//! The gaps for a document: Markdown tables, in full.

use std::io::{self, Write};

use volmatch::{CodeGap, Coverage, Filler, Gaps};

use crate::report::{
    gaps::{
        Answer, additions_in_words, coverers_in_words, has_rollup, in_short, largest, notes, share,
        shown, titled,
    },
    given,
    markdown::harmless,
    run::model_hash,
    two_decimals,
};

pub(crate) fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = answer.gaps;
    if answer.has_pages() {
        all.countries.iter().try_for_each(|gaps| write_country(gaps, out))?;
    } else {
        write_overview(&all.countries, out)?;
    }
    if 1 < all.countries.len() {
        writeln!(out, "## All together\n")?;
        let Coverage { demand, already, covered, unmet } = all.total;
        writeln!(
            out,
            "Wanted {demand:.2}; covered {covered:.2}; {already:.2} by those already there; unmet \
             {unmet:.2}.\n"
        )?;
        write_codes("Goal", &all.goals, out)?;
        write_fillers(&all.fillers, out)?;
    }
    writeln!(out, "## Orphans\n\nPriorities of which nobody covers more than {}.\n", answer.floor)?;
    let orphans = answer.orphans();
    match orphans.is_empty() {
        true => writeln!(out, "None.\n")?,
        false => {
            writeln!(
                out,
                "| Country | Priority | Wanted | Covered |\n| --- | --- | ---: | ---: |"
            )?;
            for it in orphans {
                writeln!(
                    out,
                    "| {} | {} | {} | {} |",
                    harmless(&it.gaps.name),
                    harmless(&it.priority.label),
                    shown(it.priority.coverage.demand),
                    two_decimals(it.priority.share()),
                )?;
            }
            writeln!(out)?;
        }
    }
    writeln!(
        out,
        "Wanted: share of all that the country wants. Covered: the best strength x similarity of any \
         organisation's goals, of that share. Unmet: the rest. \\*: is there already. volmatch {}, \
         model {} ({}), as of {}.{}",
        answer.run.version,
        harmless(&answer.model.name),
        &model_hash(answer.model)[..12],
        answer.model.year,
        given(&answer.run, &answer.what_if, harmless),
    )
}

fn write_country(gaps: &Gaps, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {} ({})\n", harmless(&gaps.name), harmless(&gaps.country))?;
    if !notes(gaps).is_empty() {
        writeln!(out, "{}\n", harmless(&notes(gaps)))?;
    }
    writeln!(out, "{}\n", harmless(&in_short(gaps)))?;
    if gaps.priorities.is_empty() {
        return Ok(());
    }
    writeln!(out, "| # | Priority | Wanted | Covered | Unmet | By |")?;
    writeln!(out, "| ---: | --- | ---: | ---: | ---: | --- |")?;
    for (index, it) in gaps.priorities.iter().enumerate() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            index + 1,
            harmless(&it.label),
            shown(it.coverage.demand),
            two_decimals(it.share()),
            shown(it.coverage.unmet),
            harmless(&coverers_in_words(it)),
        )?;
    }
    writeln!(out)?;
    if has_rollup(gaps) {
        write_codes("Goal", &gaps.goals, out)?;
        write_codes("Target, or goal as a whole", &gaps.targets, out)?;
    }
    if !gaps.matrix.is_empty() {
        write_matrix(gaps, out)?;
    }
    write_fillers(&gaps.fillers, out)
}

fn write_overview(countries: &[Gaps], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| Country | Covered | There | Unmet | Largest gap | Would add most |")?;
    writeln!(out, "| --- | ---: | ---: | ---: | --- | --- |")?;
    for gaps in countries {
        let gap = largest(gaps);
        let filler = gaps.fillers.first();
        writeln!(
            out,
            "| {} ({}) | {} | {} | {} | {} | {} |",
            harmless(&gaps.name),
            harmless(&gaps.country),
            two_decimals(gaps.total.covered),
            two_decimals(gaps.total.already),
            two_decimals(gaps.total.unmet),
            gap.map_or("nothing known".into(), |it| format!(
                "{} {}",
                harmless(&it.label),
                shown(it.coverage.unmet)
            )),
            filler.map_or("nobody".into(), |it| format!(
                "{} {}",
                harmless(&it.name),
                shown(it.gain)
            )),
        )?;
    }
    writeln!(out)
}

fn write_codes(what: &str, codes: &[CodeGap], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| {what} | Wanted | Covered | Unmet |\n| --- | ---: | ---: | ---: |")?;
    for it in codes {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            harmless(&titled(it.code)),
            shown(it.coverage.demand),
            two_decimals(share(it.coverage)),
            shown(it.coverage.unmet),
        )?;
    }
    writeln!(out)
}

fn write_matrix(gaps: &Gaps, out: &mut dyn Write) -> io::Result<()> {
    let numbers = 1..=gaps.priorities.len();
    let heads: String = numbers.clone().map(|it| format!(" {it} |")).collect();
    let lines: String = numbers.map(|_| " ---: |").collect();
    writeln!(out, "Who covers what share of priority 1, 2, ...:\n")?;
    writeln!(out, "| Organisation |{heads} Of all |\n| --- |{lines} ---: |")?;
    for row in &gaps.matrix {
        let star = if row.is_there { "\\*" } else { "" };
        let cells: String =
            row.shares.iter().map(|it| format!(" {} |", two_decimals(*it))).collect();
        writeln!(out, "| {}{star} |{cells} {} |", harmless(&row.name), two_decimals(row.covered))?;
    }
    writeln!(out)
}

fn write_fillers(fillers: &[Filler], out: &mut dyn Write) -> io::Result<()> {
    if fillers.is_empty() {
        return writeln!(out, "Nobody adds anything to those already there.\n");
    }
    writeln!(out, "Who would add most, each given those above it:\n")?;
    writeln!(
        out,
        "| # | Organisation | Adds | Covered | To |\n| ---: | --- | ---: | ---: | --- |"
    )?;
    for (index, it) in fillers.iter().enumerate() {
        writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            index + 1,
            harmless(&it.name),
            shown(it.gain),
            shown(it.covered),
            harmless(&additions_in_words(it)),
        )?;
    }
    writeln!(out)
}
