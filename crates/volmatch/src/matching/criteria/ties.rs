//! Ties: presence in the country, next door and in the subregion, saturating.
//!
//! 1 - exp(-x / scale), where each country of experience adds to x by its nearest relation. Where no
//! experience is stated, countries named in the organisation's words take its place, at a discount.

use crate::{
    atlas::countries::{COUNTRIES, CountryCode},
    catalog::{asker::Asker, candidate::Candidate},
    matching::{
        criteria::{Answer, Assessment, Bound, Criterion, Evidence, Shown, Side},
        steps::{add, in_steps, zeros},
    },
    model::{Constants, Model},
};

#[derive(Debug)]
pub(super) struct Ties {
    constants: Constants,
    /// By country of experience: the places near it, with the relation.
    near: Vec<Vec<(usize, Relation)>>,
    /// The value for each count of relations, so that no exponential is computed twice.
    values: Vec<f64>,
    /// The same for countries that are only named.
    of_named: Vec<f64>,
    /// By country of experience: what it alone adds at each place, weighed.
    light: Vec<Box<[u16]>>,
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
        let values = |counts: f64| {
            let value = |index: usize| {
                let count = |n: usize| n as f64;
                let presence = count(index / (MANY * MANY))
                    + count(index / MANY % MANY) * constants.neighbour_presence
                    + count(index % MANY) * constants.subregion_presence;
                saturated(counts * presence, &constants)
            };
            (0..2 * MANY * MANY).map(value).collect()
        };
        let (values, of_named) = (values(1.0), values(constants.named_presence));
        Self { constants, near, values, of_named, light: Vec::new() }
    }
}

/// The countries that a candidate knows, and whether its record states them or its words name them.
fn known<'c>(candidate: &'c Candidate<'_>) -> Option<(Answer, Vec<Known<'c>>)> {
    if let Some(experience) = &candidate.organisation.experience {
        let known = experience.iter().enumerate().map(|(index, it)| Known {
            country: it.country,
            since: it.since,
            named: None,
            pointer: format!("/experience/{index}"),
        });
        return Some((Answer::Observed, known.collect()));
    }
    let said = candidate.said.as_ref().filter(|said| !said.countries.is_empty())?;
    let known = said.countries.iter().map(|it| Known {
        country: it.country,
        since: None,
        named: Some(said.word(it.start, it.end)),
        pointer: said.pointer(it.start),
    });
    Some((Answer::Inferred, known.collect()))
}

/// A country that a candidate knows.
struct Known<'c> {
    country: CountryCode,
    since: Option<i32>,
    /// The words that name it, where it is only named.
    named: Option<&'c str>,
    pointer: String,
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

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        _: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let (answer, values_of) = match (&candidate.organisation.experience, &candidate.said) {
            (Some(_), _) => (Answer::Observed, &self.values),
            (None, Some(said)) if !said.countries.is_empty() => (Answer::Inferred, &self.of_named),
            _ => return Some(Answer::Missing),
        };
        // Whole numbers first, exact in any order; then a look-up for each country touched. What is
        // looked up is below 1, so that a second visit leaves it alone.
        let stated = candidate.organisation.experience.iter().flatten().map(|it| it.country);
        let named = candidate.said.iter().flat_map(|said| &said.countries).map(|it| it.country);
        let countries: Vec<CountryCode> = stated.chain(named).collect();
        let near = || countries.iter().filter_map(|it| self.near.get(it.index())).flatten();
        for (place, relation) in near() {
            values[*place] += relation.step() as f64;
        }
        for (place, _) in near() {
            if 1.0 <= values[*place] {
                values[*place] = values_of[values[*place] as usize];
            }
        }
        Some(answer)
    }

    fn weigh(&mut self, weights: &[f64]) {
        let alone =
            |relation: Relation| saturated(relation.presence(&self.constants), &self.constants);
        let row = |near: &Vec<(usize, Relation)>| {
            let mut row = zeros(weights.len());
            for (place, relation) in near {
                row[*place] = in_steps(weights[*place] * alone(*relation));
            }
            row
        };
        self.light = self.near.iter().map(row).collect();
    }

    /// Ties saturate: several are at most what each adds alone. Named ones count less than stated ones.
    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        let said = candidate.said.as_ref().filter(|it| !it.countries.is_empty());
        let stated = candidate.organisation.experience.as_ref();
        if stated.is_none() && said.is_none() {
            return Bound::Missing;
        }
        let stated = stated.into_iter().flatten().map(|it| it.country);
        let named = said.into_iter().flat_map(|it| &it.countries).map(|it| it.country);
        let rows = stated.chain(named).filter_map(|it| self.light.get(it.index()));
        rows.for_each(|row| add(sums, row));
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some((answer, known)) = known(candidate) else {
            return Assessment::missing("no experience abroad stated");
        };
        let Some(host) = country.code else {
            let evidence = vec![Evidence::comment("not a country", "model")];
            return Assessment { answer, ..Assessment::observed(evidence) };
        };
        let counts = match answer {
            Answer::Inferred => self.constants.named_presence,
            _ => 1.0,
        };
        let presence_of = |relation: Relation| counts * relation.presence(&self.constants);
        let mut related = Vec::new();
        for it in known {
            if let Some(relation) = Relation::of(host, it.country) {
                related.push((relation, it));
            }
        }
        let presence: f64 = related.iter().map(|(it, _)| presence_of(*it)).sum();
        let value = saturated(presence, &self.constants);
        let mut evidence = Vec::new();
        for (relation, it) in related {
            let part = presence_of(relation);
            let share = if 0.0 < presence { value * part / presence } else { 0.0 };
            let since = it.since.map(|year| format!(" since {year}")).unwrap_or_default();
            let name = it.country.name();
            let where_it_is = match relation {
                Relation::Same => "",
                Relation::Neighbour => "next door, ",
                Relation::Subregion => "in the subregion, ",
            };
            let text = match it.named {
                Some(named) => format!("{where_it_is}{name} is named in text as `{named}`"),
                None => match relation {
                    Relation::Same => format!("has worked in {name}{since}"),
                    Relation::Neighbour => format!("has worked next door in {name}{since}"),
                    Relation::Subregion => {
                        format!("has worked in the subregion, {name}{since}")
                    }
                },
            };
            let text = format!("{text} (presence {})", Shown(part));
            evidence.push(Evidence::adding(share, text, "organisation", Some(it.pointer)));
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("no experience here or near", "organisation"));
        }
        Assessment { answer, ..Assessment::observed(evidence) }
    }
}
