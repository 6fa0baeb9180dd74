//! What was read so far: sound records, problems, and counts of both.

use crate::input::{
    expect::Reader,
    location::Place,
    problem::Problem,
    profile::{Country, Organisation, Record, RecordType},
    record::read_record,
};

/// What was read: sound records, and the problems of all others.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// In the order of the text.
    pub organisations: Vec<Organisation>,
    /// In the order of the text.
    pub countries: Vec<Country>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
    /// Records met, sound or not.
    pub records: usize,
    /// Records with a problem.
    pub rejected: usize,
}

impl Reading {
    /// Takes up what was read elsewhere, behind what is here.
    pub fn append(&mut self, mut other: Self) {
        self.organisations.append(&mut other.organisations);
        self.countries.append(&mut other.countries);
        self.problems.append(&mut other.problems);
        self.records += other.records;
        self.rejected += other.rejected;
    }

    /// Reads one record and keeps it or its problems.
    pub fn read(&mut self, text: &str, place: Place, listed_as: Option<RecordType>) {
        let organisation = self.take_in(&mut Reader::default(), text, place, listed_as);
        self.organisations.extend(organisation.map(|it| *it));
    }

    /// Reads one record and gives an organisation back; a country or problems are kept. Room is that of
    /// records read before.
    pub(crate) fn take_in(
        &mut self,
        reader: &mut Reader,
        text: &str,
        place: Place,
        listed_as: Option<RecordType>,
    ) -> Option<Box<Organisation>> {
        self.records += 1;
        match read_record(reader, text, place, listed_as) {
            Ok(Record::Organisation(organisation)) => return Some(organisation),
            Ok(Record::Country(country)) => self.countries.push(*country),
            Err(mut problems) => {
                self.rejected += 1;
                self.problems.append(&mut problems);
            }
        }
        None
    }

    /// Keeps a problem of a record that could not even be looked at.
    pub fn reject(&mut self, problem: Problem) {
        self.records += 1;
        self.rejected += 1;
        self.problems.push(problem);
    }
}
