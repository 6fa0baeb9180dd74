//! The answer for a terminal.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Row, Table, Width};
use volmatch::{Match, text::printable};

use crate::report::{
    Answer, Section, given, in_short, listed_name, reason, robust_legend, south_led, two_decimals,
};

pub(crate) fn write(answer: &Answer<'_>, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let width = page.width;
    let mut matches = answer.matches();
    for section in answer.sections() {
        let matches = matches.by_ref().take(section.pairs.len());
        write_section(answer, &section, matches, page, out)?;
    }
    let led = match south_led(answer.pairs) {
        (_, 0) => String::new(),
        (led, known) => format!(" South-led: {led} of {known}."),
    };
    if !answer.pairs.is_empty() {
        let legend = format!(
            "score: 0 to 1, a stated judgement of alignment, not a prediction; range: what missing \
             data allows; known: share of what is asked that is answered.{}{led}{}",
            robust_legend(answer),
            given(answer.run, &answer.what_if, printable)
        );
        write_wrapped(&legend, width, out)?;
    }
    Ok(())
}

fn write_section(
    answer: &Answer<'_>,
    section: &Section<'_>,
    matches: impl Iterator<Item = Match>,
    page: Page,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = page.width;
    writeln!(out, "{}", page.heading(&section.heading))?;
    if !section.notes.is_empty() {
        write_wrapped(&printable(&section.notes.join("; ")), width, out)?;
    }
    if section.pairs.is_empty() {
        return writeln!(out, "  no match\n");
    }
    let what = if answer.by_organisation { "country" } else { "organisation" };
    let mut table = plain_table(width);
    let is_robust = section.pairs.iter().any(|it| it.robustness.is_some());
    let mut head = vec!["#", what, "score", "range", "known"];
    head.extend(is_robust.then_some("robust"));
    head.push("why");
    table.set_header(head);
    for it in matches {
        let name = listed_name(&it, answer.by_organisation);
        let mut row = vec![
            it.rank.map_or("-".into(), |rank| rank.to_string()),
            printable(&name),
            two_decimals(it.score),
            format!("{}-{}", two_decimals(it.bounds.0), two_decimals(it.bounds.1)),
            two_decimals(it.completeness),
        ];
        row.extend(is_robust.then(|| in_short(it.robustness)));
        row.push(printable(&reason(&it)));
        table.add_row(Row::from(row));
    }
    for column in [0, 2, 4] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    // A narrow page has room for a name or for a reason, not for both at their widest.
    let name = if is_robust && width < 100 { 22 } else { 28 };
    let widest = [(0, 5), (1, name), (2, 7), (3, 11), (4, 7)];
    let widest = widest.into_iter().chain(is_robust.then_some((5, 11)));
    for (index, most) in widest {
        if let Some(column) = table.column_mut(index) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(most)));
        }
    }
    write_table(&table, out)?;
    writeln!(out)
}

/// What a text is written on.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    /// In columns.
    pub(crate) width: usize,
    /// Whether headings are bold.
    pub(crate) is_bold: bool,
    /// Whether more than ASCII can be shown.
    pub(crate) is_unicode: bool,
}

impl Page {
    /// A heading as it is printed.
    pub(crate) fn heading(self, text: &str) -> String {
        let text = printable(text);
        if self.is_bold { format!("\x1b[1m{text}\x1b[0m") } else { text }
    }
}

/// A table without lines, wrapped to a width.
pub(crate) fn plain_table(width: usize) -> Table {
    let mut table = Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width as u16);
    table
}

/// A table with no blanks at the ends of its lines.
pub(crate) fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    table.to_string().lines().try_for_each(|line| writeln!(out, "{}", line.trim_end()))
}

/// Text broken between words.
pub(crate) fn write_wrapped(text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut length = 0;
    for word in text.split(' ') {
        let needed = word.chars().count() + usize::from(0 < length);
        if 0 < length && width < length + needed {
            writeln!(out)?;
            length = 0;
        }
        if 0 < length {
            write!(out, " ")?;
            length += 1;
        }
        write!(out, "{word}")?;
        length += word.chars().count();
    }
    writeln!(out)
}
