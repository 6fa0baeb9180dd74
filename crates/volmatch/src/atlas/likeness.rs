//! How alike two countries' contexts are: Gower's coefficient (1971) over the atlas.

use std::sync::LazyLock;

use crate::{
    atlas::countries::{COUNTRIES, CountryCode, Facts},
    sdg::GOALS,
};

/// An indicator: how alike two countries are by it, 0 to 1, or `None` where it says nothing.
type Indicator = fn(&Facts, &Facts) -> Option<f64>;

/// Indicators of the coefficient with their weights: profile, income, region and status alike, where
/// status is made of three groups.
const INDICATORS: [(f64, Indicator); 6] = [
    (1.0, profile),
    (1.0, income),
    (1.0, region),
    (1.0 / 3.0, |one, other| group(one.ldc, other.ldc)),
    (1.0 / 3.0, |one, other| group(one.lldc, other.lldc)),
    (1.0 / 3.0, |one, other| group(one.sids, other.sids)),
];

/// Likeness of two countries' contexts, 0 to 1; `None` for a territory without facts.
///
/// The weighted mean over SDG profile (17 scores, each on its range over the atlas), income group,
/// region (1 the same subregion, 0.5 the same region), and the groups LDC, LLDC and SIDS. What is
/// missing on either side is skipped, and so is a group that neither is in: sharing the absence of a
/// hardship is no likeness (Gower 1971, on dichotomous characters). Depends on the atlas alone, never
/// on the records at hand.
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
            let values =
                INDICATORS.iter().filter_map(|(weight, it)| Some((*weight, it(one, other)?)));
            let (sum, weights) =
                values.fold((0.0, 0.0), |(sum, all), (w, value)| (sum + w * value, all + w));
            table[row * COUNTRIES + column] = sum / weights;
            table[column * COUNTRIES + row] = sum / weights;
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

fn group(one: bool, other: bool) -> Option<f64> {
    match (one, other) {
        (true, true) => Some(1.0),
        (false, false) => None,
        _ => Some(0.0),
    }
}
