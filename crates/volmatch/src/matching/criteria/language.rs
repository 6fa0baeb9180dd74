//! Language: the share of the country's required, else official, languages that is spoken.

use rustc_hash::FxHashMap;

use crate::{
    atlas::languages::Language,
    catalog::{asker::Asker, candidate::Candidate},
    matching::{
        criteria::{Answer, Assessment, Bound, Criterion, Evidence, Side},
        steps::{self, in_steps, zeros},
    },
};

#[derive(Debug)]
pub(super) struct LanguageShare {
    /// The places of the countries that work in a language, each with what the language adds.
    places: FxHashMap<Language, Vec<(usize, f64)>>,
    /// By language, what it adds to each country, weighed.
    light: FxHashMap<Language, Box<[u16]>>,
}

impl LanguageShare {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let mut places: FxHashMap<Language, Vec<(usize, f64)>> = FxHashMap::default();
        for (place, asker) in askers.iter().enumerate() {
            for language in &asker.languages {
                let share = 1.0 / asker.languages.len() as f64;
                places.entry(*language).or_default().push((place, share));
            }
        }
        Self { places, light: FxHashMap::default() }
    }
}

impl Criterion for LanguageShare {
    fn name(&self) -> &str {
        "language"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        !country.languages.is_empty()
    }

    fn assess_all(
        &self,
        candidate: &Candidate<'_>,
        _: Option<&[usize]>,
        values: &mut [f64],
    ) -> Option<Answer> {
        let Some(spoken) = &candidate.organisation.languages else { return Some(Answer::Missing) };
        // Sorted, each once: sums come out alike however the record lists them.
        for language in spoken {
            for (place, share) in self.places.get(language).map_or(&[][..], Vec::as_slice) {
                values[*place] = (values[*place] + share).min(1.0);
            }
        }
        Some(Answer::Observed)
    }

    fn weigh(&mut self, weights: &[f64]) {
        let light = |(language, places): (&Language, &Vec<(usize, f64)>)| {
            let mut row = zeros(weights.len());
            for (place, share) in places {
                row[*place] = in_steps(weights[*place] * share);
            }
            (*language, row)
        };
        self.light = self.places.iter().map(light).collect();
    }

    fn bound(&self, candidate: &Candidate<'_>, sums: &mut [u16]) -> Bound {
        let Some(spoken) = &candidate.organisation.languages else { return Bound::Missing };
        for row in spoken.iter().filter_map(|it| self.light.get(it)) {
            steps::add(sums, row);
        }
        Bound::AtMost(0.0)
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(spoken) = &candidate.organisation.languages else {
            return Assessment::missing("no languages stated");
        };
        // The languages are the country's own, stated by its record or by the atlas.
        let source = if country.states_languages { "country" } else { "atlas:names" };
        let share = 1.0 / country.languages.len() as f64;
        let mut evidence = Vec::new();
        for language in &country.languages {
            evidence.push(match spoken.contains(language) {
                true => {
                    let text = format!("speaks {language}, a language of {}", country.name);
                    Evidence::adding(share, text, "organisation", Some("/languages".into()))
                }
                false => {
                    let text = format!("{language}, a language of {}, is not stated", country.name);
                    Evidence::adding(0.0, text, source, None)
                }
            });
        }
        Assessment::observed(evidence)
    }
}
