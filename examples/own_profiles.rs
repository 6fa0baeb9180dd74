//! How do I match profiles of my own? `cargo run --example own_profiles`

use volmatch::{Catalog, Model, read_str};

const PROFILES: &str = r#"{
  "schema_version": 1,
  "organisations": [
    {"id": "nurses", "name": "Nurses Abroad", "home": "IRL", "languages": ["en"],
     "sdgs": [{"code": "3.8", "evidence": [{"country": "ZMB", "year": 2024, "quality": 0.8}]}]},
    {"id": "teachers", "name": "Teachers of the Lakes", "home": "UGA", "sdgs": ["4.1"], "languages": ["en", "sw"]}
  ],
  "countries": [
    {"id": "MWI", "name": "Malawi", "priorities": [
      {"title": "Universal health coverage", "weight": 3, "sdgs": ["3.8"], "source": "national plan, p. 40"},
      {"title": "Schools", "weight": 1, "sdgs": ["4.1"]}]},
    {"id": "x-lakeshore", "name": "Lakeshore districts", "priorities": [{"title": "Schools", "sdgs": ["4"]}]}
  ]
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::new(read_str("own.json", PROFILES).check()?, Model::default());
    for country in ["MWI", "x-lakeshore"] {
        println!("{country}");
        for found in catalog.rank(country, 3)? {
            let (low, high) = found.bounds;
            println!("  {:.2} ({low:.2} to {high:.2})  {}", found.score, found.organisation.name);
        }
    }

    // A mistake is told with its place and what would be right.
    let mistaken = PROFILES.replace("\"MWI\"", "\"MWX\"");
    if let Err(error) = read_str("own.json", &mistaken).check() {
        println!("{error}");
    }
    Ok(())
}
