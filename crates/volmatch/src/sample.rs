//! Real volunteer-involving organisations, for trying out.

/// Publicly known organisations as JSON Lines, from public knowledge of 2026-11: homes, types, goals
/// and countries of work, without evidence, and with nothing where we were not sure.
pub const SAMPLE: &str = include_str!("sample/organisations.jsonl");
