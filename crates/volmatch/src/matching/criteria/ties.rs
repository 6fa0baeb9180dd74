//! Ties: presence in the country, next door and in the subregion, saturating.
//!
//! 1 - exp(-x / scale), where each country of experience adds to x by its nearest relation.

use crate::{
    atlas::countries::{COUNTRIES, CountryCode},
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{Answer, Assessment, Criterion, Evidence, Shown, Side},
    model::{Constants, Model},
};

#[derive(Debug)]
pub(super) struct Ties {
    constants: Constants,
    /// By country of experience: the places near it, with the relation.
    near: Vec<Vec<(usize, Relation)>>,
    /// The value for each count of relations, so that no exponential is computed twice.
    values: Vec<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Relation {
    Same,
    Neighbour,
    Subregion,
}

/// More relations of one kind than any country has: 17 to a subregion, 14 neighbours at most.
const MANY: usize = 32;

impl Relation {
    fn of(host: CountryCode, known: CountryCode) -> Option<Self> {
        if host == known {
            return Some(Self::Same);
        }
        let (host, known_facts) = (host.facts()?, known.facts()?);
        if host.borders.contains(&known) {
            return Some(Self::Neighbour);
        }
        (host.subregion_m49 == known_facts.subregion_m49).then_some(Self::Subregion)
    }

    fn presence(self, constants: &Constants) -> f64 {
        match self {
            Self::Same => 1.0,
            Self::Neighbour => constants.neighbour_presence,
            Self::Subregion => constants.subregion_presence,
        }
    }

    /// What it adds to the index of [`Ties::values`].
    fn step(self) -> usize {
        match self {
            Self::Same => MANY * MANY,
            Self::Neighbour => MANY,
            Self::Subregion => 1,
        }
    }
}

impl Ties {
    pub(super) fn new(askers: &[Asker], model: &Model) -> Self {
        let constants = model.constants;
        let mut near = vec![Vec::new(); COUNTRIES];
        for known in CountryCode::all() {
            for (place, asker) in askers.iter().enumerate() {
                if let Some(relation) = asker.code.and_then(|host| Relation::of(host, known)) {
                    near[known.index()].push((place, relation));
                }
            }
        }
        let value = |index: usize| {
            let count = |n: usize| n as f64;
            let presence = count(index / (MANY * MANY))
                + count(index / MANY % MANY) * constants.neighbour_presence
                + count(index % MANY) * constants.subregion_presence;
            saturated(presence, &constants)
        };
        Self { constants, near, values: (0..2 * MANY * MANY).map(value).collect() }
    }
}

fn saturated(presence: f64, constants: &Constants) -> f64 {
    // Never quite 1, which a very small scale would round to.
    (1.0 - libm::exp(-presence / constants.ties_scale)).min(1.0 - f64::EPSILON)
}

impl Criterion for Ties {
    fn name(&self) -> &str {
        "ties"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.code.is_some()
    }

    fn assess_all(&self, candidate: &Candidate<'_>, values: &mut [f64]) -> Option<Answer> {
        let Some(experience) = &candidate.organisation.experience else {
            return Some(Answer::Missing);
        };
        // Whole numbers first, exact in any order; then a look-up for each country touched. What is
        // looked up is below 1, so that a second visit leaves it alone.
        let known = || experience.iter().filter_map(|it| self.near.get(it.country.index()));
        for (place, relation) in known().flatten() {
            values[*place] += relation.step() as f64;
        }
        for (place, _) in known().flatten() {
            if 1.0 <= values[*place] {
                values[*place] = self.values[values[*place] as usize];
            }
        }
        Some(Answer::Observed)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(experience) = &candidate.organisation.experience else {
            return Assessment::missing("no experience abroad stated");
        };
        let Some(host) = country.code else {
            return Assessment::observed(vec![Evidence::comment("not a country", "model")]);
        };
        let mut related = Vec::new();
        for (index, it) in experience.iter().enumerate() {
            if let Some(relation) = Relation::of(host, it.country) {
                related.push((relation, index, it));
            }
        }
        let presence: f64 = related.iter().map(|(it, ..)| it.presence(&self.constants)).sum();
        let value = saturated(presence, &self.constants);
        let mut evidence = Vec::new();
        for (relation, index, it) in related {
            let part = relation.presence(&self.constants);
            let share = if 0.0 < presence { value * part / presence } else { 0.0 };
            let since = it.since.map(|year| format!(" since {year}")).unwrap_or_default();
            let text = match relation {
                Relation::Same => format!("has worked in {}{since}", it.country.name()),
                Relation::Neighbour => {
                    format!("has worked next door in {}{since}", it.country.name())
                }
                Relation::Subregion => {
                    format!("has worked in the subregion, {}{since}", it.country.name())
                }
            };
            let text = format!("{text} (presence {})", Shown(part));
            let pointer = Some(format!("/experience/{index}"));
            evidence.push(Evidence::adding(share, text, "organisation", pointer));
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("no experience here or near", "organisation"));
        }
        Assessment::observed(evidence)
    }
}
