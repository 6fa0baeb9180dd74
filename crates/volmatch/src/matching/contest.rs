//! Organisations judged against the best so far: most are passed over, a few might be among them.

use std::sync::Arc;

use crate::{
    catalog::{candidate::Candidate, said::Said},
    input::profile::Organisation,
    matching::{
        board::Board,
        bounds::Bounds,
        floors::floors_of,
        listing::{Group, Listing},
        sheet::Sheet,
    },
    sdg::Sdg,
    tagging::hearing::Ear,
};

/// More than all rounding of a score from 0 to 1 comes to.
const ROUNDING: f64 = 1e-9;

/// Organisations judged against what the best so far reach, of which several can go on side by side.
#[derive(Debug)]
pub struct Contest<'b> {
    pub(crate) board: &'b Board,
    pub(crate) listing: Listing,
    /// The score from which a pair might be among the best of each asker.
    pub(crate) floors: Vec<f64>,
    /// The same for bounds; behind the last asker's some that nobody reaches.
    pub(crate) light_floors: Vec<f32>,
    bounds: Bounds,
    sheet: Sheet,
    weighs_words: bool,
    ear: Ear,
    /// Those of the last organisation, for their room.
    strengths: Vec<(Sdg, f64)>,
    /// What the last organisation said, for its room.
    said: Option<Said>,
}

/// An organisation that might be among the best of some askers.
#[derive(Clone, Debug)]
pub struct Promising {
    pub(crate) organisation: Arc<Organisation>,
    /// Each place where it might be, with what it reaches there.
    pub(crate) places: Vec<Reached>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    pub(crate) place: usize,
    pub(crate) group: Group,
    pub(crate) score: f64,
    pub(crate) completeness: f64,
}

impl<'b> Contest<'b> {
    pub(crate) fn new(board: &'b Board, listing: Listing) -> Self {
        let askers = board.askers().len();
        Self {
            board,
            listing,
            floors: vec![f64::NEG_INFINITY; askers],
            light_floors: floors_of(askers),
            bounds: Bounds::new(board),
            sheet: Sheet::new(board),
            weighs_words: board.weighs_words(),
            ear: Ear::new(),
            strengths: Vec::new(),
            said: None,
        }
    }

    /// Scores an organisation for every asker; `None` where it is among the best of none.
    pub fn judge(&mut self, organisation: &Organisation) -> Option<Promising> {
        let places = self.reached(organisation);
        let organisation = || Arc::new(organisation.clone());
        (!places.is_empty()).then(|| Promising { organisation: organisation(), places })
    }

    pub(crate) fn reached(&mut self, organisation: &Organisation) -> Vec<Reached> {
        let mut reached = Vec::new();
        let is_glanced = match self.glance(organisation) {
            Some(false) => return reached,
            Some(true) => true,
            None => false,
        };
        let model = self.board.model();
        let without_words = match self.weighs_words {
            true => None,
            false => Candidate::glance(organisation, model, Vec::new()),
        };
        let candidate = without_words.unwrap_or_else(|| {
            Candidate::after(self.said.take(), organisation, model, Some(self.ear.memory()))
        });
        let (board, floors) = (self.board, &self.light_floors);
        let mut reaches = || {
            self.bounds.look(board, &candidate, floors)
                && self.bounds.listen(board, &candidate, floors)
        };
        if !is_glanced && !reaches() {
            self.said = candidate.said;
            return reached;
        }
        self.sheet.fill_some(self.board, &candidate, self.bounds.near());
        for place in self.bounds.near().iter().copied() {
            let score = self.sheet.scores[place];
            if score + ROUNDING < self.floors[place] {
                continue;
            }
            if let Some(group) = self.listing.group(self.board, organisation, place) {
                let completeness = self.sheet.completeness(self.board, place);
                reached.push(Reached { place, group, score, completeness });
            }
        }
        self.said = candidate.said;
        reached
    }

    /// Whether an organisation might reach a floor, at a first look; `None` where that is not enough to
    /// tell.
    fn glance(&mut self, organisation: &Organisation) -> Option<bool> {
        let Self { board, bounds, ear, light_floors, weighs_words, .. } = self;
        if board.has_own() {
            return None;
        }
        let strengths = std::mem::take(&mut self.strengths);
        let mut candidate = Candidate::glance(organisation, board.model(), strengths)?;
        let mut reaches = bounds.look(board, &candidate, light_floors);
        if reaches {
            candidate.heard =
                if *weighs_words { board.wanted().hear(organisation, ear) } else { None };
            reaches = bounds.listen(board, &candidate, light_floors);
        }
        self.strengths = candidate.strengths;
        Some(reaches)
    }
}
