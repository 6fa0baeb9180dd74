//! `match`: organisations for countries, or countries for an organisation.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use volmatch::{Board, Listing, Organisation, UnknownOrganisation};

use crate::{
    Exit, Streams,
    args::{Format, MatchArgs, Unknown},
    commands::setup::{self, Common, Found},
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
    let output = args.output.output.as_deref();
    let rejects = args.judging.rejects.as_deref();
    output::check(output, rejects, args.judging.files().chain(&args.profiles))?;
    let model = setup::model(&args.judging)?;
    let rules = setup::rules(&args.judging)?;
    let mut sources = Source::open(&args.profiles, streams)?;
    common.tell_sample(args.profiles.is_empty(), streams);
    let hashes = hashes(args, &sources)?;
    let listing = Listing {
        limit: args.top,
        keep_unknown: args.unknown == Unknown::Keep,
        show_ineligible: args.include_ineligible,
        only: args.only,
    };
    let pool = common.pool()?;
    let (board, (matches, mut ingested)) = pool.install(|| {
        ingest::with_countries(&mut sources, |sources, countries, known| {
            let board = setup::board(countries, &args.country, model.clone(), &rules)?;
            let found = match args.organisation.is_empty() {
                true => setup::best(&board, sources, known, listing)?,
                false => for_organisations(&board, sources, known, listing, &args.organisation)?,
            };
            Ok(found.map(|found| (board, found)))
        })
    })?;
    let has_rejects = common.tell_rejected(&mut ingested, args.judging.keep_going, streams)?;
    common.tell_run(&ingested, board.model(), streams);
    rejects::write(rejects, &sources, &ingested, streams)?;
    let answer = Answer {
        run: Run::new(&board, &ingested, hashes, args),
        by_organisation: !args.organisation.is_empty(),
        board: &board,
        matches: &matches,
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

/// Hashes of the inputs where the answer shows them: only `json` does.
fn hashes(args: &MatchArgs, sources: &[Source]) -> Result<Vec<String>, Failure> {
    if args.format != Format::Json {
        return Ok(Vec::new());
    }
    let hash = |source: &Source| {
        source
            .hash()
            .map_err(|error| Failure::Input { path: source.name.as_ref().into(), source: error })
    };
    sources.iter().map(hash).collect()
}

/// The best countries of each organisation asked for, in the order they were asked for.
fn for_organisations(
    board: &Board,
    sources: &mut [Source],
    known: Countries,
    listing: Listing,
    wanted: &[String],
) -> Result<Option<Found>, Failure> {
    let mut found: BTreeMap<String, Arc<Organisation>> = BTreeMap::new();
    let mut nearest: BTreeMap<&str, (f64, String)> = BTreeMap::new();
    let ingested = ingest::ingest(sources, known, |organisations| {
        for it in organisations {
            for id in wanted {
                let similarity = volmatch::text::similarity(id, &it.id);
                let so_far = nearest.get(id.as_str()).map_or(0.85, |(so_far, _)| *so_far);
                if so_far < similarity {
                    nearest.insert(id, (similarity, it.id.clone()));
                }
            }
            if wanted.contains(&it.id) {
                found.insert(it.id.clone(), Arc::new(it));
            }
        }
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    let mut matches = Vec::new();
    for id in wanted {
        let Some(organisation) = found.get(id) else {
            if !ingested.problems.is_empty() {
                return Ok(Some((Vec::new(), ingested)));
            }
            let suggestion = nearest.remove(id.as_str()).map(|(_, id)| id);
            return Err(UnknownOrganisation { id: id.clone(), suggestion }.into());
        };
        matches.append(&mut board.rank_countries(organisation, listing));
    }
    Ok(Some((matches, ingested)))
}
