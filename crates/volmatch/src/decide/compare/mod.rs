//! Two rankings side by side: what changed, and whether values or weights are the cause.
//!
//! A score is worked out from values (what the records, the atlas and the constants say) and weights (those of
//! the criteria, and the mean of the sides). So it can be worked out again with the values of one run and the
//! weights of the other: the score that undoing one cause alone would give. What a cause adds is the mean of
//! what it adds first and of what it adds last (Shapley 1953); the two sum to the change.

pub(crate) mod moved;
pub(crate) mod rankings;
mod undone;

/// Changes of a number up to this are rounding.
const ROUNDING: f64 = 1e-12;
