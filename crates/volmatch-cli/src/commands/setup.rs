//! What commands are set up with: threads, the model, the rules, the board; and what they say on the way.

use std::{fmt::Display, path::Path};

use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use volmatch::{Board, Country, Model, Rule, read_rules, text::printable};

use crate::{
    STACK, Streams,
    args::{ErrorFormat, Judging, Supposing},
    counts::Ingested,
    error::{Failure, tell_problems},
    report::fit,
    settings::{bytes, settings, settings_of, shown},
    sources::{Source, hex},
};

/// What every command is told.
#[derive(Clone, Copy)]
pub(crate) struct Common {
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
    /// Whether headings are bold.
    pub(crate) is_bold: bool,
    pub(crate) error_format: ErrorFormat,
    pub(crate) threads: usize,
}

impl Common {
    /// Says something on standard error that is no problem of a record, in the form asked for.
    pub(crate) fn say(self, words: impl Display, streams: &mut Streams<'_>) {
        let _ = match self.error_format {
            ErrorFormat::Text => writeln!(streams.err, "volmatch: {words}"),
            ErrorFormat::Json => {
                let note = json!({ "note": words.to_string() }).to_string();
                writeln!(streams.err, "{}", fit::fit(note))
            }
        };
    }

    /// A pool of our own: what the environment says of threads is not asked.
    pub(crate) fn pool(self) -> Result<ThreadPool, Failure> {
        let mut threads = self.threads.min(affordable_threads());
        loop {
            match ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
                // The machine gives fewer, by its limits: the answer is the same.
                Err(_) if 1 < threads => threads /= 2,
                pool => return Ok(pool?),
            }
        }
    }

    /// Says that the sample is used, unless profiles are named.
    pub(crate) fn tell_sample(self, is_sample: bool, streams: &mut Streams<'_>) {
        if is_sample && !self.quiet {
            let words = "no profiles given: using the built-in sample of real organisations \
                         (2026-11, for trying out)";
            self.say(words, streams);
        }
    }

    /// Says what was read and how it was judged, where more words are wanted.
    pub(crate) fn tell_run(self, ingested: &Ingested, model: &Model, streams: &mut Streams<'_>) {
        if !self.verbose {
            return;
        }
        for input in &ingested.inputs {
            self.say(format_args!("read {}", input.in_words()), streams);
        }
        let hash = crate::report::run::model_hash(model);
        let (name, year) = (printable(&model.name), model.year);
        let (hash, threads) = (&hash[..12], self.threads);
        let words = format_args!("model {name} ({hash}), as of {year}, on {threads} threads");
        self.say(words, streams);
    }

    /// Says what is supposed.
    pub(crate) fn tell_what_if(self, supposing: &Supposing, streams: &mut Streams<'_>) {
        let words = supposing.in_words();
        if !words.is_empty() && !self.quiet {
            self.say(format_args!("what if: {}", printable(&words.join("; "))), streams);
        }
    }

    /// Says which ids look like others: the first ones, then how many more.
    pub(crate) fn tell_alike(self, ingested: &Ingested, streams: &mut Streams<'_>) {
        const FIRST: usize = 5;
        if self.quiet {
            return;
        }
        for words in ingested.alike.iter().take(FIRST) {
            self.say(words, streams);
        }
        if FIRST < ingested.alike.len() {
            let more = ingested.alike.len() - FIRST;
            self.say(format_args!("... and {more} more ids that look like others"), streams);
        }
    }

    /// Says what is wrong with records, or stops the run if it is not to go on without them.
    pub(crate) fn tell_rejected(
        self,
        ingested: &mut Ingested,
        keep_going: bool,
        streams: &mut Streams<'_>,
    ) -> Result<bool, Failure> {
        self.tell_alike(ingested, streams);
        if ingested.problems.is_empty() {
            return Ok(false);
        }
        if !keep_going {
            return Err(Failure::Rejected(std::mem::take(&mut ingested.problems)));
        }
        let _ = tell_problems(&ingested.problems, self.error_format, streams.err);
        let kept: usize = ingested.inputs.iter().map(|it| it.records - it.rejected).sum();
        let rejected: usize = ingested.inputs.iter().map(|it| it.rejected).sum();
        let read = kept + rejected;
        let words = format_args!("of {read} records read, {kept} kept and {rejected} rejected");
        self.say(words, streams);
        Ok(true)
    }
}

/// How many threads the address space has room for, where it is limited.
fn affordable_threads() -> usize {
    /// Of a thread: its stack, and what the allocator sets apart for it.
    #[cfg(target_os = "linux")]
    const OF_ONE: u64 = 64 << 20;
    #[cfg(target_os = "linux")]
    if let Some(limit) = rustix::process::getrlimit(rustix::process::Resource::As).current {
        return usize::try_from(limit / OF_ONE).unwrap_or(usize::MAX).max(1);
    }
    usize::MAX
}

/// The model of the arguments.
pub(crate) fn model(judging: &Judging) -> Result<Model, Failure> {
    let mut model = match &judging.model {
        Some(path) => model_file(path)?,
        None => Model::default(),
    };
    if let Some(year) = judging.as_of {
        model.year = year;
    }
    Ok(model)
}

/// Reads a model file.
pub(crate) fn model_file(path: &Path) -> Result<Model, Failure> {
    Model::from_json(&settings(path)?)
        .map_err(|source| Failure::Model { path: shown(path), source })
}

/// The rules of the arguments, and what is told of their file: its name, its hash and what they are called.
pub(crate) fn rules(judging: &Judging) -> Result<(Vec<Rule>, Value), Failure> {
    let Some(path) = &judging.rules else { return Ok((Vec::new(), Value::Null)) };
    let bytes = bytes(path)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    let fail = |source| Failure::Rules { path: shown(path), source };
    let rules = read_rules(&settings_of(path, bytes)?).map_err(fail)?;
    let names: Vec<&str> = rules.iter().map(|it| it.name.as_str()).collect();
    let told = json!({ "name": path.to_string_lossy(), "sha256": sha256, "rules": names });
    Ok((rules, told))
}

/// The board for the countries asked for, or for those in the input, or for all of the atlas.
pub(crate) fn board(
    countries: &[Country],
    wanted: &[String],
    model: Model,
    rules: &[Rule],
) -> Result<Board, Failure> {
    let board = match wanted {
        [] => Board::new(countries, model),
        _ => Board::of(countries, wanted, model)?,
    };
    Ok(board.with_rules(rules))
}

/// Hashes of the inputs.
pub(crate) fn hashes(sources: &[Source]) -> Result<Vec<String>, Failure> {
    let hash = |source: &Source| {
        source
            .hash()
            .map_err(|error| Failure::Input { path: source.name.as_ref().into(), source: error })
    };
    sources.iter().map(hash).collect()
}
