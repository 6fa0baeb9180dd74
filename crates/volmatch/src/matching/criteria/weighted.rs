//! Rows of numbers, one for each country, that a few features of an organisation add up.

use crate::matching::steps::{add_part, row_in_steps};

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

/// `values += factor * row`, in the same order for every country on any machine.
pub(crate) fn add(values: &mut [f64], factor: f64, row: &[f64]) {
    for (value, cell) in values.iter_mut().zip(row) {
        *value += factor * cell;
    }
}

/// `sums += weights * values`, country by country.
pub(crate) fn add_product(sums: &mut [f64], weights: &[f64], values: &[f64]) {
    for ((sum, weight), value) in sums.iter_mut().zip(weights).zip(values) {
        *sum += weight * value;
    }
}

/// Takes away what rounding put above 1.
pub(crate) fn at_most_one(values: &mut [f64]) {
    for value in values {
        *value = if 1.0 < *value { 1.0 } else { *value };
    }
}
