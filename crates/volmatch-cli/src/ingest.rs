//! What commands ask of sources, however long they are: the countries in them, and their organisations.

use volmatch::{Country, Ids, Organisation, Reading};

use crate::{
    chunks::unreadable,
    counts::Ingested,
    error::Failure,
    pass::{Countries, Looking, Pass, parts, pass},
    sources::{Content, Source},
};

/// Runs a pass over the sources with the countries in them.
///
/// Most JSON Lines and arrays hold no countries, so that the first pass is run without searching them;
/// where it meets one after all, or an array that is not in order, it gives `None`, and runs again with
/// all of them.
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
fn countries(sources: &mut [Source], which: Countries) -> Result<Vec<Country>, Failure> {
    let mut all = Reading::default();
    for source in sources {
        if which == Countries::OfAll {
            match searched(source)? {
                Some(mut found) => all.countries.append(&mut found),
                None => source.make_whole()?,
            }
        }
        if let Content::Whole { reading, .. } = &source.content {
            all.countries.extend(reading.countries.clone());
        }
    }
    all.reject_duplicates(&mut Ids::default());
    Ok(all.countries)
}

/// The countries in the parts of a source; `None` where it is an array that is not in order.
fn searched(source: &Source) -> Result<Option<Vec<Country>>, Failure> {
    let mut countries = Vec::new();
    for part in parts(source)? {
        let part = part.map_err(|error| unreadable(&source.name, error))?;
        let Some(mut reading) = part.read(&source.name, |_| ()) else { return Ok(None) };
        countries.append(&mut reading.countries);
    }
    Ok(Some(countries))
}

/// Hands every sound organisation to `take`, in batches in the order of the sources; `None` where it
/// meets a country that nobody knew of, or an array that is not in order: the next time that is read as
/// a whole.
pub(crate) fn ingest(
    sources: &mut [Source],
    known: Countries,
    take: impl FnMut(Vec<Organisation>),
) -> Result<Option<Ingested>, Failure> {
    pass(sources, known, &mut Gathering { batch: Vec::new(), take })
}

/// Reads the sources and makes nothing of what is sound in them.
pub(crate) fn look(sources: &mut [Source]) -> Result<Ingested, Failure> {
    loop {
        // Each time it fails one more array is read as a whole.
        if let Some(ingested) = pass(sources, Countries::OfAll, &mut Looking)? {
            return Ok(ingested);
        }
    }
}

/// Makes nothing of organisations but batches.
struct Gathering<F> {
    batch: Vec<Organisation>,
    take: F,
}

impl<F: FnMut(Vec<Organisation>)> Pass for Gathering<F> {
    type State = ();
    type Made = Organisation;

    fn state(&self) {}

    fn judge((): &mut (), organisation: &Organisation) -> Option<Organisation> {
        Some(organisation.clone())
    }

    fn take(&mut self, organisation: Organisation) {
        self.batch.push(organisation);
    }

    fn end_batch(&mut self) {
        (self.take)(std::mem::take(&mut self.batch));
    }
}
