//! Which organisations for Kenya? `cargo run --example quickstart`

use volmatch::{Catalog, Model, SAMPLE, read_str};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::new(read_str("sample", SAMPLE).check()?, Model::default());
    for found in catalog.rank("KEN", 5)? {
        println!("{:.2}  {}", found.score, found.organisation.name);
    }
    Ok(())
}
