//! Reach: how alike the country is to the one most like it that the organisation knows.

use std::sync::OnceLock;

use crate::{
    atlas::{
        countries::{COUNTRIES, CountryCode},
        likeness::likeness,
    },
    catalog::{asker::Asker, candidate::Candidate},
    input::profile::Experience,
    matching::{
        criteria::{Answer, Assessment, Bound, Criterion, Evidence, Shown, Side, weighted},
        steps::{add, raise, row_in_steps},
    },
};

#[derive(Debug)]
pub(super) struct Reach {
    codes: Vec<Option<CountryCode>>,
    /// By country known: its likeness to each country, made when first needed.
    rows: Vec<OnceLock<Box<[f64]>>>,
    weights: Vec<f64>,
    /// By country known: the same, weighed.
    light: Vec<OnceLock<Box<[u16]>>>,
}

impl Reach {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let codes = askers.iter().map(|asker| asker.code).collect();
        let weights = vec![0.0; askers.len()];
        Self { codes, rows: none(), weights, light: none() }
    }

    fn row(&self, known: CountryCode) -> &[f64] {
        let likeness_to =
            |host: &Option<CountryCode>| host.and_then(|host| likeness(known, host)).unwrap_or(0.0);
        self.rows[known.index()].get_or_init(|| self.codes.iter().map(likeness_to).collect())
    }
}

/// Nothing yet for any country.
fn none<T>() -> Vec<OnceLock<T>> {
    (0..COUNTRIES).map(|_| OnceLock::new()).collect()
}

/// The countries known of which the atlas has facts.
fn known(experience: &[Experience]) -> Vec<(usize, CountryCode)> {
    let codes = experience.iter().map(|it| it.country).enumerate();
    codes.filter(|(_, code)| code.index() < COUNTRIES).collect()
}

impl Criterion for Reach {
    fn name(&self) -> &str {
        "reach"
    }

    fn side(&self) -> Side {
        Side::Organisation
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.code.is_some()
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        places: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(experience) = &candidate.organisation.experience else {
            return Some(Answer::Missing);
        };
        for (_, code) in known(experience) {
            weighted::raise(values, self.row(code), places);
        }
        Some(Answer::Observed)
    }

    fn weigh(&mut self, weights: &[f64]) {
        (self.weights, self.light) = (weights.to_vec(), none());
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        let Some(experience) = &candidate.organisation.experience else { return Bound::Missing };
        let row = |code: CountryCode| {
            self.light[code.index()].get_or_init(|| row_in_steps(&self.weights, self.row(code)))
        };
        let inside = experience.iter().map(|it| it.country).filter(|it| it.index() < COUNTRIES);
        let mut rows = inside.map(|code| &**row(code));
        if let Some(first) = rows.next() {
            let mut best = first.to_vec();
            for row in rows {
                raise(&mut best, row);
            }
            add(sums, &best);
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(experience) = &candidate.organisation.experience else {
            return Assessment::missing("no experience abroad stated");
        };
        let alike =
            |code: CountryCode| country.code.and_then(|host| likeness(code, host)).unwrap_or(0.0);
        let known = known(experience).into_iter().map(|(index, code)| (alike(code), index, code));
        // The first of equals: `max_by` gives the last one.
        let nearest = known.rev().max_by(|a, b| a.0.total_cmp(&b.0));
        let mut evidence = Vec::new();
        if let Some((alike, index, code)) = nearest {
            let text = match Some(code) == country.code {
                true => format!("knows {} itself (likeness 1)", code.name()),
                false => format!("knows {}, alike (likeness {})", code.name(), Shown(alike)),
            };
            let pointer = Some(format!("/experience/{index}"));
            evidence.push(Evidence::adding(alike, text, "organisation", pointer));
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("knows no country of the atlas", "organisation"));
        }
        Assessment::observed(evidence)
    }
}
