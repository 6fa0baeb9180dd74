//! What a run was made of, so that it can be repeated: no clock, no machine.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use volmatch::{Board, MODALITY_RULE, atlas::sources};

use crate::{counts::Ingested, sources::hex};

/// Program, model, atlas, inputs, options and defaults of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Run {
    pub(crate) program: &'static str,
    pub(crate) version: &'static str,
    pub(crate) model: Value,
    pub(crate) atlas: Value,
    pub(crate) inputs: Vec<Value>,
    pub(crate) options: Value,
    /// Every default that acted, once.
    pub(crate) defaults: Vec<String>,
    pub(crate) rules: Vec<&'static str>,
}

impl Run {
    pub(crate) fn new(
        board: &Board,
        ingested: &Ingested,
        hashes: Vec<String>,
        options: Value,
    ) -> Self {
        let model = board.model();
        let mut hashes = hashes.into_iter();
        let input = |counts: &crate::counts::Counts| {
            json!({
                "name": counts.name,
                "sha256": hashes.next(),
                "records": counts.records,
                "organisations": counts.organisations,
                "countries": counts.countries,
                "rejected": counts.rejected,
            })
        };
        Self {
            program: "volmatch",
            version: env!("CARGO_PKG_VERSION"),
            model: json!({
                "sha256": model_hash(model),
                "model": model.to_json(),
            }),
            atlas: json!({
                "vintage": sources::VINTAGE,
                "sources": sources::sources().map(|it| json!({
                    "key": it.key,
                    "source": it.source,
                    "vintage": it.vintage,
                    "licence": it.licence,
                })).collect::<Vec<Value>>(),
            }),
            inputs: ingested.inputs.iter().map(input).collect(),
            options,
            defaults: defaults(board),
            rules: vec![MODALITY_RULE],
        }
    }
}

/// The SHA-256 of a model in its JSON form.
pub(crate) fn model_hash(model: &volmatch::Model) -> String {
    hex(&Sha256::digest(model.to_json().to_string()))
}

fn defaults(board: &Board) -> Vec<String> {
    let of_askers: BTreeSet<String> = board
        .askers()
        .iter()
        .flat_map(|asker| asker.defaults.iter().map(|it| format!("{}: {it}", asker.id)))
        .collect();
    let mut defaults: Vec<String> = of_askers.into_iter().collect();
    defaults.push("what is missing counts the model's missing_value, 0 where not named".into());
    defaults.push("evidence without quality or year: constants of the model".into());
    defaults.push("a priority without a weight weighs 1".into());
    defaults.push("goals are inferred from a description where none is stated".into());
    defaults.push("presence is that of countries named where no experience is stated".into());
    defaults
}
