//! Tagged texts: a record for a program, a page for a person, a row for a spreadsheet.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ColumnConstraint, Row, Width};
use serde::Serialize;
use serde_json::Value;
use volmatch::{
    sdg::Sdg,
    tagging::{GoalTag, Level, SpokenWord, Tags},
    text::{cut, printable},
};

use crate::{
    args::TagFormat,
    report::{
        csv::{harmless, write_rows},
        fit,
        table::{Page, plain_table, write_table, write_wrapped},
        two_decimals,
    },
    texts::TextRecord,
};

/// Writes tagged texts one after the other.
pub(crate) struct Writer<'o> {
    format: TagFormat,
    page: Page,
    out: &'o mut dyn Write,
    written: usize,
}

impl<'o> Writer<'o> {
    pub(crate) fn new(format: TagFormat, page: Page, out: &'o mut dyn Write) -> io::Result<Self> {
        match format {
            TagFormat::Json => {
                let run = serde_json::json!({
                    "program": "volmatch",
                    "version": env!("CARGO_PKG_VERSION"),
                    "tagger": volmatch::tagging::VERSION,
                });
                write!(out, "{{\"run\":{run},\"texts\":[")?;
            }
            TagFormat::Csv => write_rows(out, |rows| {
                let goals = (1..=volmatch::sdg::GOALS).map(|goal| format!("goal_{goal}"));
                let head = ["id", "language", "understood", "assigned", "note"];
                let head = head.into_iter().map(str::to_owned).chain(goals);
                Ok(rows.write_record(head)?)
            })?,
            TagFormat::Table | TagFormat::Jsonl => {}
        }
        Ok(Self { format, page, out, written: 0 })
    }

    pub(crate) fn write(&mut self, record: &TextRecord, tags: &Tags) -> io::Result<()> {
        self.written += 1;
        match self.format {
            TagFormat::Table => {
                if 1 < self.written {
                    writeln!(self.out)?;
                }
                write_page(record, tags, self.page, self.out)
            }
            TagFormat::Json => {
                self.out.write_all(if self.written == 1 { b"\n" } else { b",\n" })?;
                self.write_record(record, tags)
            }
            TagFormat::Jsonl => {
                self.write_record(record, tags)?;
                self.out.write_all(b"\n")
            }
            TagFormat::Csv => {
                write_rows(self.out, |rows| Ok(rows.write_record(row(record, tags))?))
            }
        }
    }

    fn write_record(&mut self, record: &TextRecord, tags: &Tags) -> io::Result<()> {
        fit::write(&Record::new(record, tags), self.out)
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        match self.format {
            TagFormat::Json => writeln!(self.out, "\n]}}"),
            TagFormat::Table if self.written == 0 => writeln!(self.out, "no text"),
            _ => Ok(()),
        }
    }
}

/// A tagged text as JSON and its schema know it. Numbers have four decimals.
#[derive(Serialize)]
struct Record<'a> {
    id: &'a Value,
    language: Option<&'static str>,
    understood: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    goals: Vec<Goal<'a>>,
    targets: Vec<Target>,
}

#[derive(Serialize)]
struct Goal<'a> {
    goal: usize,
    probability: f64,
    level: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    assigned: bool,
    words: Vec<Word<'a>>,
}

#[derive(Serialize)]
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    share: f64,
}

#[derive(Serialize)]
struct Target {
    target: String,
    probability: f64,
}

impl<'a> Record<'a> {
    fn new(record: &'a TextRecord, tags: &'a Tags) -> Self {
        let word = |it: &'a SpokenWord| Word {
            text: &it.text,
            start: it.start,
            end: it.end,
            share: rounded(it.share),
        };
        let goal = |number: usize| match tags.goals.get(number - 1) {
            Some(tag) => Goal {
                goal: number,
                probability: rounded(tag.probability),
                level: tag.level(),
                threshold: Some(rounded(tag.threshold)),
                assigned: tag.assigned,
                words: tag.words.iter().map(word).collect(),
            },
            None => Goal {
                goal: number,
                probability: 0.0,
                level: Level::Weak,
                threshold: None,
                assigned: false,
                words: Vec::new(),
            },
        };
        let targets = tags.targets.iter().map(|it| Target {
            target: it.target.to_string(),
            probability: rounded(it.probability),
        });
        Self {
            id: &record.id,
            language: tags.language.map(|it| it.code()),
            understood: rounded(tags.understood),
            note: tags.note(),
            goals: (1..=volmatch::sdg::GOALS).map(goal).collect(),
            targets: targets.collect(),
        }
    }
}

fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

