//! The best matches of each asker, in one order, while organisations come by one at a time.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
    sync::Arc,
};

use crate::{
    input::profile::Organisation,
    matching::{
        board::Board,
        contest::{Contest, Promising},
        floors::floor_of,
        listing::{Group, Listing},
        pairs::{Match, Pair},
    },
};

/// A scored organisation, ordered: the better is the greater.
#[derive(Clone, Debug)]
pub(crate) struct Scored {
    pub(crate) score: f64,
    pub(crate) completeness: f64,
    pub(crate) organisation: Arc<Organisation>,
}

impl Ord for Scored {
    /// The reverse of [`order`]: the better is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.score, it.completeness);
        order(key(other), &other.organisation.id, key(self), &self.organisation.id)
    }
}

/// The documented order, best first: score, then completeness, then the smaller id by its bytes.
///
/// Scores and completeness, first and second of each pair, are compared in steps of 1e-12, so that
/// rounding decides no tie.
#[must_use]
pub fn order(one: (f64, f64), one_id: &str, other: (f64, f64), other_id: &str) -> Ordering {
    (in_order_steps(other.0).cmp(&in_order_steps(one.0)))
        .then_with(|| in_order_steps(other.1).cmp(&in_order_steps(one.1)))
        .then_with(|| one_id.cmp(other_id))
}

/// A score or completeness in the steps by which it is compared.
pub(crate) fn in_order_steps(value: f64) -> i64 {
    let steps = value * 1e12;
    let whole = steps as i64;
    // As `round` does, which is a call where a processor of no certain kind is built for.
    let rest = steps - whole as f64;
    whole + i64::from(0.5 <= rest) - i64::from(rest <= -0.5)
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scored {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Scored {}

/// Organisations that contend for one asker, best first.
type Contending = Vec<Arc<Organisation>>;

/// The best so far, the worst of them on top.
type Heap = BinaryHeap<Reverse<Scored>>;

/// The best matches of every asker on a board among the organisations offered so far.
///
/// Holds at most `limit` organisations an asker. Two of them merge into the best of both, in any
/// order, so that parts can be ranked apart.
#[derive(Debug)]
pub struct Best<'b> {
    contest: Contest<'b>,
    matches: Vec<Heap>,
    ineligible: Vec<Heap>,
}

impl<'b> Contest<'b> {
    /// Asks as much as the best of another time reach.
    pub fn raise(&mut self, best: &Best<'b>) {
        self.floors.clone_from(&best.contest.floors);
        self.light_floors.clone_from(&best.contest.light_floors);
    }
}

impl<'b> Best<'b> {
    /// None yet.
    #[must_use]
    pub fn new(board: &'b Board, listing: Listing) -> Self {
        let heaps = || vec![Heap::new(); board.askers().len()];
        Self { contest: Contest::new(board, listing), matches: heaps(), ineligible: heaps() }
    }

    /// A contest against the best so far, for a thread of its own.
    #[must_use]
    pub fn contest(&self) -> Contest<'b> {
        let mut contest = Contest::new(self.contest.board, self.contest.listing);
        contest.raise(self);
        contest
    }

    /// Scores an organisation for every asker and keeps it where it is among the best.
    pub fn offer(&mut self, organisation: &Arc<Organisation>) {
        let places = self.contest.reached(organisation);
        self.admit(Promising { organisation: organisation.clone(), places });
    }

    /// Keeps a promising organisation where it is among the best.
    pub fn admit(&mut self, promising: Promising) {
        for it in promising.places {
            let heap = match it.group {
                Group::Matches => &mut self.matches[it.place],
                Group::Ineligible => &mut self.ineligible[it.place],
            };
            let (score, completeness) = (it.score, it.completeness);
            let organisation = promising.organisation.clone();
            keep(heap, self.contest.listing.limit, Scored { score, completeness, organisation });
            self.raise_floor(it.place);
        }
    }

    /// Raises the floor of an asker to its worst match once it has as many as are wanted.
    fn raise_floor(&mut self, place: usize) {
        let Listing { limit, show_ineligible, .. } = self.contest.listing;
        let floor = |heap: &Heap| match heap.peek() {
            Some(Reverse(worst)) if heap.len() == limit => worst.score,
            _ => f64::NEG_INFINITY,
        };
        self.contest.floors[place] = match show_ineligible {
            true => floor(&self.matches[place]).min(floor(&self.ineligible[place])),
            false => floor(&self.matches[place]),
        };
        self.contest.light_floors[place] = floor_of(self.contest.floors[place]);
    }

    /// Takes up the best of another part.
    pub fn merge(&mut self, other: Self) {
        let limit = self.contest.listing.limit;
        for (ours, theirs) in
            [(&mut self.matches, other.matches), (&mut self.ineligible, other.ineligible)]
        {
            for (ours, theirs) in ours.iter_mut().zip(theirs) {
                theirs.into_iter().for_each(|Reverse(it)| keep(ours, limit, it));
            }
        }
        (0..self.matches.len()).for_each(|place| self.raise_floor(place));
    }

    /// The matches in order: by asker, each asker's ranked from 1, the ineligible behind them.
    #[must_use]
    pub fn into_matches(self) -> Vec<Match> {
        let board = self.contest.board;
        board.explain_pairs(&self.into_pairs(usize::MAX).0)
    }

    /// At most `shown` pairs and as many ineligible of each asker, in the same order and not explained
    /// yet; and, by asker, all organisations that were kept, best first.
    #[must_use]
    pub fn into_pairs(self, shown: usize) -> (Vec<Pair>, Vec<Contending>) {
        let mut pairs = Vec::new();
        let mut all = Vec::new();
        for (place, (matches, ineligible)) in
            self.matches.into_iter().zip(self.ineligible).enumerate()
        {
            let pair = |rank, organisation| Pair { organisation, place, rank, robustness: None };
            let contending: Contending = best_first(matches).map(|it| it.organisation).collect();
            let ranked = contending.iter().take(shown).enumerate();
            pairs.extend(ranked.map(|(index, it)| pair(Some(index + 1), it.clone())));
            pairs.extend(best_first(ineligible).take(shown).map(|it| pair(None, it.organisation)));
            all.push(contending);
        }
        (pairs, all)
    }
}

fn keep(heap: &mut Heap, limit: usize, it: Scored) {
    if heap.len() < limit {
        heap.push(Reverse(it));
    } else if heap.peek().is_some_and(|Reverse(worst)| *worst < it) {
        heap.pop();
        heap.push(Reverse(it));
    }
}

fn best_first(heap: Heap) -> impl Iterator<Item = Scored> {
    heap.into_sorted_vec().into_iter().map(|Reverse(it)| it)
}
