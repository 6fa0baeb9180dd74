//! What is listed: how many pairs, of which kind, and where each belongs.

use crate::{
    input::profile::Organisation,
    matching::{
        board::Board,
        eligibility::{Verdict, verdict},
        modality::Modality,
    },
};

/// What is listed.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The most matches of one asker.
    pub limit: usize,
    /// Keep pairs whose eligibility cannot be told, marked as such.
    pub keep_unknown: bool,
    /// List pairs that may not be as well, without a rank and apart from the others.
    pub show_ineligible: bool,
    /// Only pairs of this kind of cooperation.
    pub only: Option<Modality>,
}

impl Listing {
    /// The best `limit` eligible pairs, those of unknown eligibility among them.
    #[must_use]
    pub fn best(limit: usize) -> Self {
        Self { limit, keep_unknown: true, show_ineligible: false, only: None }
    }

    /// Whether a pair is ranked: whether it may be, or may be kept, and is of the kind wanted.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn ranks(&self, board: &Board, organisation: &Organisation, place: usize) -> bool {
        matches!(self.group(board, organisation, place), Some(Group::Matches))
    }

    /// Where a pair belongs: among the matches, among the ineligible shown, or nowhere.
    pub(crate) fn group(
        &self,
        board: &Board,
        organisation: &Organisation,
        place: usize,
    ) -> Option<Group> {
        let asker = &board.askers()[place];
        if self.only.is_some_and(|only| Modality::of(organisation, asker) != only) {
            return None;
        }
        match verdict(organisation, asker) {
            Verdict::Yes => Some(Group::Matches),
            Verdict::Unknown => self.keep_unknown.then_some(Group::Matches),
            Verdict::No => self.show_ineligible.then_some(Group::Ineligible),
        }
    }
}

/// Where a pair is listed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Group {
    Matches,
    Ineligible,
}