fn name_of(id: &Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn row(record: &TextRecord, tags: &Tags) -> Vec<String> {
    let assigned: Vec<String> =
        tags.goals.iter().filter(|tag| tag.assigned).map(|tag| tag.goal.to_string()).collect();
    let mut row = vec![
        harmless(&name_of(&record.id)),
        tags.language.map_or("", |it| it.code()).to_owned(),
        rounded(tags.understood).to_string(),
        assigned.join(" "),
        tags.note().unwrap_or_default(),
    ];
    let probability =
        |at: usize| tags.goals.get(at).map(|tag| rounded(tag.probability).to_string());
    row.extend((0..volmatch::sdg::GOALS).map(|at| probability(at).unwrap_or_default()));
    row
}

/// So much of a text is shown, in characters.
const SHOWN: usize = 1000;

/// Goals below are not shown to a person.
const WORTH_SHOWING: f64 = 0.1;

fn write_page(record: &TextRecord, tags: &Tags, page: Page, out: &mut dyn Write) -> io::Result<()> {
    let read = tags.language.map_or("not read".to_owned(), |it| it.to_string());
    let heading = format!("{} ({read})", cut(&name_of(&record.id), 60));
    writeln!(out, "{}", page.heading(&heading))?;
    if let Some(note) = tags.note() {
        write_wrapped(&note, page.width, out)?;
    }
    let mut goals: Vec<&GoalTag> =
        tags.goals.iter().filter(|it| it.assigned || WORTH_SHOWING <= it.probability).collect();
    goals.sort_by(|a, b| {
        let order = b.assigned.cmp(&a.assigned);
        order
            .then(b.probability.total_cmp(&a.probability))
            .then(a.goal.index().cmp(&b.goal.index()))
    });
    write_wrapped(&highlighted(&record.text, &goals), page.width, out)?;
    writeln!(out)?;
    if goals.is_empty() {
        return writeln!(out, "  no goal: nothing in it speaks for one");
    }
    let mut table = plain_table(page.width);
    table.set_header(["", "goal", "prob.", "", "words"]);
    for tag in goals {
        let sign = if tag.assigned { "*" } else { "" };
        table.add_row(row_of(sign, tag.goal, tag.probability, &words_of(tag)));
        let targets = tags.targets.iter().filter(|it| it.target.to_goal() == tag.goal);
        for target in targets {
            table.add_row(row_of("", target.target, target.probability, ""));
        }
    }
    if let Some(column) = table.column_mut(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    for (index, most) in [(0, 3), (1, 36), (2, 7), (3, 8)] {
        if let Some(column) = table.column_mut(index) {
            column.set_constraint(ColumnConstraint::UpperBoundary(Width::Fixed(most)));
        }
    }
    write_table(&table, out)?;
    writeln!(out)?;
    let legend = "* assigned, each goal from a threshold of its own; prob.: how often texts that read so serve the goal, under it the \
                  likeliest targets; words: in [brackets] above, with their share of what speaks \
                  for the goal";
    write_wrapped(legend, page.width, out)
}

fn row_of(sign: &str, code: Sdg, probability: f64, words: &str) -> Row {
    let (indent, level) = match code.is_goal() {
        true => ("", Level::of(probability).to_string()),
        false => ("  ", String::new()),
    };
    Row::from(vec![
        sign.to_owned(),
        format!("{indent}{code} {}", code.title()),
        two_decimals(probability),
        level,
        words.to_owned(),
    ])
}

fn words_of(tag: &GoalTag) -> String {
    let word = |it: &SpokenWord| format!("{} {}", printable(&it.text), two_decimals(it.share));
    let words: Vec<String> = tag.words.iter().map(word).collect();
    words.join(", ")
}

/// The beginning of a text on one line; words that spoke stand in brackets.
fn highlighted(text: &str, goals: &[&GoalTag]) -> String {
    let mut spans: Vec<(usize, usize)> =
        goals.iter().flat_map(|tag| tag.words.iter().map(|it| (it.start, it.end))).collect();
    spans.sort_unstable();
    // A goal that is named may hold a word that speaks.
    spans.dedup_by(|next, before| {
        let overlap = next.0 < before.1;
        if overlap {
            before.1 = before.1.max(next.1);
        }
        overlap
    });
    let end = text.char_indices().nth(SHOWN).map_or(text.len(), |(at, _)| at);
    let one_line = |part: &str| {
        let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
        printable(&part.chars().map(blank).collect::<String>())
    };
    let (mut shown, mut from) = (String::new(), 0);
    for (start, stop) in spans.into_iter().filter(|(_, stop)| *stop <= end) {
        shown.push_str(&one_line(&text[from..start]));
        shown.push('[');
        shown.push_str(&one_line(&text[start..stop]));
        shown.push(']');
        from = stop;
    }
    shown.push_str(&one_line(&text[from..end]));
    if end < text.len() {
        shown.push('…');
    }
    shown.split_whitespace().collect::<Vec<&str>>().join(" ")
}
