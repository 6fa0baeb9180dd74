//! Profiles in memory, ready to answer any question as often as it is asked.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use crate::{
    input::{check::Profiles, profile::Organisation},
    matching::{
        board::{Board, UnknownCountry},
        explanation::Explanation,
        listing::Listing,
        pairs::Match,
        rank::Best,
    },
    model::Model,
    text::{DidYouMean, nearest, quoted},
};

/// Organisations and a board of askers.
///
/// Organisations can come and go; answers are as if the catalog had been built that way.
#[derive(Debug)]
pub struct Catalog {
    board: Board,
    organisations: BTreeMap<String, Arc<Organisation>>,
}

/// No organisation has this id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no organisation `{}`{}", quoted(.id), DidYouMean(.suggestion))]
pub struct UnknownOrganisation {
    /// What was asked for.
    pub id: String,
    /// The nearest id there is, when one is near.
    pub suggestion: Option<String>,
}

/// One of the two is not there.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum UnknownPair {
    /// The country.
    #[error(transparent)]
    Country(#[from] UnknownCountry),
    /// The organisation.
    #[error(transparent)]
    Organisation(#[from] UnknownOrganisation),
}

impl Catalog {
    /// Compiles profiles; without a country among them, all of the atlas's ask.
    #[must_use]
    pub fn new(profiles: Profiles, model: Model) -> Self {
        let board = Board::new(&profiles.countries, model);
        Self::on(board, profiles)
    }

    /// The organisations of the profiles on a board made elsewhere.
    #[must_use]
    pub fn on(board: Board, profiles: Profiles) -> Self {
        let entry = |it: Organisation| (it.id.clone(), Arc::new(it));
        Self { board, organisations: profiles.organisations.into_iter().map(entry).collect() }
    }

    /// The askers, criteria and model.
    #[must_use]
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The organisations, by id.
    pub fn organisations(&self) -> impl Iterator<Item = &Arc<Organisation>> {
        self.organisations.values()
    }

    /// The organisation with an id.
    ///
    /// # Errors
    ///
    /// [`UnknownOrganisation`].
    pub fn organisation(&self, id: &str) -> Result<&Arc<Organisation>, UnknownOrganisation> {
        self.organisations.get(id).ok_or_else(|| UnknownOrganisation {
            id: id.chars().take(200).collect(),
            suggestion: nearest(id, self.organisations.keys().map(String::as_str))
                .map(str::to_owned),
        })
    }

    /// Adds an organisation, in place of any with the same id, which is given back.
    pub fn insert(&mut self, organisation: Organisation) -> Option<Arc<Organisation>> {
        self.organisations.insert(organisation.id.clone(), Arc::new(organisation))
    }

    /// Takes an organisation out and gives it back.
    pub fn remove(&mut self, id: &str) -> Option<Arc<Organisation>> {
        self.organisations.remove(id)
    }

    /// The `limit` best organisations for a country, best first, ties by completeness, then id.
    ///
    /// The answer is the same on any number of threads.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`].
    pub fn rank(&self, country: &str, limit: usize) -> Result<Vec<Match>, UnknownCountry> {
        let place = self.board.place(country)?;
        let asker = self.board.askers()[place].id.clone();
        let matches = self.rank_all(Listing::best(limit));
        Ok(matches.into_iter().filter(|it| it.country == asker).collect())
    }

    /// The best organisations for every asker, by asker.
    #[must_use]
    pub fn rank_all(&self, listing: Listing) -> Vec<Match> {
        let organisations: Vec<&Arc<Organisation>> = self.organisations.values().collect();
        let empty = || Best::new(&self.board, listing);
        let best = organisations
            .par_iter()
            .fold(empty, |mut best, organisation| {
                best.offer(organisation);
                best
            })
            .reduce(empty, |mut one, other| {
                one.merge(other);
                one
            });
        best.into_matches()
    }

    /// The `limit` best countries for an organisation, likewise.
    ///
    /// # Errors
    ///
    /// [`UnknownOrganisation`].
    pub fn rank_countries(
        &self,
        organisation: &str,
        limit: usize,
    ) -> Result<Vec<Match>, UnknownOrganisation> {
        let organisation = self.organisation(organisation)?;
        Ok(self.board.rank_countries(organisation, Listing::best(limit)))
    }

    /// One pair in full with an organisation that need not be in the catalog; nothing is compiled
    /// again, and the answer is that of a catalog with it.
    ///
    /// # Errors
    ///
    /// [`UnknownCountry`].
    pub fn score_pair(
        &self,
        organisation: &Arc<Organisation>,
        country: &str,
    ) -> Result<Explanation, UnknownCountry> {
        let place = self.board.place(country)?;
        Ok(self.board.explain(organisation, place))
    }

    /// One pair in full.
    ///
    /// # Errors
    ///
    /// [`UnknownPair`].
    pub fn explain(&self, organisation: &str, country: &str) -> Result<Explanation, UnknownPair> {
        let place = self.board.place(country)?;
        Ok(self.board.explain(self.organisation(organisation)?, place))
    }
}
