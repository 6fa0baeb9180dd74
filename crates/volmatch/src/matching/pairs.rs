//! Pairs that are listed, in full.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    input::profile::Organisation,
    matching::{board::Board, explanation::Explanation},
};

/// A ranked pair: plain data, with everything that its score was made of.
#[derive(Clone, Debug)]
pub struct Match {
    /// From 1; `None` for a pair that may not be.
    pub rank: Option<usize>,
    /// The pair in full.
    pub explanation: Explanation,
    /// How firm the rank is, where that was asked for.
    pub robustness: Option<Robustness>,
}

/// How firm a rank is, over many draws of what is in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Robustness {
    /// Rank acceptability: the share of draws in which the pair has just this rank, 0 to 1.
    pub keeps_rank: f64,
    /// The share of draws in which it is among those that are listed, 0 to 1.
    pub among_first: f64,
}

impl std::ops::Deref for Match {
    type Target = Explanation;

    fn deref(&self) -> &Explanation {
        &self.explanation
    }
}

/// Explains pairs, each organisation's together, and gives them back in the order they came.
pub(crate) fn explain(
    board: &Board,
    pairs: Vec<(usize, Option<usize>, Arc<Organisation>)>,
) -> Vec<Match> {
    let mut by_organisation: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, (_, _, organisation)) in pairs.iter().enumerate() {
        by_organisation.entry(&organisation.id).or_default().push(index);
    }
    let groups: Vec<Vec<usize>> = by_organisation.into_values().collect();
    let explained: Vec<Vec<Explanation>> = groups
        .par_iter()
        .map(|group| {
            let places: Vec<usize> = group.iter().map(|index| pairs[*index].0).collect();
            board.explain_all(&pairs[group[0]].2, &places)
        })
        .collect();
    let mut matches: Vec<Option<Match>> = pairs.iter().map(|_| None).collect();
    for (index, explanation) in groups.into_iter().flatten().zip(explained.into_iter().flatten()) {
        matches[index] = Some(Match { rank: pairs[index].1, explanation, robustness: None });
    }
    matches.into_iter().flatten().collect()
}
