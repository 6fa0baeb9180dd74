//! Those that are ranked against one another, laid out criterion by criterion, so that ten thousand
//! weightings can be tried.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    catalog::candidate::Candidate,
    decide::{axis::Axis, scoring::Scoring},
    input::profile::Organisation,
    matching::{board::Board, criteria::Side, explanation::State, rank::order, sheet::Sheet},
    model::Mean,
};

/// One that is ranked: an organisation for a country, or a country for an organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Contender {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Share of what is asked that is answered, 0 to 1: the greater is first among equal scores.
    pub completeness: f64,
}

/// What is known of one criterion for one contender.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// What counts, 0 to 1.
    pub value: f64,
    /// The least and the most it can be, 0 to 1: equal where it is known.
    pub bounds: (f64, f64),
    /// Whether anything is known of it.
    pub is_answered: bool,
}

impl Cell {
    /// A value that is certain, 0 to 1.
    #[must_use]
    pub fn known(value: f64) -> Self {
        Self { value, bounds: (value, value), is_answered: true }
    }

    /// A value that can be anything, and what it counts meanwhile.
    #[must_use]
    pub fn missing(value: f64) -> Self {
        Self { value, bounds: (0.0, 1.0), is_answered: false }
    }

    /// What an engine's state and value leave open; `None` where not asked.
    fn of(state: State, value: f64) -> Option<Self> {
        match state {
            State::Observed => Some(Self::known(value)),
            State::Partial => Some(Self { value, bounds: (value, 1.0), is_answered: true }),
            State::Inferred => Some(Self { value, bounds: (0.0, 1.0), is_answered: true }),
            State::Missing => Some(Self::missing(value)),
            State::NotAsked => None,
        }
    }
}

/// Contenders and what each criterion says of them.
#[derive(Clone, Debug)]
pub struct Field {
    contenders: Arc<Vec<Contender>>,
    axes: Vec<Axis>,
    mean: Mean,
}

impl Field {
    /// No contenders yet; the criteria by name, side and weight, of which only proportions within a
    /// side count.
    #[must_use]
    pub fn new(criteria: impl IntoIterator<Item = (String, Side, f64)>, mean: Mean) -> Self {
        let axes = criteria.into_iter().map(|(name, side, weight)| Axis::new(name, side, weight));
        Self { contenders: Arc::default(), axes: axes.collect(), mean }
    }

    /// Adds a contender with a cell for each criterion in turn, `None` where not asked; a cell that is
    /// not given is not asked.
    pub fn push(&mut self, contender: Contender, cells: impl IntoIterator<Item = Option<Cell>>) {
        let mut cells = cells.into_iter();
        self.axes.iter_mut().for_each(|axis| axis.push(cells.next().flatten()));
        Arc::make_mut(&mut self.contenders).push(contender);
    }

