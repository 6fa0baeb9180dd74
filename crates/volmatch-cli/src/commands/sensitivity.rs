//! `sensitivity`: how firm the ranking for one country, or for one organisation, is.

use std::{io::Write, sync::Arc};

use serde_json::json;
use volmatch::{
    Board, Doubts, Modality, Organisation, Sensitivity, UnknownOrganisation, Verdict, eligibility,
};

use crate::{
    Exit, Streams,
    args::{Doubted, Format, Ordering, SensitivityArgs, Unknown},
    commands::{
        setup::{self, Common},
        sought::Sought,
        what_if::{self, WhatIf},
    },
    error::Failure,
    ingest::{self, Countries, Ingested},
    output, rejects,
    report::{self, run::Run, sensitivity::Firmness},
    sources::Source,
};

pub(crate) fn run(
    args: &SensitivityArgs,
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
    let (board, (found, mut ingested), what_if) = pool.install(|| {
        ingest::with_countries(&mut sources, |sources, countries, known| {
            let (countries, wanted) = ((countries, known), args.country.as_slice());
            let what_if = WhatIf::board(&args.supposing, countries, wanted, model.clone(), &rules)?;
            let Some((board, what_if)) = what_if else { return Ok(None) };
            let change = |some: &mut [Organisation]| what_if.change(some);
            let found = sensitivity(&board, sources, known, args, change)?;
            let what_if = what_if.check();
            Ok(found.map(|found| (board, found, what_if)))
        })
    })?;
    let has_rejects = common.tell_rejected(&mut ingested, args.judging.keep_going, streams)?;
    what_if?;
    let (subject, sensitivity) = found?;
    common.tell_what_if(&args.supposing, streams);
    common.tell_run(&ingested, board.model(), streams);
    rejects::write(rejects, &sources, &ingested, streams)?;
    let firmness = Firmness {
        run: Run::new(&board, &ingested, hashes, options(args, &board)),
        by_organisation: args.organisation.is_some(),
        subject,
        sensitivity: &sensitivity,
        what_if: args.supposing.in_words(),
    };
    let page = report::page(streams, common.is_bold);
    let page = report::table::Page { is_unicode: page.is_unicode && output.is_none(), ..page };
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        Format::Table => report::sensitivity::table::write(&firmness, page, out),
        Format::Json => report::sensitivity::write_json(&firmness, out),
        Format::Jsonl => report::sensitivity::write_lines(&firmness, out),
        Format::Csv => report::sensitivity::write_csv(&firmness, out),
        Format::Md => report::sensitivity::markdown::write(&firmness, out),
    })?;
    Ok(if has_rejects { Exit::Failed } else { Exit::Done })
}

fn doubts(args: &SensitivityArgs, board: &Board) -> Doubts {
    let chains = |it: &Ordering| match it {
        Ordering::Chain(chain) => vec![chain.clone()],
        Ordering::Model => board.order_of_weights(),
    };
    Doubts {
        weights: args.vary.contains(&Doubted::Weights),
        missing: args.vary.contains(&Doubted::Missing),
        strengths: args.vary.contains(&Doubted::Strengths),
        within: args.within.clone(),
        orders: args.order.iter().flat_map(chains).collect(),
        samples: args.samples,
        seed: args.seed,
        top: args.top,
    }
}

fn options(args: &SensitivityArgs, board: &Board) -> serde_json::Value {
    json!({
        "country": args.country,
        "organisation": args.organisation,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "only": args.only.map(|only| only.as_str()),
        "keep_going": args.judging.keep_going,
        "what_if": args.supposing.in_words(),
    })
}

/// Name and id of what is ranked for, and how firm that is: or why not, which is told behind problems.
type Found = Result<(String, Sensitivity), Failure>;

/// How firm the ranking is, and what was met on the way; `None` where the pass must run again.
fn sensitivity(
    board: &Board,
    sources: &mut [Source],
    known: Countries,
    args: &SensitivityArgs,
    mut change: impl FnMut(&mut [Organisation]),
) -> Result<Option<(Found, Ingested)>, Failure> {
    let may_be = |it: &Organisation, place: usize| {
        let asker = &board.askers()[place];
        let is_wanted = match eligibility(it, asker).verdict {
            Verdict::Yes => true,
            Verdict::Unknown => args.unknown == Unknown::Keep,
            Verdict::No => false,
        };
        is_wanted && args.only.is_none_or(|only| Modality::of(it, asker) == only)
    };
    let Some(wanted) = &args.organisation else {
        let mut organisations: Vec<Arc<Organisation>> = Vec::new();
        let ingested = ingest::ingest(sources, known, |mut some| {
            change(&mut some);
            let some = some.into_iter().filter(|it| may_be(it, 0));
            organisations.extend(some.map(Arc::new));
        })?;
        let Some(ingested) = ingested else { return Ok(None) };
        let asker = &board.askers()[0];
        let found = board.sensitivity_of_organisations(0, &organisations, &doubts(args, board));
        let subject = format!("{} ({})", asker.name, asker.id);
        return Ok(Some((found.map(|it| (subject, it)).map_err(Failure::from), ingested)));
    };
    let mut sought = Sought::new([wanted]);
    let mut organisation: Option<Organisation> = None;
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        change(&mut organisations);
        for it in organisations {
            if sought.meet(&it.id) {
                organisation = Some(it);
            }
        }
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    let Some(organisation) = organisation else {
        let unknown = UnknownOrganisation { id: wanted.clone(), suggestion: None };
        return Ok(Some((Err(sought.missing().unwrap_or(unknown).into()), ingested)));
    };
    let places: Vec<usize> =
        (0..board.askers().len()).filter(|place| may_be(&organisation, *place)).collect();
    let found = board.sensitivity_of_countries(&organisation, &places, &doubts(args, board));
    let subject = format!("{} ({})", organisation.name, organisation.id);
    Ok(Some((found.map(|it| (subject, it)).map_err(Failure::from), ingested)))
}
