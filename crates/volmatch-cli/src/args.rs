//! What may be typed.

use std::{ffi::OsString, path::PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use volmatch::{Modality, Setting};

const AFTER_HELP: &str = "\
Exit status: 0 done; 1 failed, or records were rejected; 2 the command line was not understood.
A score is a stated judgement of alignment from 0 to 1, not a prediction of where organisations work.";

/// Who should work with whom in volunteering for development.
#[derive(Debug, Parser)]
#[command(name = "volmatch", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Threads to use, 1 to 256; answers are the same on any number [default: all cores]
    #[arg(short = 'j', long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
    /// Say less on standard error
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more on standard error: what was read, and by which model it was judged
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
    /// Bold headings; `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// How problems are told on standard error
    #[arg(long, global = true, value_enum, default_value_t = ErrorFormat::Text)]
    pub(crate) error_format: ErrorFormat,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ErrorFormat {
    /// One line for a person
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Rank organisations for countries, or countries for an organisation
    #[command(name = "match")]
    Match(Box<MatchArgs>),
    /// Show why one organisation scores what it scores for one country
    Explain(Box<ExplainArgs>),
    /// Tell what of a country's priorities is covered, by whom, and who would fill most of the rest
    Gaps(Box<GapsArgs>),
    /// Tell how firm a ranking is when weights, missing data and strengths are in doubt
    Sensitivity(Box<SensitivityArgs>),
    /// Lay two rankings side by side: what moved, and by what cause
    Compare(Box<CompareArgs>),
    /// Find every problem of every record
    Validate(ValidateArgs),
    /// Look up a country, goal, target, sector or type, or search for words
    Atlas(AtlasArgs),
    /// Tell which goals a text serves, with the words that say so
    Tag(TagArgs),
    /// Print the JSON Schema of what is read or answered
    Schema(SchemaArgs),
    /// Print the model in force, check one, or make one of people's judgements
    Weights(WeightsArgs),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Where profiles come from and how they are judged.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Judging {
    /// Model file in TOML or JSON; what it leaves out stays as in the default
    #[arg(long, value_name = "FILE")]
    pub(crate) model: Option<PathBuf>,
    /// Rules file in TOML or JSON: what countries require besides their profiles
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// The year against which evidence ages [default: the model's]
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2200))]
    pub(crate) as_of: Option<i32>,
    /// Set bad records aside and go on with the others; the exit status is still 1
    #[arg(long)]
    pub(crate) keep_going: bool,
    /// Write the records that were set aside to FILE, byte for byte, as JSON Lines
    #[arg(long, value_name = "FILE", requires = "keep_going")]
    pub(crate) rejects: Option<PathBuf>,
}

impl Judging {
    /// The files it names.
    pub(crate) fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.model.iter().chain(&self.rules)
    }
}

/// What is supposed without editing a file.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Supposing {
    /// Suppose that a record says something else, such as `vso.sdgs+=3.8`, `vso.capacity=200`,
    /// `vso.languages-=fr`, `KEN.priorities.3.weight=0.5` (repeatable); nothing behind `=` takes the
    /// field away
    #[arg(long, value_name = "ID.FIELD=VALUE")]
    pub(crate) set: Vec<Setting>,
    /// Suppose that a criterion has another weight, as in a model file, such as `language=0.3`
    /// (repeatable)
    #[arg(long, value_name = "CRITERION=WEIGHT", value_parser = weight)]
    pub(crate) weight: Vec<(String, f64)>,
}

impl Supposing {
    /// Everything that is supposed, as it was typed.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let weights = self.weight.iter().map(|(name, weight)| format!("weight {name}={weight}"));
        self.set.iter().map(ToString::to_string).chain(weights).collect()
    }
}

/// Where an answer goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

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

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
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
    pub(crate) supposing: Supposing,
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
    /// Of profiles: the most matches of each
    #[arg(short = 'k', long, value_name = "N", default_value_t = 10, value_parser = positive)]
    pub(crate) top: usize,
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
    #[arg(long)]
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

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum TagFormat {
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
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A record of an organisation
    Organisation,
    /// A record of a country
    Country,
    /// A model file
    Model,
    /// A record of the answer of `match`
    Result,
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
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ModelFormat {
    /// With the reasons as comments
    Toml,
    /// For a program
    Json,
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("expected a whole number above zero".into()),
        Ok(number) => Ok(number),
    }
}

fn weight(text: &str) -> Result<(String, f64), String> {
    let (name, weight) = text.split_once('=').ok_or("expected `CRITERION=WEIGHT`")?;
    let weight = weight.trim().parse().map_err(|_| "expected a number behind `=`")?;
    Ok((name.trim().to_owned(), weight))
}

fn persistence(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(it) if 0.0 < it && it < 1.0 => Ok(it),
        _ => Err("expected a number above 0 and below 1".into()),
    }
}

fn share(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("expected a number from 0 to 1".into()),
    }
}

fn places(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=100) => Ok(number),
        _ => Err("expected a whole number from 1 to 100".into()),
    }
}

fn samples(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 100..=10_000_000) => Ok(number),
        _ => Err("expected a whole number from 100 to 10000000".into()),
    }
}

fn within(text: &str) -> Result<(String, f64, f64), String> {
    let read = || {
        let (name, limits) = text.split_once('=')?;
        let (low, high) = limits.split_once("..")?;
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
        Some((name.trim().to_owned(), number(low)?, number(high)?))
    };
    read().ok_or_else(|| "expected a criterion and two numbers, as in `language=0.05..0.3`".into())
}

fn ordering(text: &str) -> Result<Ordering, String> {
    if text.trim() == "model" {
        return Ok(Ordering::Model);
    }
    let names: Vec<String> = text.split(">=").map(|name| name.trim().to_owned()).collect();
    match names.len() < 2 || names.iter().any(|name| name.is_empty() || name.contains(['<', '>'])) {
        true => {
            Err("expected criteria joined by `>=`, as in `alignment>=sectors`, or `model`".into())
        }
        false => Ok(Ordering::Chain(names)),
    }
}

fn modality(text: &str) -> Result<Modality, String> {
    let known = Modality::ALL.into_iter().find(|it| it.as_str() == text);
    let words: Vec<&str> = Modality::ALL.iter().map(|it| it.as_str()).collect();
    known.ok_or_else(|| format!("expected one of {}", words.join(", ")))
}
