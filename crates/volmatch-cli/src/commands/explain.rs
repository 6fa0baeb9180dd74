//! `explain`: one pair, with its place among all.

use std::{cmp::Ordering, io::Write, sync::Arc};

use rayon::prelude::*;
use serde_json::json;
use volmatch::{Best, Board, Listing, Organisation, Verdict, eligibility};

use crate::{
    Exit, Streams,
    args::{ExplainArgs, TreeFormat},
    commands::{
        judge::{Asked, Given, Outcome, Passed},
        robust::{self, CONTENDERS},
        setup::Common,
        sought::Sought,
    },
    error::Failure,
    ingest, output,
    report::{self, explanation::Standing, run::Run},
};

/// The place that is aimed at by who stands below it.
const AIM: usize = 3;

pub(crate) fn run(
    args: &ExplainArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked {
        profiles: &args.profiles,
        countries: std::slice::from_ref(&args.country),
        supposing: &args.supposing,
        judging: &args.judging,
        output: &args.output,
        with_hashes: args.format == TreeFormat::Json,
    };
    let judged = asked.judge(common, streams, |pass| standing(pass, &args.organisation))?;
    let Outcome { board, found, ingested, has_rejects, hashes, rules_file, .. } = judged;
    let what_if = args.supposing.in_words();
    let options = json!({
        "organisation": args.organisation,
        "country": args.country,
        "as_of": board.model().year,
        "keep_going": args.judging.keep_going,
        "rules_file": rules_file,
        "what_if": what_if,
    });
    let run = Run::new(&board, &ingested, hashes, options);
    let standing = Standing { rules_file, what_if, ..found };
    let page = report::page(streams, common.is_bold);
    output::write(args.output.output.as_deref(), streams, |out: &mut dyn Write| {
        match args.format {
            TreeFormat::Table => report::explanation::write_table(&standing, page, out),
            TreeFormat::Md => report::explanation::write_markdown(&standing, out),
            TreeFormat::Json => report::explanation::write_json(&standing, &run, out),
        }
    })?;
    Ok(if has_rejects { Exit::Failed } else { Exit::Done })
}

/// An organisation's figures for the one country, small enough to keep for all.
struct Placed {
    id: String,
    name: String,
    score: f64,
    completeness: f64,
    is_listed: bool,
}

impl Placed {
    fn new(board: &Board, it: &Organisation) -> Self {
        let (score, completeness) = board.score(it, 0);
        let is_listed = eligibility(it, &board.askers()[0]).verdict != Verdict::No;
        Self { id: it.id.clone(), name: it.name.clone(), score, completeness, is_listed }
    }

    /// Best first: as matches are ranked.
    fn order(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.score, it.completeness);
        volmatch::order(key(self), &self.id, key(other), &other.id)
    }
}

/// The standing of a pair.
fn standing(
    Given { board, sources, known, what_if }: Given<'_, '_>,
    wanted: &str,
) -> Passed<Standing> {
    let mut all: Vec<Placed> = Vec::new();
    let mut best = Best::new(board, Listing::best(CONTENDERS));
    let mut found: Option<Arc<Organisation>> = None;
    let mut sought = Sought::new([wanted]);
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        what_if.change(&mut organisations);
        all.par_extend(organisations.par_iter().map(|it| Placed::new(board, it)));
        for it in organisations.into_iter().map(Arc::new) {
            best.offer(&it);
            if sought.meet(&it.id) {
                found = Some(it);
            }
        }
    })?;
    let Some(ingested) = ingested else { return Ok(None) };
    if let Some(unknown) = sought.missing() {
        return Ok(Some((Err(unknown.into()), ingested)));
    }
    let Some(organisation) = found else { return Ok(None) };
    let explanation = board.explain(&organisation, 0);
    all.retain(|it| it.is_listed);
    all.sort_by(Placed::order);
    let index = all.iter().position(|it| it.id == wanted);
    let aim = match index {
        Some(0) | None => None,
        Some(index) if index < AIM => Some(1),
        Some(_) => Some(AIM),
    };
    let changes = board.changes(&organisation, 0);
    let rank_with = |it: &volmatch::Change| {
        let placed = Placed {
            id: wanted.to_owned(),
            name: String::new(),
            score: it.score,
            completeness: it.completeness,
            is_listed: true,
        };
        let better = all.partition_point(|it| it.order(&placed) == Ordering::Less);
        // It is no rival of its own.
        better + usize::from(index.is_none_or(|index| better <= index))
    };
    let reaches = |aim: usize| changes.iter().find(|it| rank_with(it) <= aim).cloned();
    let (_, contenders) = best.into_pairs(0);
    let drawn = index.map(|index| robust::of_rank(board, index + 1, &contenders[0]));
    let neighbour = |index: usize| all.get(index).map(|it| (index + 1, it.name.clone(), it.score));
    let around = index.map_or(0..0, |index| index.saturating_sub(2)..index + 3);
    let standing = Standing {
        explanation,
        place_of_country: board.askers()[0].place.clone(),
        rank: index.map(|index| index + 1),
        drawn: drawn.transpose()?.flatten(),
        of: all.len(),
        neighbours: around.filter_map(neighbour).collect(),
        aim: aim.map(|aim| (aim, reaches(aim))),
        largest: changes.last().map(|it| (it.clone(), rank_with(it))),
        model: board.model().clone(),
        rules_file: serde_json::Value::Null,
        what_if: Vec::new(),
    };
    Ok(Some((Ok(standing), ingested)))
}
