//! From JSON text to profiles whose every fact is sound, with a place for every problem.
//!
//! Nothing past this folder meets a broken fact.

pub(crate) mod anything;
pub(crate) mod broken;
pub(crate) mod check;
pub(crate) mod expect;
pub(crate) mod fields;
pub(crate) mod ids;
pub(crate) mod location;
pub(crate) mod marks;
mod met;
mod objects;
pub(crate) mod pieces;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod read;
pub(crate) mod reading;
pub(crate) mod record;
pub(crate) mod record_fields;
mod requirements;
pub(crate) mod room;
pub(crate) mod rules;
pub(crate) mod shape;
mod telling;
mod values;
mod whole;
mod write;
