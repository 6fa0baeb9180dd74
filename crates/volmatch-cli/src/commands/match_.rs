//! `match`: organisations for countries, or countries for an organisation.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use serde_json::{Value, json};
use volmatch::{Board, Doubts, Listing, Organisation};

use crate::{
    Exit, Streams,
    args::{By, Format, MatchArgs, Unknown},
    commands::{
        match_each, robust,
        setup::{self, Common, Found},
        sought::Sought,
        what_if::{self, WhatIf},
    },
    error::Failure,
    ingest::{self, Countries},
    output, rejects,
    report::{self, Answer, run::Run},
    sources::Source,
};

pub(crate) fn run(
    args: &MatchArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    if args.by == By::Organisation {
        return match_each::run(args, common, streams);
    }
    let output = args.output.output.as_deref();
    let rejects = args.judging.rejects.as_deref();
    output::check(output, rejects, args.judging.files().chain(&args.profiles))?;
    let model = what_if::model(setup::model(&args.judging)?, &args.supposing)?;
    let rules = setup::rules(&args.judging)?;
    let mut sources = Source::open(&args.profiles, streams)?;
    common.tell_sample(args.profiles.is_empty(), streams);
    let hashes = setup::hashes(args.format, &sources)?;
    let listing = Listing {
        limit: args.top,
        keep_unknown: args.unknown == Unknown::Keep,
        show_ineligible: args.include_ineligible,
        only: args.only,
    };
    let pool = common.pool()?;
    let (board, (matches, mut ingested), what_if) = pool.install(|| {
        ingest::with_countries(&mut sources, |sources, countries, known| {
            let countries = (countries, known);
            let what_if =
                WhatIf::board(&args.supposing, countries, &args.country, model.clone(), &rules)?;
            let Some((board, what_if)) = what_if else { return Ok(None) };
            let change = |some: &mut [Organisation]| what_if.change(some);
            let doubts = robust::doubts(args, &board);
            let found = match args.organisation.is_empty() {
                true => setup::best(&board, sources, known, listing, doubts.as_ref(), change)?,
                false => for_organisations(
                    &board,
                    sources,
                    known,
                    (listing, &args.organisation, doubts.as_ref()),
                    change,
                )?,
            };
            let what_if = what_if.check();
            Ok(found.map(|found| (board, found, what_if)))
        })
    })?;
    let has_rejects = common.tell_rejected(&mut ingested, args.judging.keep_going, streams)?;
    what_if?;
    common.tell_what_if(&args.supposing, streams);
    common.tell_run(&ingested, board.model(), streams);
    rejects::write(rejects, &sources, &ingested, streams)?;
    let answer = Answer {
        run: Run::new(&board, &ingested, hashes, options(args, &board)),
        by_organisation: !args.organisation.is_empty(),
        board: &board,
        matches: &matches,
        what_if: args.supposing.in_words(),
    };
    let page = report::page(streams, common.is_bold);
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        Format::Table => report::table::write(&answer, page, out),
        Format::Json => report::json::write(&answer, out),
        Format::Jsonl => report::json::write_lines(&answer, out),
        Format::Csv => report::csv::write(&answer, out),
        Format::Md => report::markdown::write(&answer, out),
    })?;
    let nothing = matches.iter().all(|it| it.rank.is_none());
    Ok(match has_rejects || (nothing && args.exit_status) {
        true => Exit::Failed,
        false => Exit::Done,
    })
}

/// What was asked for.
fn options(args: &MatchArgs, board: &Board) -> Value {
    json!({
        "countries": args.country,
        "organisations": args.organisation,
        "top": args.top,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "include_ineligible": args.include_ineligible,
        "only": args.only.map(|only| only.as_str()),
        "keep_going": args.judging.keep_going,
        "what_if": args.supposing.in_words(),
        "robust": robust::options(args, board),
    })
}

/// The best countries of each organisation asked for, in the order they were asked for.
fn for_organisations(
    board: &Board,
    sources: &mut [Source],
    known: Countries,
    (listing, wanted, doubts): (Listing, &[String], Option<&Doubts>),
    mut change: impl FnMut(&mut [Organisation]),
) -> Result<Option<Found>, Failure> {
    let mut found: BTreeMap<String, Arc<Organisation>> = BTreeMap::new();
    let mut sought = Sought::new(wanted);
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        change(&mut organisations);
        for it in organisations {
            if sought.meet(&it.id) {
                found.insert(it.id.clone(), Arc::new(it));
            }
        }
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    let mut matches = Vec::new();
    if let Some(unknown) = sought.missing() {
        return match ingested.problems.is_empty() {
            true => Err(unknown.into()),
            false => Ok(Some((Vec::new(), ingested))),
        };
    }
    for organisation in wanted.iter().filter_map(|id| found.get(id)) {
        let mut ranked = board.rank_countries(organisation, listing);
        if let Some(doubts) = doubts {
            robust::of_countries(board, organisation, listing, &mut ranked, doubts)?;
        }
        matches.append(&mut ranked);
    }
    Ok(Some((matches, ingested)))
}
