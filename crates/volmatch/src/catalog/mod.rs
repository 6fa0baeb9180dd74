//! Facts laid out to be matched: who asks for what, and what an organisation brings.
//!
//! What the input leaves to the atlas is filled in here, and named as such.

pub(crate) mod asker;
pub(crate) mod candidate;
pub(crate) mod said;
