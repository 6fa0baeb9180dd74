//! What changed between two rankings, and by what cause.

use crate::matching::{criteria::Side, explanation::Contribution};

/// One of those that are ranked.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its id, which is unique in its list.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From 1.
    pub rank: usize,
    /// 0 to 1.
    pub score: f64,
    /// What the score is made of; empty where it is not known.
    pub contributions: Vec<Contribution>,
}

/// One ranking: of organisations for a country, or of countries for an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// For whom.
    pub id: String,
    /// Those that are ranked, best first.
    pub listed: Vec<Listed>,
}

/// What a change comes from.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Cause {
    /// The values of criteria, and which of them are asked.
    Values,
    /// The weights of criteria, or the mean of the sides.
    Weights,
    /// Either: undoing values or weights, whichever, brings the old place back.
    Either,
    /// Both together: undoing one of them alone does not bring the old place back.
    Together,
    /// It cannot be told: contributions or weights are not known.
    Untold,
    /// Nothing but others that are listed now, or no more.
    Others,
}

/// A score that changed, or a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Whose.
    pub id: String,
    /// Its name, as it is now.
    pub name: String,
    /// Before and after; `None` where it is not listed.
    pub ranks: (Option<usize>, Option<usize>),
    /// Before and after; `None` where it is not listed.
    pub scores: (Option<f64>, Option<f64>),
    /// What the change of its place comes from; `None` where its place among those listed both times is
    /// the same, or it is new or gone.
    pub cause: Option<Cause>,
    /// What values and weights add to the change of its score; `None` where they cannot be told apart.
    pub effects: Option<Effects>,
    /// Its place among those listed both times, before, after, and with one cause undone alone.
    pub places: Option<Places>,
    /// The criteria whose value or weight changed, the greatest change first.
    pub parts: Vec<PartMoved>,
}

/// What each cause adds to the change of a score; they sum to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effects {
    /// By values.
    pub values: f64,
    /// By weights.
    pub weights: f64,
    /// The score now, were the values still those of before.
    pub without_values: f64,
    /// The score now, were the weights still those of before.
    pub without_weights: f64,
}

/// Places, from 1, among those listed both times.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Places {
    /// Before.
    pub before: usize,
    /// After.
    pub after: usize,
    /// Now, were the values still those of before; `None` where it cannot be told.
    pub without_values: Option<usize>,
    /// Now, were the weights still those of before; `None` where it cannot be told.
    pub without_weights: Option<usize>,
}

/// A criterion whose part of a side's value changed.
#[derive(Clone, Debug, PartialEq)]
pub struct PartMoved {
    /// Its name.
    pub criterion: String,
    /// Whose value it is part of.
    pub side: Side,
    /// Before and after.
    pub weights: (f64, f64),
    /// Before and after, 0 to 1.
    pub values: (f64, f64),
    /// What the change of the value adds to the side's value: at the mean of both weights.
    pub by_value: f64,
    /// What the change of the weight adds to it: at the mean of both values.
    pub by_weight: f64,
}

/// Two rankings of one list side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct RankingCompared {
    /// For whom.
    pub id: String,
    /// How many are listed both times.
    pub common: usize,
    /// Kendall's tau-b of the ranks of those listed both times, -1 to 1; `None` for fewer than two.
    pub tau: Option<f64>,
    /// Rank-biased overlap of the two lists, 0 to 1; `None` where both are empty.
    pub overlap: Option<f64>,
    /// Every change: by rank after, then those that are gone by rank before.
    pub moved: Vec<Moved>,
}

impl Places {
    /// What a change of place comes from: what brings it back when it is undone alone.
    pub(crate) fn cause(&self, is_moved: bool) -> Option<Cause> {
        if self.before == self.after {
            return is_moved.then_some(Cause::Others);
        }
        let brings_back = |place: Option<usize>| place == Some(self.before);
        if self.without_values.is_none() || self.without_weights.is_none() {
            return Some(Cause::Untold);
        }
        Some(match (brings_back(self.without_values), brings_back(self.without_weights)) {
            (true, false) => Cause::Values,
            (false, true) => Cause::Weights,
            (true, true) => Cause::Either,
            (false, false) => Cause::Together,
        })
    }
}

impl Moved {
    pub(crate) fn coming_or_going(before: Option<&Listed>, after: Option<&Listed>) -> Self {
        let of = |it: Option<&Listed>| it.map(|it| (it.rank, it.score));
        let named = before.or(after);
        let (one, other) = (of(before), of(after));
        Self {
            id: named.map(|it| it.id.clone()).unwrap_or_default(),
            name: named.map(|it| it.name.clone()).unwrap_or_default(),
            ranks: (one.map(|it| it.0), other.map(|it| it.0)),
            scores: (one.map(|it| it.1), other.map(|it| it.1)),
            cause: None,
            effects: None,
            places: None,
            parts: Vec::new(),
        }
    }
}
