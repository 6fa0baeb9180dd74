//! Organisations that contend for one asker, laid out as they come by; only the best are kept in full.

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use rayon::prelude::*;

use crate::{
    catalog::{asker::Asker, candidate::Candidate, said::Said},
    decide::{
        doubts::{Doubts, InvalidDoubts},
        field::{Cell, Contender, Field, cells},
        sensitivity::Sensitivity,
        trial::Trial,
    },
    input::profile::Organisation,
    matching::{board::Board, rank::Scored, sheet::Sheet},
    model::Model,
};

/// Of how many, the best by the model, strengths are drawn anew where they are in doubt; those of the
/// others stay as the model says. Each is kept in full, and is scored again for every set of strengths.
pub const REDRAWN: usize = 10_000;

/// Organisations that contend for one asker. Eligibility is not looked at: enter those that may be
/// ranked, each id once, in any order.
#[derive(Debug)]
pub struct Entries<'b> {
    board: &'b Board,
    place: usize,
    doubts: Doubts,
    field: Field,
    /// The most that are kept in full.
    most: usize,
    /// The worst of them on top.
    full: BinaryHeap<Reverse<Scored>>,
}

/// One organisation, laid out.
#[derive(Clone, Debug)]
pub struct Entry {
    contender: Contender,
    cells: Vec<Option<Cell>>,
    score: f64,
    organisation: Arc<Organisation>,
}

/// Where organisations are laid out, of which several can go on side by side.
#[derive(Debug)]
pub struct Desk<'b> {
    board: &'b Board,
    place: usize,
    sheet: Sheet,
}

impl Desk<'_> {
    /// Lays an organisation out.
    pub fn enter(&mut self, organisation: Arc<Organisation>) -> Entry {
        let (board, place) = (self.board, self.place);
        self.sheet.fill(board, &Candidate::new(&organisation, board.model()));
        let (id, name) = (organisation.id.clone(), organisation.name.clone());
        let completeness = self.sheet.completeness(board, place);
        Entry {
            contender: Contender { id, name, completeness },
            cells: cells(board, &self.sheet, place).collect(),
            score: self.sheet.scores[place],
            organisation,
        }
    }
}

impl<'b> Entries<'b> {
    /// None yet, for the asker at a place on a board, and what is in doubt of their ranking.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn new(board: &'b Board, place: usize, doubts: Doubts) -> Self {
        let most = if doubts.strengths { REDRAWN } else { 0 };
        Self::keeping(board, place, doubts, most)
    }

    fn keeping(board: &'b Board, place: usize, doubts: Doubts, most: usize) -> Self {
        assert!(place < board.askers().len(), "no such place");
        Self { board, place, doubts, field: Field::on(board), most, full: BinaryHeap::new() }
    }

    /// Where organisations are laid out for it.
    #[must_use]
    pub fn desk(&self) -> Desk<'b> {
        Desk { board: self.board, place: self.place, sheet: Sheet::new(self.board) }
    }

    /// Takes up an organisation.
    pub fn admit(&mut self, entry: Entry) {
        let Entry { contender, cells, score, organisation } = entry;
        let full = Reverse(Scored { score, completeness: contender.completeness, organisation });
        self.field.push(contender, cells);
        self.full.push(full);
        if self.most < self.full.len() {
            self.full.pop();
        }
    }

    /// How firm their ranking is.
    ///
    /// # Errors
    ///
    /// [`InvalidDoubts`].
    pub fn sensitivity(self) -> Result<Sensitivity, InvalidDoubts> {
        let Self { board, place, doubts, field, full, .. } = self;
        let asker = &board.askers()[place];
        let field = field.in_order();
        let mut full: Vec<Arc<Organisation>> =
            full.into_iter().map(|Reverse(it)| it.organisation).collect();
        full.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        let places: Vec<usize> = full.iter().filter_map(|it| field.place(&it.id)).collect();
        let inferred = inferred(&full);
        let redraw = |model| field.with(&redrawn(asker, &full, &inferred, model), &places);
        let found = Trial::new(&field, &doubts, Some((board.model(), &redraw)))?.run();
        Ok(Sensitivity { redrawn: places.len(), ..found })
    }
}

