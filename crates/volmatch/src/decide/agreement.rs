//! How far two orders agree: Kendall's tau and rank-biased overlap.

use std::{cmp::Ordering, collections::BTreeSet};

/// Kendall's tau-b (1945) of two numbers of each thing, from -1 (reversed) to 1 (the same order); 0 where
/// the one order says nothing of the other. `None` where either has no two different numbers.
///
/// By Knight's way (1966), in n log n steps.
#[must_use]
pub fn kendall_tau(pairs: &[(f64, f64)]) -> Option<f64> {
    let mut pairs = pairs.to_vec();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let all = pairs_of(pairs.len());
    let tied_both = tied(&pairs, |a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let tied_first = tied(&pairs, |a, b| a.0.total_cmp(&b.0));
    let mut second: Vec<f64> = pairs.iter().map(|it| it.1).collect();
    let swaps = sort_counting(&mut second);
    let tied_second = tied(&second, f64::total_cmp);
    let untied = (all - tied_first) as f64 * (all - tied_second) as f64;
    // Of the pairs that are tied in neither, `swaps` stand the other way round.
    let difference =
        (all + tied_both) as f64 - (tied_first + tied_second) as f64 - 2.0 * swaps as f64;
    (0.0 < untied).then(|| (difference / untied.sqrt()).clamp(-1.0, 1.0))
}

/// Pairs of so many things.
fn pairs_of(things: usize) -> u64 {
    let things = things as u64;
    things * things.saturating_sub(1) / 2
}

/// Pairs of equals in a sorted list.
fn tied<T>(sorted: &[T], order: impl Fn(&T, &T) -> Ordering) -> u64 {
    sorted
        .chunk_by(|a, b| order(a, b) == Ordering::Equal)
        .map(|equals| pairs_of(equals.len()))
        .sum()
}

/// Sorts numbers by merging; how many pairs stood the wrong way round.
fn sort_counting(numbers: &mut Vec<f64>) -> u64 {
    if numbers.len() < 2 {
        return 0;
    }
    let mut right = numbers.split_off(numbers.len() / 2);
    let mut swaps = sort_counting(numbers) + sort_counting(&mut right);
    let left = std::mem::take(numbers);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let takes_right = match (left.peek(), right.peek()) {
            (Some(one), Some(other)) => other.total_cmp(one) == Ordering::Less,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return swaps,
        };
        if takes_right {
            swaps += left.len() as u64;
            numbers.extend(right.next());
        } else {
            numbers.extend(left.next());
        }
    }
}

/// Rank-biased overlap of two lists without repeats, best first, extrapolated beyond their ends: `RBO_ext` of
/// Webber, Moffat and Zobel (2010, eq. 32). 0 (nothing in common) to 1 (the same).
///
/// `persistence`, between 0 and 1, says how deep a reader looks: the first ten places have 86 % of the
/// weight at 0.9. `None` where both lists are empty.
#[must_use]
pub fn rank_biased_overlap<T: Ord>(one: &[T], other: &[T], persistence: f64) -> Option<f64> {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if long.is_empty() {
        return None;
    }
    if short.is_empty() {
        return Some(0.0);
    }
    let (mut in_short, mut in_long) = (BTreeSet::new(), BTreeSet::new());
    let (mut overlap, mut overlap_short) = (0_u64, 0.0);
    let (mut sum, mut power) = (0.0, 1.0);
    let short_length = short.len() as f64;
    for (index, next) in long.iter().enumerate() {
        let depth = (index + 1) as f64;
        let mate = short.get(index);
        in_long.insert(next);
        in_short.extend(mate);
        overlap += match mate {
            Some(mate) if mate == next => 1,
            _ => {
                u64::from(in_short.contains(next))
                    + u64::from(mate.is_some_and(|mate| in_long.contains(mate)))
            }
        };
        power *= persistence;
        let mut agreement = overlap as f64 / depth;
        if index < short.len() {
            overlap_short = overlap as f64;
        } else {
            agreement += overlap_short * (depth - short_length) / (short_length * depth);
        }
        sum += agreement * power;
    }
    let depth = long.len() as f64;
    let last = (overlap as f64 - overlap_short) / depth + overlap_short / short_length;
    Some(((1.0 - persistence) / persistence * sum + last * power).clamp(0.0, 1.0))
}
