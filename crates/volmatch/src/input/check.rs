//! What only all records together can show: every id once.

use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hasher},
    sync::Arc,
};

use crate::{
    input::{
        location::Place,
        problem::{Kind, Problem},
        profile::{Country, Organisation, RecordType},
        reading::Reading,
        record::at_start,
    },
    text::cut,
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
        self.reject_duplicates(&mut Seen::default());
        match self.problems.is_empty() {
            true => Ok(Profiles { organisations: self.organisations, countries: self.countries }),
            false => Err(InvalidProfiles { problems: self.problems }),
        }
    }

    /// The sound records, of a repeated id the first, and the problems of all others.
    #[must_use]
    pub fn keep_sound(mut self) -> (Profiles, Vec<Problem>) {
        self.reject_duplicates(&mut Seen::default());
        (Profiles { organisations: self.organisations, countries: self.countries }, self.problems)
    }

    /// Sets aside every record whose id was seen before, here or in what `seen` met earlier.
    pub fn reject_duplicates(&mut self, seen: &mut Seen) {
        let problems = &mut self.problems;
        let before = problems.len();
        self.organisations
            .retain(|it| seen.is_first(RecordType::Organisation, &it.id, &it.place, problems));
        self.countries.retain(|it| seen.is_first(RecordType::Country, &it.id, &it.place, problems));
        self.rejected += problems.len() - before;
        // Each file's problems in the order of its lines; the files stay in theirs.
        if before < problems.len() {
            problems.sort_by_key(|it| (seen.file(&it.file), it.line));
        }
    }
}

/// The ids met so far, some 24 bytes each, however long they are.
#[derive(Debug, Default)]
pub struct Seen {
    files: Vec<Arc<str>>,
    /// By hash of type and id: file and line.
    places: HashMap<u64, (u32, u32), BuildHasherDefault<AsIs>>,
}

/// Leaves a hash as it is: the keys are hashes already.
#[derive(Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Seen {
    /// The number of a file among those met.
    fn file(&mut self, name: &Arc<str>) -> usize {
        if let Some(index) = self.files.iter().position(|file| file == name) {
            return index;
        }
        self.files.push(name.clone());
        self.files.len() - 1
    }

    fn is_first(
        &mut self,
        record_type: RecordType,
        id: &str,
        place: &Place,
        problems: &mut Vec<Problem>,
    ) -> bool {
        let here = (self.file(&place.file) as u32, place.line as u32);
        match self.places.entry(hash(record_type, id)) {
            Entry::Vacant(entry) => {
                entry.insert(here);
                true
            }
            Entry::Occupied(entry) => {
                let (file, line) = *entry.get();
                let first = &self.files[file as usize];
                let id = cut(id, 200);
                let message = format!(
                    "{record_type} `{id}` is here a second time, first at {first}:{line}: \
                     rename or remove one"
                );
                problems.push(at_start(place.clone(), Kind::Duplicate, message));
                false
            }
        }
    }
}

fn hash(record_type: RecordType, id: &str) -> u64 {
    let word = matches!(record_type, RecordType::Country);
    BuildHasherDefault::<DefaultHasher>::default().hash_one((word, id))
}
