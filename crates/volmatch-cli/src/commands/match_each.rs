//! `match --by organisation`: countries for every organisation, written as they are read.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Seek, SeekFrom, Write},
    sync::Arc,
};

use volmatch::{BestCountries, Figures, Organisation};

use crate::{
    Exit, Streams,
    args::{Format, MatchArgs, Robust},
    commands::{
        judge::{Given, Outcome},
        match_,
        setup::Common,
        what_if::WhatIf,
    },
    error::Failure,
    output,
    pass::{Pass, pass},
    report::{csv, json},
};

/// What is written and read of the file in the making at once.
const ROOM: usize = 1 << 17;

/// The columns of csv.
const HEADER: [&str; 15] = [
    "organisation",
    "name",
    "rank",
    "country",
    "score",
    "lower",
    "upper",
    "completeness",
    "eligible",
    "reasons",
    "host_value",
    "organisation_value",
    "mutuality_gap",
    "modality",
    "new",
];

pub(crate) fn run(
    args: &MatchArgs,
    common: Common,
    streams: &mut Streams<'_>,
) -> Result<Exit, Failure> {
    if !matches!(args.format, Format::Csv | Format::Jsonl) {
        return Err(Failure::Usage(
            "`--by organisation` writes `--format csv` or `jsonl`; for other formats name some with \
             `--organisation ID`",
        ));
    }
    if args.robust == Robust::Always {
        return Err(Failure::Usage(
            "`--by organisation` says nothing of robustness; name an organisation with \
             `--organisation ID`, or ask `volmatch sensitivity`",
        ));
    }
    let asked = match_::asked(args, false);
    let judged = asked.judge(common, streams, |Given { board, sources, known, what_if }| {
        let spool = BufWriter::with_capacity(ROOM, tempfile::tempfile().map_err(spoiled)?);
        let ranker = BestCountries::new(board, match_::listing(args));
        let is_csv = args.format == Format::Csv;
        let mut each = Each { ranker, is_csv, what_if, spool, matched: false, failure: None };
        let Some(ingested) = pass(sources, known, &mut each)? else { return Ok(None) };
        Ok(Some((each.finish().map_err(spoiled), ingested)))
    })?;
    let Outcome { found: (mut spool, matched), has_rejects, .. } = judged;
    output::write(args.output.output.as_deref(), streams, |out: &mut dyn Write| {
        if args.format == Format::Csv {
            csv::write_rows(out, |writer| Ok(writer.write_record(HEADER)?))?;
        }
        io::copy(&mut BufReader::with_capacity(ROOM, &mut spool), out).map(|_| ())
    })?;
    Ok(match has_rejects || (!matched && args.exit_status) {
        true => Exit::Failed,
        false => Exit::Done,
    })
}

/// What is written waits in a file without a name: a record that is not sound may come yet.
fn spoiled(source: io::Error) -> Failure {
    Failure::Output { path: "a temporary file".into(), source }
}

/// Ranks countries for each organisation as soon as it is read.
struct Each<'b, 's> {
    ranker: BestCountries<'b>,
    is_csv: bool,
    what_if: &'b WhatIf<'s>,
    spool: BufWriter<File>,
    matched: bool,
    failure: Option<io::Error>,
}

impl Each<'_, '_> {
    /// What was written, from its beginning, and whether anything matched.
    fn finish(mut self) -> io::Result<(File, bool)> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.spool.flush()?;
        let mut file = self.spool.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, self.matched))
    }
}

/// What a thread ranks with: the ranker, whether csv is wanted, what is supposed.
type State<'b, 's> = (BestCountries<'b>, bool, &'b WhatIf<'s>);

impl<'b, 's> Pass for Each<'b, 's> {
    type State = State<'b, 's>;
    /// The lines of an organisation, and whether a country matched.
    type Made = (io::Result<Vec<u8>>, bool);

    fn state(&self) -> Self::State {
        (self.ranker.another(), self.is_csv, self.what_if)
    }

    fn judge((ranker, is_csv, what_if): &mut Self::State, it: &Organisation) -> Option<Self::Made> {
        let it = what_if.changed(it);
        let mut lines = Vec::new();
        if *is_csv {
            let figures = ranker.figures(&it);
            let matched = figures.iter().any(|it| it.rank.is_some());
            let written = csv::push_rows(&mut lines, |writer| {
                figures.iter().try_for_each(|figures| write_row(&it, figures, writer))
            });
            return Some((written.map(|()| lines), matched));
        }
        let matches = ranker.matches(&Arc::new(it.into_owned()));
        let written = matches.iter().try_for_each(|it| json::write_line(it, &mut lines));
        Some((written.map(|()| lines), matches.iter().any(|it| it.rank.is_some())))
    }

    fn take(&mut self, (lines, matched): Self::Made) {
        self.matched |= matched;
        let written = lines.and_then(|lines| self.spool.write_all(&lines));
        self.failure = self.failure.take().or(written.err());
    }
}

fn write_row(
    organisation: &Organisation,
    it: &Figures<'_>,
    writer: &mut ::csv::Writer<&mut Vec<u8>>,
) -> io::Result<()> {
    let mut row = csv::Row(writer);
    row.text(&organisation.id)?;
    row.text(&organisation.name)?;
    row.count(it.rank)?;
    row.text(it.country)?;
    row.numbers([it.score, it.bounds.0, it.bounds.1, it.completeness])?;
    row.word(Some(it.eligible.as_str()))?;
    row.text(&it.reasons.join("; "))?;
    row.number(Some(it.host_value))?;
    row.number(it.organisation_value)?;
    row.number(it.mutuality_gap)?;
    row.word(Some(it.modality.as_str()))?;
    row.truth(it.is_new)?;
    row.end()
}
