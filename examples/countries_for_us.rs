//! Which countries for our organisation? `cargo run --example countries_for_us`

use volmatch::{Catalog, Model, SAMPLE, read_str};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::new(read_str("sample", SAMPLE).check()?, Model::default());
    for found in catalog.rank_countries("vso", 8)? {
        let new = if found.is_new == Some(true) { " (new)" } else { "" };
        let why = found.top_reason().map_or("", |(_, evidence)| evidence.brief());
        println!("{:.2}  {}{new}: {why}", found.score, found.country_name);
    }
    Ok(())
}
