//! The best countries for an organisation, of which many may come by one at a time.

use std::{iter::Peekable, sync::Arc};

use crate::{
    catalog::{candidate::Candidate, said::Said},
    input::profile::Organisation,
    matching::{
        board::Board,
        figures::Figures,
        listing::{Group, Listing},
        pairs::{Match, Pair},
        rank::{in_order_steps, order},
        sheet::Sheet,
    },
    sdg::Sdg,
    tagging::hearing::Ear,
};

/// Ranks the countries of a board for one organisation after another.
#[derive(Debug)]
pub struct BestCountries<'b> {
    board: &'b Board,
    listing: Listing,
    sheet: Sheet,
    ear: Ear,
    /// Those of the last organisation, for their room.
    strengths: Vec<(Sdg, f64)>,
    /// What the last organisation said, for its room.
    said: Option<Said>,
}

impl<'b> BestCountries<'b> {
    /// Nothing ranked yet.
    #[must_use]
    pub fn new(board: &'b Board, listing: Listing) -> Self {
        let (sheet, ear) = (Sheet::new(board), Ear::new());
        Self { board, listing, sheet, ear, strengths: Vec::new(), said: None }
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
        self.listen(organisation);
        self.list(organisation, |sheet, place, rank| Figures {
            rank,
            ..board.figures_of(organisation, sheet, place)
        })
    }

    /// The same, not explained yet.
    pub fn pairs(&mut self, organisation: &Arc<Organisation>) -> Vec<Pair> {
        self.listen(organisation);
        self.list(organisation, |_, place, rank| Pair {
            organisation: organisation.clone(),
            place,
            rank,
            robustness: None,
        })
    }

    /// The same in full.
    pub fn matches(&mut self, organisation: &Arc<Organisation>) -> Vec<Match> {
        let board = self.board;
        let candidate = self.read(organisation);
        let matches = self.list(organisation, |sheet, place, rank| Match {
            rank,
            explanation: board.explain_sheet(organisation, &candidate, sheet, place),
            robustness: None,
        });
        self.said = candidate.said;
        matches
    }

    /// Fills the sheet by what figures need of an organisation.
    fn listen(&mut self, organisation: &Organisation) {
        match self.board.glance(organisation, std::mem::take(&mut self.strengths)) {
            Some(mut candidate) => {
                candidate.heard = self.board.hear(organisation, &mut self.ear);
                self.sheet.fill(self.board, &candidate);
                self.strengths = candidate.strengths;
            }
            None => self.said = self.read(organisation).said,
        }
    }

    /// Fills the sheet by all that an organisation says.
    fn read<'o>(&mut self, organisation: &'o Organisation) -> Candidate<'o> {
        let (said, memory) = (self.said.take(), self.ear.memory());
        let candidate = Candidate::after(said, organisation, self.board.model(), Some(memory));
        self.sheet.fill(self.board, &candidate);
        candidate
    }

    /// What is made of each place that is listed, best first, and its rank.
    fn list<T>(
        &self,
        organisation: &Organisation,
        make: impl Fn(&Sheet, usize, Option<usize>) -> T,
    ) -> Vec<T> {
        let (places, ranked) = self.places(organisation);
        let rank = |index: usize| (index < ranked).then_some(index + 1);
        let places = places.into_iter().enumerate();
        places.map(|(index, place)| make(&self.sheet, place, rank(index))).collect()
    }

    /// The places listed, best first, and how many of them are ranked.
    fn places(&self, organisation: &Organisation) -> (Vec<usize>, usize) {
        let board = self.board;
        let (limit, mut matches, mut ineligible) = (self.listing.limit, Vec::new(), Vec::new());
        let is_full = |some: &Vec<usize>| limit <= some.len();
        for place in BestFirst::new(board, &self.sheet) {
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

/// The places of a sheet in the documented order.
struct BestFirst<'s> {
    board: &'s Board,
    sheet: &'s Sheet,
    rest: Peekable<Greatest>,
    /// Those of the best score, in order, the last one first.
    equals: Vec<usize>,
}

impl<'s> BestFirst<'s> {
    fn new(board: &'s Board, sheet: &'s Sheet) -> Self {
        // By the bits of the score, which from 0 to 1 are in its order.
        let scores = sheet.scores.iter().enumerate();
        let rest = scores.map(|(place, score)| (score.to_bits(), place)).collect();
        let rest = Greatest { rest, sorted: Vec::new() }.peekable();
        Self { board, sheet, rest, equals: Vec::new() }
    }
}

impl Iterator for BestFirst<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.equals.is_empty() {
            let steps = |place: usize| in_order_steps(self.sheet.scores[place]);
            let (_, best) = self.rest.next()?;
            self.equals.push(best);
            let is_equal = |it: &(u64, usize)| steps(it.1) == steps(best);
            while let Some((_, other)) = self.rest.next_if(is_equal) {
                self.equals.push(other);
            }
            if 1 < self.equals.len() {
                let askers = self.board.askers();
                // Completeness is dear, and asked only where scores are equal.
                let key = |place: usize| (0.0, self.sheet.completeness(self.board, place));
                self.equals.sort_by(|a, b| order(key(*b), &askers[*b].id, key(*a), &askers[*a].id));
            }
        }
        self.equals.pop()
    }
}

/// Scores with their places, the greatest first: of nearly two hundred some ten are asked for, and no more
/// are put in order at once.
struct Greatest {
    rest: Vec<(u64, usize)>,
    /// The greatest of them, in order, the greatest last.
    sorted: Vec<(u64, usize)>,
}

impl Greatest {
    const AT_ONCE: usize = 16;
}

impl Iterator for Greatest {
    type Item = (u64, usize);

    fn next(&mut self) -> Option<(u64, usize)> {
        if self.sorted.is_empty() {
            let less = self.rest.len().saturating_sub(Self::AT_ONCE);
            if 0 < less {
                self.rest.select_nth_unstable(less);
            }
            self.sorted = self.rest.split_off(less);
            self.sorted.sort_unstable();
        }
        self.sorted.pop()
    }
}

impl Board {
    /// The best countries for an organisation, best first, ties by completeness, then id.
    #[must_use]
    pub fn rank_countries(&self, organisation: &Arc<Organisation>, listing: Listing) -> Vec<Match> {
        BestCountries::new(self, listing).matches(organisation)
    }
}
