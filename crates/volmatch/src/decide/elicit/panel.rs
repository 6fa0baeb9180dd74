//! All judges of one side together: each one's weights, what they come to, and how far they are apart.

use crate::{
    decide::elicit::{judgement::Judgement, pairs::Consistency},
    matching::criteria::Side,
    model::Weights,
};

/// How the weights of several judges become one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Aggregation {
    /// The mean of the weights.
    Arithmetic,
    /// The geometric mean of the weights, made to sum to 1: where all judge by pairs (Forman and Peniwati
    /// 1998).
    Geometric,
}

impl Aggregation {
    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Arithmetic => "arithmetic mean",
            Self::Geometric => "geometric mean",
        }
    }
}

/// The judges of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Whose criteria are weighed.
    pub side: Side,
    /// How the judges' weights became one.
    pub aggregation: Aggregation,
    /// Each judge, in the order of the file.
    pub judges: Vec<Judged>,
    /// Each criterion, in the order of the model; those that nobody weighs last, with weight 0.
    pub criteria: Vec<JudgedCriterion>,
}

/// One judge's weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Who.
    pub name: String,
    /// By which method: `swing`, `points`, `order` or `pairs`.
    pub method: &'static str,
    /// The weights, which sum to 1.
    pub weights: Weights,
    /// Of pairs, how far they agree among themselves.
    pub consistency: Option<Consistency>,
    /// The share of the weight that would have to be moved to come to that of all, 0 to 1.
    pub apart: f64,
}

/// One criterion's weight by all judges.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgedCriterion {
    /// Its name.
    pub criterion: String,
    /// The weight, 0 to 1; they sum to 1.
    pub weight: f64,
    /// The least that a judge gives it.
    pub lowest: f64,
    /// The most that a judge gives it.
    pub highest: f64,
    /// Whether anybody weighs it at all.
    pub is_weighed: bool,
}

impl Panel {
    /// The judges who speak of a side; `known` are its criteria in order.
    pub(crate) fn new(side: Side, judges: &[(&str, &Judgement)], known: &[&str]) -> Self {
        let is_by_pairs = judges.iter().all(|(_, it)| matches!(it, Judgement::Pairs(_)));
        let aggregation =
            if is_by_pairs { Aggregation::Geometric } else { Aggregation::Arithmetic };
        let each: Vec<Weights> = judges.iter().map(|(_, it)| it.weights()).collect();
        let of = |weights: &Weights, name: &str| weights.get(name).copied().unwrap_or(0.0);
        let joined = |name: &str| {
            let weights = each.iter().map(|weights| of(weights, name));
            let many = each.len() as f64;
            match aggregation {
                Aggregation::Arithmetic => weights.sum::<f64>() / many,
                // Of those that nobody weighs the logarithm of 0 gives 0 again.
                Aggregation::Geometric => libm::exp(weights.map(libm::log).sum::<f64>() / many),
            }
        };
        let total: f64 = known.iter().map(|name| joined(name)).sum();
        let mut criteria: Vec<JudgedCriterion> = known
            .iter()
            .map(|name| JudgedCriterion {
                criterion: (*name).to_owned(),
                weight: joined(name) / total,
                lowest: each.iter().map(|it| of(it, name)).fold(1.0, f64::min),
                highest: each.iter().map(|it| of(it, name)).fold(0.0, f64::max),
                is_weighed: each.iter().any(|it| it.contains_key(*name)),
            })
            .collect();
        criteria.sort_by_key(|it| !it.is_weighed);
        let apart = |weights: &Weights| {
            let moved = criteria.iter().map(|it| (it.weight - of(weights, &it.criterion)).abs());
            moved.sum::<f64>() / 2.0
        };
        let judged = |((name, judgement), weights): (&(&str, &Judgement), &Weights)| Judged {
            name: (*name).to_owned(),
            method: judgement.method(),
            weights: weights.clone(),
            consistency: match judgement {
                Judgement::Pairs(pairs) => Some(pairs.consistency()),
                _ => None,
            },
            apart: apart(weights),
        };
        let judges = judges.iter().zip(&each).map(judged).collect();
        Self { side, aggregation, judges, criteria }
    }

    /// The weights of all judges together, which sum to 1.
    #[must_use]
    pub fn weights(&self) -> Weights {
        self.criteria.iter().map(|it| (it.criterion.clone(), it.weight)).collect()
    }

    /// The criterion that the judges are furthest apart on, where there are several.
    #[must_use]
    pub fn most_disputed(&self) -> Option<&JudgedCriterion> {
        let spread = |it: &JudgedCriterion| it.highest - it.lowest;
        let disputed = self.criteria.iter().rev().filter(|it| 1e-12 < spread(it));
        disputed.max_by(|a, b| spread(a).total_cmp(&spread(b)))
    }
}
