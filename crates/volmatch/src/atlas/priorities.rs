//! What a country is taken to want where the input does not say: priorities from public signals.

use crate::{
    atlas::countries::{CountryCode, Facts},
    sdg::{GOALS, Sdg},
};

/// How much each public signal counts towards a default priority; only proportions matter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignalWeights {
    /// Resources that the UN Cooperation Framework requires.
    pub required_usd: f64,
    /// Importance in national documents.
    pub importance: f64,
    /// Actions of the climate plan.
    pub ndc_actions: f64,
    /// A goal with a smaller share of the weight is left out, 0 to 1.
    pub smallest_share: f64,
}

/// What a default priority rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// `un_framework`, `undp_priority`, `ndc` or `sdg_gap`: a key of the atlas's sources.
    pub name: &'static str,
    /// The figure itself, in its own unit: USD, 0 to 1, actions, points.
    pub figure: f64,
    /// Its share of the country's own total, 0 to 1.
    pub share: f64,
}

/// One goal a country is taken to want.
#[derive(Clone, Debug, PartialEq)]
pub struct DefaultPriority {
    /// The goal.
    pub goal: Sdg,
    /// Its share of the country's priorities; they sum to 1.
    pub weight: f64,
    /// The signals it rests on.
    pub signals: Vec<Signal>,
}

/// The default priorities of a country, by goal; empty where no signal exists (Andorra).
///
/// Per goal the weighted mean of the signals that the country has, each as a share of the country's
/// own total; where it has none, its distance from 100 on the SDG Index (`sdg_gap`).
#[must_use]
pub fn default_priorities(country: CountryCode, weights: &SignalWeights) -> Vec<DefaultPriority> {
    let Some(facts) = country.facts() else { return Vec::new() };
    let signals: Vec<(&str, f64, [f64; GOALS])> = [
        ("un_framework", weights.required_usd, figures(&facts.required_usd)),
        ("undp_priority", weights.importance, figures(&facts.importance)),
        ("ndc", weights.ndc_actions, figures(&facts.ndc_actions)),
    ]
    .into_iter()
    .filter(|(_, weight, figures)| 0.0 < *weight && 0.0 < sum(figures))
    .collect();
    let signals = if signals.is_empty() { gap(facts) } else { signals };

    let mut priorities: Vec<DefaultPriority> = (1..=GOALS)
        .filter_map(Sdg::goal)
        .map(|goal| {
            let of_signal = |(name, _, figures): &(&'static str, f64, [f64; GOALS])| {
                let figure = figures[goal.index()];
                Signal { name, figure, share: figure / sum(figures) }
            };
            let rests_on: Vec<Signal> = signals.iter().map(of_signal).collect();
            let weight = rests_on.iter().zip(&signals).map(|(s, (_, w, _))| s.share * w).sum();
            DefaultPriority { goal, weight, signals: rests_on }
        })
        .collect();
    normalise(&mut priorities);
    priorities
        .retain(|priority| 0.0 < priority.weight && weights.smallest_share <= priority.weight);
    normalise(&mut priorities);
    priorities
}

fn gap(facts: &Facts) -> Vec<(&'static str, f64, [f64; GOALS])> {
    let gaps = facts.scores.map(|score| score.map_or(0.0, |score| (100.0 - score).max(0.0)));
    if 0.0 < sum(&gaps) { vec![("sdg_gap", 1.0, gaps)] } else { Vec::new() }
}

fn figures(cells: &[Option<f64>; GOALS]) -> [f64; GOALS] {
    cells.map(|cell| cell.unwrap_or(0.0))
}

fn sum(figures: &[f64; GOALS]) -> f64 {
    figures.iter().sum()
}

fn normalise(priorities: &mut [DefaultPriority]) {
    let total: f64 = priorities.iter().map(|priority| priority.weight).sum();
    if 0.0 < total {
        priorities.iter_mut().for_each(|priority| priority.weight /= total);
    }
}
