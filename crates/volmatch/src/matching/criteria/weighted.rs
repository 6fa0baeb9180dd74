//! Rows of numbers, one for each country, that a few features of an organisation add up.

use crate::matching::{
    steps::{add_part, row_in_steps},
    wide::wide,
};

/// A number for each country under each of some keys; keys without a number have no row.
#[derive(Debug)]
pub(super) struct Rows {
    width: usize,
    rows: Vec<Option<Box<[f64]>>>,
}

impl Rows {
    pub(super) fn new(keys: usize, width: usize) -> Self {
        Self { width, rows: vec![None; keys] }
    }

    /// The row of a key, made where there is none yet.
    pub(super) fn row_mut(&mut self, key: usize) -> &mut [f64] {
        let width = self.width;
        self.rows[key].get_or_insert_with(|| vec![0.0; width].into_boxed_slice())
    }

    pub(super) fn row(&self, key: usize) -> Option<&[f64]> {
        self.rows[key].as_deref()
    }

    /// The rows times weights, in steps.
    pub(super) fn light(&self, weights: &[f64]) -> LightRows {
        let row = |row: &Option<Box<[f64]>>| row.as_ref().map(|row| row_in_steps(weights, row));
        LightRows(self.rows.iter().map(row).collect())
    }
}

/// Weighted rows in steps, for bounds.
#[derive(Debug, Default)]
pub(super) struct LightRows(Vec<Option<Box<[u16]>>>);

impl LightRows {
    /// Adds the row of a key, where there is one.
    pub(super) fn add(&self, sums: &mut [u16], factor: f64, key: usize) {
        if let Some(Some(row)) = self.0.get(key) {
            add_part(sums, factor, row);
        }
    }
}

/// So few places that to look them up takes less than to go along the row.
const FEW: usize = 32;

/// The places that count alone, if they are few. In what follows others may be worked out with them.
fn few(places: Option<&[usize]>) -> Option<&[usize]> {
    places.filter(|places| places.len() <= FEW)
}

/// `values += factor * row` at the places that count, in the same order for every country on any machine.
pub(crate) fn add(values: &mut [f64], factor: f64, row: &[f64], places: Option<&[usize]>) {
    if let Some(places) = few(places) {
        return places.iter().for_each(|place| values[*place] += factor * row[*place]);
    }
    wide(
        #[inline(always)]
        move || values.iter_mut().zip(row).for_each(|(value, cell)| *value += factor * cell),
    );
}

/// `sums += weights * values` at the places that count, country by country.
pub(crate) fn add_product(
    sums: &mut [f64],
    weights: &[f64],
    values: &[f64],
    places: Option<&[usize]>,
) {
    if let Some(places) = few(places) {
        return places.iter().for_each(|place| sums[*place] += weights[*place] * values[*place]);
    }
    let lanes = sums.iter_mut().zip(weights).zip(values);
    wide(
        #[inline(always)]
        move || lanes.for_each(|((sum, weight), value)| *sum += weight * value),
    );
}

/// Takes away what rounding put above 1.
pub(crate) fn at_most_one(values: &mut [f64]) {
    wide(
        #[inline(always)]
        || values.iter_mut().for_each(|it| *it = if 1.0 < *it { 1.0 } else { *it }),
    );
}

/// Each number of `most` at the places that count, or that of the row if it is more.
pub(crate) fn raise(most: &mut [f64], row: &[f64], places: Option<&[usize]>) {
    let more = |most: f64, cell: f64| if cell < most { most } else { cell };
    if let Some(places) = few(places) {
        return places.iter().for_each(|place| most[*place] = more(most[*place], row[*place]));
    }
    let lanes = most.iter_mut().zip(row);
    wide(
        #[inline(always)]
        move || lanes.for_each(|(most, cell)| *most = more(*most, *cell)),
    );
}
