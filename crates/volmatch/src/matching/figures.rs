//! The figures of a pair, without the evidence.

use crate::{
    input::profile::Organisation,
    matching::{
        board::Board,
        criteria::Side,
        eligibility::{Verdict, eligibility, verdict},
        modality::Modality,
        sheet::{Sheet, mean_completeness},
    },
};

/// One pair in figures: those of its [`Explanation`](crate::Explanation), to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures<'b> {
    /// The asker's id.
    pub country: &'b str,
    /// From 1; `None` for a pair that may not be.
    pub rank: Option<usize>,
    /// 0 to 1.
    pub score: f64,
    /// The least and the most the score can be once everything is known.
    pub bounds: (f64, f64),
    /// Share of what is asked that is answered, 0 to 1.
    pub completeness: f64,
    /// Whether the pair may be.
    pub eligible: Verdict,
    /// Why not, or what is not known; empty where it may.
    pub reasons: Vec<String>,
    /// What the country gets, 0 to 1.
    pub host_value: f64,
    /// What the organisation gets, 0 to 1; `None` where nothing is known of it.
    pub organisation_value: Option<f64>,
    /// How far apart the two are, over their sum, 0 to 1.
    pub mutuality_gap: Option<f64>,
    /// The kind of cooperation.
    pub modality: Modality,
    /// Whether the country is new to the organisation, where it states its experience.
    pub is_new: Option<bool>,
}

impl Board {
    /// The figures of an organisation's sheet at one place, without a rank.
    pub(crate) fn figures_of(
        &self,
        organisation: &Organisation,
        sheet: &Sheet,
        place: usize,
    ) -> Figures<'_> {
        let asker = &self.askers()[place];
        let mean = self.model().mean;
        let host = sheet.side(self, Side::Host, place);
        let own = sheet.side(self, Side::Organisation, place);
        let is_one_sided = sheet.is_one_sided(place);
        let (low, high) = host.map_or((0.0, 1.0), |it| it.bounds);
        let (own_low, own_high) = match own {
            Some(own) if !is_one_sided => own.bounds,
            _ => (0.0, 1.0),
        };
        let score = sheet.scores[place];
        let gap = |host: f64, own: f64| {
            if 0.0 < host + own { (host - own).abs() / (host + own) } else { 0.0 }
        };
        let host_value = sheet.host[place];
        let organisation_value = (!is_one_sided).then(|| sheet.organisation[place]);
        let eligible = verdict(organisation, asker);
        let reasons = match eligible {
            Verdict::Yes => Vec::new(),
            Verdict::Unknown | Verdict::No => eligibility(organisation, asker).reasons,
        };
        let experience = organisation.experience.as_ref().zip(asker.code);
        Figures {
            country: &asker.id,
            rank: None,
            score,
            bounds: (mean.of(low, own_low).min(score), mean.of(high, own_high).max(score)),
            completeness: mean_completeness([host, own]),
            eligible,
            reasons,
            host_value,
            organisation_value,
            mutuality_gap: organisation_value.map(|own| gap(host_value, own)),
            modality: Modality::of(organisation, asker),
            is_new: experience.map(|(all, code)| all.iter().all(|it| it.country != code)),
        }
    }
}
