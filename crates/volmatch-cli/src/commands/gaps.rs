//! `gaps`: what is covered of what countries want, and what nobody covers.

use std::{collections::BTreeSet, io::Write};

use rayon::prelude::*;
use serde_json::json;
use volmatch::{Already, Board, Pool, PoolGaps};

use crate::{
    Exit, Streams,
    args::{Format, GapsArgs, Unknown},
    commands::{
        setup::{self, Common},
        sought::Sought,
        what_if::{self, WhatIf},
    },
    error::Failure,
    ingest::{self, Countries, Ingested},
    output, rejects,
    report::{self, gaps::Answer, run::Run},
    sources::Source,
};

pub(crate) fn run(
    args: &GapsArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let output = args.output.output.as_deref();
    let rejects = args.judging.rejects.as_deref();
    output::check(output, rejects, args.judging.files().chain(&args.profiles))?;
    let model = what_if::model(setup::model(&args.judging)?, &args.supposing)?;
    let rules = setup::rules(&args.judging)?;
    let mut sources = Source::open(&args.profiles, streams)?;
    common.tell_sample(args.profiles.is_empty(), streams);
    let hashes = setup::hashes(args.format, &sources)?;
    let pool = common.pool()?;
    let (board, gaps, mut ingested, unknown) = pool.install(|| {
        ingest::with_countries(&mut sources, |sources, countries, known| {
            let countries = (countries, known);
            let what_if =
                WhatIf::board(&args.supposing, countries, &args.country, model.clone(), &rules)?;
            let Some((board, what_if)) = what_if else { return Ok(None) };
            let found = gaps(&board, sources, known, args, &what_if)?;
            let what_if = what_if.check();
            Ok(found.map(|(gaps, ingested, unknown)| (board, gaps, ingested, what_if.and(unknown))))
        })
    })?;
    let has_rejects = common.tell_rejected(&mut ingested, args.judging.keep_going, streams)?;
    unknown?;
    common.tell_what_if(&args.supposing, streams);
    common.tell_run(&ingested, board.model(), streams);
    rejects::write(rejects, &sources, &ingested, streams)?;
    let options = json!({
        "countries": args.country,
        "given": args.given,
        "floor": args.floor,
        "top": args.top,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "keep_going": args.judging.keep_going,
        "what_if": args.supposing.in_words(),
    });
    let answer = Answer {
        run: Run::new(&board, &ingested, hashes, options),
        model: board.model(),
        gaps: &gaps,
        floor: args.floor,
        what_if: args.supposing.in_words(),
    };
    let page = report::page(streams, common.is_bold);
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        Format::Table => report::gaps::table::write(&answer, page, out),
        Format::Json => report::gaps::record::write(&answer, out),
        Format::Jsonl => report::gaps::record::write_lines(&answer, out),
        Format::Csv => report::gaps::rows::write(&answer, out),
        Format::Md => report::gaps::markdown::write(&answer, out),
    })?;
    Ok(if has_rejects { Exit::Failed } else { Exit::Done })
}

/// The gaps, what was met on the way, and an organisation that was named but is not there.
type Found = (PoolGaps, Ingested, Result<(), Failure>);

fn gaps(
    board: &Board,
    sources: &mut [Source],
    known: Countries,
    args: &GapsArgs,
    what_if: &WhatIf<'_>,
) -> Result<Option<Found>, Failure> {
    let already = already(&args.given);
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
    let unknown = sought.missing().map_or(Ok(()), |unknown| Err(unknown.into()));
    Ok(Some((pool.into_gaps(args.top), ingested, unknown)))
}

/// Who is there already, as it was typed.
fn already(given: &[String]) -> Already {
    match given {
        [one] if one == "experienced" => Already::Experienced,
        [one] if one == "nobody" => Already::Nobody,
        _ => {
            let ids = given.iter().flat_map(|ids| ids.split(',')).map(str::trim);
            Already::Named(ids.map(str::to_owned).collect::<BTreeSet<String>>())
        }
    }
}
