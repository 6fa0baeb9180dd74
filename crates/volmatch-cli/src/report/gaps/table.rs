//! The gaps for a terminal: a page each for a few countries, a line each for many.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Table, Width};
use volmatch::{CodeGap, Coverage, Filler, Gaps, PriorityGap, text::printable};

use crate::report::{
    gaps::{
        Answer, additions_in_words, best_in_words, has_rollup, in_short, largest, notes, share,
        shown, titled,
    },
    given,
    table::{Page, plain_table, write_table, write_wrapped},
    two_decimals,
};

/// Lines of a list that can be long.
const MOST_LINES: usize = 10;

const LEGEND: &str = "wanted: share of all that the country wants; covered: the best strength x \
                      similarity of any organisation's goals, of that share; unmet: the rest; *: is \
                      there already. Who would add most: each given those above it; the first N cover \
                      at least 63 % of what the best N would add.";

pub(crate) fn write(answer: &Answer<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let all = answer.gaps;
    if answer.has_pages() {
        for gaps in &all.countries {
            write_page(gaps, page, out)?;
        }
    } else {
        write_overview(answer, page, out)?;
    }
    if 1 < all.countries.len() {
        let wanted = all.total.demand;
        let heading = format!("All {} countries together", all.countries.len());
        writeln!(out, "{}", page.heading(&heading))?;
        let total = format!(
            "wanted {wanted:.2}; covered {:.2}; {:.2} by those already there; unmet {:.2}",
            all.total.covered, all.total.already, all.total.unmet
        );
        write_wrapped(&total, page.width, out)?;
        write_codes("By goal", &all.goals, page, out)?;
        write_fillers(&all.fillers, page, out)?;
        writeln!(out)?;
    }
    write_orphans(answer, page, out)?;
    let legend = format!("{LEGEND}{}", given(&answer.run, &answer.what_if, printable));
    write_wrapped(&legend, page.width, out)
}

fn write_page(gaps: &Gaps, page: Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", page.heading(&format!("{} ({})", gaps.name, gaps.country)))?;
    if !notes(gaps).is_empty() {
        write_wrapped(&printable(&notes(gaps)), page.width, out)?;
    }
    write_wrapped(&in_short(gaps), page.width, out)?;
    if gaps.priorities.is_empty() {
        return writeln!(out);
    }
    let mut table = plain_table(page.width);
    table.set_header(["#", "priority", "wanted", "covered", "unmet", "by"]);
    for (index, it) in gaps.priorities.iter().enumerate() {
        table.add_row([
            (index + 1).to_string(),
            printable(&it.label),
            shown(it.coverage.demand),
            bar(it.coverage),
            shown(it.coverage.unmet),
            printable(&best_in_words(it)),
        ]);
    }
    right(&mut table, &[0, 2, 4]);
    at_most(&mut table, &[(0, 5), (1, 25), (2, 8), (4, 8)]);
    whole(&mut table, 3);
    write_table(&table, out)?;
    if has_rollup(gaps) {
        write_codes("By goal", &gaps.goals, page, out)?;
        write_codes("By target (a goal where it is wanted as a whole)", &gaps.targets, page, out)?;
    }
    if !gaps.matrix.is_empty() {
        write_matrix(gaps, page, out)?;
    }
    write_fillers(&gaps.fillers, page, out)?;
    writeln!(out)
}

/// A line for each country: sums, the largest gap, and who would fill most.
fn write_overview(answer: &Answer<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let mut table = plain_table(page.width);
    table.set_header(["country", "covered", "there", "unmet", "largest gap", "would add most"]);
    for gaps in &answer.gaps.countries {
        let of_priority =
            |it: &PriorityGap| format!("{} {}", printable(&it.label), shown(it.coverage.unmet));
        let of_filler = |it: &Filler| format!("{} {}", printable(&it.name), shown(it.gain));
        let total = gaps.total;
        table.add_row([
            format!("{} ({})", printable(&gaps.name), printable(&gaps.country)),
            two_decimals(total.covered),
            two_decimals(total.already),
            two_decimals(total.unmet),
            largest(gaps).map_or("nothing known".into(), of_priority),
            gaps.fillers.first().map_or("nobody".into(), of_filler),
        ]);
    }
    right(&mut table, &[1, 2, 3]);
    at_most(&mut table, &[(0, 24), (1, 9), (2, 7), (3, 7)]);
    write_table(&table, out)?;
    writeln!(out)
}

