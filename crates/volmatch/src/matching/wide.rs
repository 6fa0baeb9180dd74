//! Work on many numbers side by side, as many at once as the processor's registers hold.

use fearless_simd::{Level, dispatch};

/// Does the work by what the processor at hand can do, which is more than every processor can that the
/// program is built for. What is called in it must be inlined.
///
/// Numbers that stand side by side never meet, and no product is fused with a sum: the same bits come
/// out on any processor.
#[inline(always)]
pub(crate) fn wide<R>(work: impl FnOnce() -> R) -> R {
    dispatch!(Level::new(), _ => work())
}