    /// Organisations that contend for one asker, at its place on a board.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn of_organisations<'o>(
        board: &Board,
        place: usize,
        organisations: impl IntoIterator<Item = &'o Arc<Organisation>>,
    ) -> Self {
        let read = |it: &'o Arc<Organisation>| Candidate::new(it, board.model());
        Self::of_candidates(board, place, organisations.into_iter().map(read))
    }

    /// The same of organisations that have been read.
    pub(crate) fn of_candidates<'o>(
        board: &Board,
        place: usize,
        candidates: impl Iterator<Item = Candidate<'o>>,
    ) -> Self {
        let mut field = Self::on(board);
        let mut sheet = Sheet::new(board);
        for candidate in candidates {
            sheet.fill(board, &candidate);
            let completeness = sheet.completeness(board, place);
            let it = candidate.organisation;
            let contender = Contender { id: it.id.clone(), name: it.name.clone(), completeness };
            field.push(contender, cells(board, &sheet, place));
        }
        field
    }

    /// Askers that contend for one organisation, at their places on a board.
    ///
    /// # Panics
    ///
    /// If the board has not all these places.
    #[must_use]
    pub fn of_countries(board: &Board, organisation: &Organisation, places: &[usize]) -> Self {
        Self::of_askers(board, &Candidate::new(organisation, board.model()), places)
    }

    /// The same for one that has been read.
    pub(crate) fn of_askers(board: &Board, candidate: &Candidate<'_>, places: &[usize]) -> Self {
        let mut field = Self::on(board);
        let mut sheet = Sheet::new(board);
        sheet.fill(board, candidate);
        for place in places {
            let asker = &board.askers()[*place];
            let completeness = sheet.completeness(board, *place);
            let (id, name) = (asker.id.clone(), asker.name.clone());
            field.push(Contender { id, name, completeness }, cells(board, &sheet, *place));
        }
        field
    }

    /// The same in the order of ids, so that draws do not depend on that of the records.
    pub(crate) fn in_order(self) -> Self {
        let id = |it: &usize| &self.contenders[*it].id;
        let mut order: Vec<usize> = (0..self.contenders.len()).collect();
        if order.is_sorted_by_key(id) {
            return self;
        }
        order.sort_unstable_by(|one, other| id(one).cmp(id(other)));
        let contenders = order.iter().map(|it| self.contenders[*it].clone()).collect();
        let axes = self.axes.iter().map(|axis| axis.ordered(&order)).collect();
        Self { contenders: Arc::new(contenders), axes, mean: self.mean }
    }

    /// No contenders yet for an asker of a board.
    pub(crate) fn on(board: &Board) -> Self {
        let criteria = board.weights().map(|(name, side, weight)| (name.to_owned(), side, weight));
        Self::new(criteria, board.model().mean)
    }

    /// The contenders, in the order they came.
    #[must_use]
    pub fn contenders(&self) -> &[Contender] {
        &self.contenders
    }

    pub(crate) fn axes(&self) -> &[Axis] {
        &self.axes
    }

    pub(crate) fn mean(&self) -> Mean {
        self.mean
    }

    /// The same contenders, some of them with another field's values, criterion by criterion where it has
    /// them; their places rise.
    pub(crate) fn with(&self, other: &Self, places: &[usize]) -> Self {
        let of = |axis: &Axis| {
            let is_it = |it: &&Axis| it.name == axis.name && it.side == axis.side;
            other.axes.iter().find(is_it).map_or_else(|| axis.clone(), |it| axis.with(it, places))
        };
        let axes = self.axes.iter().map(of).collect();
        Self { contenders: self.contenders.clone(), axes, mean: self.mean }
    }

    /// The place of a contender, where they stand in the order of ids.
    pub(crate) fn place(&self, id: &str) -> Option<usize> {
        self.contenders.binary_search_by(|it| it.id.as_str().cmp(id)).ok()
    }

    /// The weights of the model, by axis.
    pub(crate) fn model_weights(&self) -> Vec<f64> {
        self.axes.iter().map(|axis| axis.weight).collect()
    }

    /// The scores by weights of one's own, one for each criterion, of which only proportions within a
    /// side count: as the engine scores, 0 to 1 each.
    #[must_use]
    pub fn scores(&self, weights: &[f64]) -> Vec<f64> {
        let mut scoring =
            Scoring::new(self, &weights.iter().map(|it| 0.0 < *it).collect::<Vec<_>>());
        scoring.score(self, weights, None);
        scoring.scores
    }

    /// The documented order of two contenders with their scores, best first.
    pub(crate) fn order(&self, scores: &[f64], one: usize, other: usize) -> Ordering {
        let key = |it: usize| (scores[it], self.contenders[it].completeness);
        order(key(one), &self.contenders[one].id, key(other), &self.contenders[other].id)
    }

    /// The contenders, best first, with these scores.
    #[must_use]
    pub fn ranking(&self, scores: &[f64]) -> Vec<usize> {
        let mut ranking: Vec<usize> = (0..self.contenders.len()).collect();
        ranking.sort_unstable_by(|one, other| self.order(scores, *one, *other));
        ranking
    }
}

/// What each criterion says of the organisation on a sheet, for one asker.
pub(crate) fn cells<'s>(
    board: &'s Board,
    sheet: &'s Sheet,
    place: usize,
) -> impl Iterator<Item = Option<Cell>> + 's {
    board.states_and_values(sheet, place).map(|(state, value)| Cell::of(state, value))
}
