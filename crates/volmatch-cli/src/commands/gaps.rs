//! `gaps`: what is covered of what countries want, and what nobody covers.

use std::{collections::BTreeSet, io::Write};

use rayon::prelude::*;
use serde_json::json;
use volmatch::{Already, Pool, PoolGaps};

use crate::{
    Exit, Streams,
    args::{Format, GapsArgs, Supposing, Unknown},
    commands::{
        judge::{Asked, Given, Outcome, Passed},
        setup::Common,
        sought::Sought,
    },
    error::Failure,
    ingest, output,
    report::{self, gaps::Answer, run::Run},
};

pub(crate) fn run(
    args: &GapsArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    // Coverage rests on strengths and demands: no weight changes it.
    let supposing = Supposing { records: args.settings.clone(), weight: Vec::new() };
    let asked = Asked {
        profiles: &args.profiles,
        countries: &args.country,
        supposing: &supposing,
        judging: &args.judging,
        output: &args.output,
        with_hashes: args.format == Format::Json,
    };
    let judged = asked.judge(common, streams, |pass| gaps(pass, args))?;
    let Outcome { board, found: gaps, ingested, has_rejects, hashes, rules_file, .. } = judged;
    let options = json!({
        "countries": args.country,
        "given": args.given,
        "floor": args.floor,
        "top": args.top,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "keep_going": args.judging.keep_going,
        "rules_file": rules_file,
        "what_if": supposing.in_words(),
    });
    let answer = Answer {
        run: Run::new(&board, &ingested, hashes, options),
        model: board.model(),
        gaps: &gaps,
        floor: args.floor,
        what_if: supposing.in_words(),
    };
    let page = report::page(streams, common.is_bold);
    output::write(args.output.output.as_deref(), streams, |out: &mut dyn Write| {
        match args.format {
            Format::Table => report::gaps::table::write(&answer, page, out),
            Format::Json => report::gaps::record::write(&answer, out),
            Format::Jsonl => report::gaps::record::write_lines(&answer, out),
            Format::Csv => report::gaps::rows::write(&answer, out),
            Format::Md => report::gaps::markdown::write(&answer, out),
        }
    })?;
    Ok(if has_rejects { Exit::Failed } else { Exit::Done })
}

fn gaps(
    Given { board, sources, known, what_if }: Given<'_, '_>,
    args: &GapsArgs,
) -> Passed<PoolGaps> {
    let already = already(&args.given)?;
    let mut sought = Sought::new(match &already {
        Already::Named(ids) => ids.iter().cloned().collect(),
        _ => Vec::new(),
    });
    let keeps_unknown = args.unknown == Unknown::Keep;
    let threads = rayon::current_num_threads();
    let mut parts: Vec<Pool<'_>> =
        (0..threads).map(|_| Pool::new(board, keeps_unknown, &already)).collect();
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        what_if.change(&mut organisations);
        organisations.iter().for_each(|it| _ = sought.meet(&it.id));
        let share = organisations.len().div_ceil(threads).max(1);
        parts.par_iter_mut().zip(organisations.par_chunks(share)).for_each(|(part, some)| {
            some.iter().for_each(|organisation| part.offer(organisation));
        });
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    let merged = parts.into_iter().reduce(|mut one, other| {
        one.merge(other);
        one
    });
    let pool = merged.unwrap_or_else(|| Pool::new(board, keeps_unknown, &already));
    let found = match sought.missing() {
        Some(unknown) => Err(unknown.into()),
        None => Ok(pool.into_gaps(args.top)),
    };
    Ok(Some((found, ingested)))
}

/// Who is there already, as it was typed.
fn already(given: &[String]) -> Result<Already, Failure> {
    let ids = given.iter().flat_map(|ids| ids.split(',')).map(str::trim);
    let ids: BTreeSet<String> = ids.map(str::to_owned).collect();
    for (word, meant) in [("experienced", Already::Experienced), ("nobody", Already::Nobody)] {
        match (ids.contains(word), ids.len()) {
            (true, 1) => return Ok(meant),
            (true, _) => {
                return Err(Failure::Asked(format!(
                    "--given `{word}` stands alone: ids beside it would be in every country"
                )));
            }
            _ => {}
        }
    }
    Ok(Already::Named(ids))
}
