//! `weights`: the model in force, in a form that can be read back.

use std::io::{self, Write};

use volmatch::{HOST_CRITERIA, Model, ORGANISATION_CRITERIA};

use crate::{
    Exit, Streams,
    args::{ModelFormat, WeightsArgs},
    commands::setup,
    error::Failure,
    output,
};

pub(crate) fn run(args: &WeightsArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let model = match &args.model {
        Some(path) => setup::model_file(path)?,
        None => Model::default(),
    };
    output::write(None, streams, |out: &mut dyn Write| match args.format {
        ModelFormat::Toml => write_toml(&model, out),
        ModelFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &model.to_json())?;
            writeln!(out)
        }
    })?;
    Ok(Exit::Done)
}

fn write_toml(model: &Model, out: &mut dyn Write) -> io::Result<()> {
    let text = |text: &str| toml::Value::String(text.to_owned());
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
