//! Where the atlas has its facts from.

use crate::atlas::rows;

/// The vintage of the atlas as a whole, year and month of its making.
pub const VINTAGE: &str = "2026-11";

/// The source of one kind of facts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Source {
    /// How evidence names it.
    pub key: &'static str,
    /// What it gives.
    pub what: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Its year or month, or `not stated`.
    pub vintage: &'static str,
    /// Its licence, or `not stated`.
    pub licence: &'static str,
}

/// All sources of the atlas and the sample.
pub fn sources() -> impl Iterator<Item = Source> {
    rows(include_str!("../tables/sources.tsv")).map(|cells| Source {
        key: cells[0],
        what: cells[1],
        source: cells[2],
        vintage: cells[3],
        licence: cells[4],
    })
}
