//! What a pool of organisations covers of what countries want, who covers it, and who would fill most of
//! what is not covered.

pub(crate) mod coverage;
mod coverers;
mod fill;
mod measure;
pub(crate) mod pool;
