//! What is known of the world without any input: countries, sectors, types, sources.
//!
//! Facts only, embedded as small tables and decoded when first asked for.

pub mod countries;
pub mod languages;
pub mod likeness;
pub mod organisation_types;
pub mod priorities;
pub mod search;
pub mod sectors;
pub mod sources;

/// The cells of each row of an embedded table, without its header.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(1).map(|line| line.split('\t').collect())
}
