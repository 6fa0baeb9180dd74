//! Transferability: experience from where contexts are alike and the same goal is further on.
//!
//! Sum over goals of the country's weight x the best, over home and countries of experience, of
//! likeness x how much further that country is on the goal, on the SDG Index.

use std::sync::OnceLock;

use crate::{
    atlas::{
        countries::{COUNTRIES, CountryCode},
        likeness::likeness,
    },
    catalog::{asker::Asker, candidate::Candidate},
    input::profile::Organisation,
    matching::criteria::{Answer, Assessment, Criterion, Evidence, Side, shown},
    sdg::{GOALS, Sdg},
};

/// The goals on which a country of origin leads some asker, and how much each asker gains.
type Leads = Vec<(usize, Box<[f64]>)>;

#[derive(Debug)]
pub(super) struct Transferability {
    codes: Vec<Option<CountryCode>>,
    /// By country: what share of its wants each goal has.
    weights: Vec<[f64; GOALS]>,
    /// By country of origin, made when first needed.
    rows: Vec<OnceLock<Leads>>,
}

impl Transferability {
    pub(super) fn new(askers: &[Asker]) -> Self {
        Self {
            codes: askers.iter().map(|asker| asker.code).collect(),
            weights: askers.iter().map(goal_weights).collect(),
            rows: (0..COUNTRIES).map(|_| OnceLock::new()).collect(),
        }
    }

    fn rows(&self, origin: CountryCode) -> &Leads {
        self.rows[origin.index()].get_or_init(|| {
            let row = |goal: usize| -> Box<[f64]> {
                let cell = |(host, weights): (&Option<CountryCode>, &[f64; GOALS])| {
                    host.map_or(0.0, |host| weights[goal] * lead(origin, host, goal))
                };
                self.codes.iter().zip(&self.weights).map(cell).collect()
            };
            let rows = (0..GOALS).map(|goal| (goal, row(goal)));
            rows.filter(|(_, row)| row.iter().any(|cell| 0.0 < *cell)).collect()
        })
    }
}

/// What share of an asker's wants each goal has; they sum to 1.
fn goal_weights(asker: &Asker) -> [f64; GOALS] {
    let mut weights = [0.0; GOALS];
    for (weight, need) in asker.sdg_needs() {
        for code in &need.sdgs {
            weights[code.goal_number() - 1] += weight / need.sdgs.len() as f64;
        }
    }
    weights
}

/// Likeness x lead of the origin over the host on a goal, 0 to 1.
fn lead(origin: CountryCode, host: CountryCode, goal: usize) -> f64 {
    let score = |code: CountryCode| code.facts().and_then(|facts| facts.scores[goal]);
    match (likeness(origin, host), score(origin), score(host)) {
        (Some(alike), Some(there), Some(here)) => alike * (there - here).max(0.0) / 100.0,
        _ => 0.0,
    }
}

/// Home and countries of experience that the index scores, each once, with the pointer to it.
fn origins(organisation: &Organisation) -> Vec<(CountryCode, String)> {
    let home = organisation.home.map(|home| (home, "/home".to_owned()));
    let experience = organisation.experience.iter().flatten().enumerate();
    let experience = experience.map(|(i, it)| (it.country, format!("/experience/{i}")));
    let mut origins: Vec<(CountryCode, String)> = Vec::new();
    for (code, pointer) in home.into_iter().chain(experience) {
        if is_scored(code) && origins.iter().all(|(other, _)| *other != code) {
            origins.push((code, pointer));
        }
    }
    origins
}

fn is_scored(code: CountryCode) -> bool {
    code.facts().is_some_and(|facts| facts.scores.iter().any(Option::is_some))
}

/// Home alone, or experience alone, gives the least that can be transferred.
fn answer(organisation: &Organisation) -> Answer {
    match (&organisation.home, &organisation.experience) {
        (Some(_), Some(_)) => Answer::Observed,
        (None, None) => Answer::Missing,
        _ => Answer::Partial,
    }
}

impl Criterion for Transferability {
    fn name(&self) -> &str {
        "transferability"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.code.is_some_and(is_scored) && country.needs.iter().any(|it| !it.sdgs.is_empty())
    }

    fn assess_all(&self, candidate: &Candidate<'_>, values: &mut [f64]) -> Option<Answer> {
        let organisation = candidate.organisation;
        let experience = organisation.experience.iter().flatten().map(|it| it.country);
        let origins: Vec<&Leads> = organisation
            .home
            .into_iter()
            .chain(experience)
            .filter(|code| code.index() < COUNTRIES)
            .map(|code| self.rows(code))
            .collect();
        let mut best = vec![0.0_f64; values.len()];
        for goal in 0..GOALS {
            let rows = origins.iter().filter_map(|rows| rows.iter().find(|(it, _)| *it == goal));
            let mut is_touched = false;
            for (_, row) in rows {
                is_touched = true;
                for (best, cell) in best.iter_mut().zip(row) {
                    *best = if *best < *cell { *cell } else { *best };
                }
            }
            if is_touched {
                for (value, best) in values.iter_mut().zip(&mut best) {
                    *value += *best;
                    *best = 0.0;
                }
            }
        }
        Some(answer(organisation))
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let organisation = candidate.organisation;
        let answer = answer(organisation);
        let Some(host) = country.code.filter(|_| answer != Answer::Missing) else {
            return Assessment::missing("neither home nor experience stated");
        };
        let (origins, weights) = (origins(organisation), goal_weights(country));
        let mut evidence = Vec::new();
        for goal in (0..GOALS).filter(|goal| 0.0 < weights[*goal]) {
            let leads = origins.iter().map(|origin| (lead(origin.0, host, goal), origin));
            let best = leads.fold(None, |best: Option<(f64, _)>, it| match best {
                Some(best) if it.0 <= best.0 => Some(best),
                _ => Some(it),
            });
            let Some((lead, (origin, pointer))) = best.filter(|(lead, _)| 0.0 < *lead) else {
                continue;
            };
            evidence.push(transfer(weights[goal], lead, *origin, host, goal, pointer));
        }
        if evidence.is_empty() {
            let text = "no country it knows is further on a goal wanted here";
            evidence.push(Evidence::comment(text, "atlas:sdg_index"));
        }
        if answer == Answer::Partial {
            let absent = if organisation.home.is_none() { "home" } else { "experience" };
            evidence.push(Evidence::comment(format!("{absent} is not stated"), "organisation"));
        }
        Assessment { answer, ..Assessment::observed(evidence) }
    }
}

fn transfer(
    weight: f64,
    lead: f64,
    origin: CountryCode,
    host: CountryCode,
    goal: usize,
    pointer: &str,
) -> Evidence {
    let score =
        |code: CountryCode| code.facts().and_then(|facts| facts.scores[goal]).unwrap_or_default();
    let alike = likeness(origin, host).unwrap_or_default();
    let title = Sdg::goal(goal + 1).map_or("", Sdg::title);
    let text = format!(
        "experience of {} on SDG {} {title} (index 2022 {:.1} there, {:.1} here, likeness {})",
        origin.name(),
        goal + 1,
        score(origin),
        score(host),
        shown(alike),
    );
    Evidence::adding(weight * lead, text, "atlas:sdg_index", Some(pointer.to_owned()))
}
