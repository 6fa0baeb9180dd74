//! Numbers from 0 to 1 in whole steps, rounded up: what bounds are made of. No sum of them is too low,
//! and its order does not matter.

use crate::matching::wide::wide;

/// So many numbers are changed side by side. Rows are filled up to a multiple of it.
pub(crate) const SIDE_BY_SIDE: usize = 32;

/// How many steps there are from 0 to 1.
pub(crate) const STEPS: f64 = 65_535.0;

/// A part of a step for the rounding of what was worked out in floating point.
const ROUNDING: f64 = 0.25;

/// A number from 0 to 1 in steps.
pub(crate) fn in_steps(value: f64) -> u16 {
    // What is above 1 is 1, and what is no number 0.
    if 0.0 < value { ((value * STEPS + ROUNDING) as u16).saturating_add(1) } else { 0 }
}

/// Zeros for so many askers, and as many behind them as fill the row up.
pub(crate) fn zeros(askers: usize) -> Box<[u16]> {
    vec![0; askers.next_multiple_of(SIDE_BY_SIDE)].into_boxed_slice()
}

/// A row in steps, each number times its weight.
pub(crate) fn row_in_steps(weights: &[f64], row: &[f64]) -> Box<[u16]> {
    let mut steps = zeros(weights.len());
    let products = weights.iter().zip(row).map(|(weight, cell)| in_steps(weight * cell));
    steps.iter_mut().zip(products).for_each(|(step, product)| *step = product);
    steps
}

/// `sums += row`.
pub(crate) fn add(sums: &mut [u16], row: &[u16]) {
    each(sums, row, |sum, cell| sum.saturating_add(cell));
}

/// `sums += part * row`, for a part from 0 to 1.
pub(crate) fn add_part(sums: &mut [u16], part: f64, row: &[u16]) {
    let part = in_steps(part);
    each(sums, row, move |sum, cell| {
        // The upper half is less than two steps below the product.
        let product = (u32::from(part) * u32::from(cell)) >> 16;
        sum.saturating_add(product as u16).saturating_add(2)
    });
}

/// Each number of `most`, or that of the row if it is more.
pub(crate) fn raise(most: &mut [u16], row: &[u16]) {
    each(most, row, u16::max);
}

/// Changes each number by that of a row beside it.
#[inline(always)]
fn each(numbers: &mut [u16], row: &[u16], change: impl Fn(u16, u16) -> u16) {
    let (numbers, rest) = numbers.as_chunks_mut::<SIDE_BY_SIDE>();
    let (row, _) = row.as_chunks::<SIDE_BY_SIDE>();
    debug_assert!(rest.is_empty() && row.len() == numbers.len());
    let blocks = numbers.iter_mut().zip(row);
    wide(
        #[inline(always)]
        move || {
            for (numbers, row) in blocks {
                // Read whole before any is written: nobody need ask whether the two are one.
                let (before, row) = (*numbers, *row);
                for (lane, number) in numbers.iter_mut().enumerate() {
                    *number = change(before[lane], row[lane]);
                }
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_never_too_low() {
        let values = [0.0, 1e-9, 0.1, 1.0 / 3.0, 0.5, 0.999_999_9, 1.0];
        let rows = row_in_steps(&[1.0; 7], &values);
        let exact = |steps: u16| f64::from(steps) / STEPS;
        for part in values {
            let (mut whole, mut sums) = (rows.clone(), rows.clone());
            add(&mut whole, &rows);
            add_part(&mut sums, part, &rows);
            for (place, value) in values.into_iter().enumerate() {
                let wanted = value * (1.0 + part);
                let range = wanted.min(1.0)..wanted + 5.0 / STEPS;
                assert!(range.contains(&exact(sums[place])), "{part} {value}");
                assert!((2.0 * value).min(1.0) <= exact(whole[place]), "{value}");
            }
        }
    }
}
