//! How firm a ranking is, for a terminal.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Row, Table, Width};
use volmatch::{Standing, text::printable};

use crate::report::{
    heat,
    sensitivity::Firmness,
    table::{Page, plain_table, write_table, write_wrapped},
    two_decimals,
};

pub(crate) fn write(firmness: &Firmness<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let it = firmness.sensitivity;
    writeln!(out, "{}", page.heading(&firmness.subject))?;
    for line in firmness.tried() {
        write_indented(&line, page, out)?;
    }
    if it.standings.is_empty() {
        return writeln!(out, "  no match");
    }
    writeln!(out)?;
    write_standings(firmness, page, out)?;
    write_wins(firmness, page, out)?;
    let all = || it.standings.iter().chain(&it.challengers);
    // Weights that stay as the model says have no centre.
    if it.doubts.weights && all().any(|standing| standing.central.is_some()) {
        writeln!(out, "\n{}", page.heading("What makes it first: central weights that stand out"))?;
        let mut table = plain_table(page.width);
        table.set_header(["", firmness.what(), "conf.", "weights"]);
        for standing in all().filter(|standing| standing.central.is_some()) {
            table.add_row(Row::from(vec![
                standing.rank.to_string(),
                printable(&standing.contender.name),
                standing.confidence.map_or(String::new(), two_decimals),
                printable(&firmness.favourable(standing)),
            ]));
        }
        align(&mut table, &[0, 2], &[(0, 7), (1, 28)]);
        write_table(&table, out)?;
    }
    let heading = "One weight alone, all else as the model says (exact)";
    writeln!(out, "\n{}", page.heading(heading))?;
    for line in firmness.thresholds() {
        write_indented(&line, page, out)?;
    }
    writeln!(out)?;
    let legend = format!("{} ranks: {}.", firmness.legend(), heat::legend(page.is_unicode));
    write_wrapped(&legend, page.width, out)
}

fn write_standings(firmness: &Firmness<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let it = firmness.sensitivity;
    let places = it.others.len();
    let (top, ranks) = (format!("top {}", it.doubts.top), format!("ranks 1-{places}"));
    let mut table = plain_table(page.width);
    table.set_header(["#", firmness.what(), "score", "first", &top, "mean", &ranks]);
    let row = |standing: &Standing| {
        Row::from(vec![
            standing.rank.to_string(),
            printable(&standing.contender.name),
            two_decimals(standing.score),
            two_decimals(standing.acceptability[0]),
            two_decimals(standing.among_first()),
            standing.expected_rank.map_or("-".into(), |rank| format!("{rank:.1}")),
            heat::strip(&standing.acceptability, page.is_unicode),
        ])
    };
    it.standings.iter().chain(&it.challengers).for_each(|it| _ = table.add_row(row(it)));
    let others = it.others.iter().sum::<f64>();
    if 0.0005 < others {
        table.add_row(Row::from(vec![
            String::new(),
            "all others".into(),
            String::new(),
            two_decimals(it.others[0]),
            String::new(),
            String::new(),
            heat::strip(&it.others, page.is_unicode),
        ]));
    }
    align(&mut table, &[0, 2, 3, 4, 5], &[(0, 7), (1, 28)]);
    write_table(&table, out)
}

/// Who comes before whom.
fn write_wins(firmness: &Firmness<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let it = firmness.sensitivity;
    if it.standings.len() < 2 {
        return Ok(());
    }
    writeln!(out, "\n{}", page.heading("How often the one in the row comes before the other"))?;
    // As many as the page has room for.
    let room = page.width.saturating_sub(4) / 6;
    let shown = it.standings.len().min(room).min(10);
    let head = (1..=shown).map(|rank| format!("{rank:>6}")).collect::<String>();
    writeln!(out, "    {head}")?;
    for (one, wins) in it.wins.iter().take(shown).enumerate() {
        let cell = |(other, share): (usize, &f64)| match one == other {
            true => format!("{:>6}", "-"),
            false => format!("{:>6}", two_decimals(*share)),
        };
        let cells = wins.iter().take(shown).enumerate().map(cell).collect::<String>();
        writeln!(out, "{:>4}{cells}", one + 1)?;
    }
    Ok(())
}

fn write_indented(text: &str, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let mut lines = Vec::new();
    write_wrapped(&printable(text), page.width.saturating_sub(4).max(20), &mut lines)?;
    for (index, line) in String::from_utf8_lossy(&lines).lines().enumerate() {
        writeln!(out, "{:1$}{line}", "", if index == 0 { 2 } else { 4 })?;
    }
    Ok(())
}

fn align(table: &mut Table, right: &[usize], widest: &[(usize, u16)]) {
    for index in right {
        if let Some(column) = table.column_mut(*index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for (index, most) in widest {
        if let Some(column) = table.column_mut(*index) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(*most)));
        }
    }
}
