//! How alike two countries' contexts are: Gower's coefficient (1971) over the atlas.

use std::sync::LazyLock;

use crate::{
    atlas::countries::{COUNTRIES, CountryCode, Facts},
    sdg::GOALS,
};

/// Indicators of the coefficient, each with the same weight.
const INDICATORS: [fn(&Facts, &Facts) -> Option<f64>; 4] = [profile, income, region, status];

/// Likeness of two countries' contexts, 0 to 1; `None` for a territory without facts.
///
/// The mean over four indicators: SDG profile (17 scores, each on its range over the atlas), income
/// group, region, and status (the share of LDC, LLDC, SIDS that both or neither is). What is missing
/// on either side is skipped (Gower 1971). Depends on the atlas alone, never on the records at hand.
#[must_use]
pub fn likeness(one: CountryCode, other: CountryCode) -> Option<f64> {
    let inside = one.index() < COUNTRIES && other.index() < COUNTRIES;
    inside.then(|| TABLE[one.index() * COUNTRIES + other.index()])
}

static TABLE: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let countries: Vec<&Facts> = CountryCode::all().filter_map(CountryCode::facts).collect();
    let mut table = vec![1.0; COUNTRIES * COUNTRIES];
    for (row, one) in countries.iter().enumerate() {
        for (column, other) in countries.iter().enumerate().skip(row + 1) {
            let values = INDICATORS.iter().filter_map(|indicator| indicator(one, other));
            let (sum, count) = values.fold((0.0, 0.0), |(sum, count), v| (sum + v, count + 1.0));
            table[row * COUNTRIES + column] = sum / count;
            table[column * COUNTRIES + row] = sum / count;
        }
    }
    table
});

/// The spread of each goal's score over the atlas, in points.
static RANGES: LazyLock<[f64; GOALS]> = LazyLock::new(|| {
    std::array::from_fn(|goal| {
        let scores = CountryCode::all().filter_map(|code| code.facts()?.scores[goal]);
        let (low, high) = scores.fold((f64::MAX, f64::MIN), |(l, h), s| (l.min(s), h.max(s)));
        if low < high { high - low } else { 1.0 }
    })
});

fn profile(one: &Facts, other: &Facts) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for goal in 0..GOALS {
        if let (Some(a), Some(b)) = (one.scores[goal], other.scores[goal]) {
            sum += 1.0 - (a - b).abs() / RANGES[goal];
            count += 1.0;
        }
    }
    (0.0 < count).then(|| sum / count)
}

fn income(one: &Facts, other: &Facts) -> Option<f64> {
    Some(1.0 - f64::from(one.income?.abs_diff(other.income?)) / 3.0)
}

/// 1 in the same subregion, 0.5 in the same region.
fn region(one: &Facts, other: &Facts) -> Option<f64> {
    Some(match () {
        () if one.subregion_m49 == other.subregion_m49 => 1.0,
        () if one.region_m49 == other.region_m49 => 0.5,
        () => 0.0,
    })
}

fn status(one: &Facts, other: &Facts) -> Option<f64> {
    let same = [one.ldc == other.ldc, one.lldc == other.lldc, one.sids == other.sids];
    Some(same.iter().filter(|same| **same).count() as f64 / 3.0)
}
