//! Lin's similarity (1998) on the trees of goals and sectors, worked out from their codes as text.

use std::{collections::HashMap, sync::LazyLock};

use volmatch::atlas::sectors::Sector;

/// Targets of each goal.
const TARGETS: [f64; 17] =
    [7., 8., 13., 10., 9., 8., 5., 12., 8., 10., 10., 11., 5., 10., 12., 12., 19.];

/// The goal of a goal or target.
pub fn parent(code: &str) -> &str {
    code.split('.').next().unwrap()
}

/// How well an offered goal or target serves a needed one.
pub fn sdg_likeness(need: &str, offer: &str) -> f64 {
    let leaves = |code: &str| code.parse().map_or(1.0, |goal: usize| TARGETS[goal - 1]);
    lin(need, offer, parent, |code| -(leaves(code) / 169.0).ln())
}

/// Purposes below each category, and all of them under the empty code.
static PURPOSES: LazyLock<HashMap<String, f64>> = LazyLock::new(|| {
    let mut purposes: HashMap<String, f64> = HashMap::new();
    for code in Sector::all().map(Sector::code).filter(|code| code.len() == 5) {
        *purposes.entry(code[..3].into()).or_default() += 1.0;
        *purposes.entry(String::new()).or_default() += 1.0;
    }
    purposes
});

/// How well an offered sector serves a needed one.
pub fn sector_likeness(need: &str, offer: &str) -> f64 {
    let leaves = |code: &str| if code.len() == 5 { 1.0 } else { PURPOSES[code] };
    lin(need, offer, |code| &code[..3], |code| -(leaves(code) / PURPOSES[""]).ln())
}

/// Lin's similarity (1998) on a tree of two levels below its root.
fn lin(
    need: &str,
    offer: &str,
    parent: impl Fn(&str) -> &str,
    information: impl Fn(&str) -> f64,
) -> f64 {
    let common = parent(need);
    match () {
        () if need == offer || need == parent(offer) => 1.0,
        () if common != parent(offer) => 0.0,
        () => 2.0 * information(common) / (information(need) + information(offer)),
    }
}
