//! Records that are sound, each id once: the proof that reading and checking were done.

use crate::input::{
    ids::{Ids, Meeting},
    location::Place,
    marks::Mark,
    problem::Problem,
    profile::{Country, Organisation, RecordType},
    reading::Reading,
};

/// Sound records, each id once: the proof that reading and checking were done.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    pub(crate) organisations: Vec<Organisation>,
    pub(crate) countries: Vec<Country>,
}

impl Profiles {
    /// The organisations, in the order of the input.
    #[must_use]
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// The countries, in the order of the input.
    #[must_use]
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }
}

/// Some record is not sound.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{}{}", first(.problems), more(.problems.len()))]
pub struct InvalidProfiles {
    /// Every problem of every record; never empty.
    pub problems: Vec<Problem>,
}

fn first(problems: &[Problem]) -> String {
    problems.first().map(ToString::to_string).unwrap_or_default()
}

fn more(problems: usize) -> String {
    match problems {
        0 | 1 => String::new(),
        2 => " (and 1 more problem)".into(),
        _ => format!(" (and {} more problems)", problems - 1),
    }
}

impl Reading {
    /// The records, if all of them are sound and every id is there once.
    ///
    /// # Errors
    ///
    /// [`InvalidProfiles`], with every problem.
    pub fn check(mut self) -> Result<Profiles, InvalidProfiles> {
        self.reject_duplicates(&mut Ids::default());
        match self.problems.is_empty() {
            true => Ok(Profiles { organisations: self.organisations, countries: self.countries }),
            false => Err(InvalidProfiles { problems: self.problems }),
        }
    }

    /// The sound records, of a repeated id the first, and the problems of all others.
    #[must_use]
    pub fn keep_sound(mut self) -> (Profiles, Vec<Problem>) {
        self.reject_duplicates(&mut Ids::default());
        (Profiles { organisations: self.organisations, countries: self.countries }, self.problems)
    }

    /// Sets aside every record whose id was met before, here or in what `ids` met earlier; gives what
    /// is to be said of ids that look like others.
    pub fn reject_duplicates(&mut self, ids: &mut Ids) -> Vec<String> {
        let (problems, mut alike) = (&mut self.problems, Vec::new());
        let before = problems.len();
        let mut is_first = |record_type, id: &str, place: &Place| match ids.meet(
            record_type,
            id,
            &Mark::of(record_type, id),
            place,
        ) {
            Meeting::First => true,
            Meeting::Alike(words) => {
                alike.push(words);
                true
            }
            Meeting::Again(problem) => {
                problems.push(*problem);
                false
            }
        };
        self.organisations.retain(|it| is_first(RecordType::Organisation, &it.id, &it.place));
        self.countries.retain(|it| is_first(RecordType::Country, &it.id, &it.place));
        self.rejected += problems.len() - before;
        // Each file's problems in the order of its lines; the files stay in theirs.
        if before < problems.len() {
            problems.sort_by_key(|it| (ids.file(&it.file), it.line));
        }
        alike
    }
}
