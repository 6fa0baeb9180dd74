//! One pass over sources: records are read and judged on many threads, and taken up in order.

use std::{io, sync::Arc};

use rayon::prelude::*;
use volmatch::{Ids, Mark, Meeting, Organisation, Place, Problem, Reading, RecordType, no_record};

use crate::{
    arrays::{Piece, Pieces},
    chunks::{Chunk, Chunks, unreadable},
    counts::{Counts, Ingested, thousands},
    error::Failure,
    sources::{Content, Source},
};

/// What is made of organisations on the way.
pub(crate) trait Pass {
    /// What a thread works with.
    type State: Send;
    /// What is made of an organisation.
    type Made: Send;

    /// A state for one more thread.
    fn state(&self) -> Self::State;

    /// Judges an organisation as soon as it is read; what is worth keeping of it.
    fn judge(state: &mut Self::State, organisation: &Organisation) -> Option<Self::Made>;

    /// Takes up what was made of organisations, in the order of the sources.
    fn take(&mut self, made: Self::Made);

    /// Tells a state what was taken up since.
    fn tell(&self, _: &mut Self::State) {}

    /// Is called when a batch is taken up.
    fn end_batch(&mut self) {}
}

/// Makes nothing of organisations.
pub(crate) struct Looking;

impl Pass for Looking {
    type State = ();
    type Made = ();

    fn state(&self) {}

    fn judge((): &mut (), _: &Organisation) -> Option<()> {
        None
    }

    fn take(&mut self, (): ()) {}
}

/// What is known of the countries in the sources before they are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Countries {
    /// JSON Lines have not been searched: a country in them is a surprise.
    OfWholeFiles,
    /// Every source has been searched.
    OfAll,
}

/// A part of a source that can be read by itself.
pub(crate) enum Part {
    Lines(Chunk),
    Array(Piece),
}

impl Part {
    /// Reads it and shows every organisation; what else is in it is given back. `None` where it is of an
    /// array that is not in order.
    pub(crate) fn read(&self, name: &Arc<str>, each: impl FnMut(&Organisation)) -> Option<Reading> {
        match self {
            Self::Lines(chunk) => Some(chunk.read(name, each)),
            Self::Array(piece) => piece.read(name, each),
        }
    }
}

/// The parts of a source, none of what was read as a whole.
pub(crate) fn parts<'s>(
    source: &'s Source,
) -> Result<Box<dyn Iterator<Item = io::Result<Part>> + 's>, Failure> {
    Ok(match &source.content {
        Content::Whole { .. } => Box::new(std::iter::empty()),
        Content::Lines(file) => {
            Box::new(Chunks::new(file, &source.name)?.map(|it| it.map(Part::Lines)))
        }
        Content::Array(file) => {
            let pieces = Pieces::new(file).map_err(|error| unreadable(&source.name, error))?;
            Box::new(pieces.map(|it| it.map(Part::Array)))
        }
    })
}

/// Reads the sources once: every sound organisation is judged on some thread as soon as it is read,
/// and what is made of it taken up in the order of the sources, if its id is the first of its kind.
/// `None` where it meets a country that nobody knew of, or an array that is not in order: the next time
/// that is read as a whole.
pub(crate) fn pass<P: Pass>(
    sources: &mut [Source],
    known: Countries,
    pass: &mut P,
) -> Result<Option<Ingested>, Failure> {
    pass_of_most(sources, known, pass, MOST_RECORDS)
}

/// The most records of a run.
const MOST_RECORDS: usize = 10_000_000;

