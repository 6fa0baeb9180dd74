//! Initiatives: the share of the country's initiatives, such as `bri:5`, that both belong to.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{Assessment, Criterion, Evidence, Side},
};

/// The five pillars of the Belt and Road, by their tags.
const PILLARS: [(&str, &str); 5] = [
    ("bri:1", "Belt and Road, policy coordination"),
    ("bri:2", "Belt and Road, facilities connectivity"),
    ("bri:3", "Belt and Road, unimpeded trade"),
    ("bri:4", "Belt and Road, financial integration"),
    ("bri:5", "Belt and Road, people-to-people bonds, as SDG 17 has them"),
];

#[derive(Debug)]
pub(super) struct Initiatives;

impl Criterion for Initiatives {
    fn name(&self) -> &str {
        "initiatives"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        !country.initiatives.is_empty()
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let Some(own) = &candidate.organisation.initiatives else {
            return Assessment::missing("no initiatives stated");
        };
        let mut evidence = Vec::new();
        for initiative in &country.initiatives {
            if let Some(index) = own.iter().position(|it| it == initiative) {
                let share = 1.0 / country.initiatives.len() as f64;
                let about = PILLARS.iter().find(|(pillar, _)| pillar == initiative);
                let about = about.map(|(_, about)| format!(" ({about})")).unwrap_or_default();
                let text = format!("both belong to {initiative}{about}");
                let pointer = Some(format!("/initiatives/{index}"));
                evidence.push(Evidence::adding(share, text, "organisation", pointer));
            }
        }
        if evidence.is_empty() {
            evidence.push(Evidence::comment("no initiative in common", "organisation"));
        }
        Assessment::observed(evidence)
    }
}