fn write_codes(title: &str, codes: &[CodeGap], page: Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", page.heading(title))?;
    let mut table = plain_table(page.width);
    table.set_header(["", "wanted", "covered", "unmet"]);
    for it in codes {
        table.add_row([
            titled(it.code),
            shown(it.coverage.demand),
            bar(it.coverage),
            shown(it.coverage.unmet),
        ]);
    }
    right(&mut table, &[1, 3]);
    whole(&mut table, 2);
    write_table(&table, out)
}

/// The few organisations that cover most, a character for each priority.
fn write_matrix(gaps: &Gaps, page: Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", page.heading("Who covers what"))?;
    let mut table = plain_table(page.width);
    let digits = (1..=gaps.priorities.len()).map(|it| char::from(b'0' + (it % 10) as u8));
    table.set_header(["organisation".into(), digits.collect::<String>(), "of all".to_owned()]);
    for row in gaps.matrix.iter().take(MOST_LINES) {
        let star = if row.is_there { "*" } else { "" };
        table.add_row([
            format!("{}{star}", printable(&row.name)),
            row.shares.iter().map(|it| tenths(*it)).collect(),
            two_decimals(row.covered),
        ]);
    }
    right(&mut table, &[2]);
    at_most(&mut table, &[(0, page.width as u16 / 2)]);
    write_table(&table, out)?;
    more(gaps.matrix.len(), out)?;
    let legend = "a column each for priority 1, 2, ...; in tenths of it: . nothing, 0 under a tenth, 5 \
                  five tenths, # all";
    write_wrapped(legend, page.width, out)
}

fn write_fillers(fillers: &[Filler], page: Page, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", page.heading("Who would add most"))?;
    if fillers.is_empty() {
        return writeln!(out, "nobody adds anything to those already there");
    }
    let mut table = plain_table(page.width);
    table.set_header(["#", "organisation", "adds", "covered", "to"]);
    for (index, it) in fillers.iter().take(MOST_LINES).enumerate() {
        table.add_row([
            (index + 1).to_string(),
            printable(&it.name),
            shown(it.gain),
            shown(it.covered),
            additions_in_words(it),
        ]);
    }
    right(&mut table, &[0, 2, 3]);
    at_most(&mut table, &[(0, 5), (1, 28), (2, 8), (3, 9)]);
    write_table(&table, out)?;
    more(fillers.len(), out)
}

fn write_orphans(answer: &Answer<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let orphans = answer.orphans();
    let heading = format!(
        "Orphans: {} of which nobody covers more than {}",
        match orphans.len() {
            1 => "1 priority".into(),
            many => format!("{} priorities", crate::counts::thousands(many)),
        },
        answer.floor
    );
    writeln!(out, "{}", page.heading(&heading))?;
    if !orphans.is_empty() {
        let mut table = plain_table(page.width);
        table.set_header(["country", "priority", "wanted", "covered"]);
        for it in orphans.iter().take(MOST_LINES) {
            table.add_row([
                printable(&it.gaps.name),
                printable(&it.priority.label),
                shown(it.priority.coverage.demand),
                bar(it.priority.coverage),
            ]);
        }
        right(&mut table, &[2]);
        at_most(&mut table, &[(0, 28)]);
        whole(&mut table, 3);
        write_table(&table, out)?;
        more(orphans.len(), out)?;
    }
    writeln!(out)
}

/// Says how many of a list are not shown.
fn more(of: usize, out: &mut dyn Write) -> io::Result<()> {
    match of.saturating_sub(MOST_LINES) {
        0 => Ok(()),
        left => writeln!(out, "... and {left} more (-f json has all)"),
    }
}

/// The share that is covered as a bar of ten, and in figures.
fn bar(of: Coverage) -> String {
    let tenths = ((share(of) * 10.0).round() as usize).min(10);
    format!("{}{} {}", "#".repeat(tenths), ".".repeat(10 - tenths), two_decimals(share(of)))
}

/// Keeps a column of bars from being broken.
fn whole(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
}

/// A share in one character.
fn tenths(share: f64) -> char {
    match share {
        share if share <= 0.0 => '.',
        share if 1.0 - 1e-9 <= share => '#',
        // What rounding alone keeps below a tenth reaches it.
        share => char::from(b'0' + ((share + 1e-9) * 10.0) as u8),
    }
}

fn right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn at_most(table: &mut Table, columns: &[(usize, u16)]) {
    for (index, most) in columns {
        if let Some(column) = table.column_mut(*index) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(*most)));
        }
    }
}
