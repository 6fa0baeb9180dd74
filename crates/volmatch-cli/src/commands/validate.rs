//! `validate`: every problem of every record, summary first.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde_json::json;
use volmatch::{Kind, Problem, text::printable};

use crate::{
    Exit, Streams,
    args::{PlainFormat, ValidateArgs},
    commands::setup::Common,
    counts::{Ingested, thousands},
    error::Failure,
    ingest, output, rejects,
    report::fit,
    sources::Source,
};

/// Problems shown of a kind, without `--all`.
const FIRST: usize = 3;

pub(crate) fn run(
    args: &ValidateArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let output = args.output.output.as_deref();
    output::check(output, args.rejects.as_deref(), &args.profiles)?;
    let mut sources = Source::open(&args.profiles, streams)?;
    let ingested = common.pool()?.install(|| ingest::look(&mut sources))?;
    common.tell_alike(&ingested, streams);
    rejects::write(args.rejects.as_deref(), &sources, &ingested, streams)?;
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        PlainFormat::Table => write_text(&ingested, args.all, out),
        PlainFormat::Json => write_json(&ingested, out),
    })?;
    if let (Some(path), false, 1..) = (output, common.quiet, ingested.problems.len()) {
        let (path, many) = (printable(&path.display().to_string()), ingested.problems.len());
        let noun = if many == 1 { "problem" } else { "problems" };
        common.say(format_args!("{many} {noun}, told in {path}"), streams);
    }
    Ok(if ingested.problems.is_empty() { Exit::Done } else { Exit::Failed })
}

fn write_text(ingested: &Ingested, all: bool, out: &mut dyn Write) -> io::Result<()> {
    for input in &ingested.inputs {
        writeln!(out, "{}", input.in_words())?;
    }
    let mut by_kind: BTreeMap<Kind, Vec<&Problem>> = BTreeMap::new();
    for problem in &ingested.problems {
        by_kind.entry(problem.kind).or_default().push(problem);
    }
    if by_kind.is_empty() {
        return writeln!(out, "no problem");
    }
    match ingested.problems.len() {
        1 => writeln!(out, "1 problem:")?,
        many => writeln!(out, "{} problems:", thousands(many))?,
    }
    for (kind, problems) in by_kind {
        writeln!(out, "\n{} ({})", kind.title(), thousands(problems.len()))?;
        let most = if all { usize::MAX } else { FIRST };
        for problem in problems.iter().take(most) {
            writeln!(out, "  {problem}")?;
        }
        if most < problems.len() {
            let more = thousands(problems.len() - most);
            writeln!(out, "  ... and {more} more (--all shows them)")?;
        }
    }
    Ok(())
}

fn write_json(ingested: &Ingested, out: &mut dyn Write) -> io::Result<()> {
    let inputs: Vec<serde_json::Value> = ingested
        .inputs
        .iter()
        .map(|it| {
            json!({
                "name": it.name,
                "records": it.records,
                "organisations": it.organisations,
                "countries": it.countries,
                "rejected": it.rejected,
            })
        })
        .collect();
    write!(out, "{{\n  \"inputs\": {},\n  \"problems\": [", nested(&json!(inputs), "\n  ")?)?;
    // One by one: there can be many.
    for (index, problem) in ingested.problems.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}\n    {}", nested(&json!(problem), "\n    ")?)?;
    }
    writeln!(out, "{}]\n}}", if ingested.problems.is_empty() { "" } else { "\n  " })
}

/// JSON on many lines, as it stands within other JSON.
fn nested(value: &serde_json::Value, line: &str) -> io::Result<String> {
    Ok(fit::fit(serde_json::to_string_pretty(value)?).replace('\n', line))
}
