//! How do I judge by something of my own? `cargo run --example own_criterion`

use volmatch::{
    Answer, Asker, Assessment, Board, Candidate, Catalog, Criterion, Evidence, Model, SAMPLE, Side,
    read_str,
};

/// Whether the organisation has been in the country for long: a year counts 1/20, up to 20.
#[derive(Debug)]
struct Staying;

impl Criterion for Staying {
    fn name(&self) -> &str {
        "staying"
    }

    fn side(&self) -> Side {
        Side::Host
    }

    fn is_asked(&self, country: &Asker) -> bool {
        country.code.is_some()
    }

    fn assess(&self, candidate: &Candidate<'_>, country: &Asker) -> Assessment {
        let experience = candidate.organisation.experience.as_deref().unwrap_or_default();
        let here = experience.iter().find(|it| Some(it.country) == country.code);
        match here.and_then(|it| it.since) {
            None => Assessment::missing("no year of arrival stated"),
            Some(since) => {
                let share = f64::from((2026 - since).clamp(0, 20)) / 20.0;
                let text = format!("here since {since}");
                let evidence = Evidence::adding(share, text, "organisation", None);
                Assessment { answer: Answer::Observed, ..Assessment::observed(vec![evidence]) }
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let board = Board::of(&[], &["KEN"], Model::default())?.with_criterion(Box::new(Staying), 0.2);
    let catalog = Catalog::on(board, read_str("sample", SAMPLE).check()?);
    for found in catalog.rank("KEN", 5)? {
        let staying = found.contributions.iter().find(|it| it.criterion == "staying");
        let why = staying.map_or("", |it| &it.evidence[0].text);
        println!("{:.2}  {}: {why}", found.score, found.organisation.name);
    }
    Ok(())
}
