//! Pairs that are listed, in full.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    catalog::{candidate::Candidate, said::Said},
    input::profile::Organisation,
    matching::{board::Board, explanation::Explanation, sheet::Sheet},
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

/// A listed pair that is not explained yet: small, so that any number of them can wait.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The organisation.
    pub organisation: Arc<Organisation>,
    /// The asker's place on the board.
    pub place: usize,
    /// From 1; `None` for a pair that may not be.
    pub rank: Option<usize>,
    /// How firm the rank is, where that was asked for.
    pub robustness: Option<Robustness>,
}

impl Board {
    /// Pairs in full, in the order they come in.
    ///
    /// A match holds some ten thousand bytes: of many pairs, explain some at a time. Those of one
    /// organisation share most of the work where they come together.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn explain_pairs(&self, pairs: &[Pair]) -> Vec<Match> {
        let organisation = |index: &usize| Arc::as_ptr(&pairs[*index].organisation);
        let mut indices: Vec<usize> = (0..pairs.len()).collect();
        indices.sort_by_key(|index| (organisation(index), pairs[*index].place));
        let groups: Vec<&[usize]> =
            indices.chunk_by(|a, b| organisation(a) == organisation(b)).collect();
        let mut matches: Vec<(usize, Match)> = groups
            .par_iter()
            .map_init(|| Explainer::new(self), |explainer, group| explainer.explain(pairs, group))
            .flatten_iter()
            .collect();
        matches.sort_by_key(|(index, _)| *index);
        matches.into_iter().map(|(_, it)| it).collect()
    }
}

/// Explains one organisation after another in the same room.
struct Explainer<'b> {
    board: &'b Board,
    sheet: Sheet,
    said: Option<Said>,
}

impl<'b> Explainer<'b> {
    fn new(board: &'b Board) -> Self {
        Self { board, sheet: Sheet::new(board), said: None }
    }

    /// Explains those of the pairs with some indices, which are of one organisation and in the order of
    /// their places.
    fn explain(&mut self, pairs: &[Pair], indices: &[usize]) -> Vec<(usize, Match)> {
        let Self { board, sheet, said } = self;
        let organisation = &pairs[indices[0]].organisation;
        let candidate = Candidate::after(said.take(), organisation, board.model(), None);
        let places: Vec<usize> = indices.iter().map(|index| pairs[*index].place).collect();
        sheet.fill_some(board, &candidate, &places);
        let explain = |index: &usize| {
            let Pair { place, rank, robustness, .. } = pairs[*index];
            let explanation = board.explain_sheet(organisation, &candidate, sheet, place);
            (*index, Match { rank, explanation, robustness })
        };
        let matches = indices.iter().map(explain).collect();
        *said = candidate.said;
        matches
    }
}
