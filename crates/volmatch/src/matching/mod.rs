//! From profiles to answers: which rules hold for a pair, what it scores, how it ranks, and why.
//!
//! Pure: no files, no clock, no randomness; the same input gives the same numbers on any machine.

pub(crate) mod board;
pub(crate) mod bounds;
pub(crate) mod catalog;
pub(crate) mod contest;
pub(crate) mod countries;
pub(crate) mod criteria;
pub(crate) mod eligibility;
pub(crate) mod explanation;
pub(crate) mod figures;
pub(crate) mod floors;
pub(crate) mod listing;
pub(crate) mod modality;
pub(crate) mod pairs;
pub(crate) mod rank;
pub(crate) mod sheet;
pub(crate) mod steps;
pub(crate) mod wanted;
mod wide;
