//! Marks met so far: found by what ids share that may be taken for one another.
//!
//! A table that grows by one bucket at a time (linear hashing: Litwin 1980), so that it never takes much more
//! memory than it needs, and never stops to be written anew.

use std::collections::HashMap;

use crate::{input::marks::Mark, spread::Spread};

/// A mark that was met.
#[derive(Clone, Copy, Debug)]
struct Met {
    key: u64,
    form: u16,
    look: u16,
    /// Where it was met.
    place: u32,
}

/// The first places of marks that one may be taken for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Likes {
    /// Of the same mark.
    pub(crate) again: Option<u32>,
    /// Of one with the same form.
    pub(crate) form: Option<u32>,
    /// Of one with the same look.
    pub(crate) look: Option<u32>,
}

impl Likes {
    fn see(&mut self, met: &Met, mark: &Mark) {
        let of = match () {
            () if met.form == mark.form && met.look == mark.look && met.is_of(mark) => {
                &mut self.again
            }
            () if met.form == mark.form => &mut self.form,
            () if met.look == mark.look => &mut self.look,
            () => return,
        };
        first(of, Some(met.place));
    }

    fn add(&mut self, other: Self) {
        first(&mut self.again, other.again);
        first(&mut self.form, other.form);
        first(&mut self.look, other.look);
    }
}

impl Met {
    fn is_of(&self, mark: &Mark) -> bool {
        self.key == mark.key || Some(self.key) == mark.other_key
    }
}

/// The first of two places.
fn first(so_far: &mut Option<u32>, place: Option<u32>) {
    *so_far = [*so_far, place].into_iter().flatten().min();
}

/// Many marks that share a key's first part: each is found at once, however many there are.
#[derive(Debug, Default)]
struct Family {
    /// By key, form and look.
    marks: HashMap<(u64, u16, u16), u32>,
    forms: HashMap<u16, u32>,
    looks: HashMap<u16, u32>,
}

impl Family {
    fn insert(&mut self, met: Met) {
        let earlier = |place: &mut u32| *place = (*place).min(met.place);
        self.marks.entry((met.key, met.form, met.look)).and_modify(earlier).or_insert(met.place);
        self.forms.entry(met.form).and_modify(earlier).or_insert(met.place);
        self.looks.entry(met.look).and_modify(earlier).or_insert(met.place);
    }

    fn likes(&self, mark: &Mark) -> Likes {
        let mut again = None;
        for key in keys(mark) {
            first(&mut again, self.marks.get(&(key, mark.form, mark.look)).copied());
        }
        let (form, look) = (self.forms.get(&mark.form), self.looks.get(&mark.look));
        Likes { again, form: form.copied(), look: look.copied() }
    }
}

/// So many stand in a bucket on average, at most.
const FULL: usize = 48;
/// For how many more a full bucket makes room.
const ROOM: usize = 4;
/// A bucket that has so many has a family in it.
const FAMILY: usize = 4 * FULL;

/// The marks met so far, some 18 bytes each.
#[derive(Debug)]
pub(crate) struct MarksMet {
    count: usize,
    /// Which bucket a key belongs to hangs on it: nobody can choose ids that fill one.
    spread: Spread,
    buckets: Vec<Vec<Met>>,
    /// By the part of the key that they share.
    families: HashMap<u64, Family>,
}

impl Default for MarksMet {
    fn default() -> Self {
        let (count, spread, families) = Default::default();
        Self { count, spread, buckets: vec![Vec::new()], families }
    }
}

/// The keys of a mark.
fn keys(mark: &Mark) -> impl Iterator<Item = u64> {
    [Some(mark.key), mark.other_key].into_iter().flatten()
}

