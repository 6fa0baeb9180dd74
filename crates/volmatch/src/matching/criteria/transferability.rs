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
    matching::{
        criteria::{
            Answer, Assessment, Bound, Closer, Criterion, Evidence, Shown, Side,
            weighted::at_most_one,
        },
        steps::{self, in_steps},
    },
    sdg::{GOALS, Sdg},
};

/// Countries that are worked out together, in the processor's registers.
const BLOCK: usize = 16;

/// A number for each goal, and some zeros to fill registers with.
type Lanes = [f32; LANES];

const LANES: usize = 20;

/// What the askers gain from one country of origin.
#[derive(Debug)]
struct Leads {
    /// On each goal: blocks of askers, goal by goal.
    by_goal: Box<[[f64; BLOCK]]>,
    /// On all goals together, by asker: what this origin alone would give, weighed.
    light: Box<[u16]>,
}

#[derive(Debug)]
pub(super) struct Transferability {
    codes: Vec<Option<CountryCode>>,
    /// By country: what share of its wants each goal has.
    weights: Vec<[f64; GOALS]>,
    /// By country of origin, made when first needed.
    leads: Vec<OnceLock<Leads>>,
    /// By asker: what the criterion weighs.
    light: Vec<f64>,
    /// By asker: what share of its wants each goal has, and how far it is on each.
    wanted: Vec<Lanes>,
    here: Vec<Lanes>,
    /// By country: how far it is on each goal.
    there: Vec<Lanes>,
}

impl Transferability {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let weights: Vec<[f64; GOALS]> = askers.iter().map(goal_weights).collect();
        Self {
            codes: askers.iter().map(|asker| asker.code).collect(),
            wanted: weights.iter().map(|it| lanes(|goal| it[goal])).collect(),
            here: askers.iter().map(|asker| scores(asker.code, f64::INFINITY)).collect(),
            there: CountryCode::all().map(|it| scores(Some(it), f64::NEG_INFINITY)).collect(),
            weights,
            leads: none(),
            light: vec![0.0; askers.len()],
        }
    }

    fn origins<'s>(&'s self, candidate: &'s Candidate<'_>) -> impl Iterator<Item = &'s Leads> {
        known(candidate.organisation).map(|code| self.leads(code))
    }

    fn leads(&self, origin: CountryCode) -> &Leads {
        self.leads[origin.index()].get_or_init(|| {
            let blocks = self.codes.len().div_ceil(BLOCK);
            let mut by_goal = vec![[0.0; BLOCK]; blocks * GOALS].into_boxed_slice();
            let mut light = vec![0; self.codes.len()].into_boxed_slice();
            for (place, host) in self.codes.iter().enumerate() {
                let Some(host) = *host else { continue };
                let mut total = 0.0;
                for (goal, lead) in leads(origin, host).into_iter().enumerate() {
                    let weighed = self.weights[place][goal] * lead;
                    by_goal[place / BLOCK * GOALS + goal][place % BLOCK] = weighed;
                    total += weighed;
                }
                light[place] = in_steps(self.light[place] * total);
            }
            Leads { by_goal, light }
        })
    }
}

/// Home and every country of experience that the atlas knows.
fn known(organisation: &Organisation) -> impl Iterator<Item = CountryCode> {
    let experience = organisation.experience.iter().flatten().map(|it| it.country);
    organisation.home.into_iter().chain(experience).filter(|code| code.index() < COUNTRIES)
}

