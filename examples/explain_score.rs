//! Why does a pair score what it scores? `cargo run --example explain_score`

use volmatch::{Catalog, Model, SAMPLE, State, read_str};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::new(read_str("sample", SAMPLE).check()?, Model::default());
    let explanation = catalog.explain("vso", "KEN")?;
    println!(
        "{} for {}: {:.4}",
        explanation.organisation.name, explanation.country_name, explanation.score
    );
    for part in explanation.contributions.iter().filter(|it| it.state != State::NotAsked) {
        println!(
            "{:>12} {:<16} {:<9} {:.2} x {:.2} = {:.4}",
            part.side.to_string(),
            part.criterion,
            part.state.as_str(),
            part.weight,
            part.value,
            part.contribution
        );
        for evidence in part.evidence.iter().take(2) {
            println!("{:>14}{}", "", evidence.text);
        }
    }
    assert_eq!(explanation.recompute(), explanation.score);
    Ok(())
}