impl MarksMet {
    /// Looks at buckets that are about to be asked for. Memory is slow, and waits for several at once do not add
    /// up.
    pub(crate) fn look_ahead<'m>(&self, marks: impl IntoIterator<Item = &'m Mark>) {
        /// So many stand in as much as memory gives at once.
        const LINE: usize = 4;
        let look = |mark: &Mark| {
            let bucket = &self.buckets[self.bucket(Mark::shared(mark.key))];
            bucket.iter().step_by(LINE).fold(0, |seen, met| seen ^ met.key)
        };
        // Nothing but a look: what is seen is of no use.
        std::hint::black_box(marks.into_iter().map(look).fold(0, |seen, it| seen ^ it));
    }

    /// The first places of those that a mark may be taken for.
    pub(crate) fn likes(&self, mark: &Mark) -> Likes {
        let mut likes = Likes::default();
        for shared in keys(mark).map(Mark::shared) {
            let bucket = &self.buckets[self.bucket(shared)];
            let alike = bucket.iter().filter(|met| Mark::shared(met.key) == shared);
            alike.for_each(|met| likes.see(met, mark));
            if let Some(family) = self.families.get(&shared) {
                likes.add(family.likes(mark));
            }
        }
        likes
    }

    /// Takes up a mark.
    pub(crate) fn insert(&mut self, mark: &Mark, place: u32) {
        for key in keys(mark) {
            let met = Met { key, form: mark.form, look: mark.look, place };
            let shared = Mark::shared(key);
            if let Some(family) = self.families.get_mut(&shared) {
                family.insert(met);
                continue;
            }
            let index = self.bucket(shared);
            push(&mut self.buckets[index], met);
            self.count += 1;
            if self.buckets[index].len().is_multiple_of(FAMILY) {
                self.move_families(index);
            }
            if self.buckets.len() * FULL < self.count {
                self.split();
            }
        }
    }

    /// The bucket for the part of a key that is shared.
    fn bucket(&self, shared: u64) -> usize {
        let hash = (self.spread.of(shared) >> 32) as usize;
        let count = self.buckets.len();
        let all = count.next_power_of_two();
        let index = hash & (all - 1);
        // Those that are not there yet are with those they will be split from.
        if index < count { index } else { index - all / 2 }
    }

    /// One bucket more: half of that which has held its marks so far.
    fn split(&mut self) {
        let count = self.buckets.len();
        let from = count - (count + 1).next_power_of_two() / 2;
        self.buckets.push(Vec::new());
        let mets = std::mem::take(&mut self.buckets[from]);
        let is_moved = |met: &Met| self.bucket(Mark::shared(met.key)) == count;
        let (mut moved, mut kept): (Vec<Met>, Vec<Met>) = mets.into_iter().partition(is_moved);
        moved.shrink_to_fit();
        kept.shrink_to_fit();
        (self.buckets[from], self.buckets[count]) = (kept, moved);
    }

    /// Puts marks of a long bucket apart that share so much that no split would part them.
    fn move_families(&mut self, index: usize) {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        let shared = |met: &Met| Mark::shared(met.key);
        self.buckets[index].iter().for_each(|met| *counts.entry(shared(met)).or_default() += 1);
        for (family, count) in counts.into_iter().filter(|(_, count)| FULL <= *count) {
            let of_family = self.families.entry(family).or_default();
            let mets = self.buckets[index].extract_if(.., |met| shared(met) == family);
            mets.for_each(|met| of_family.insert(met));
            self.count -= count;
        }
    }
}

fn push(bucket: &mut Vec<Met>, met: Met) {
    if bucket.len() == bucket.capacity() {
        bucket.reserve_exact(ROOM);
    }
    bucket.push(met);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::profile::RecordType;

    impl MarksMet {
        /// What it takes, in bytes, but for the allocator's own.
        fn room(&self) -> usize {
            let buckets = self.buckets.iter().map(|it| size_of::<Met>() * it.capacity());
            buckets.sum::<usize>() + size_of::<Vec<Met>>() * self.buckets.capacity()
        }
    }

    fn mark(id: &str) -> Mark {
        Mark::of(RecordType::Organisation, id)
    }

    /// However many were met, and however many of them look alike, all at first.
    #[test]
    fn a_walk_over_all_marks_says_the_same() {
        let (mut met, mut all) = (MarksMet::default(), Vec::new());
        let mut state = 1_u64;
        for place in 0..3_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let number = (state >> 33) % 2_000;
            let id = match if place < 300 { 0 } else { number % 4 } {
                // Zeros and capital letters O look alike, and so do these in large and small.
                0 => format!("{:011b}", number).replace('1', "O"),
                1 => format!("{:011b}", number).replace('0', "o").replace('1', "O"),
                2 => format!("ｎ{number}"),
                _ => format!("n{number}"),
            };
            let mark = mark(&id);
            let mut plain = Likes::default();
            for (other, place) in &all {
                for key in keys(other) {
                    let Mark { form, look, .. } = *other;
                    if keys(&mark).any(|it| Mark::shared(it) == Mark::shared(key)) {
                        plain.see(&Met { key, form, look, place: *place }, &mark);
                    }
                }
            }
            let likes = met.likes(&mark);
            assert_eq!(likes.again, plain.again, "{id}");
            if likes.again.is_none() {
                assert_eq!(likes.form, plain.form, "{id}");
                assert!(likes.form.is_some() || likes.look == plain.look, "{id}");
                met.insert(&mark, place);
                all.push((mark, place));
            }
        }
        assert!(!met.families.is_empty() && 1 < met.buckets.len());
        assert!(met.buckets.iter().all(|it| it.len() < FAMILY));
    }

    #[test]
    fn marks_take_little_room_and_no_bucket_is_long() {
        let mut met = MarksMet::default();
        for number in 0..50_000_u32 {
            met.insert(&mark(&format!("N{number}")), number);
            let count = number as usize + 1;
            assert!(count < 2_000 || met.room() < 19 * count, "{} for {count}", met.room());
        }
        assert!(met.buckets.iter().all(|it| it.len() < FAMILY) && met.families.is_empty());
    }
}
