//! Records out of sources, in batches and in order, however long the sources are.

use std::io;

use rayon::prelude::*;
use volmatch::{Country, LookAlikes, Organisation, Problem, Reading, RecordType, Seen, no_record};

use crate::{
    chunks::{Chunk, Chunks, unreadable},
    error::Failure,
    sources::{Content, Source},
};

/// How many records a source had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    pub(crate) name: String,
    pub(crate) records: usize,
    pub(crate) organisations: usize,
    pub(crate) countries: usize,
    pub(crate) rejected: usize,
    /// Its problems are those up to here, from where those of the source before end.
    pub(crate) problems_end: usize,
}

impl Counts {
    /// The counts in one line, the name first.
    pub(crate) fn in_words(&self) -> String {
        format!(
            "{}: {}, {}, {} rejected",
            volmatch::text::printable(&self.name),
            counted(self.organisations, RecordType::Organisation),
            counted(self.countries, RecordType::Country),
            thousands(self.rejected),
        )
    }
}

/// What was met on the way besides organisations.
#[derive(Debug, Default)]
pub(crate) struct Ingested {
    pub(crate) inputs: Vec<Counts>,
    pub(crate) problems: Vec<Problem>,
    /// What is to be said of ids that look like others.
    pub(crate) alike: Vec<String>,
}

/// What is known of the countries in the sources before they are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Countries {
    /// JSON Lines have not been searched: a country in them is a surprise.
    OfWholeFiles,
    /// Every source has been searched.
    OfAll,
}

/// Runs a pass over the sources with the countries in them.
///
/// Most JSON Lines hold no countries, so that the first pass is run without searching them; where it
/// meets one after all it gives `None`, and runs again with all of them.
pub(crate) fn with_countries<T>(
    sources: &mut [Source],
    mut pass: impl FnMut(&mut [Source], &[Country], Countries) -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let of_whole = countries(sources, Countries::OfWholeFiles)?;
    match pass(sources, &of_whole, Countries::OfWholeFiles) {
        Ok(Some(answer)) => return Ok(answer),
        // It may be in the lines that were not searched.
        Ok(None) | Err(Failure::Country(_)) => {}
        Err(failure) => return Err(failure),
    }
    let of_all = countries(sources, Countries::OfAll)?;
    match pass(sources, &of_all, Countries::OfAll)? {
        Some(answer) => Ok(answer),
        None => unreachable!("a pass that knows all countries meets no new one"),
    }
}

/// The countries of the sources, of a repeated id the first. Their problems are told by [`ingest`].
fn countries(sources: &[Source], which: Countries) -> Result<Vec<Country>, Failure> {
    let mut all = Reading::default();
    for source in sources {
        match &source.content {
            Content::Whole { reading, .. } => all.countries.extend(reading.countries.clone()),
            Content::Lines(_) if which == Countries::OfWholeFiles => {}
            Content::Lines(file) => {
                for chunk in Chunks::new(file, &source.name)? {
                    let chunk = chunk.map_err(|error| unreadable(&source.name, error))?;
                    all.countries.append(&mut chunk.read(&source.name).countries);
                }
            }
        }
    }
    all.reject_duplicates(&mut Seen::default());
    Ok(all.countries)
}

/// Hands every sound organisation to `take`, in batches in the order of the sources; `None` where it
/// meets a country that nobody knew of.
pub(crate) fn ingest(
    sources: &mut [Source],
    known: Countries,
    mut take: impl FnMut(Vec<Organisation>),
) -> Result<Option<Ingested>, Failure> {
    let mut ingested = Ingested::default();
    let mut seen = Seen::default();
    let mut look_alikes = LookAlikes::default();
    let has_lines = sources.iter().any(|it| matches!(it.content, Content::Lines(_)));
    let may_run_again = has_lines && known == Countries::OfWholeFiles;
    for source in sources {
        let mut counts = Counts { name: source.name.to_string(), ..Counts::default() };
        let mut batch = |mut reading: Reading| {
            reading.reject_duplicates(&mut seen);
            counts.records += reading.records;
            counts.organisations += reading.organisations.len();
            counts.countries += reading.countries.len();
            counts.rejected += reading.rejected;
            ingested.problems.append(&mut reading.problems);
            let mut meet = |of, id: &str, place| {
                ingested.alike.extend(look_alikes.meet(of, id, place));
            };
            for it in &reading.organisations {
                meet(RecordType::Organisation, &it.id, &it.place);
            }
            reading.countries.iter().for_each(|it| meet(RecordType::Country, &it.id, &it.place));
            take(reading.organisations);
        };
        let name = source.name.clone();
        match &mut source.content {
            Content::Whole { reading, .. } if may_run_again => batch(Reading::clone(reading)),
            Content::Whole { reading, .. } => batch(std::mem::take(reading)),
            Content::Lines(file) => {
                let many = rayon::current_num_threads();
                let mut chunks = Chunks::new(file, &name)?;
                loop {
                    let some: Result<Vec<Chunk>, io::Error> = chunks.by_ref().take(many).collect();
                    let some = some.map_err(|error| unreadable(&name, error))?;
                    if some.is_empty() {
                        break;
                    }
                    let readings: Vec<Reading> =
                        some.into_par_iter().map(|chunk| chunk.read(&name)).collect();
                    if may_run_again && readings.iter().any(|it| !it.countries.is_empty()) {
                        return Ok(None);
                    }
                    readings.into_iter().for_each(&mut batch);
                }
            }
        }
        let is_silent = ingested.problems.iter().all(|it| it.file != name);
        if counts.records == 0 && is_silent {
            ingested.problems.push(no_record(&name));
        }
        counts.problems_end = ingested.problems.len();
        ingested.inputs.push(counts);
    }
    Ok(Some(ingested))
}

/// The word for a type of records, in the plural where there is not one.
fn counted(count: usize, record_type: RecordType) -> String {
    let count_text = thousands(count);
    match (record_type, count) {
        (RecordType::Organisation, 1) => "1 organisation".into(),
        (RecordType::Organisation, _) => format!("{count_text} organisations"),
        (RecordType::Country, 1) => "1 country".into(),
        (RecordType::Country, _) => format!("{count_text} countries"),
    }
}

/// A number with a comma between thousands.
pub(crate) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
