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
        let Self { board, listing, floors, light_floors, bounds, sheet, .. } = self;
        let (board, model) = (*board, self.board.model());
        let candidate = match board.glance(organisation, std::mem::take(&mut self.strengths)) {
            Some(mut candidate) => {
                if bounds.look(board, &candidate, light_floors) {
                    candidate.heard = board.hear(organisation, &mut self.ear);
                    bounds.listen(board, &candidate, light_floors);
                }
                candidate
            }
            None => {
                let (said, memory) = (self.said.take(), self.ear.memory());
                let candidate = Candidate::after(said, organisation, model, Some(memory));
                if bounds.look(board, &candidate, light_floors) {
                    bounds.listen(board, &candidate, light_floors);
                }
                candidate
            }
        };
        let mut reached = Vec::new();
        if !bounds.near().is_empty() {
            sheet.fill_some(board, &candidate, bounds.near());
        }
        for place in bounds.near().iter().copied() {
            let score = sheet.scores[place];
            if score + ROUNDING < floors[place] {
                continue;
            }
            if let Some(group) = listing.group(board, organisation, place) {
                let completeness = sheet.completeness(board, place);
                reached.push(Reached { place, group, score, completeness });
            }
        }
        (self.strengths, self.said) = (candidate.strengths, candidate.said.or(self.said.take()));
        reached
    }
}
