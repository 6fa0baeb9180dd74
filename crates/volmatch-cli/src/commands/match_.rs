//! `match`: organisations for countries, or countries for an organisation.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use serde_json::{Value, json};
use volmatch::{
    Best, BestCountries, Board, Contest, Doubts, Listing, Organisation, Pair, Promising,
};

use crate::{
    Exit, Streams,
    args::{By, Format, MatchArgs, Unknown},
    commands::{
        judge::{Asked, Given, Outcome, Passed},
        match_each, robust,
        setup::Common,
        sought::Sought,
        what_if::WhatIf,
    },
    error::Failure,
    ingest, output,
    pass::{Pass, pass},
    report::{self, Answer, run::Run},
};

pub(crate) fn run(
    args: &MatchArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    if args.by == By::Organisation {
        return match_each::run(args, common, streams);
    }
    let asked = asked(args, args.format == Format::Json);
    let judged = asked.judge(common, streams, |pass| {
        let doubts = robust::doubts(args, pass.board);
        match args.organisation.is_empty() {
            true => best(pass, listing(args), doubts.as_ref()),
            false => for_organisations(pass, listing(args), &args.organisation, doubts.as_ref()),
        }
    })?;
    let Outcome { board, found: pairs, pool, ingested, has_rejects, hashes, rules_file } = judged;
    let run = Run::new(&board, &ingested, hashes, options(args, &board, rules_file));
    let answer = Answer {
        run: &run,
        by_organisation: !args.organisation.is_empty(),
        board: &board,
        pairs: &pairs,
        pool: Some(&pool),
        what_if: args.supposing.in_words(),
    };
    let page = report::page(streams, common.is_bold);
    output::write(args.output.output.as_deref(), streams, |out: &mut dyn Write| {
        match args.format {
            Format::Table => report::table::write(&answer, page, out),
            Format::Json => report::json::write(&answer, out),
            Format::Jsonl => report::json::write_lines(&answer, out),
            Format::Csv => report::csv::write(&answer, out),
            Format::Md => report::markdown::write(&answer, out),
        }
    })?;
    let nothing = pairs.iter().all(|it| it.rank.is_none());
    Ok(match has_rejects || (nothing && args.exit_status) {
        true => Exit::Failed,
        false => Exit::Done,
    })
}

/// What was asked for.
fn options(args: &MatchArgs, board: &Board, rules_file: Value) -> Value {
    json!({
        "countries": args.country,
        "organisations": args.organisation,
        "top": args.top,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "include_ineligible": args.include_ineligible,
        "only": args.only.map(|only| only.as_str()),
        "keep_going": args.judging.keep_going,
        "rules_file": rules_file,
        "what_if": args.supposing.in_words(),
        "robust": robust::options(args, board),
    })
}

/// What `match` is asked to judge.
pub(crate) fn asked(args: &MatchArgs, with_hashes: bool) -> Asked<'_> {
    Asked {
        profiles: &args.profiles,
        countries: &args.country,
        supposing: &args.supposing,
        judging: &args.judging,
        output: &args.output,
        with_hashes,
    }
}

/// What `match` lists.
pub(crate) fn listing(args: &MatchArgs) -> Listing {
    Listing {
        limit: args.top,
        keep_unknown: args.unknown == Unknown::Keep,
        show_ineligible: args.include_ineligible,
        only: args.only,
    }
}

/// The best countries of each organisation asked for, in the order they were asked for.
fn for_organisations(
    Given { board, sources, known, what_if }: Given<'_, '_>,
    listing: Listing,
    wanted: &[String],
    doubts: Option<&Doubts>,
) -> Passed<Vec<Pair>> {
    let mut found: BTreeMap<String, Arc<Organisation>> = BTreeMap::new();
    let mut sought = Sought::new(wanted);
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        what_if.change(&mut organisations);
        for it in organisations {
            if sought.meet(&it.id) {
                found.insert(it.id.clone(), Arc::new(it));
            }
        }
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    if let Some(unknown) = sought.missing() {
        return Ok(Some((Err(unknown.into()), ingested)));
    }
    let mut best = BestCountries::new(board, listing);
    let mut pairs = Vec::new();
    // Taken out of what was found: who is asked for twice is answered once, as a country is.
    for organisation in wanted.iter().filter_map(|id| found.remove(id)) {
        let mut ranked = best.pairs(&organisation);
        if let Some(doubts) = doubts {
            robust::of_countries(board, &organisation, listing, &mut ranked, doubts)?;
        }
        pairs.append(&mut ranked);
    }
    Ok(Some((Ok(pairs), ingested)))
}

/// The best organisations for every asker, with their robustness where something is in doubt.
fn best(
    Given { board, sources, known, what_if }: Given<'_, '_>,
    listing: Listing,
    doubts: Option<&Doubts>,
) -> Passed<Vec<Pair>> {
    let shown = listing.limit;
    let limit = if doubts.is_some() { shown.max(robust::CONTENDERS) } else { shown };
    let best = Best::new(board, Listing { limit, ..listing });
    let mut ranking = Ranking { best, what_if };
    let Some(ingested) = pass(sources, known, &mut ranking)? else { return Ok(None) };
    let (mut pairs, contenders) = ranking.best.into_pairs(shown);
    if let Some(doubts) = doubts {
        robust::of_organisations(board, &mut pairs, &contenders, doubts)?;
    }
    Ok(Some((Ok(pairs), ingested)))
}

/// Judges every organisation as soon as it is read, and keeps those that may be among the best.
struct Ranking<'b, 's> {
    best: Best<'b>,
    what_if: &'b WhatIf<'s>,
}

impl<'b, 's> Pass for Ranking<'b, 's> {
    type State = (Contest<'b>, &'b WhatIf<'s>);
    type Made = Promising;

    fn state(&self) -> Self::State {
        (self.best.contest(), self.what_if)
    }

    fn judge((contest, what_if): &mut Self::State, it: &Organisation) -> Option<Promising> {
        contest.judge(&what_if.changed(it))
    }

    fn take(&mut self, promising: Promising) {
        self.best.admit(promising);
    }

    fn tell(&self, (contest, _): &mut Self::State) {
        contest.raise(&self.best);
    }
}
