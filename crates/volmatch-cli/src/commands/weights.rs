//! `weights`: the model in force, checked, or made of judgements, in a form that can be read back.

use std::io::{self, Write};

use sha2::{Digest, Sha256};
use volmatch::{HOST_CRITERIA, Judgements, Model, ORGANISATION_CRITERIA, Panel, Side};

use crate::{
    Exit, Streams,
    args::{
        CheckArgs, ElicitArgs, ElicitFormat, ModelFormat, PlainFormat, ShowArgs, WeightsAction,
        WeightsArgs,
    },
    commands::setup::{self, Common},
    error::Failure,
    output, report,
    report::judges,
    settings::{self, settings_of, shown},
    sources::hex,
};

/// The consistency ratio above which pairwise comparisons are to be judged again (Saaty 1980).
const CONSISTENT: f64 = 0.10;

pub(crate) fn run(
    args: &WeightsArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    match &args.action {
        None => show(&args.show, streams),
        Some(WeightsAction::Show(args)) => show(args, streams),
        Some(WeightsAction::Check(args)) => check(args, common, streams),
        Some(WeightsAction::Elicit(args)) => elicit(args, common, streams),
    }
}

fn show(args: &ShowArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let model = match &args.model {
        Some(path) => setup::model_file(path)?,
        None => Model::default(),
    };
    let output = args.output.output.as_deref();
    output::check(output, None, &args.model)?;
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        ModelFormat::Toml => write_toml(&model, out),
        ModelFormat::Json => {
            report::fit::write_pretty(&model.to_json(), out)?;
            writeln!(out)
        }
    })?;
    Ok(Exit::Done)
}

fn check(args: &CheckArgs, common: Common, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let model = setup::model_file(&args.file)?;
    let page = report::page(streams, common.is_bold);
    let output = args.output.output.as_deref();
    output::check(output, None, [&args.file])?;
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        PlainFormat::Table => judges::write_check(&shown(&args.file), &model, page, out),
        PlainFormat::Json => judges::write_check_json(&model, out),
    })?;
    Ok(Exit::Done)
}

fn elicit(args: &ElicitArgs, common: Common, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let output = args.output.output.as_deref();
    output::check(output, None, args.model.iter().chain([&args.file]))?;
    let base = match &args.model {
        Some(path) => setup::model_file(path)?,
        None => Model::default(),
    };
    let path = shown(&args.file);
    // Read once: a pipe has nothing to say a second time.
    let bytes = settings::bytes(&args.file)?;
    let hash = hex(&Sha256::digest(&bytes));
    let judgements = Judgements::from_json(&settings_of(&args.file, bytes)?)
        .map_err(|source| Failure::Judgements { path: path.clone(), source })?;
    let panels: Vec<Panel> = [Side::Host, Side::Organisation]
        .into_iter()
        .filter_map(|side| judgements.panel(side))
        .collect();
    let contradictions = contradictions(&panels);
    if !args.inconsistent && !contradictions.is_empty() {
        let message = format!("{path}: {}", contradictions.join("; "));
        return Err(Failure::Inconsistent(format!(
            "{message}: judge again, or take them as they are with --inconsistent"
        )));
    }
    if !common.quiet {
        for words in &contradictions {
            let words = volmatch::text::printable(words);
            common.say(format_args!("taken all the same: {words}"), streams);
        }
    }
    let mut model = judgements.model(&base);
    let how = judges::how(&panels, &hash, &contradictions);
    let why = &mut model.provenance.why;
    *why = if why.is_empty() { how } else { format!("{why}; {how}") };
    if model.provenance.who.is_empty() {
        model.provenance.who = judgements.judges().collect::<Vec<&str>>().join(", ");
    }
    let page = report::page(streams, common.is_bold);
    output::write(output, streams, |out: &mut dyn Write| match args.format {
        ElicitFormat::Toml => {
            judges::write_comments(&panels, out)?;
            write_toml(&model, out)
        }
        ElicitFormat::Json => {
            report::fit::write_pretty(&model.to_json(), out)?;
            writeln!(out)
        }
        ElicitFormat::Table => judges::write_panels(&model.name, &panels, page, out),
        ElicitFormat::Judges => judges::write_json(&panels, &model, out),
    })?;
    Ok(Exit::Done)
}

/// The judges whose pairwise comparisons contradict one another too much, with what to look at again.
fn contradictions(panels: &[Panel]) -> Vec<String> {
    let mut found = Vec::new();
    for panel in panels {
        for judge in &panel.judges {
            let Some(it) = judge.consistency.as_ref().filter(|it| CONSISTENT < it.ratio) else {
                continue;
            };
            let worst = it.worst.as_ref().map(|it| {
                format!(
                    " (look again at `{} / {}`: stated {:.2}, the weights say {:.2})",
                    it.one, it.other, it.stated, it.implied
                )
            });
            found.push(format!(
                "judge `{}`, {}: the comparisons contradict one another, consistency ratio {:.2} is above \
                 0.10{}",
                judge.name,
                panel.side,
                it.ratio,
                worst.unwrap_or_default()
            ));
        }
    }
    found
}

fn write_toml(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    let text = report::fit::toml_text;
    let json = model.to_json();
    writeln!(out, "name = {}", text(&model.name))?;
    writeln!(out, "who = {}", text(&model.provenance.who))?;
    writeln!(out, "why = {}", text(&model.provenance.why))?;
    writeln!(out, "when = {}", text(&model.provenance.when))?;
    writeln!(out, "# The year against which evidence ages.")?;
    writeln!(out, "year = {}", model.year)?;
    writeln!(out, "# Of the mean of the two sides: -1 harmonic, 1 plain, \"minimum\".")?;
    writeln!(out, "exponent = {}", json["exponent"])?;
    for (side, weights, order) in [
        ("host", &model.host, &HOST_CRITERIA[..]),
        ("organisation", &model.organisation, &ORGANISATION_CRITERIA[..]),
    ] {
        writeln!(out, "\n# Only proportions within a side count.\n[weights.{side}]")?;
        for (name, _) in order {
            let weight = weights.get(*name).copied().unwrap_or(0.0);
            writeln!(out, "{name} = {weight:?}")?;
        }
    }
    writeln!(out, "\n# What a missing criterion counts, 0 to 1; 0 where not named.")?;
    writeln!(out, "[missing_value]")?;
    for (name, value) in &model.missing_value {
        writeln!(out, "{name} = {value:?}")?;
    }
    writeln!(out, "\n[constants]")?;
    for (name, value, reason) in model.constants() {
        writeln!(out, "{name} = {value:?} # {reason}")?;
    }
    Ok(())
}
