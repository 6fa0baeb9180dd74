//! What only all records together can show: every id once, and none that looks like another.

use std::sync::Arc;

use crate::{
    input::{
        location::Place,
        marks::Mark,
        met::{Likes, MarksMet},
        problem::{Kind, Problem},
        profile::RecordType,
        telling::at_start,
    },
    text::{cut, printable},
};

/// The ids met so far, some 18 bytes each, however long they are.
///
/// No order of ids, and no choice of them, makes it slow.
#[derive(Debug, Default)]
pub struct Ids {
    /// The files in the order they were met, with the sum of the lines before.
    files: Vec<(Arc<str>, u32)>,
    /// The last place that was met.
    last_place: u32,
    met: MarksMet,
}

/// What is to be said of a record's id.
#[derive(Clone, Debug, PartialEq)]
pub enum Meeting {
    /// It was not met before.
    First,
    /// It was not met before, but one that looks like it; in words.
    Alike(String),
    /// It was met before.
    Again(Box<Problem>),
}

impl Ids {
    /// Looks where some ids would stand that are about to be met. Memory is slow, and waits for several at
    /// once do not add up.
    pub fn look_ahead<'m>(&self, marks: impl IntoIterator<Item = &'m Mark>) {
        self.met.look_ahead(marks);
    }

    /// Meets an id. `mark` must be its own.
    pub fn meet(
        &mut self,
        record_type: RecordType,
        id: &str,
        mark: &Mark,
        place: &Place,
    ) -> Meeting {
        let here = self.here(place);
        let Likes { again, form, look } = self.met.likes(mark);
        if let Some(first) = again {
            return Meeting::Again(Box::new(self.repeated(record_type, id, place, first)));
        }
        self.met.insert(mark, here);
        let (other, how) = match (form, look) {
            (Some(form), _) => (form, "differs only in case, width or Unicode form from"),
            (None, Some(look)) => (look, "looks like"),
            (None, None) => return Meeting::First,
        };
        let (file, line) = self.found(other);
        Meeting::Alike(format!(
            "{}:{}: {record_type} `{}` {how} the one at {}:{line}: are they one?",
            printable(&place.file),
            place.line,
            printable(&cut(id, 200)),
            printable(file)
        ))
    }

    fn repeated(&self, record_type: RecordType, id: &str, place: &Place, first: u32) -> Problem {
        let (file, line) = self.found(first);
        let id = cut(id, 200);
        let message = format!(
            "{record_type} `{id}` is here a second time, first at {file}:{line}: rename or remove \
             one"
        );
        at_start(place.clone(), Kind::Duplicate, message)
    }

    /// A place in one number: beyond four billion lines all the same.
    fn here(&mut self, place: &Place) -> u32 {
        if self.files.last().is_none_or(|(file, _)| *file != place.file) {
            self.files.push((place.file.clone(), self.last_place));
        }
        let before = self.files.last().map_or(0, |(_, before)| *before);
        let here = before.saturating_add(u32::try_from(place.line).unwrap_or(u32::MAX));
        self.last_place = self.last_place.max(here);
        here
    }

    /// The number of a file among those met; the same high one of all others.
    pub(crate) fn file(&self, name: &str) -> usize {
        self.files.iter().position(|(file, _)| **file == *name).unwrap_or(usize::MAX)
    }

    /// File and line of a place.
    fn found(&self, place: u32) -> (&str, u32) {
        let index = self.files.partition_point(|(_, before)| *before < place).saturating_sub(1);
        self.files.get(index).map_or(("", place), |(file, before)| (file, place - before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn meet(ids: &mut Ids, file: &str, line: usize, id: &str) -> Meeting {
        let place = Place { file: file.into(), line, column: 1, pointer: String::new() };
        let mark = Mark::of(RecordType::Organisation, id);
        ids.meet(RecordType::Organisation, id, &mark, &place)
    }

    #[test]
    fn a_map_of_all_ids_says_the_same() {
        let (mut ids, mut map) = (Ids::default(), HashMap::new());
        let mut state = 1_u64;
        for line in 1..40_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let id = format!("N{}", (state >> 33) % 30_000).replace(['0', '1'], "7");
            let met = meet(&mut ids, "f", line, &id);
            match map.get(&id) {
                None => assert_eq!(met, Meeting::First, "{id}"),
                Some(first) => {
                    let Meeting::Again(problem) = met else { panic!("{id}: {met:?}") };
                    assert!(problem.message.contains(&format!("first at f:{first}:")));
                }
            }
            map.entry(id).or_insert(line);
        }
    }

    #[test]
    fn a_place_is_found_in_its_file() {
        let mut ids = Ids::default();
        for (file, line, id) in
            [("a", 7, "one"), ("b", 1, "two"), ("b", 9, "three"), ("a", 8, "four")]
        {
            assert_eq!(meet(&mut ids, file, line, id), Meeting::First);
        }
        for (id, first) in [("one", "a:7"), ("two", "b:1"), ("three", "b:9"), ("four", "a:8")] {
            let Meeting::Again(problem) = meet(&mut ids, "c", 1, id) else { panic!("{id}") };
            assert!(problem.message.contains(&format!("first at {first}:")), "{}", problem.message);
        }
    }
}
