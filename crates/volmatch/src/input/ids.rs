//! What only all records together can show: every id once, and none that looks like another.

use std::sync::Arc;

use crate::{
    input::{
        location::Place,
        marks::Mark,
        problem::{Kind, Problem},
        profile::RecordType,
        telling::at_start,
    },
    text::{cut, printable},
};

/// The ids met so far, some 18 bytes each, however long they are.
///
/// A sorted list in leaves: no order of ids, and no choice of them, makes it slow.
#[derive(Debug, Default)]
pub struct Ids {
    /// The files in the order they were met, with the sum of the lines before.
    files: Vec<(Arc<str>, u32)>,
    /// The last place that was met.
    last_place: u32,
    /// By key: all of a leaf stand before all of the next, and none is empty.
    leaves: Vec<Vec<Met>>,
    /// The key that each leaf begins with: close together, so that a leaf is found in few steps of memory.
    firsts: Vec<u64>,
}

/// An id that was met.
#[derive(Clone, Copy, Debug)]
struct Met {
    key: u64,
    form: u16,
    look: u16,
    /// Its line, and all lines of the files before.
    place: u32,
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

/// The most that stand in a leaf.
const LEAF: usize = 128;
/// So far from where they should stand most keys are at most.
const NEAR: usize = 8;
/// For how many more a full leaf makes room.
const ROOM: usize = 8;

impl Ids {
    /// Looks where some ids would stand that are about to be met. Memory is slow, and waits for several at
    /// once do not add up.
    pub fn look_ahead<'m>(&self, marks: impl IntoIterator<Item = &'m Mark>) {
        let key = |mark: &Mark| {
            let leaf = self.firsts.partition_point(|key| *key <= mark.key).saturating_sub(1);
            let met = self.leaves.get(leaf)?;
            met.get(self.guess(leaf, mark.key).min(met.len() - 1)).map(|it| it.key)
        };
        // Nothing but a look: what is seen is of no use.
        std::hint::black_box(marks.into_iter().filter_map(key).fold(0, u64::wrapping_add));
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
        let same = |it: &Met| {
            (it.key == mark.key || Some(it.key) == mark.other_key)
                && (it.form, it.look) == (mark.form, mark.look)
        };
        let (mut again, mut form, mut look) = (None, None, None);
        for met in
            [Some(mark.key), mark.other_key].into_iter().flatten().flat_map(|it| self.near(it))
        {
            let first = |so_far: &mut Option<u32>| {
                *so_far = Some(so_far.map_or(met.place, |it| it.min(met.place)));
            };
            if same(met) {
                first(&mut again);
            } else if met.form == mark.form {
                first(&mut form);
            } else if met.look == mark.look {
                first(&mut look);
            }
        }
        if let Some(first) = again {
            return Meeting::Again(Box::new(self.repeated(record_type, id, place, first)));
        }
        for key in [Some(mark.key), mark.other_key].into_iter().flatten() {
            self.insert(Met { key, form: mark.form, look: mark.look, place: here });
        }
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

    /// Those that may be taken for the one with a key.
    fn near(&self, key: u64) -> impl Iterator<Item = &Met> {
        let shared = Mark::shared(key);
        let is_before = |it: &Met| Mark::shared(it.key) < shared;
        // Those with the same key may begin in the leaf before the one that begins with it.
        let leaf = self.firsts.partition_point(|key| Mark::shared(*key) < shared);
        let leaves = &self.leaves[leaf.saturating_sub(1)..];
        let from =
            if leaves.is_empty() { 0 } else { self.find(leaf.saturating_sub(1), key, is_before) };
        leaves.iter().flatten().skip(from).take_while(move |it| Mark::shared(it.key) == shared)
    }

    /// How many of a leaf stand before a key: `is_before` must be true of these alone.
    ///
    /// Keys are hashes, spread evenly, so that one look where it should stand nearly tells; halving a leaf
    /// would wait for memory several times. However they are spread, it takes as few steps as that.
    fn find(&self, leaf: usize, key: u64, is_before: impl Fn(&Met) -> bool) -> usize {
        let (guess, met) = (self.guess(leaf, key), &self.leaves[leaf]);
        let (mut from, mut to, mut step) = (guess, guess, NEAR);
        while 0 < from && !is_before(&met[from.saturating_sub(step)]) {
            from = from.saturating_sub(step);
            step *= 2;
        }
        let from = from.saturating_sub(step);
        step = NEAR;
        while to < met.len() && is_before(&met[(to + step).min(met.len()) - 1]) {
            to = (to + step).min(met.len());
            step *= 2;
        }
        let to = (to + step).min(met.len());
        from + met[from..to].partition_point(is_before)
    }

    /// How many of a leaf stand before a key if they are spread evenly.
    fn guess(&self, leaf: usize, key: u64) -> usize {
        let (first, met) = (self.firsts[leaf], self.leaves[leaf].len());
        let next = self.firsts.get(leaf + 1).copied().unwrap_or(u64::MAX);
        let spread = next.saturating_sub(first) as f64 + 1.0;
        let guess = met as f64 * (key.saturating_sub(first) as f64 / spread);
        (guess as usize).min(met)
    }

    fn insert(&mut self, met: Met) {
        let after = self.firsts.partition_point(|key| *key <= met.key);
        let index = after.saturating_sub(1);
        if self.leaves.is_empty() {
            self.leaves.push(vec![met]);
            self.firsts.push(met.key);
            return;
        }
        let at = self.find(index, met.key, |it| it.key <= met.key);
        self.firsts[index] = self.firsts[index].min(met.key);
        let leaf = &mut self.leaves[index];
        if leaf.len() == leaf.capacity() {
            leaf.reserve_exact(ROOM);
        }
        leaf.insert(at, met);
        if LEAF < leaf.len() {
            let mut upper = leaf.split_off(LEAF / 2);
            leaf.shrink_to_fit();
            upper.shrink_to_fit();
            self.firsts.insert(index + 1, upper[0].key);
            self.leaves.insert(index + 1, upper);
        }
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
        assert_eq!(ids.leaves.iter().map(Vec::len).sum::<usize>(), map.len());
        assert!(ids.leaves.iter().flatten().is_sorted_by_key(|it| it.key));
        assert!(ids.leaves.iter().map(|it| it[0].key).eq(ids.firsts.iter().copied()));
        let room: usize = ids.leaves.iter().map(|it| 16 * it.capacity() + 24 + 8).sum();
        assert!(room < 20 * map.len(), "{room} bytes for {} ids", map.len());
    }

    /// However unevenly keys are spread.
    #[test]
    fn a_key_is_found_where_it_stands() {
        let even = (0..256).map(|n| n << 56);
        let high = (0..200).map(|n| u64::MAX - 1000 + n);
        let equal = (0..256).map(|n| if n < 100 { 7 } else { 1 << 40 });
        let powers = (0..64).map(|n| 1 << n);
        let spreads: [Vec<u64>; 5] =
            [even.collect(), high.collect(), equal.collect(), powers.collect(), vec![5]];
        for keys in spreads {
            let of_key = |key: &u64| Met { key: *key, form: 0, look: 0, place: 0 };
            let leaves = vec![keys.iter().map(of_key).collect()];
            let ids = Ids { leaves, firsts: vec![keys[0]], ..Ids::default() };
            for key in keys.iter().flat_map(|key| [key.saturating_sub(1), *key, key + 1]) {
                let before = keys.partition_point(|it| *it < key);
                assert_eq!(ids.find(0, key, |it| it.key < key), before, "{key} {keys:?}");
                let upto = keys.partition_point(|it| *it <= key);
                assert_eq!(ids.find(0, key, |it| it.key <= key), upto, "{key} {keys:?}");
            }
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
