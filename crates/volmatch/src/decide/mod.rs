//! From a ranking to advice: what would change it.

pub(crate) mod change;
