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

/// A text of so many digits as a number.
fn number(text: &str, digits: usize) -> Option<usize> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| usize::from(byte - b'0'));
    let text = (text.len() == digits).then_some(text)?;
    text.bytes().try_fold(0, |number, byte| Some(10 * number + digit(byte)?))
}