/// Nothing yet for any country.
fn none() -> Vec<OnceLock<Leads>> {
    (0..COUNTRIES).map(|_| OnceLock::new()).collect()
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

fn lanes(number: impl Fn(usize) -> f64) -> Lanes {
    std::array::from_fn(|goal| if goal < GOALS { number(goal) as f32 } else { 0.0 })
}

/// How far a country is on each goal, 0 to 100.
fn scores(code: Option<CountryCode>, missing: f64) -> Lanes {
    let facts = code.and_then(CountryCode::facts);
    lanes(|goal| facts.and_then(|facts| facts.scores[goal]).unwrap_or(missing))
}

/// Likeness x lead of the origin over the host on each goal, 0 to 1.
fn leads(origin: CountryCode, host: CountryCode) -> [f64; GOALS] {
    let (Some(alike), Some(there), Some(here)) =
        (likeness(origin, host), origin.facts(), host.facts())
    else {
        return [0.0; GOALS];
    };
    std::array::from_fn(|goal| match (there.scores[goal], here.scores[goal]) {
        (Some(there), Some(here)) => alike * (there - here).max(0.0) / 100.0,
        _ => 0.0,
    })
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
        let origins: Vec<&Leads> = self.origins(candidate).collect();
        for (block, values) in values.chunks_mut(BLOCK).enumerate() {
            let mut sums = [0.0; BLOCK];
            for goal in 0..GOALS {
                let mut best = [0.0; BLOCK];
                for leads in &origins {
                    for (best, lead) in best.iter_mut().zip(&leads.by_goal[block * GOALS + goal]) {
                        *best = if *best < *lead { *lead } else { *best };
                    }
                }
                for (sum, best) in sums.iter_mut().zip(best) {
                    *sum += best;
                }
            }
            values.copy_from_slice(&sums[..values.len()]);
        }
        at_most_one(values);
        Some(answer(candidate.organisation))
    }

    fn weigh(&mut self, weights: &[f64]) {
        (self.light, self.leads) = (weights.to_vec(), none());
    }

    /// The best of several origins on each goal is at most what they give together.
    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        if answer(candidate.organisation) == Answer::Missing {
            return Bound::Missing;
        }
        self.origins(candidate).for_each(|leads| steps::add(sums, &leads.light));
        Bound::AtMost(0.0)
    }

    fn closer(&self) -> Option<Closer> {
        Some(Closer::Facts)
    }

    fn closer_bounds(
        &self,
        candidate: &Candidate<'_>,
        places: &[usize],
        values: &mut [f32],
    ) -> Bound {
        if answer(candidate.organisation) == Answer::Missing {
            return Bound::Missing;
        }
        let origins: Vec<CountryCode> = known(candidate.organisation).collect();
        for (value, place) in values.iter_mut().zip(places) {
            let Some(host) = self.codes[*place] else { continue };
            let mut best = [0.0; LANES];
            for origin in &origins {
                // A score that is missing is nothing there and everything here: no lead.
                let alike = likeness(*origin, host).unwrap_or(0.0) as f32 / 100.0;
                let (there, here) = (&self.there[origin.index()], &self.here[*place]);
                for ((best, there), here) in best.iter_mut().zip(there).zip(here) {
                    let lead = alike * (there - here);
                    *best = if *best < lead { lead } else { *best };
                }
            }
            // Four sums side by side, as registers have them.
            let mut sums = [0.0; 4];
            for (best, wanted) in best.chunks_exact(4).zip(self.wanted[*place].chunks_exact(4)) {
                for (sum, (lead, weight)) in sums.iter_mut().zip(best.iter().zip(wanted)) {
                    *sum += lead * weight;
                }
            }
            *value += sums.iter().sum::<f32>();
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let organisation = candidate.organisation;
        let answer = answer(organisation);
        let Some(host) = country.code.filter(|_| answer != Answer::Missing) else {
            return Assessment::missing("neither home nor experience stated");
        };
        let (origins, weights) = (origins(organisation), goal_weights(country));
        let leads: Vec<[f64; GOALS]> = origins.iter().map(|it| leads(it.0, host)).collect();
        let mut evidence = Vec::new();
        for goal in (0..GOALS).filter(|goal| 0.0 < weights[*goal]) {
            let of_goal = leads.iter().map(|leads| leads[goal]).zip(&origins);
            let best = of_goal.fold(None, |best: Option<(f64, _)>, it| match best {
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
    // In tenths of a point, as the index gives them.
    let score = |code: CountryCode| {
        let score = code.facts().and_then(|facts| facts.scores[goal]).unwrap_or_default();
        let tenths = (score * 10.0).round() as u32;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let alike = likeness(origin, host).unwrap_or_default();
    let title = Sdg::goal(goal + 1).map_or("", Sdg::title);
    let text = format!(
        "experience of {} on SDG {} {title} (index 2022 {} there, {} here, likeness {})",
        origin.name(),
        goal + 1,
        score(origin),
        score(host),
        Shown(alike),
    );
    Evidence::adding(weight * lead, text, "atlas:sdg_index", Some(pointer.to_owned()))
}