/// The same of so many records at most.
fn pass_of_most<P: Pass>(
    sources: &mut [Source],
    known: Countries,
    pass: &mut P,
    most: usize,
) -> Result<Option<Ingested>, Failure> {
    let is_first = known == Countries::OfWholeFiles;
    let may_run_again = sources.iter().any(|it| match it.content {
        Content::Whole { .. } => false,
        Content::Lines(_) => is_first,
        Content::Array(_) => true,
    });
    let threads = rayon::current_num_threads();
    let states: Vec<P::State> = (0..threads).map(|_| pass.state()).collect();
    let mut run = Run { pass, states, ids: Ids::default(), ingested: Ingested::default() };
    for source in sources {
        let name = source.name.clone();
        let mut counts = Counts { name: name.to_string(), ..Counts::default() };
        if let Content::Whole { reading, .. } = &mut source.content {
            let reading = match may_run_again {
                true => Reading::clone(reading),
                false => std::mem::take(reading),
            };
            run.whole(reading, &mut counts);
        }
        let mut parts = parts(source)?;
        loop {
            let some: Result<Vec<Part>, io::Error> = parts.by_ref().take(threads).collect();
            let some = some.map_err(|error| unreadable(&name, error))?;
            if some.is_empty() {
                break;
            }
            let judged = run.judge(some, |part, judged, state| {
                // A name of its own: threads that count one up and down wait for another.
                let name: Arc<str> = Arc::from(&*name);
                match part.read(&name, |it| judged.judge::<P>(state, it)) {
                    Some(reading) => judged.reading = reading,
                    None => judged.is_out_of_order = true,
                }
            });
            if judged.iter().any(|it| it.is_out_of_order) {
                drop(parts);
                source.make_whole()?;
                return Ok(None);
            }
            if is_first && judged.iter().any(|it| !it.reading.countries.is_empty()) {
                return Ok(None);
            }
            run.take_up(judged, &mut counts);
            run.check_most(&counts, most)?;
        }
        drop(parts);
        run.check_most(&counts, most)?;
        let ingested = &mut run.ingested;
        let is_silent = ingested.problems.iter().all(|it| it.file != name);
        if counts.records == 0 && is_silent {
            ingested.problems.push(no_record(&name));
        }
        counts.problems_end = ingested.problems.len();
        ingested.inputs.push(counts);
    }
    Ok(Some(run.ingested))
}

/// So many organisations of a whole file are judged at once on a thread.
const PIECE: usize = 256;

/// A piece of a source, judged; only its ids are not looked at yet.
struct Judged<T> {
    /// All but the organisations.
    reading: Reading,
    /// Whether it is of an array that is not in order.
    is_out_of_order: bool,
    /// The ids of the organisations, one behind the other.
    ids: String,
    met: Vec<Met<T>>,
}

/// An organisation that was judged.
struct Met<T> {
    /// Where its id ends.
    end: usize,
    mark: Mark,
    place: Place,
    made: Option<T>,
}

impl<T> Default for Judged<T> {
    fn default() -> Self {
        let (reading, ids, met) = Default::default();
        Self { reading, is_out_of_order: false, ids, met }
    }
}

impl<T> Judged<T> {
    fn judge<P: Pass<Made = T>>(&mut self, state: &mut P::State, it: &Organisation) {
        self.ids.push_str(&it.id);
        let mark = Mark::of(RecordType::Organisation, &it.id);
        let (end, place) = (self.ids.len(), it.place.clone());
        self.met.push(Met { end, mark, place, made: P::judge(state, it) });
    }
}

/// A pass on its way.
struct Run<'p, P: Pass> {
    pass: &'p mut P,
    /// One for each thread.
    states: Vec<P::State>,
    ids: Ids,
    ingested: Ingested,
}

