//! Those that are ranked against one another, laid out criterion by criterion, so that ten thousand
//! weightings can be tried.

use std::{cmp::Ordering, sync::Arc};

use crate::{
    catalog::candidate::Candidate,
    decide::scoring::Scoring,
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

/// A value that is not certain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) contender: usize,
    pub(crate) low: f64,
    pub(crate) width: f64,
}

/// One criterion with its values for all contenders.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) name: String,
    pub(crate) side: Side,
    /// By the model; only proportions within a side count.
    pub(crate) weight: f64,
    /// What counts; zero where not asked.
    pub(crate) values: Vec<f64>,
    /// The same, zero where it is open too.
    pub(crate) certain: Vec<f64>,
    /// 1 where asked, 0 where not.
    pub(crate) asked: Vec<f64>,
    /// Of how many it is asked.
    asked_of: usize,
    pub(crate) answered: Vec<bool>,
    pub(crate) open: Vec<Open>,
}

impl Axis {
    /// Whether any contender is judged by it.
    pub(crate) fn is_asked(&self) -> bool {
        0 < self.asked_of
    }

    pub(crate) fn is_asked_of_all(&self) -> bool {
        self.asked_of == self.asked.len()
    }
}

/// Contenders and what each criterion says of them.
#[derive(Clone, Debug)]
pub struct Field {
    contenders: Vec<Contender>,
    axes: Vec<Axis>,
    mean: Mean,
}

impl Field {
    /// No contenders yet; the criteria by name, side and weight, of which only proportions within a
    /// side count.
    #[must_use]
    pub fn new(criteria: impl IntoIterator<Item = (String, Side, f64)>, mean: Mean) -> Self {
        let axis = |(name, side, weight)| Axis {
            name,
            side,
            weight,
            values: Vec::new(),
            certain: Vec::new(),
            asked: Vec::new(),
            asked_of: 0,
            answered: Vec::new(),
            open: Vec::new(),
        };
        Self { contenders: Vec::new(), axes: criteria.into_iter().map(axis).collect(), mean }
    }

    /// Adds a contender with a cell for each criterion in turn, `None` where not asked; a cell that is
    /// not given is not asked.
    pub fn push(&mut self, contender: Contender, cells: impl IntoIterator<Item = Option<Cell>>) {
        let (index, mut cells) = (self.contenders.len(), cells.into_iter());
        for axis in &mut self.axes {
            let cell = cells.next().flatten();
            let (low, high) = cell.map_or((0.0, 0.0), |it| it.bounds);
            let is_open = low < high;
            let value = cell.map_or(0.0, |it| it.value);
            axis.values.push(value);
            axis.certain.push(if is_open { 0.0 } else { value });
            axis.asked.push(if cell.is_some() { 1.0 } else { 0.0 });
            axis.asked_of += usize::from(cell.is_some());
            axis.answered.push(cell.is_some_and(|it| it.is_answered));
            if is_open {
                axis.open.push(Open { contender: index, low, width: high - low });
            }
        }
        self.contenders.push(contender);
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
        let mut field = Self::on(board);
        let mut sheet = Sheet::new(board);
        for it in organisations {
            sheet.fill(board, &Candidate::new(it, board.model()));
            let completeness = sheet.completeness(board, place);
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
        let mut field = Self::on(board);
        let mut sheet = Sheet::new(board);
        sheet.fill(board, &Candidate::new(organisation, board.model()));
        for place in places {
            let asker = &board.askers()[*place];
            let completeness = sheet.completeness(board, *place);
            let (id, name) = (asker.id.clone(), asker.name.clone());
            field.push(Contender { id, name, completeness }, cells(board, &sheet, *place));
        }
        field
    }

    /// Organisations in the order in which a field is to have them, so that draws do not depend on that of
    /// the records.
    pub(crate) fn in_order(organisations: &[Arc<Organisation>]) -> Vec<&Arc<Organisation>> {
        let mut organisations: Vec<&Arc<Organisation>> = organisations.iter().collect();
        organisations.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        organisations
    }

    fn on(board: &Board) -> Self {
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

    /// The same contenders with another field's values, criterion by criterion where it has them.
    pub(crate) fn with_axes_of(&self, other: Self) -> Self {
        let mut field = Self { axes: self.axes.clone(), contenders: Vec::new(), mean: self.mean };
        for axis in other.axes {
            let is_it = |it: &&mut Axis| it.name == axis.name && it.side == axis.side;
            if let Some(place) = field.axes.iter_mut().find(is_it) {
                *place = Axis { weight: place.weight, ..axis };
            }
        }
        field.contenders.clone_from(&self.contenders);
        field
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

fn cells<'s>(
    board: &'s Board,
    sheet: &'s Sheet,
    place: usize,
) -> impl Iterator<Item = Option<Cell>> + 's {
    board.states_and_values(sheet, place).map(|(state, value)| Cell::of(state, value))
}
