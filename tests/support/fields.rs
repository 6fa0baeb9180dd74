//! Small fields of contenders as plain data, for slow second opinions of draws and thresholds.

use std::sync::Arc;

use volmatch::{
    Catalog, Cell, Contender, Doubts, Field, Mean, Organisation, Sensitivity, Side, Verdict,
    eligibility, order,
};

use super::random::Dice;

/// Weights alone, all places.
pub fn weights_alone(samples: usize) -> Doubts {
    Doubts { missing: false, strengths: false, samples, top: 100, ..Doubts::default() }
}

/// A contender, by its number.
pub fn contender(index: usize) -> Contender {
    let id = format!("o{index}");
    Contender { name: id.clone(), id, completeness: 1.0 }
}

/// By contender in the order of the field: how often it comes first, second and so on.
pub fn acceptabilities(found: &Sensitivity) -> Vec<Vec<f64>> {
    let mut all = vec![Vec::new(); found.of];
    for it in &found.standings {
        all[it.contender.id[1..].parse::<usize>().unwrap()] = it.acceptability.clone();
    }
    all
}

/// A small field as plain data, for slow second opinions.
#[derive(Debug)]
pub struct Case {
    pub criteria: Vec<(Side, f64)>,
    pub mean: Mean,
    pub rows: Vec<Vec<Option<Cell>>>,
}

impl Case {
    /// So many criteria a side; some cells are not asked, some are missing.
    pub fn new(dice: &mut Dice, host: usize, own: usize) -> Self {
        let side = |it| if it < host { Side::Host } else { Side::Organisation };
        let weight = |dice: &mut Dice| 0.05 + dice.share();
        let criteria = (0..host + own).map(|it| (side(it), weight(dice))).collect();
        let is_whole = dice.chance(50);
        let cell = |dice: &mut Dice| match dice.below(8) {
            0 if !is_whole => None,
            1 if !is_whole => Some(Cell::missing(0.0)),
            _ => Some(Cell::known(dice.share())),
        };
        let row = |dice: &mut Dice| (0..host + own).map(|_| cell(dice)).collect();
        let rows = (0..2 + dice.below(4)).map(|_| row(dice)).collect();
        let mean = dice.one(&[Mean::Harmonic, Mean::Harmonic, Mean::Arithmetic, Mean::Minimum]);
        Self { criteria, mean, rows }
    }

    pub fn field(&self) -> Field {
        let named = self.criteria.iter().enumerate();
        let named = named.map(|(index, (side, weight))| (format!("c{index}"), *side, *weight));
        let mut field = Field::new(named, self.mean);
        for (index, row) in self.rows.iter().enumerate() {
            field.push(contender(index), row.iter().copied());
        }
        field
    }

    pub fn weights(&self) -> Vec<f64> {
        self.criteria.iter().map(|it| it.1).collect()
    }

    /// The score as the model describes it.
    pub fn score(&self, row: usize, weights: &[f64]) -> f64 {
        let side = |side: Side| {
            let (mut over, mut under, mut is_known) = (0.0, 0.0, false);
            for (index, cell) in self.rows[row].iter().enumerate() {
                let (Some(cell), true) = (cell, self.criteria[index].0 == side) else { continue };
                over += weights[index] * cell.value;
                under += weights[index];
                is_known |= cell.is_answered && 0.0 < weights[index];
            }
            (if 0.0 < under { over / under } else { 0.0 }, is_known)
        };
        let ((host, _), (own, is_known)) = (side(Side::Host), side(Side::Organisation));
        if is_known { self.mean.of(host, own) } else { host }
    }

    /// The rows, best first.
    pub fn ranking(&self, weights: &[f64]) -> Vec<usize> {
        let mut ranking: Vec<usize> = (0..self.rows.len()).collect();
        let key = |row: usize| (self.score(row, weights), 1.0);
        let id = |row: usize| format!("o{row}");
        ranking.sort_by(|one, other| order(key(*one), &id(*one), key(*other), &id(*other)));
        ranking
    }

    /// How often each comes at each place over a grid of weights.
    pub fn by_grid(&self, grid: impl Iterator<Item = Vec<f64>>) -> Vec<Vec<f64>> {
        let mut counts = vec![vec![0.0; self.rows.len()]; self.rows.len()];
        let mut points = 0.0;
        for weights in grid {
            points += 1.0;
            for (rank, row) in self.ranking(&weights).into_iter().enumerate() {
                counts[row][rank] += 1.0;
            }
        }
        counts.iter().map(|row| row.iter().map(|count| count / points).collect()).collect()
    }

    pub fn agrees(&self, grid: impl Iterator<Item = Vec<f64>>) {
        let found = acceptabilities(&self.field().sensitivity(&weights_alone(20_000)).unwrap());
        for (found, expected) in found.iter().flatten().zip(self.by_grid(grid).iter().flatten()) {
            assert!((found - expected).abs() < 0.02, "{found} instead of {expected}: {self:?}");
        }
    }
}

/// The middles of so many equal parts of 0 to 1.
pub fn middles(parts: usize) -> impl Iterator<Item = f64> + Clone {
    (0..parts).map(move |it| (it as f64 + 0.5) / parts as f64)
}

/// Every organisation that may be ranked for a country.
pub fn eligible(catalog: &Catalog, place: usize) -> Vec<Arc<Organisation>> {
    let asker = &catalog.board().askers()[place];
    let may_be = |it: &&Arc<Organisation>| eligibility(it, asker).verdict != Verdict::No;
    catalog.organisations().filter(may_be).cloned().collect()
}
