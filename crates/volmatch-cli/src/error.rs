//! What can stop a run, said once and with the remedy.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
};

use clap::error::{ContextKind, ContextValue};
use volmatch::{
    InvalidDoubts, InvalidJudgements, InvalidModel, InvalidRules, InvalidSetting, Problem,
    UnknownCountry, UnknownOrganisation,
    text::{cut, printable, quoted},
};

use crate::args::ErrorFormat;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{path}: {source}", path = volmatch::text::printable(&path.display().to_string()))]
    Input { path: PathBuf, source: io::Error },
    #[error("{path}: {source}")]
    Output { path: String, source: io::Error },
    #[error("{0}")]
    OutputIsInput(String),
    #[error("{}", records(.0.len()))]
    Rejected(Vec<Problem>),
    #[error("{path}: {source}")]
    Model { path: String, source: InvalidModel },
    #[error("{path}: {source}")]
    Rules { path: String, source: InvalidRules },
    #[error("{path}: {source}")]
    Judgements { path: String, source: InvalidJudgements },
    #[error("{0}")]
    Inconsistent(String),
    #[error("{path}:{message}")]
    FileSyntax { path: String, message: String },
    #[error("--set {0}")]
    Setting(#[from] InvalidSetting),
    #[error("--weight `{name}={weight}`: {source}")]
    Weight { name: String, weight: f64, source: InvalidModel },
    #[error("{0}")]
    NotAsked(String),
    #[error("{0}")]
    Usage(&'static str),
    /// Of usage too.
    #[error("{0}")]
    Asked(String),
    #[error("{path}: {message}")]
    Results { path: String, message: String },
    #[error("{0}")]
    Compared(String),
    #[error(transparent)]
    Country(#[from] UnknownCountry),
    #[error(transparent)]
    Organisation(#[from] UnknownOrganisation),
    #[error(transparent)]
    Doubts(#[from] InvalidDoubts),
    #[error("{}: more than {most} records, the limit of a run: split what is read, or rank it in parts", printable(.name))]
    TooMany { name: String, most: String },
    #[error("the thread pool could not be built: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    #[error("{0}")]
    NotInAtlas(String),
    #[error("{0}")]
    NoText(String),
    #[error("stopped at bad lines, {} so far (use --keep-going to set them aside)", .0.len())]
    BadLines(Vec<Problem>),
}

impl Failure {
    /// Whether the command line is at fault, whatever the files hold.
    pub(crate) fn is_of_usage(&self) -> bool {
        matches!(self, Self::Usage(_) | Self::Weight { .. } | Self::Doubts(_) | Self::Asked(_))
    }
}

fn records(problems: usize) -> String {
    let noun = if problems == 1 { "problem" } else { "problems" };
    format!("{problems} {noun}: nothing was ranked (see `volmatch validate`, or use --keep-going)")
}

/// The most problems that are told one by one.
const MOST_TOLD: usize = 20;

/// Says on `err` why a run stopped.
pub(crate) fn tell(
    failure: &Failure,
    format: ErrorFormat,
    quiet: bool,
    err: &mut dyn Write,
) -> io::Result<()> {
    if let Failure::Rejected(problems) | Failure::BadLines(problems) = failure {
        tell_problems(problems, format, err)?;
    }
    let message = short(&printable(&failure.to_string()));
    match format {
        ErrorFormat::Json => {
            writeln!(err, "{}", serde_json::json!({ "error": message }))
        }
        ErrorFormat::Text if quiet && matches!(failure, Failure::Rejected(_)) => Ok(()),
        ErrorFormat::Text => writeln!(err, "volmatch: {message}"),
    }
}

/// A message in which nothing that was typed, or stands in a file, takes more than its share: 200
/// characters between backticks; elsewhere 1,000 without a space, as a path may have.
pub(crate) fn short(message: &str) -> String {
    let part = |(index, part): (usize, &str)| match index % 2 {
        0 => with_short_words(part, 1000),
        _ => cut(part, 200),
    };
    let parts: Vec<String> = message.split('`').enumerate().map(part).collect();
    cut(&parts.join("`"), 4000)
}

/// A text of which no word is longer than so many characters.
pub(crate) fn with_short_words(text: &str, most: usize) -> String {
    text.split(' ').map(|word| cut(word, most)).collect::<Vec<_>>().join(" ")
}

/// The form of problems that a command line asks for, which as a whole may not be understood.
pub(crate) fn format_of(args: &[OsString]) -> ErrorFormat {
    let is_json = |it: &[OsString]| it[0] == "--error-format" && it[1] == "json";
    let is_asked = args.iter().any(|it| it == "--error-format=json");
    match is_asked || args.windows(2).any(is_json) {
        true => ErrorFormat::Json,
        false => ErrorFormat::Text,
    }
}

/// Says on `err` what is wrong with the command line.
pub(crate) fn tell_usage(text: &str, format: ErrorFormat, err: &mut dyn Write) -> io::Result<()> {
    let message = text.trim_start_matches("error: ").trim_end();
    match format {
        ErrorFormat::Text => err.write_all(text.as_bytes()),
        ErrorFormat::Json => writeln!(err, "{}", serde_json::json!({ "error": message })),
    }
}

/// What the command line was found wrong for, as short.
pub(crate) fn usage(mut error: clap::Error) -> clap::Error {
    let long: Vec<(ContextKind, String)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(it) => Some((kind, quoted(it))),
            _ => None,
        })
        .collect();
    for (kind, value) in long {
        error.insert(kind, ContextValue::String(value));
    }
    error
}

/// Says on `err` what is wrong with records: the first ones, then how many more.
pub(crate) fn tell_problems(
    problems: &[Problem],
    format: ErrorFormat,
    err: &mut dyn Write,
) -> io::Result<()> {
    for problem in problems.iter().take(match format {
        ErrorFormat::Text => MOST_TOLD,
        ErrorFormat::Json => usize::MAX,
    }) {
        match format {
            ErrorFormat::Text => writeln!(err, "{problem}")?,
            ErrorFormat::Json => {
                crate::report::fit::write(problem, err)?;
                writeln!(err)?;
            }
        }
    }
    if format == ErrorFormat::Text && MOST_TOLD < problems.len() {
        let more = problems.len() - MOST_TOLD;
        writeln!(err, "... and {more} more problems (see `volmatch validate --all`)")?;
    }
    Ok(())
}
