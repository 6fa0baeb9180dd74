//! What may be typed where profiles are judged: `match`, `explain`, `sensitivity`, `gaps`, `compare`.

use std::path::PathBuf;

use clap::ValueEnum;
use volmatch::Modality;

use crate::args::{
    Judging, Output, Settings, Supposing,
    values::{modality, ordering, persistence, places, positive, samples, share, within},
};

#[derive(Debug, clap::Args)]
pub(crate) struct MatchArgs {
    /// Profile files in JSON or JSON Lines; `-` is standard input [default: the built-in sample]
    pub(crate) profiles: Vec<PathBuf>,
    /// Rank for this country, by code or name, or asker `x-...` (repeatable) [default: those in the
    /// profiles, else all 195]
    #[arg(short, long, value_name = "CODE")]
    pub(crate) country: Vec<String>,
    /// Rank countries for the organisation with this id instead (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) organisation: Vec<String>,
    /// Rank organisations for each country, or countries for every organisation, as csv or jsonl
    #[arg(long, value_enum, default_value_t = By::Country, conflicts_with = "organisation")]
    pub(crate) by: By,
    /// The most matches of each
    #[arg(short = 'k', long, value_name = "N", default_value_t = 10, value_parser = positive)]
    pub(crate) top: usize,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// What becomes of pairs whose eligibility cannot be told
    #[arg(long, value_enum, default_value_t = Unknown::Keep)]
    pub(crate) unknown: Unknown,
    /// List pairs that break a rule too, unranked and behind the others
    #[arg(long)]
    pub(crate) include_ineligible: bool,
    /// Only pairs of this kind of cooperation, such as south-south
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    pub(crate) only: Option<Modality>,
    /// Tell how firm each rank is: in how many draws of weights and missing data the pair keeps it, and
    /// is among those listed; `auto` does so for a single country or organisation
    #[arg(
        long, value_enum, value_name = "WHEN", default_value_t = Robust::Auto,
        default_missing_value = "always", num_args = 0..=1, require_equals = true
    )]
    pub(crate) robust: Robust,
    /// End with 1 when nothing matched
    #[arg(long)]
    pub(crate) exit_status: bool,
    #[command(flatten)]
    pub(crate) supposing: Supposing,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Robust {
    /// For a single country or organisation
    Auto,
    /// For all
    Always,
    /// For none
    Never,
}

/// Whose ranking it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum By {
    /// Organisations for each country
    Country,
    /// Countries for every organisation
    Organisation,
}

/// What `match` and its like print.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Table,
    /// One document, with all about the run
    Json,
    /// One record a line
    Jsonl,
    /// For a spreadsheet, without the evidence
    Csv,
    /// For a document
    Md,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Unknown {
    /// Keep and mark them
    Keep,
    /// Leave them out
    Exclude,
}

impl Unknown {
    /// As it is typed.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Exclude => "exclude",
        }
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The organisation's id
    pub(crate) organisation: String,
    /// The country's code or name, or asker `x-...`
    pub(crate) country: String,
    /// Profile files, as for `match`
    pub(crate) profiles: Vec<PathBuf>,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = TreeFormat::Table)]
    pub(crate) format: TreeFormat,
    #[command(flatten)]
    pub(crate) supposing: Supposing,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("asked").required(true).args(["country", "organisation"]))]
pub(crate) struct SensitivityArgs {
    /// Profile files, as for `match`
    pub(crate) profiles: Vec<PathBuf>,
    /// The ranking of organisations for this country, by code or name, or asker `x-...`
    #[arg(short, long, value_name = "CODE")]
    pub(crate) country: Option<String>,
    /// The ranking of countries for the organisation with this id
    #[arg(long, value_name = "ID")]
    pub(crate) organisation: Option<String>,
    /// How many places are looked at
    #[arg(short = 'k', long, value_name = "N", default_value = "5", value_parser = places)]
    pub(crate) top: usize,
    /// What is in doubt; the rest stays as the model says
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',', default_values_t = [Doubted::Weights, Doubted::Missing, Doubted::Strengths])]
    pub(crate) vary: Vec<Doubted>,
    /// Keep a criterion's share of its side's weight within limits, such as `language=0.05..0.3`
    /// (repeatable)
    #[arg(long, value_name = "CRITERION=FROM..TO", value_parser = within)]
    pub(crate) within: Vec<(String, f64, f64)>,
    /// Keep criteria of a side in this order of weight, such as "alignment>=sectors>=language", or all in
    /// the order of the `model`'s weights (repeatable)
    #[arg(long, value_name = "ORDER", value_parser = ordering)]
    pub(crate) order: Vec<Ordering>,
    /// How often weights and values are drawn
    #[arg(long, value_name = "N", default_value = "10000", value_parser = samples)]
    pub(crate) samples: usize,
    /// What the random numbers begin with; the same seed gives the same answer anywhere
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// What becomes of pairs whose eligibility cannot be told
    #[arg(long, value_enum, default_value_t = Unknown::Keep)]
    pub(crate) unknown: Unknown,
    /// Only pairs of this kind of cooperation, such as south-south
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    pub(crate) only: Option<Modality>,
    #[command(flatten)]
    pub(crate) supposing: Supposing,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) output: Output,
}

