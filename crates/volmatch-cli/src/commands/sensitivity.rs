//! `sensitivity`: how firm the ranking for one country, or for one organisation, is.

use std::{io::Write, sync::Arc};

use serde_json::json;
use volmatch::{
    Asker, Board, Desk, Doubts, Entries, Entry, Modality, Organisation, Sensitivity,
    UnknownOrganisation, Verdict, eligibility,
};

use crate::{
    Exit, Streams,
    args::{Doubted, Format, Ordering, SensitivityArgs, Unknown},
    commands::{
        judge::{Asked, Given, Outcome, Passed},
        setup::Common,
        sought::Sought,
        what_if::WhatIf,
    },
    error::Failure,
    ingest, output,
    pass::{Pass, pass},
    report::{self, run::Run, sensitivity::Firmness},
};

pub(crate) fn run(
    args: &SensitivityArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let asked = Asked {
        profiles: &args.profiles,
        countries: args.country.as_slice(),
        supposing: &args.supposing,
        judging: &args.judging,
        output: &args.output,
        with_hashes: args.format == Format::Json,
    };
    let judged = asked.judge(common, streams, |pass| sensitivity(pass, args))?;
    let Outcome { board, found, ingested, has_rejects, hashes, rules_file, .. } = judged;
    let (subject, sensitivity) = found;
    let firmness = Firmness {
        run: Run::new(&board, &ingested, hashes, options(args, &board, rules_file)),
        by_organisation: args.organisation.is_some(),
        subject,
        sensitivity: &sensitivity,
        what_if: args.supposing.in_words(),
    };
    let output = args.output.output.as_deref();
    let page = report::page(streams, common.is_bold);
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

fn options(
    args: &SensitivityArgs,
    board: &Board,
    rules_file: serde_json::Value,
) -> serde_json::Value {
    json!({
        "country": args.country,
        "organisation": args.organisation,
        "as_of": board.model().year,
        "unknown": args.unknown.as_str(),
        "only": args.only.map(|only| only.as_str()),
        "keep_going": args.judging.keep_going,
        "rules_file": rules_file,
        "what_if": args.supposing.in_words(),
    })
}

/// How firm the ranking is, behind the name and id of what is ranked for.
fn sensitivity(
    Given { board, sources, known, what_if }: Given<'_, '_>,
    args: &SensitivityArgs,
) -> Passed<(String, Sensitivity)> {
    let Some(wanted) = &args.organisation else {
        let mut entering =
            Entering { entries: Entries::new(board, 0, doubts(args, board)), board, args, what_if };
        let ingested = pass(sources, known, &mut entering)?;
        let Some(ingested) = ingested else { return Ok(None) };
        let asker = &board.askers()[0];
        let found = entering.entries.sensitivity();
        let subject = format!("{} ({})", asker.name, asker.id);
        return Ok(Some((found.map(|it| (subject, it)).map_err(Failure::from), ingested)));
    };
    let mut sought = Sought::new([wanted]);
    let mut organisation: Option<Organisation> = None;
    let ingested = ingest::ingest(sources, known, |mut organisations| {
        what_if.change(&mut organisations);
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
    let may_be = |place: &usize| may_be(args, &organisation, &board.askers()[*place]);
    let places: Vec<usize> = (0..board.askers().len()).filter(may_be).collect();
    let found = board.sensitivity_of_countries(&organisation, &places, &doubts(args, board));
    let subject = format!("{} ({})", organisation.name, organisation.id);
    Ok(Some((found.map(|it| (subject, it)).map_err(Failure::from), ingested)))
}

/// Whether a pair is ranked: whether it may be, or may be kept, and is of the kind wanted.
fn may_be(args: &SensitivityArgs, it: &Organisation, asker: &Asker) -> bool {
    let is_wanted = match eligibility(it, asker).verdict {
        Verdict::Yes => true,
        Verdict::Unknown => args.unknown == Unknown::Keep,
        Verdict::No => false,
    };
    is_wanted && args.only.is_none_or(|only| Modality::of(it, asker) == only)
}

/// Lays out every organisation that may be ranked as soon as it is read.
struct Entering<'b, 's> {
    entries: Entries<'b>,
    board: &'b Board,
    args: &'b SensitivityArgs,
    what_if: &'b WhatIf<'s>,
}

impl<'b, 's> Pass for Entering<'b, 's> {
    type State = (Desk<'b>, &'b Asker, &'b SensitivityArgs, &'b WhatIf<'s>);
    type Made = Entry;

    fn state(&self) -> Self::State {
        (self.entries.desk(), &self.board.askers()[0], self.args, self.what_if)
    }

    fn judge((desk, asker, args, what_if): &mut Self::State, it: &Organisation) -> Option<Entry> {
        let it = what_if.changed(it);
        may_be(args, &it, asker).then(|| desk.enter(Arc::new(it.into_owned())))
    }

    fn take(&mut self, entry: Entry) {
        self.entries.admit(entry);
    }
}
