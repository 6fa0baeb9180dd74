//! A score with one cause of its change undone: the values of one run with the weights of the other.

use crate::{
    decide::compare::moved::{Effects, Listed},
    matching::{
        criteria::Side,
        explanation::{Contribution, State},
    },
    model::{Mean, Model},
};

/// How near a score worked out again must come to the one that was told.
const NEAR: f64 = 1e-9;

/// Score and completeness with the values of one run and the weights of the other.
#[derive(Clone, Copy)]
pub(crate) struct Undone {
    pub(crate) without_values: (f64, f64),
    pub(crate) without_weights: (f64, f64),
}

impl Undone {
    /// `None` where what was told cannot be worked out again, or weights cannot be told apart.
    pub(crate) fn new(one: &Listed, other: &Listed, models: Option<[&Model; 2]>) -> Option<Self> {
        let means = models.map_or([Mean::default(); 2], |it| it.map(|it| it.mean));
        let own = |it: &Listed, run: usize| figures(&it.contributions, means[run]);
        for (it, run) in [(one, 0), (other, 1)] {
            let is_near = (own(it, run)?.0 - it.score).abs() <= NEAR;
            if !is_near {
                return None;
            }
        }
        let mixed = |values: &Listed, weights: &Listed, run: usize| {
            let model = models.map(|it| it[run]);
            let mixed = reweigh(&values.contributions, &weights.contributions, model)?;
            figures(&mixed, means[run])
        };
        Some(Self { without_values: mixed(one, other, 1)?, without_weights: mixed(other, one, 0)? })
    }

    pub(crate) fn effects(&self, before: f64, after: f64) -> Effects {
        let (with_weights, with_values) = (self.without_values.0, self.without_weights.0);
        Effects {
            values: ((with_values - before) + (after - with_weights)) / 2.0,
            weights: ((with_weights - before) + (after - with_values)) / 2.0,
            without_values: with_weights,
            without_weights: with_values,
        }
    }
}

/// The same values with other weights: those of a model, shared out among what is asked, else those of
/// another pair that is asked the same.
fn reweigh(
    values: &[Contribution],
    weights: &[Contribution],
    model: Option<&Model>,
) -> Option<Vec<Contribution>> {
    let is_asked = |it: &Contribution| it.state != State::NotAsked;
    let mut mixed = values.to_vec();
    let Some(model) = model else {
        for it in &mut mixed {
            let same =
                |other: &&Contribution| (other.side, &other.criterion) == (it.side, &it.criterion);
            let other = weights.iter().find(same)?;
            if is_asked(it) != is_asked(other) {
                return None;
            }
            it.weight = other.weight;
        }
        return Some(mixed);
    };
    for side in [Side::Host, Side::Organisation] {
        let of_model = match side {
            Side::Host => &model.host,
            Side::Organisation => &model.organisation,
        };
        let of_side = |it: &&mut Contribution| it.side == side && it.state != State::NotAsked;
        let mut total = 0.0;
        for it in mixed.iter_mut().filter(of_side) {
            it.weight = *of_model.get(&it.criterion)?;
            total += it.weight;
        }
        for it in mixed.iter_mut().filter(of_side) {
            it.weight = if 0.0 < total { it.weight / total } else { 0.0 };
        }
    }
    Some(mixed)
}

/// Score and completeness, worked out as a ranking does; `None` without contributions.
fn figures(parts: &[Contribution], mean: Mean) -> Option<(f64, f64)> {
    if parts.is_empty() {
        return None;
    }
    let of_side = |side: Side| parts.iter().filter(move |it| it.side == side && 0.0 < it.weight);
    let value = |side| f64::min(of_side(side).fold(0.0, |sum, it| sum + it.weight * it.value), 1.0);
    let is_known = of_side(Side::Organisation).any(|it| it.state != State::Missing);
    let (host, own) = (value(Side::Host), value(Side::Organisation));
    let score = if is_known { mean.of(host, own) } else { host };
    let known = |it: &Contribution| match it.state {
        State::Observed => it.weight,
        State::Partial => it.weight * it.value,
        _ => 0.0,
    };
    let asked = [Side::Host, Side::Organisation]
        .into_iter()
        .filter(|side| of_side(*side).next().is_some())
        .map(|side| f64::min(of_side(side).fold(0.0, |sum, it| sum + known(it)), 1.0));
    let asked: Vec<f64> = asked.collect();
    let completeness = match asked.len() {
        0 => 0.0,
        sides => asked.iter().sum::<f64>() / sides as f64,
    };
    Some((score, completeness))
}
