//! Text read for the goals it serves: words, languages, goals and targets.

pub(crate) mod countries;
pub(crate) mod edges;
pub(crate) mod hearing;
pub(crate) mod language;
pub(crate) mod letters;
pub(crate) mod memo;
pub(crate) mod reading;
pub(crate) mod speaking;
pub(crate) mod stated;
pub(crate) mod tagger;
pub(crate) mod tags;
pub(crate) mod weights;
pub(crate) mod words;

pub use self::{
    countries::{NamedCountry, mentions, named_countries},
    language::TextLanguage,
    reading::Stemmed,
    tagger::Tagger,
    tags::{GoalTag, Level, SpokenWord, Tags, TargetTag},
    weights::InvalidWeights,
    words::{Word, is_function_word, stem, words},
};

/// What the tagger is, what it was learnt from, how right it is, and where its limits are.
pub const ABOUT: &str = include_str!("about.md");

/// The version of the weights, by the month they were learnt in.
pub const VERSION: &str = "2026-11";
