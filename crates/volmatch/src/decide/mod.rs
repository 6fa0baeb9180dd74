//! From a ranking to advice: what would change it, how firm it is, and what no organisation covers.

pub(crate) mod agreement;
mod axis;
pub(crate) mod change;
pub(crate) mod compare;
pub(crate) mod doubts;
mod draw;
pub(crate) mod elicit;
pub(crate) mod entries;
pub(crate) mod field;
pub(crate) mod gaps;
mod region;
mod robustness;
mod scoring;
pub(crate) mod sensitivity;
pub(crate) mod setting;
pub(crate) mod strength;
mod tally;
pub(crate) mod threshold;
pub(crate) mod trial;
mod what_if;
