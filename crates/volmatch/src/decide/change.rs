//! The smallest single change to an organisation's record that would lift it to a place.

use std::sync::Arc;

use crate::{
    input::profile::{Organisation, Tag, TagEvidence},
    matching::board::Board,
    sdg::Sdg,
};

/// One change to a record, and what the pair would then score.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// In words: what would have to be stated or shown.
    pub what: String,
    /// The score it would give, 0 to 1.
    pub score: f64,
    /// The completeness it would give, 0 to 1.
    pub completeness: f64,
}

/// Qualities of evidence that are tried, from little to beyond doubt.
const QUALITIES: [f64; 4] = [0.25, 0.5, 0.75, 1.0];

impl Board {
    /// Every single change that would raise an organisation's score for an asker, the least first.
    ///
    /// Tried are: one goal or target the country wants, with evidence of the model's year; one
    /// language; one sector; the capacity the country wants. Each is scored in full, none is guessed.
    ///
    /// # Panics
    ///
    /// If the board has no such place.
    #[must_use]
    pub fn changes(&self, organisation: &Arc<Organisation>, place: usize) -> Vec<Change> {
        let now = self.explain(organisation, place).score;
        let mut changes: Vec<Change> = self
            .variants(organisation, place)
            .into_iter()
            .map(|(what, changed)| {
                let it = self.explain(&Arc::new(changed), place);
                Change { what, score: it.score, completeness: it.completeness }
            })
            .filter(|change| now < change.score)
            .collect();
        changes.sort_by(|a, b| a.score.total_cmp(&b.score).then_with(|| a.what.cmp(&b.what)));
        changes
    }

    fn variants(&self, organisation: &Organisation, place: usize) -> Vec<(String, Organisation)> {
        let asker = &self.askers()[place];
        let mut variants = Vec::new();
        let mut codes: Vec<Sdg> = asker.needs.iter().flat_map(|it| it.sdgs.clone()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            for quality in QUALITIES {
                let what = format!("evidence of quality {quality} of work on SDG {code}");
                variants.push((what, self.with_evidence(organisation, code, quality)));
            }
        }
        for language in &asker.languages {
            let mut changed = organisation.clone();
            let spoken = changed.languages.get_or_insert_default();
            if !spoken.contains(language) {
                spoken.push(*language);
                spoken.sort_unstable();
                variants.push((format!("volunteers who speak {language}"), changed));
            }
        }
        for sector in asker.needs.iter().flat_map(|it| &it.sectors) {
            let mut changed = organisation.clone();
            let sectors = changed.sectors.get_or_insert_default();
            if !sectors.contains(sector) {
                sectors.push(*sector);
                variants.push((format!("work in sector {sector} {}", sector.name()), changed));
            }
        }
        let demand = u32::try_from(asker.demand).unwrap_or(u32::MAX);
        if organisation.capacity.unwrap_or(0) < demand {
            let changed = Organisation { capacity: Some(demand), ..organisation.clone() };
            variants.push((format!("a capacity of {demand} volunteers a year"), changed));
        }
        variants
    }

    fn with_evidence(&self, organisation: &Organisation, code: Sdg, quality: f64) -> Organisation {
        let mut changed = organisation.clone();
        let tags = changed.sdgs.get_or_insert_default();
        let index = tags.iter().position(|tag| tag.code == code).unwrap_or_else(|| {
            tags.push(Tag { code, evidence: Vec::new() });
            tags.len() - 1
        });
        tags[index].evidence.push(TagEvidence {
            country: None,
            year: Some(self.model().year),
            quality: Some(quality),
            source: None,
        });
        changed
    }
}
