//! Where things stand in a table that others fill: by numbers that they cannot know.

use std::hash::{BuildHasher, Hasher, RandomState};

/// An odd number of the process. Products with it, from their high bits down, spread what they are made of
/// (multiply-shift: Dietzfelbinger and others 1997); no answer depends on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread(u64);

impl Default for Spread {
    fn default() -> Self {
        Self(RandomState::new().build_hasher().finish() | 1)
    }
}

impl Spread {
    #[inline(always)]
    pub(crate) fn of(self, number: u64) -> u64 {
        number.wrapping_mul(self.0)
    }
}
