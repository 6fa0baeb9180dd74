//! What a pool of organisations covers of what countries want, and what nobody covers.
//!
//! A demand is the weight of a priority, shared out evenly over its goals and targets, as in the
//! criterion `alignment`; a country's demands sum to 1. What a pool covers of one is its weight times
//! the best strength x similarity of any tag of any organisation: the alignment that all of them
//! would have as one. Covered and unmet sum to the demand.

use crate::sdg::Sdg;

/// What is covered of a demand; `covered + unmet = demand`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Share of all that the country wants, 0 to 1.
    pub demand: f64,
    /// Covered by the organisations that are there already.
    pub already: f64,
    /// Covered by the whole pool.
    pub covered: f64,
    /// Covered by nobody.
    pub unmet: f64,
}

impl Coverage {
    pub(crate) fn add(&mut self, other: Self) {
        self.demand += other.demand;
        self.already += other.already;
        self.covered += other.covered;
        self.unmet += other.unmet;
    }
}

/// One country's demands and who covers them.
#[derive(Clone, Debug, PartialEq)]
pub struct Gaps {
    /// Alpha-3 code, or an id that begins with `x-`.
    pub country: String,
    /// Its name.
    pub name: String,
    /// Eligible organisations, and those that are there already.
    pub pool: usize,
    /// Ids of those that are there already, in order.
    pub already: Vec<String>,
    /// All demands together.
    pub total: Coverage,
    /// By priority, in the order of the record or of the goals.
    pub priorities: Vec<PriorityGap>,
    /// By goal.
    pub goals: Vec<CodeGap>,
    /// By target; a goal that is wanted as a whole stands as the goal.
    pub targets: Vec<CodeGap>,
    /// Priorities that name no goal or target, which nothing here counts.
    pub not_counted: Vec<String>,
    /// What was filled in from elsewhere, in words.
    pub defaults: Vec<String>,
    /// Who would add most, then who would add most to that, until nobody adds.
    pub fillers: Vec<Filler>,
    /// Share of each priority that each of the best coverers and fillers covers, most in all first.
    pub matrix: Vec<MatrixRow>,
}

/// One priority and who covers it.
#[derive(Clone, Debug, PartialEq)]
pub struct PriorityGap {
    /// What to call it.
    pub label: String,
    /// Goals and targets it is about.
    pub sdgs: Vec<Sdg>,
    /// Where the input says so: the pointer within the record.
    pub pointer: Option<String>,
    /// What is covered of it.
    pub coverage: Coverage,
    /// Organisations that cover anything of it.
    pub coverer_count: usize,
    /// The best of them: by what they cover of it, then of all, then by id.
    pub coverers: Vec<Coverer>,
}

impl PriorityGap {
    /// The share of it that is covered, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        let Coverage { demand, covered, .. } = self.coverage;
        if 0.0 < demand { covered / demand } else { 0.0 }
    }

    /// Whether nobody covers more than a share of it, 0 to 1.
    #[must_use]
    pub fn is_orphan(&self, floor: f64) -> bool {
        // What rounding alone puts above the floor is not above it.
        self.share() <= floor + 1e-12
    }
}

/// One goal or target and what is covered of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeGap {
    /// The goal or target.
    pub code: Sdg,
    /// What is covered of it.
    pub coverage: Coverage,
}

/// An organisation that covers something of a priority.
#[derive(Clone, Debug, PartialEq)]
pub struct Coverer {
    /// Its id.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// The share of the priority that it covers, 0 to 1.
    pub share: f64,
    /// Whether it is there already.
    pub is_there: bool,
    /// By which tags, one for each goal or target of the priority that it serves at all.
    pub by: Vec<Cover>,
}

/// How an organisation serves a goal or target best.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover {
    /// The goal or target that is wanted.
    pub need: Sdg,
    /// The tag that serves it.
    pub tag: Sdg,
    /// The tag's strength, 0 to 1.
    pub strength: f64,
    /// How near the tag is to what is wanted, 0 to 1.
    pub similarity: f64,
    /// Whether the tag is inferred from words.
    pub is_inferred: bool,
}

impl Cover {
    /// The share of the need that it covers: strength x similarity.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.strength * self.similarity
    }
}

/// What one organisation covers of every priority.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    /// Its id.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Whether it is there already.
    pub is_there: bool,
    /// What it covers by itself of all that is wanted, 0 to 1.
    pub covered: f64,
    /// The share of each priority, in their order, 0 to 1.
    pub shares: Vec<f64>,
}

/// The organisation that adds most to those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// Its id.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// What it adds to what is covered, in the unit of the demand.
    pub gain: f64,
    /// What is covered with it and all before it.
    pub covered: f64,
    /// To which goals it adds, and how much; these sum to its gain. The greatest first.
    pub goals: Vec<(Sdg, f64)>,
}

/// What all askers want, and who covers it.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolGaps {
    /// By asker, in the order of their ids.
    pub countries: Vec<Gaps>,
    /// Over all askers: each one's demands sum to 1, or to 0 where it has no known priorities.
    pub total: Coverage,
    /// By goal.
    pub goals: Vec<CodeGap>,
    /// By target; a goal that is wanted as a whole stands as the goal.
    pub targets: Vec<CodeGap>,
    /// Who would add most over all askers, then who would add most to that, until nobody adds.
    pub fillers: Vec<Filler>,
}

/// A priority of which nobody covers more than a floor.
#[derive(Clone, Copy, Debug)]
pub struct Orphan<'g> {
    /// Whose it is.
    pub gaps: &'g Gaps,
    /// The priority.
    pub priority: &'g PriorityGap,
}

/// The priorities of which nobody covers more than a share, 0 to 1: the weightiest first, then by
/// country, then in their order.
#[must_use]
pub fn orphans(gaps: &[Gaps], floor: f64) -> Vec<Orphan<'_>> {
    let of = |gaps| move |priority| Orphan { gaps, priority };
    let all = gaps.iter().flat_map(|gaps| gaps.priorities.iter().map(of(gaps)));
    let mut orphans: Vec<Orphan<'_>> = all.filter(|it| it.priority.is_orphan(floor)).collect();
    let demand = |it: &Orphan<'_>| it.priority.coverage.demand;
    orphans.sort_by(|a, b| {
        demand(b).total_cmp(&demand(a)).then_with(|| a.gaps.country.cmp(&b.gaps.country))
    });
    orphans
}