/// What is inferred from the words of organisations: they are read once, since what is drawn is how
/// much that counts.
fn inferred(organisations: &[Arc<Organisation>]) -> Vec<Option<Said>> {
    organisations.par_iter().map(|it| Said::inferred(it)).collect()
}

/// The field of what rests on strengths, for one asker and a model with its own.
fn redrawn(
    asker: &Asker,
    organisations: &[Arc<Organisation>],
    inferred: &[Option<Said>],
    model: Model,
) -> Field {
    let board = Board::of_strengths(vec![asker.clone()], model);
    let candidates = organisations.iter().zip(inferred).map(|(organisation, inferred)| {
        Candidate::having_said(inferred.clone(), organisation, board.model())
    });
    Field::of_candidates(&board, 0, candidates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        decide::{
            draw::Draws,
            strength::{drawn, ranges},
        },
        input::read::read_str,
        sample::SAMPLE,
    };

    /// What does not rest on strengths need not be worked out again when they are drawn.
    #[test]
    fn strengths_change_what_rests_on_them_alone() {
        let profiles = read_str("sample", SAMPLE).check().unwrap();
        let all: Vec<_> = profiles.organisations().iter().cloned().map(Arc::new).collect();
        let mut unstated = all.clone();
        for it in &mut unstated {
            let it = Arc::make_mut(it);
            it.id += "-unstated";
            (it.sdgs, it.experience) = (None, None);
            it.description.get_or_insert_default().push_str(" We train nurses in Kenya.");
        }
        let all: Vec<_> = all.into_iter().chain(unstated).collect();
        let (model, places) = (Model::default(), (0..all.len()).collect::<Vec<_>>());
        let board = Board::of(&[], &["KEN"], model.clone()).unwrap();
        let field = Field::of_organisations(&board, 0, &all);
        let ranges = ranges(&model);
        let mut changed = 0;
        for seed in 0..5 {
            let model = drawn(&model, &ranges, &mut Draws::new(seed, 0));
            let whole = Board::of_askers(board.askers().to_vec(), model.clone());
            let whole = Field::of_organisations(&whole, 0, &all);
            let part = redrawn(&board.askers()[0], &all, &inferred(&all), model);
            let part = field.with(&part, &places);
            for (axis, of_whole) in part.axes().iter().zip(whole.axes()) {
                assert_eq!(format!("{axis:?}"), format!("{of_whole:?}"), "{}", axis.name);
            }
            let of_field = field.axes().iter().zip(part.axes());
            changed += of_field.filter(|it| format!("{:?}", it.0) != format!("{:?}", it.1)).count();
        }
        assert_eq!(changed, 5 * 3, "tags, ties and fit");
    }

    /// Those who are not kept take part as the model says, in whatever order they come.
    #[test]
    fn who_is_not_kept_takes_part() {
        let profiles = read_str("sample", SAMPLE).check().unwrap();
        let board = Board::of(&[], &["KEN"], Model::default()).unwrap();
        let doubts = Doubts { samples: 80, ..Doubts::default() };
        let found = |most: usize, is_reversed: bool| {
            let mut entries = Entries::keeping(&board, 0, doubts.clone(), most);
            let mut desk = entries.desk();
            let mut all: Vec<_> = profiles.organisations().iter().cloned().map(Arc::new).collect();
            if is_reversed {
                all.reverse();
            }
            all.into_iter().for_each(|it| entries.admit(desk.enter(it)));
            entries.sensitivity().unwrap()
        };
        let (whole, part, none) = (found(1000, false), found(20, false), found(0, false));
        assert_eq!((whole.redrawn, part.redrawn, none.redrawn), (135, 20, 0));
        assert_eq!((whole.of, part.of, none.of), (135, 135, 135));
        assert_eq!(part, found(20, true));
        let fixed = Doubts { strengths: false, ..doubts.clone() };
        let all: Vec<_> = profiles.organisations().iter().cloned().map(Arc::new).collect();
        let fixed = board.sensitivity_of_organisations(0, &all, &fixed).unwrap();
        assert_eq!(none.standings, fixed.standings);
        assert_ne!(part.standings, fixed.standings);
        assert_ne!(part.standings, whole.standings);
    }
}
