//! What is covered and what is not, for a terminal, a document, a spreadsheet and a program.

pub(crate) mod markdown;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod table;

use volmatch::{
    Coverage, Coverer, Filler, Gaps, Model, Orphan, PoolGaps, PriorityGap, orphans, sdg::Sdg,
};

use crate::report::{run::Run, two_decimals};

/// What `gaps` found, with all that belongs to it.
pub(crate) struct Answer<'a> {
    pub(crate) run: Run,
    pub(crate) model: &'a Model,
    pub(crate) gaps: &'a PoolGaps,
    /// The share up to which a priority is an orphan.
    pub(crate) floor: f64,
    /// What was supposed, as it was typed.
    pub(crate) what_if: Vec<String>,
}

/// The most countries that have a page each.
const MOST_PAGES: usize = 5;

impl Answer<'_> {
    fn orphans(&self) -> Vec<Orphan<'_>> {
        orphans(&self.gaps.countries, self.floor)
    }

    fn has_pages(&self) -> bool {
        self.gaps.countries.len() <= MOST_PAGES
    }
}

/// Notes under the heading of a country: what was filled in, what is not counted.
fn notes(gaps: &Gaps) -> String {
    let mut notes = gaps.defaults.clone();
    if !gaps.not_counted.is_empty() {
        notes.push(format!("without goals, so not counted: {}", gaps.not_counted.join(", ")));
    }
    notes.join("; ")
}

/// The sums of a country in a sentence.
fn in_short(gaps: &Gaps) -> String {
    if gaps.priorities.is_empty() {
        return "nothing it wants is known by goal: nothing to cover".into();
    }
    let total = gaps.total;
    let eligible = match gaps.pool {
        1 => "the one eligible organisation".into(),
        many => format!("{} eligible organisations", crate::counts::thousands(many)),
    };
    let there = match gaps.already.len() {
        0 => "nobody is taken to be there already".into(),
        many => format!("{} by the {many} already there", two_decimals(total.already)),
    };
    format!(
        "covered {} of 1 by {eligible}; {there}; unmet {}",
        two_decimals(total.covered),
        two_decimals(total.unmet),
    )
}

/// Share of a demand that is covered, 0 to 1.
fn share(of: Coverage) -> f64 {
    if 0.0 < of.demand { of.covered / of.demand } else { 0.0 }
}

/// The best coverers of a priority in one line; `*` marks who is there already.
fn coverers_in_words(priority: &PriorityGap) -> String {
    if priority.coverers.is_empty() {
        return "nobody".into();
    }
    let named = |it: &Coverer| {
        format!("{}{} {}", it.name, if it.is_there { "*" } else { "" }, two_decimals(it.share))
    };
    let named: Vec<String> = priority.coverers.iter().map(named).collect();
    let more = match priority.coverer_count - priority.coverers.len() {
        0 => String::new(),
        more => format!("; {} more", crate::counts::thousands(more)),
    };
    format!("{}{more}", named.join(", "))
}

/// The best coverer of a priority, and how many more there are.
fn best_in_words(priority: &PriorityGap) -> String {
    let Some(best) = priority.coverers.first() else { return "nobody".into() };
    let star = if best.is_there { "*" } else { "" };
    match priority.coverer_count - 1 {
        0 => format!("{}{star}", best.name),
        more => format!("{}{star}, {} more", best.name, crate::counts::thousands(more)),
    }
}

/// A goal or target with its title.
fn titled(code: Sdg) -> String {
    format!("SDG {code} {}", code.title())
}

/// To which goals a filler adds, in one line.
fn additions_in_words(filler: &Filler) -> String {
    let named = |(goal, part): &(Sdg, f64)| format!("{} {}", titled(*goal), shown(*part));
    filler.goals.iter().map(named).collect::<Vec<String>>().join(", ")
}

/// Three decimals, but never 0.000 for what is above zero.
fn shown(value: f64) -> String {
    if 0.0 < value && value < 0.0005 { "<0.001".into() } else { format!("{value:.3}") }
}

/// Whether goals and targets say more than the priorities themselves: not where each is one goal.
fn has_rollup(gaps: &Gaps) -> bool {
    gaps.priorities.iter().any(|it| it.sdgs.len() != 1 || it.sdgs.iter().any(|it| !it.is_goal()))
}

/// The priority of a country of which most is unmet.
fn largest(gaps: &Gaps) -> Option<&PriorityGap> {
    let unmet = |it: &PriorityGap| it.coverage.unmet;
    // The first of equals: `max_by` gives the last one.
    gaps.priorities.iter().rev().max_by(|a, b| unmet(a).total_cmp(&unmet(b)))
}
