//! What two runs were made of, side by side: data, weights, constants, atlas, program, options.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::results::Results;

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    /// The profiles, or what is supposed of them.
    Data,
    /// The weights of criteria, or the mean of the sides.
    Weights,
    /// The other numbers of the model.
    Constants,
    Atlas,
    Program,
    /// What was asked for: it changes what is listed, no score.
    Options,
}

impl What {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Weights => "weights",
            Self::Constants => "constants",
            Self::Atlas => "atlas",
            Self::Program => "program",
            Self::Options => "options",
        }
    }
}

/// One thing that differs.
#[derive(Serialize)]
pub(crate) struct Difference {
    pub(crate) what: What,
    pub(crate) name: String,
    /// As it was; `null` where it was not there.
    pub(crate) from: Value,
    /// As it is now; `null` where it is not there.
    pub(crate) to: Value,
}

/// Everything that differs, or nothing where either does not say.
pub(crate) fn differences(one: &Results, other: &Results) -> Vec<Difference> {
    let (Some(one), Some(other)) = (&one.run, &other.run) else { return Vec::new() };
    let mut found = Vec::new();
    let mut differ = |what: What, name: &str, pair: [&Value; 2]| {
        walk(what, name, pair, &mut found);
    };
    differ(What::Program, "version", [one, other].map(|run| &run["version"]));
    differ(What::Atlas, "vintage", [one, other].map(|run| &run["atlas"]["vintage"]));
    let sources = [one, other].map(|run| keyed(&run["atlas"]["sources"], "key"));
    differ(What::Atlas, "sources", [&sources[0], &sources[1]]);
    let inputs = [one, other].map(inputs);
    differ(What::Data, "sha256", [&inputs[0], &inputs[1]]);
    let settings = [one, other].map(settings);
    differ(What::Data, "set", [&settings[0], &settings[1]]);
    let models = [one, other].map(|run| &run["model"]["model"]);
    differ(What::Weights, "weights", models.map(|it| &it["weights"]));
    differ(What::Weights, "exponent", models.map(|it| &it["exponent"]));
    for key in ["constants", "missing_value", "year"] {
        differ(What::Constants, key, models.map(|it| &it[key]));
    }
    // A file of rules counts by what it holds, not by what it is called.
    let rules = [one, other].map(|run| &run["options"]["rules_file"]["sha256"]);
    differ(What::Options, "rules_file", rules);
    for key in [
        "countries",
        "organisations",
        "top",
        "unknown",
        "include_ineligible",
        "only",
        "robust",
        "keep_going",
    ] {
        differ(What::Options, key, [one, other].map(|run| &run["options"][key]));
    }
    found
}

/// The parts of two values that differ.
fn walk(what: What, name: &str, [one, other]: [&Value; 2], found: &mut Vec<Difference>) {
    if one == other {
        return;
    }
    if let (Value::Object(before), Value::Object(after)) = (one, other) {
        let keys: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys {
            let of = |it: &serde_json::Map<String, Value>| it.get(key).cloned().unwrap_or_default();
            walk(what, &format!("{name}.{key}"), [&of(before), &of(after)], found);
        }
        return;
    }
    found.push(Difference { what, name: name.to_owned(), from: one.clone(), to: other.clone() });
}

fn keyed(list: &Value, key: &str) -> Value {
    let entry = |it: &Value| (it[key].as_str().unwrap_or_default().to_owned(), it.clone());
    list.as_array().into_iter().flatten().map(entry).collect()
}

/// The hashes of the inputs, by name; of one input whatever its name.
fn inputs(run: &Value) -> Value {
    let list: Vec<&Value> = run["inputs"].as_array().into_iter().flatten().collect();
    match &list[..] {
        [only] => only["sha256"].clone(),
        _ => {
            let name = |it: &Value| it["name"].as_str().unwrap_or_default().to_owned();
            list.into_iter().map(|it| (name(it), it["sha256"].clone())).collect()
        }
    }
}

/// What is supposed of records; what is supposed of weights stands in the model.
fn settings(run: &Value) -> Value {
    let words = run["options"]["what_if"].as_array().into_iter().flatten();
    words.filter(|it| it.as_str().is_some_and(|it| !it.starts_with("weight "))).cloned().collect()
}

/// How many things of each kind differ, in the order of the kinds.
pub(crate) fn kinds(differences: &[Difference]) -> BTreeMap<What, usize> {
    let mut kinds = BTreeMap::new();
    differences.iter().for_each(|it| *kinds.entry(it.what).or_default() += 1);
    kinds
}
