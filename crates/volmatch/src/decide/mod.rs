//! From a ranking to advice: what would change it, and what no organisation covers.

pub(crate) mod change;
pub(crate) mod gaps;
pub(crate) mod setting;
mod what_if;
