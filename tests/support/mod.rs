//! What the tests share: random profiles, a slow second opinion, and a few short cuts.
#![allow(dead_code, reason = "each test file uses a part")]

pub mod fields;
pub mod models;
pub mod oracle;
pub mod random;
pub mod records;
pub mod trees;

use std::{fmt::Debug, sync::Arc};

use proptest::test_runner::Config;
use serde_json::Value;
use volmatch::{Catalog, Explanation, Organisation, Profiles, read_str};

/// Two numbers are taken as equal within this.
pub const TOLERANCE: f64 = 1e-12;

/// As many cases as asked for by `PROPTEST_CASES`, else as many as given here.
pub fn cases(default: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: asked.unwrap_or(default),
        failure_persistence: None,
        max_shrink_iters: 4096,
        ..Config::default()
    }
}

/// Reads lines that hold sound records only.
pub fn profiles(text: &str) -> Profiles {
    read_str("random.jsonl", text).check().unwrap()
}

/// One organisation from its JSON.
pub fn organisation(record: &Value) -> Arc<Organisation> {
    Arc::new(profiles(&record.to_string()).organisations()[0].clone())
}

pub fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= TOLERANCE
}

/// The value of one criterion in an explanation.
pub fn value_of(explanation: &Explanation, criterion: &str) -> f64 {
    explanation.contributions.iter().find(|it| it.criterion == criterion).unwrap().value
}

/// Every organisation with every asker of a catalog.
pub fn every_pair(catalog: &Catalog) -> Vec<Explanation> {
    let board = catalog.board();
    let of = |it| (0..board.askers().len()).map(move |place| board.explain(it, place));
    catalog.organisations().flat_map(of).collect()
}

/// The ids of a catalog's askers.
pub fn countries(catalog: &Catalog) -> Vec<String> {
    catalog.board().askers().iter().map(|asker| asker.id.clone()).collect()
}

/// All there is to see of a list.
pub fn shown<T: Debug>(list: &[T]) -> String {
    format!("{list:?}")
}
