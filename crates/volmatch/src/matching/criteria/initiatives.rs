//! Initiatives: the share of the country's initiatives, such as `bri:5`, that both belong to.

use crate::{
    catalog::{asker::Asker, candidate::Candidate},
    matching::criteria::{Assessment, Criterion, Evidence, Side},
};

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
                let text = format!("both belong to {initiative}");
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
