//! `compare`: two rankings side by side.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use volmatch::{Model, Ranking, RankingCompared, compare_rankings, text::printable};

use crate::{
    Exit, Streams,
    args::{CompareArgs, Format, Judging, MatchArgs, Output, Robust, Supposing, Unknown},
    commands::{match_, setup::Common},
    error::Failure,
    output,
    report::{
        self,
        compare::{Answer, differences::differences},
    },
    results::Results,
};

pub(crate) fn run(
    args: &CompareArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    let output = args.output.output.as_deref();
    output::check(output, None, args.files.iter().chain(&args.model).chain(&args.rules))?;
    let ([one, other], ended) = match is_of_profiles(args) {
        true => runs(args, common, streams)?,
        false => (files(args, streams)?, Exit::Done),
    };
    if one.by_organisation != other.by_organisation
        && !one.rankings.is_empty()
        && !other.rankings.is_empty()
    {
        let ranks = |it: &Results| if it.by_organisation { "countries" } else { "organisations" };
        return Err(Failure::Compared(format!(
            "{} ranks {}, {} ranks {}: they cannot be compared",
            one.name,
            ranks(&one),
            other.name,
            ranks(&other)
        )));
    }
    let models = [&one, &other].map(model_of);
    let models = match &models {
        [Some(one), Some(other)] => Some([one, other]),
        _ => None,
    };
    let answer = Answer {
        differences: differences(&one, &other),
        compared: compared(&one, &other, models, args.persistence),
        persistence: args.persistence,
        one: &one,
        other: &other,
    };
    let page = report::page(streams, common.is_bold);
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        Format::Table => report::compare::table::write(&answer, page, out),
        Format::Json => report::compare::record::write(&answer, out),
        Format::Jsonl => report::compare::record::write_lines(&answer, out),
        Format::Csv => report::compare::rows::write(&answer, out),
        Format::Md => report::compare::markdown::write(&answer, out),
    })?;
    Ok(if args.exit_status && answer.differs() { Exit::Failed } else { ended })
}

fn is_of_profiles(args: &CompareArgs) -> bool {
    let supposing = &args.supposing;
    !(args.model.is_empty() && supposing.records.set.is_empty() && supposing.weight.is_empty())
}

/// Whether what it names is a stream, such as a pipe, which is empty the second time or waits for ever.
fn is_read_once(path: &Path) -> bool {
    path.as_os_str() == "-" || fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

fn files(args: &CompareArgs, streams: &mut Streams<'_>) -> Result<[Results; 2], Failure> {
    let [one, other] = &args.files[..] else {
        return Err(Failure::Asked(format!(
            "expected two answers of `match`, found {}; to compare models or suppositions on \
             profiles, use --model, --set or --weight",
            args.files.len()
        )));
    };
    if one == other && one.as_os_str() == "-" {
        return Err(Failure::Asked("standard input is not read twice: name a file".into()));
    }
    let of_profiles = [
        ("--country", !args.country.is_empty()),
        ("--organisation", !args.organisation.is_empty()),
        ("--top", args.top.is_some()),
        ("--unknown", args.unknown.is_some()),
        ("--only", args.only.is_some()),
        ("--rules", args.rules.is_some()),
        ("--as-of", args.as_of.is_some()),
        ("--keep-going", args.keep_going),
    ];
    if let Some((flag, _)) = of_profiles.iter().find(|(_, is_given)| *is_given) {
        return Err(Failure::Asked(format!(
            "{flag} is for profiles: two answers are compared whole"
        )));
    }
    Ok([Results::open(one, streams)?, Results::open(other, streams)?])
}

/// Matches twice: by the first model as it is, and by the second with what is supposed. With how that
/// ended: records may be rejected.
fn runs(
    args: &CompareArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<([Results; 2], Exit), Failure> {
    if let Some(path) = args.files.iter().find(|path| is_read_once(path)) {
        let name = match path.as_os_str() == "-" {
            true => "standard input".into(),
            false => printable(&path.display().to_string()),
        };
        return Err(Failure::Asked(format!("{name} is not read twice: name a file")));
    }
    let (one, other) = match &args.model[..] {
        [] => (None, None),
        [only] => (None, Some(only)),
        [one, other] => (Some(one), Some(other)),
        more => {
            return Err(Failure::Asked(format!("two models at most, found {}", more.len())));
        }
    };
    let nothing = Supposing::default();
    let (one, ended) = matched(args, one, &nothing, common, streams)?;
    // What is wrong with the profiles has been told.
    let err = &mut std::io::sink();
    let mut silent = Streams { input: streams.input, out: streams.out, err, is_terminal: false };
    let (other, _) = matched(args, other, &args.supposing, common, &mut silent)?;
    Ok(([one, other], ended))
}

fn matched(
    args: &CompareArgs,
    model: Option<&PathBuf>,
    supposing: &Supposing,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<(Results, Exit), Failure> {
    let judging = Judging {
        model: model.cloned(),
        rules: args.rules.clone(),
        as_of: args.as_of,
        keep_going: args.keep_going,
        rejects: None,
    };
    let args = MatchArgs {
        by: crate::args::By::Country,
        profiles: args.files.clone(),
        country: args.country.clone(),
        organisation: args.organisation.clone(),
        top: args.top.unwrap_or(10),
        format: Format::Json,
        unknown: args.unknown.unwrap_or(Unknown::Keep),
        include_ineligible: false,
        only: args.only,
        robust: Robust::Never,
        exit_status: false,
        supposing: supposing.clone(),
        judging,
        output: Output { output: None },
    };
    let mut out = Vec::new();
    let mut inner = Streams {
        input: &mut *streams.input,
        out: &mut out,
        err: &mut *streams.err,
        is_terminal: false,
    };
    let ended = match_::run(&args, common, &mut inner)?;
    let model = model.map_or("the built-in model".into(), |it| it.display().to_string());
    let words = supposing.in_words();
    let name = match words.is_empty() {
        true => model,
        false => format!("{model} with {}", words.join("; ")),
    };
    Ok((Results::read(name, &out)?, ended))
}

fn model_of(results: &Results) -> Option<Model> {
    Model::from_json(&results.run.as_ref()?["model"]["model"]).ok()
}

/// Every ranking that is in either.
fn compared(
    one: &Results,
    other: &Results,
    models: Option<[&Model; 2]>,
    persistence: f64,
) -> Vec<RankingCompared> {
    let by_id = |results: &Results| -> BTreeMap<String, Ranking> {
        results.rankings.iter().map(|it| (it.id.clone(), it.clone())).collect()
    };
    let (mut before, mut after) = (by_id(one), by_id(other));
    let ids: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    let mut compared = Vec::new();
    for id in std::collections::BTreeSet::from_iter(ids) {
        let empty = || Ranking { id: id.clone(), listed: Vec::new() };
        let one = before.remove(&id).unwrap_or_else(empty);
        let other = after.remove(&id).unwrap_or_else(empty);
        compared.push(compare_rankings(&one, &other, models, persistence));
    }
    compared
}
