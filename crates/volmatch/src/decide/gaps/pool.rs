//! The organisations that might cover something, kept small while they come by one at a time.

use std::collections::BTreeSet;

use crate::{
    catalog::candidate::{Candidate, TagOrigin},
    decide::gaps::coverage::Cover,
    input::profile::Organisation,
    matching::{
        board::Board,
        eligibility::{Verdict, verdict},
    },
    sdg::Sdg,
};

/// Who is taken to be in a country already.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Already {
    /// The eligible organisations that state experience in the country.
    Experienced,
    /// Nobody.
    Nobody,
    /// The organisations with these ids, in every country, whatever the rules say.
    Named(BTreeSet<String>),
}

/// The organisations that might cover something of what the askers of a board want.
///
/// Two pools of one board merge into the pool of both, in any order. Memory grows with the
/// organisations that serve any wanted goal, by some 60 bytes for each goal or target served.
#[derive(Debug)]
pub struct Pool<'b> {
    board: &'b Board,
    keeps_unknown: bool,
    already: &'b Already,
    /// The goals and targets that some asker wants, in order.
    wanted: Vec<Sdg>,
    members: Vec<Member>,
    /// By asker: how many are eligible or there.
    sizes: Vec<usize>,
    /// By asker: ids of those that are there.
    there: Vec<BTreeSet<String>>,
}

/// Some of the places of a board, a bit each.
#[derive(Debug)]
struct Places(Box<[u64]>);

impl Places {
    fn none(of: usize) -> Self {
        Self(vec![0; of.div_ceil(64)].into())
    }

    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }
}

/// An organisation that covers something.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) id: String,
    pub(crate) name: String,
    /// By what is wanted, in order.
    pub(crate) covers: Vec<Cover>,
    /// The askers it may go to, or is at.
    places: Places,
    /// The askers it is at.
    there: Places,
}

impl Member {
    pub(crate) fn is_there(&self, place: usize) -> bool {
        self.there.has(place)
    }

    pub(crate) fn is_at(&self, place: usize) -> bool {
        self.places.has(place)
    }

    /// How it serves a need.
    pub(crate) fn cover(&self, need: Sdg) -> Option<Cover> {
        self.covers.binary_search_by(|it| it.need.cmp(&need)).ok().map(|index| self.covers[index])
    }
}

impl<'b> Pool<'b> {
    /// Nobody yet. `keeps_unknown` says whether an organisation counts whose eligibility cannot be told.
    #[must_use]
    pub fn new(board: &'b Board, keeps_unknown: bool, already: &'b Already) -> Self {
        let codes = board.askers().iter().flat_map(|it| &it.needs).flat_map(|it| &it.sdgs);
        let wanted: BTreeSet<Sdg> = codes.copied().collect();
        let askers = board.askers().len();
        Self {
            board,
            keeps_unknown,
            already,
            wanted: wanted.into_iter().collect(),
            members: Vec::new(),
            sizes: vec![0; askers],
            there: vec![BTreeSet::new(); askers],
        }
    }

    /// Takes an organisation into the pool, where it may be.
    pub fn offer(&mut self, organisation: &Organisation) {
        let askers = self.board.askers();
        let (mut places, mut there) = (Places::none(askers.len()), Places::none(askers.len()));
        for (place, asker) in askers.iter().enumerate() {
            let may_be = match verdict(organisation, asker) {
                Verdict::Yes => true,
                Verdict::Unknown => self.keeps_unknown,
                Verdict::No => false,
            };
            let knows =
                |code| organisation.experience.iter().flatten().any(|it| it.country == code);
            let is_there = match &self.already {
                Already::Experienced => may_be && asker.code.is_some_and(knows),
                Already::Nobody => false,
                Already::Named(ids) => ids.contains(&organisation.id),
            };
            if is_there {
                there.add(place);
                self.there[place].insert(organisation.id.clone());
            }
            if may_be || is_there {
                places.add(place);
                self.sizes[place] += 1;
            }
        }
        if places.0.iter().all(|bits| *bits == 0) {
            return;
        }
        let candidate = Candidate::new(organisation, self.board.model());
        let is_inferred = candidate.tag_origin() == TagOrigin::Inferred;
        let cover = |need: &Sdg| {
            let (tag, strength, similarity) = candidate.best_tag(*need)?;
            let tag = candidate.strengths[tag].0;
            Some(Cover { need: *need, tag, strength, similarity, is_inferred })
        };
        let covers: Vec<Cover> = self.wanted.iter().filter_map(cover).collect();
        if !covers.is_empty() {
            let (id, name) = (organisation.id.clone(), organisation.name.clone());
            self.members.push(Member { id, name, covers, places, there });
        }
    }

    /// Takes up another part of the pool.
    pub fn merge(&mut self, mut other: Self) {
        self.members.append(&mut other.members);
        self.sizes.iter_mut().zip(other.sizes).for_each(|(ours, theirs)| *ours += theirs);
        self.there.iter_mut().zip(other.there).for_each(|(ours, theirs)| ours.extend(theirs));
    }

    pub(crate) fn board(&self) -> &Board {
        self.board
    }

    /// Puts the members in the order of their ids.
    pub(crate) fn sort(&mut self) {
        self.members.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Those that cover anything anywhere.
    pub(crate) fn members(&self) -> &[Member] {
        &self.members
    }

    /// Those that may go to an asker or are there, and cover anything, by id.
    pub(crate) fn members_at(&self, place: usize) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |it| it.is_at(place))
    }

    pub(crate) fn size_at(&self, place: usize) -> usize {
        self.sizes[place]
    }

    pub(crate) fn there_at(&self, place: usize) -> Vec<String> {
        self.there[place].iter().cloned().collect()
    }
}
