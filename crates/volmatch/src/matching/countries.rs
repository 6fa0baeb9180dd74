//! The best countries for an organisation, of which many may come by one at a time.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    catalog::{candidate::Candidate, said::Said},
    input::profile::Organisation,
    matching::{
        board::Board,
        figures::Figures,
        rank::{Group, Listing, Match, order},
        sheet::Sheet,
    },
};

/// Ranks the countries of a board for one organisation after another.
#[derive(Debug)]
pub struct BestCountries<'b> {
    board: &'b Board,
    listing: Listing,
    sheet: Sheet,
    /// What the last organisation said, for its room.
    said: Option<Said>,
}

impl<'b> BestCountries<'b> {
    /// Nothing ranked yet.
    #[must_use]
    pub fn new(board: &'b Board, listing: Listing) -> Self {
        Self { board, listing, sheet: Sheet::new(board), said: None }
    }

    /// The same for a thread of its own.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::new(self.board, self.listing)
    }

    /// The best countries in figures alone, best first, ties by completeness, then id; those that may
    /// not be behind them, where they are listed.
    pub fn figures(&mut self, organisation: &Organisation) -> Vec<Figures<'b>> {
        let board = self.board;
        let candidate = Candidate::after(self.said.take(), organisation, board.model());
        self.sheet.fill(board, &candidate);
        let (places, ranked) = self.places(organisation);
        let figures = places.into_iter().enumerate().map(|(index, place)| Figures {
            rank: (index < ranked).then_some(index + 1),
            ..board.figures_of(organisation, &self.sheet, place)
        });
        let figures = figures.collect();
        self.said = candidate.said;
        figures
    }

    /// The same in full.
    pub fn matches(&mut self, organisation: &Arc<Organisation>) -> Vec<Match> {
        self.sheet.fill(self.board, &Candidate::new(organisation, self.board.model()));
        let (places, ranked) = self.places(organisation);
        let explained = self.board.explain_all(organisation, &places).into_iter().enumerate();
        let rank = |index: usize| (index < ranked).then_some(index + 1);
        explained
            .map(|(i, explanation)| Match { rank: rank(i), explanation, robustness: None })
            .collect()
    }

    /// The places listed, best first, and how many of them are ranked.
    fn places(&self, organisation: &Organisation) -> (Vec<usize>, usize) {
        let (board, sheet, askers) = (self.board, &self.sheet, self.board.askers());
        let mut places: Vec<usize> = (0..askers.len()).collect();
        places.sort_by(|a, b| {
            let (of_a, of_b) = (sheet.scores[*a], sheet.scores[*b]);
            // Completeness is dear, and asked only where scores are equal.
            match order((of_a, 0.0), "", (of_b, 0.0), "") {
                Ordering::Equal => {
                    let key = |place: usize| (0.0, sheet.completeness(board, place));
                    order(key(*a), &askers[*a].id, key(*b), &askers[*b].id)
                }
                unequal => unequal,
            }
        });
        let (limit, mut matches, mut ineligible) = (self.listing.limit, Vec::new(), Vec::new());
        let is_full = |some: &Vec<usize>| limit <= some.len();
        for place in places {
            if is_full(&matches) && (!self.listing.show_ineligible || is_full(&ineligible)) {
                break;
            }
            match self.listing.group(board, organisation, place) {
                Some(Group::Matches) if !is_full(&matches) => matches.push(place),
                Some(Group::Ineligible) if !is_full(&ineligible) => ineligible.push(place),
                _ => {}
            }
        }
        let ranked = matches.len();
        matches.append(&mut ineligible);
        (matches, ranked)
    }
}

impl Board {
    /// The best countries for an organisation, best first, ties by completeness, then id.
    #[must_use]
    pub fn rank_countries(&self, organisation: &Arc<Organisation>, listing: Listing) -> Vec<Match> {
        BestCountries::new(self, listing).matches(organisation)
    }
}
