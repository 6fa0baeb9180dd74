//! What may be typed.

mod looking;
mod ranking;
mod values;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use volmatch::Setting;

use self::values::weight;
pub use self::{looking::TagFormat, ranking::Format};
pub(crate) use self::{looking::*, ranking::*};

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
        #[command(flatten)]
        output: Output,
    },
    /// Print the manual page, or that of a command
    Man {
        /// The command, such as `match`, or `weights elicit`
        #[arg(value_name = "COMMAND")]
        of: Vec<String>,
        #[command(flatten)]
        output: Output,
    },
}

impl Command {
    /// The file that the answer goes to, where one is named.
    pub(crate) fn output(&self) -> Option<&Path> {
        let output = match self {
            Self::Match(args) => &args.output,
            Self::Explain(args) => &args.output,
            Self::Gaps(args) => &args.output,
            Self::Sensitivity(args) => &args.output,
            Self::Compare(args) => &args.output,
            Self::Validate(args) => &args.output,
            Self::Atlas(args) => &args.output,
            Self::Tag(args) => &args.output,
            Self::Schema(args) => &args.output,
            Self::Weights(args) => match &args.action {
                None => &args.show.output,
                Some(WeightsAction::Show(args)) => &args.output,
                Some(WeightsAction::Check(args)) => &args.output,
                Some(WeightsAction::Elicit(args)) => &args.output,
            },
            Self::Completions { output, .. } | Self::Man { output, .. } => output,
        };
        output.output.as_deref()
    }
}

/// Where profiles come from and how they are judged.
#[derive(Debug, clap::Args)]
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

/// What is supposed of records without editing a file.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Settings {
    /// Suppose that a record says something else, such as `vso.sdgs+=3.8`, `vso.capacity=200`,
    /// `vso.languages-=fr`, `KEN.priorities.3.weight=0.5` (repeatable); nothing behind `=` takes the
    /// field away
    #[arg(long, value_name = "ID.FIELD=VALUE")]
    pub(crate) set: Vec<Setting>,
}

/// What is supposed of records and of the model.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Supposing {
    #[command(flatten)]
    pub(crate) records: Settings,
    /// Suppose that a criterion has another weight, as in a model file, such as `language=0.3`
    /// (repeatable)
    #[arg(long, value_name = "CRITERION=WEIGHT", value_parser = weight)]
    pub(crate) weight: Vec<(String, f64)>,
}

impl Supposing {
    /// Everything that is supposed, as it was typed.
    pub(crate) fn in_words(&self) -> Vec<String> {
        let weights = self.weight.iter().map(|(name, weight)| format!("weight {name}={weight}"));
        self.records.set.iter().map(ToString::to_string).chain(weights).collect()
    }
}

/// Where an answer goes.
#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// Write to FILE, whole or not at all, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
