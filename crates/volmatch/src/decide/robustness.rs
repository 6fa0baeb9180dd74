//! How firm each rank of a listing is: the cheap part of a sensitivity.

use std::sync::Arc;

use crate::{
    decide::{
        doubts::{Doubts, InvalidDoubts},
        field::Field,
        trial::Trial,
    },
    input::profile::Organisation,
    matching::{board::Board, pairs::Robustness},
};

impl Board {
    /// How firm the first ranks of organisations for one asker are, best first; as many as the doubts
    /// have places. Strengths stay as the model says. Eligibility is not looked at: give those that may
    /// be ranked, each id once, in any order.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    pub fn robustness_of_organisations(
        &self,
        place: usize,
        organisations: &[Arc<Organisation>],
        doubts: &Doubts,
    ) -> Result<Vec<Robustness>, InvalidDoubts> {
        Field::of_organisations(self, place, organisations).in_order().robustness(doubts)
    }

    /// How firm the first ranks of askers for one organisation are, likewise; places rise.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    ///
    /// # Panics
    ///
    /// If the board has not all these places.
    pub fn robustness_of_countries(
        &self,
        organisation: &Organisation,
        places: &[usize],
        doubts: &Doubts,
    ) -> Result<Vec<Robustness>, InvalidDoubts> {
        Field::of_countries(self, organisation, places).robustness(doubts)
    }
}

impl Field {
    /// How firm the first ranks of the field are, best first; strengths cannot be tried.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    pub fn robustness(&self, doubts: &Doubts) -> Result<Vec<Robustness>, InvalidDoubts> {
        let trial = Trial::new(self, doubts, None)?;
        let ranking = self.ranking(&self.scores(&self.model_weights()));
        let tallies = trial.tallies(&[]);
        let draws: usize = tallies.iter().map(|it| it.draws).sum();
        let share = |count: u32| f64::from(count) / draws.max(1) as f64;
        let of = |(rank, contender): (usize, &usize)| {
            let counts = || tallies.iter().filter_map(|tally| tally.ranks.get(contender));
            let keeps = counts().map(|counts| counts[rank]).sum();
            let among = counts().flatten().sum();
            Robustness { keeps_rank: share(keeps), among_first: share(among) }
        };
        Ok(ranking.iter().take(doubts.top).enumerate().map(of).collect())
    }
}
