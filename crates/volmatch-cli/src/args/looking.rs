//! What may be typed where nothing is ranked: `validate`, `atlas`, `tag`, `schema`, `weights`.

use std::{ffi::OsString, path::PathBuf};

use clap::{Subcommand, ValueEnum};

use crate::args::Output;

#[derive(Debug, clap::Args)]
pub(crate) struct ValidateArgs {
    /// Profile files; `-` is standard input
    #[arg(required = true)]
    pub(crate) profiles: Vec<PathBuf>,
    /// Every problem, not the first three of a kind
    #[arg(long)]
    pub(crate) all: bool,
    /// Write the records that have a problem to FILE, byte for byte, as JSON Lines
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = PlainFormat::Table)]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum PlainFormat {
    /// For a terminal
    Table,
    /// For a program
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AtlasArgs {
    /// A code or name (`KEN`, `3.8`, `12220`, `Ivory Coast`), or `search` and words, or `sources`
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = PlainFormat::Table)]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct TagArgs {
    /// A text, or the name of a file with one text or with JSON Lines `{"id", "text"}`; `-` is
    /// standard input [default: `-`]
    pub(crate) text: Vec<OsString>,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = TagFormat::Table)]
    pub(crate) format: TagFormat,
    /// Print what the tagger was learnt from, how right it is and where its limits are
    #[arg(long, conflicts_with_all = ["text", "format", "keep_going", "rejects"])]
    pub(crate) about: bool,
    /// Set bad lines aside and go on with the others; the exit status is still 1
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Write the lines that were set aside to FILE, byte for byte, as JSON Lines
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    pub(crate) rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What `tag` prints.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum TagFormat {
    /// For a terminal
    Table,
    /// One document, with all about the run
    Json,
    /// One record a line
    Jsonl,
    /// For a spreadsheet: a row a text, a column a goal
    Csv,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// What of
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A record of an organisation
    Organisation,
    /// A record of a country
    Country,
    /// A model file
    Model,
    /// A file of rules
    Rules,
    /// The answer of `validate`
    Validate,
    /// A record of the answer of `match`
    Result,
    /// The answer of `explain`
    Explain,
    /// A record of the answer of `gaps`
    Gaps,
    /// A record of the answer of `compare`
    Compare,
    /// A record of the answer of `tag`
    Tag,
    /// The answer of `sensitivity`
    Sensitivity,
}

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct WeightsArgs {
    #[command(subcommand)]
    pub(crate) action: Option<WeightsAction>,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum WeightsAction {
    /// Print the model in force, as `weights` alone does
    Show(ShowArgs),
    /// Check a model file, and tell what differs from the built-in model
    Check(CheckArgs),
    /// Make a model of people's judgements: by swing, points, order or pairs
    Elicit(ElicitArgs),
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Model file in TOML or JSON
    pub(crate) file: PathBuf,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = PlainFormat::Table)]
    pub(crate) format: PlainFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ElicitArgs {
    /// File of judgements in TOML or JSON: a list `judges`, each with a method for `host`, for
    /// `organisation`, or for both
    pub(crate) file: PathBuf,
    /// Model file with all that is not judged [default: the built-in model]
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Take pairwise comparisons that contradict one another: a consistency ratio above 0.10
    #[arg(long)]
    pub(crate) inconsistent: bool,
    /// The form of the answer; `toml` and `json` are a model file
    #[arg(short, long, value_enum, default_value_t = ElicitFormat::Toml)]
    pub(crate) format: ElicitFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ElicitFormat {
    /// The model, with judges and reasons as comments
    Toml,
    /// The model, for a program
    Json,
    /// The judges and their disagreement, for a terminal
    Table,
    /// The judges and their disagreement, for a program
    Judges,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ShowArgs {
    /// Model file in TOML or JSON to check and print [default: the built-in model]
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// The form of the answer; both can be read back as a model file
    #[arg(short, long, value_enum, default_value_t = ModelFormat::Toml)]
    pub(crate) format: ModelFormat,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ModelFormat {
    /// With the reasons as comments
    Toml,
    /// For a program
    Json,
}
