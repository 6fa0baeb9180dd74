//! Two rankings side by side, for a terminal: what differs, then what moved and why.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Width};
use volmatch::{RankingCompared, text::printable};

use crate::report::{
    compare::{Answer, before_and_after, differences_in_words},
    table::{Page, plain_table, write_table, write_wrapped},
};

const LEGEND: &str = "A cause is named when undoing it alone, with all else as it is now, brings the old \
                      place back among those listed both times. tau: Kendall's tau-b of those, -1 to 1; \
                      overlap: rank-biased overlap of the lists, 0 to 1.";

pub(crate) fn write(answer: &Answer<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let title = printable(&format!("{} > {}", answer.one.name, answer.other.name));
    writeln!(out, "{}", page.heading(&title))?;
    if !answer.differs() {
        return writeln!(out, "no difference");
    }
    for words in differences_in_words(answer) {
        write_wrapped(&printable(&words), page.width, out)?;
    }
    write_wrapped(&answer.in_short(), page.width, out)?;
    for it in &answer.compared {
        if it.moved.iter().any(|it| it.ranks.0 != it.ranks.1) {
            write_ranking(answer, it, page, out)?;
        }
    }
    writeln!(out)?;
    write_wrapped(LEGEND, page.width, out)
}

fn write_ranking(
    answer: &Answer<'_>,
    ranking: &RankingCompared,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", page.heading(&answer.heading(ranking)))?;
    let mut table = plain_table(page.width);
    let what = if answer.one.by_organisation { "country" } else { "organisation" };
    table.set_header(["rank", what, "score", "because"]);
    for it in ranking.moved.iter().filter(|it| it.ranks.0 != it.ranks.1) {
        let [rank, score] = before_and_after(it);
        table.add_row([rank, printable(&it.name), score, printable(&answer.because(it))]);
    }
    for (column, most) in [(0, 12), (1, 28), (2, 14)] {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(most)));
        }
    }
    if let Some(column) = table.column_mut(0) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    write_table(&table, out)
}
