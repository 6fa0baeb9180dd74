//! What a score must reach to be among the best, in whole steps, and whether bounds reach it.

use crate::{
    matching::steps::{SIDE_BY_SIDE, STEPS},
    model::Mean,
};

/// Whether two sides' bounds might give a score of at least a floor.
#[inline(always)]
pub(crate) fn reaches(mean: Mean, host: [u16; 3], (own, known): (u16, u16), floor: f32) -> bool {
    // A step more for what is rounded here.
    let host = host[0].saturating_add(host[1]).saturating_add(host[2]);
    let (host, own) = (f32::from(host) + 1.0, f32::from(own) + 1.0);
    let host_reaches = floor <= host;
    let both_reach = match mean {
        // 2 x host x own / (host + own) without the quotient.
        Mean::Harmonic => floor * (host + own) <= 2.0 * host * own,
        Mean::Arithmetic => floor * 2.0 <= host + own,
        Mean::Minimum => host_reaches & (floor <= own),
    };
    // Where nothing is known of the organisation's side the host's value is the score.
    both_reach | (host_reaches & (known == 0))
}

/// Floors for bounds of so many askers, which all reach; behind the last one nobody does.
pub(crate) fn floors_of(askers: usize) -> Vec<f32> {
    let mut floors = vec![f32::NEG_INFINITY; askers];
    floors.resize(askers.next_multiple_of(SIDE_BY_SIDE), f32::INFINITY);
    floors
}

/// The floor for bounds, in steps.
pub(crate) fn floor_of(floor: f64) -> f32 {
    (floor * STEPS - 1.0) as f32
}
