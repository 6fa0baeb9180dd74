//! What judging commands share: files are looked at before any work, profiles are judged in one pass over
//! them, and then it is said what was wrong, supposed and read.

use std::path::PathBuf;

use rayon::ThreadPool;
use serde_json::Value;
use volmatch::Board;

use crate::{
    Streams,
    args::{Judging, Output, Supposing},
    commands::{
        setup::{self, Common},
        what_if::{self, WhatIf},
    },
    counts::Ingested,
    error::Failure,
    ingest, output,
    pass::Countries,
    rejects,
    sources::Source,
};

/// What a command is asked to judge, and how.
pub(crate) struct Asked<'a> {
    pub(crate) profiles: &'a [PathBuf],
    /// The countries asked for; without any those in the profiles, else all.
    pub(crate) countries: &'a [String],
    pub(crate) supposing: &'a Supposing,
    pub(crate) judging: &'a Judging,
    pub(crate) output: &'a Output,
    /// Whether the answer shows the hashes of its inputs.
    pub(crate) with_hashes: bool,
}

/// What came of it.
pub(crate) struct Outcome<T> {
    pub(crate) board: Board,
    pub(crate) found: T,
    /// The threads it was found on.
    pub(crate) pool: ThreadPool,
    pub(crate) ingested: Ingested,
    pub(crate) has_rejects: bool,
    pub(crate) hashes: Vec<String>,
    /// What the run tells of the file of rules.
    pub(crate) rules_file: Value,
}

/// What a pass over the sources found, or why nothing, and what it met on the way; `None` where it met a
/// country that nobody knew of, and must run again.
pub(crate) type Passed<T> = Result<Option<(Result<T, Failure>, Ingested)>, Failure>;

/// What a pass has to work with.
pub(crate) struct Given<'p, 's> {
    pub(crate) board: &'p Board,
    pub(crate) sources: &'p mut [Source],
    pub(crate) known: Countries,
    pub(crate) what_if: &'p WhatIf<'s>,
}

impl Asked<'_> {
    /// Judges the profiles by a pass over them. Problems of records are told before any other failure.
    pub(crate) fn judge<T: Send>(
        &self,
        common: Common,
        streams: &mut Streams<'_>,
        mut pass: impl FnMut(Given<'_, '_>) -> Passed<T> + Send,
    ) -> Result<Outcome<T>, Failure> {
        let rejects = self.judging.rejects.as_deref();
        let files = self.judging.files().chain(self.profiles);
        output::check(self.output.output.as_deref(), rejects, files)?;
        let model = what_if::model(setup::model(self.judging)?, self.supposing)?;
        let (rules, rules_file) = setup::rules(self.judging)?;
        let mut sources = Source::open(self.profiles, streams)?;
        common.tell_sample(self.profiles.is_empty(), streams);
        let hashes = if self.with_hashes { setup::hashes(&sources)? } else { Vec::new() };
        let pool = common.pool()?;
        let (board, found, mut ingested) = pool.install(|| {
            ingest::with_countries(&mut sources, |sources, countries, known| {
                let countries = (countries, known);
                let what_if = WhatIf::board(
                    self.supposing,
                    countries,
                    self.countries,
                    model.clone(),
                    &rules,
                )?;
                let Some((board, what_if)) = what_if else { return Ok(None) };
                let given = Given { board: &board, sources, known, what_if: &what_if };
                let Some((found, ingested)) = pass(given)? else { return Ok(None) };
                let found = what_if.check().and(found);
                Ok(Some((board, found, ingested)))
            })
        })?;
        let has_rejects = common.tell_rejected(&mut ingested, self.judging.keep_going, streams)?;
        let found = found?;
        common.tell_what_if(self.supposing, streams);
        common.tell_run(&ingested, board.model(), streams);
        rejects::write(rejects, &sources, &ingested, streams)?;
        Ok(Outcome { board, found, pool, ingested, has_rejects, hashes, rules_file })
    }
}