/// What weighs no less than what.
#[derive(Clone, Debug)]
pub(crate) enum Ordering {
    /// Criteria, each weighing at least as much as the next.
    Chain(Vec<String>),
    /// As the model's weights stand.
    Model,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Doubted {
    /// The weights of both sides
    Weights,
    /// Values that are missing or inferred, within their bounds
    Missing,
    /// Constants behind the strength of a tag, within stated ranges
    Strengths,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum TreeFormat {
    /// For a terminal
    Table,
    /// For a document
    Md,
    /// For a program
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct GapsArgs {
    /// Profile files, as for `match`
    pub(crate) profiles: Vec<PathBuf>,
    /// Only for this country, by code or name, or asker `x-...` (repeatable) [default: those in the
    /// profiles, else all 195; more than five are told in a line each]
    #[arg(short, long, value_name = "CODE")]
    pub(crate) country: Vec<String>,
    /// Who is taken to be there already: `experienced`, those that state experience in the country;
    /// `nobody`; or ids with commas between them (repeatable), in every country
    #[arg(long, value_name = "WHO", default_value = "experienced")]
    pub(crate) given: Vec<String>,
    /// A priority is an orphan when no more than this share of it is covered, 0 to 1
    #[arg(long, value_name = "SHARE", default_value_t = 0.25, value_parser = share)]
    pub(crate) floor: f64,
    /// The most organisations named for each priority
    #[arg(short = 'k', long, value_name = "N", default_value_t = 3, value_parser = positive)]
    pub(crate) top: usize,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// What becomes of organisations whose eligibility cannot be told
    #[arg(long, value_enum, default_value_t = Unknown::Keep)]
    pub(crate) unknown: Unknown,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) output: Output,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    /// Two answers of `match` in json, jsonl or csv, the earlier first; with `--model`, `--set` or
    /// `--weight`, profile files as for `match`
    pub(crate) files: Vec<PathBuf>,
    /// Instead of answers, compare what two models say of the same profiles: the first `--model` with
    /// the second, or the built-in one with the only one
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) supposing: Supposing,
    /// Of profiles: rank for this country, as for `match` (repeatable)
    #[arg(short, long, value_name = "CODE")]
    pub(crate) country: Vec<String>,
    /// Of profiles: rank countries for this organisation instead (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) organisation: Vec<String>,
    /// Of profiles: the most matches of each [default: 10]
    #[arg(short = 'k', long, value_name = "N", value_parser = positive)]
    pub(crate) top: Option<usize>,
    /// Of profiles: what becomes of pairs whose eligibility cannot be told [default: keep]
    #[arg(long, value_enum)]
    pub(crate) unknown: Option<Unknown>,
    /// Of profiles: only pairs of this kind of cooperation, such as south-south
    #[arg(long, value_name = "MODALITY", value_parser = modality)]
    pub(crate) only: Option<Modality>,
    /// Of profiles: rules file in TOML or JSON, as for `match`
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Of profiles: the year against which evidence ages [default: the model's]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    pub(crate) as_of: Option<i32>,
    /// Of profiles: set bad records aside and go on with the others; the exit status is still 1
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// How deep the overlap of two lists looks, between 0 and 1: at 0.9 the first ten places have 86 %
    /// of the weight
    #[arg(long, value_name = "P", default_value_t = 0.9, value_parser = persistence)]
    pub(crate) persistence: f64,
    /// The form of the answer
    #[arg(short, long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// End with 1 when the two differ
    #[arg(long)]
    pub(crate) exit_status: bool,
    #[command(flatten)]
    pub(crate) output: Output,
}