impl<P: Pass> Run<'_, P> {
    /// Judges as many pieces as there are threads at once.
    fn judge<I: Send>(
        &mut self,
        pieces: Vec<I>,
        judge: impl Fn(I, &mut Judged<P::Made>, &mut P::State) + Sync,
    ) -> Vec<Judged<P::Made>> {
        let work = pieces.into_par_iter().zip(&mut self.states);
        work.map(|(piece, state)| {
            let mut judged = Judged::default();
            judge(piece, &mut judged, state);
            judged
        })
        .collect()
    }

    /// Judges what was read as a whole.
    fn whole(&mut self, mut reading: Reading, counts: &mut Counts) {
        let (from, rejected) = (self.ingested.problems.len(), reading.rejected);
        let mut rest = std::mem::take(&mut reading.organisations).into_iter();
        while 0 < rest.len() {
            let piece = |_: &P::State| rest.by_ref().take(PIECE).collect();
            let pieces: Vec<Vec<Organisation>> = self.states.iter().map(piece).collect();
            let judged = self.judge(pieces, |piece, judged, state| {
                piece.iter().for_each(|it| judged.judge::<P>(state, it));
            });
            self.take_up(judged, counts);
        }
        self.settle(Judged { reading, ..Judged::default() }, counts);
        // Repeated ids are found last, and told where they stand.
        if rejected < counts.rejected {
            self.ingested.problems[from..].sort_by_key(|it| it.line);
        }
    }

    /// Takes up a batch of judged pieces.
    fn take_up(&mut self, judged: Vec<Judged<P::Made>>, counts: &mut Counts) {
        judged.into_iter().for_each(|it| self.settle(it, counts));
        self.pass.end_batch();
        self.states.iter_mut().for_each(|state| self.pass.tell(state));
    }

    /// Stops where there are more records than a run may have, those of a source on its way among them.
    fn check_most(&self, counts: &Counts, most: usize) -> Result<(), Failure> {
        let before: usize = self.ingested.inputs.iter().map(|it| it.records).sum();
        match before + counts.records <= most {
            true => Ok(()),
            false => Err(Failure::TooMany { name: counts.name.clone(), most: thousands(most) }),
        }
    }

    /// Takes up what was made of a piece, but for records whose id was met before.
    fn settle(&mut self, judged: Judged<P::Made>, counts: &mut Counts) {
        let Judged { mut reading, ids, met, .. } = judged;
        self.ids.look_ahead(met.iter().map(|it| &it.mark));
        let (mut start, sound) = (0, reading.problems.len());
        for it in met {
            let id = (RecordType::Organisation, &ids[start..it.end]);
            start = it.end;
            if self.is_first(id, &it.mark, &it.place, &mut reading.problems) {
                counts.organisations += 1;
                it.made.into_iter().for_each(|made| self.pass.take(made));
            }
        }
        for it in &reading.countries {
            let mark = Mark::of(RecordType::Country, &it.id);
            let id = (RecordType::Country, it.id.as_str());
            if self.is_first(id, &mark, &it.place, &mut reading.problems) {
                counts.countries += 1;
            }
        }
        let repeated = reading.problems.len() - sound;
        if 0 < repeated {
            reading.problems.sort_by_key(|it| it.line);
        }
        counts.records += reading.records;
        counts.rejected += reading.rejected + repeated;
        self.ingested.problems.append(&mut reading.problems);
    }

    /// Whether a record is the first with its id.
    fn is_first(
        &mut self,
        (record_type, id): (RecordType, &str),
        mark: &Mark,
        place: &Place,
        problems: &mut Vec<Problem>,
    ) -> bool {
        match self.ids.meet(record_type, id, mark, place) {
            Meeting::First => true,
            Meeting::Alike(words) => {
                self.ingested.alike.push(words);
                true
            }
            Meeting::Again(problem) => {
                problems.push(*problem);
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Streams;

    #[test]
    fn a_run_has_so_many_records_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let (lines, array) = (folder.path().join("lines"), folder.path().join("array"));
        std::fs::write(&lines, "{}\n{}\n{}\n").unwrap();
        std::fs::write(&array, "[{}, {}, {}]").unwrap();
        let (mut input, mut out, mut err) = (io::empty(), Vec::new(), Vec::new());
        let mut streams =
            Streams { input: &mut input, out: &mut out, err: &mut err, is_terminal: false };
        for (paths, records) in [
            (vec![lines.clone()], 3),
            (vec![array.clone()], 3),
            (vec![lines.clone(), array.clone()], 6),
            (vec![array, lines], 6),
        ] {
            let mut with = |most| {
                let mut sources = Source::open(&paths, &mut streams).unwrap();
                pass_of_most(&mut sources, Countries::OfAll, &mut Looking, most)
            };
            let name = paths.last().unwrap().display().to_string();
            for most in [records, records + 1] {
                assert!(with(most).is_ok(), "{paths:?}, {most}");
            }
            let said = with(records - 1).unwrap_err().to_string();
            let words = format!("more than {} records, the limit of a run", records - 1);
            assert_eq!(said, format!("{name}: {words}: split what is read, or rank it in parts"));
        }
    }
}
