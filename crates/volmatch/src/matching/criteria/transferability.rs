//! Transferability: experience from where contexts are alike and the same goal is further on.
//!
//! Sum over goals of the country's weight x the best, over home and countries of experience, of
//! likeness x how much further that country is on the goal, on the SDG Index.

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
            leads::{Leads, goal_weights, leads},
            weighted::at_most_one,
        },
        steps,
    },
    sdg::{GOALS, Sdg},
};

#[derive(Debug)]
pub(super) struct Transferability(Leads);

impl Transferability {
    pub(super) fn new(askers: &[Asker]) -> Self {
        Self(Leads::new(askers))
    }
}

/// Home and every country of experience that the atlas knows.
fn known(organisation: &Organisation) -> impl Iterator<Item = CountryCode> {
    let experience = organisation.experience.iter().flatten().map(|it| it.country);
    organisation.home.into_iter().chain(experience).filter(|code| code.index() < COUNTRIES)
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

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let origins: Vec<CountryCode> = known(candidate.organisation).collect();
        self.0.together(&origins, places, values);
        at_most_one(values);
        Some(answer(candidate.organisation))
    }

    fn weigh(&mut self, weights: &[f64]) {
        self.0.weigh(weights);
    }

    /// The best of several origins on each goal is at most what they give together.
    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        if answer(candidate.organisation) == Answer::Missing {
            return Bound::Missing;
        }
        known(candidate.organisation).for_each(|code| steps::add(sums, self.0.alone(code)));
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
        self.0.about(known(candidate.organisation), places, values);
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
