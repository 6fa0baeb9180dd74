//! Is the likeness of countries built right? `cargo run --release --example hidden_countries -- DATA`
//!
//! DATA holds `charities_with_countries.jsonl`. Of every charity with at least four countries among
//! the DAC recipients, half of them are hidden and searched for by the other half: recall among the
//! first ten, for log popularity (counted on the train rows), x (1 + reach), and reach alone. A check
//! of likeness, no promise of prediction. The mean of ten ways to hide; dev rows apart.

use std::{collections::HashMap, env, fs, path::Path};

use volmatch::{
    Board, Catalog, Model,
    atlas::countries::{CountryCode, Facts},
    read_str,
};

struct Charity {
    countries: Vec<CountryCode>,
    is_train: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(folder) = env::args().nth(1) else {
        println!("SKIPPED: no folder of data named: hidden_countries -- DATA");
        return Ok(());
    };
    let text = fs::read_to_string(Path::new(&folder).join("charities_with_countries.jsonl"))?;
    let charities: Vec<Charity> = text.lines().map(read).collect::<Result<_, _>>()?;
    let mut popularity: HashMap<CountryCode, f64> = HashMap::new();
    for code in charities.iter().filter(|it| it.is_train).flat_map(|it| &it.countries) {
        *popularity.entry(*code).or_default() += 1.0;
    }
    let popular = |code: CountryCode| (1.0 + popularity.get(&code).unwrap_or(&0.0)).ln();
    println!("rows         charities  popularity  x (1 + reach)  reach alone");
    for (name, wanted) in [("train + dev", None), ("dev", Some(false))] {
        let chosen: Vec<&Charity> = charities
            .iter()
            .filter(|it| it.countries.len() >= 4 && wanted.is_none_or(|train| it.is_train == train))
            .collect();
        let recall =
            |score: &dyn Fn(CountryCode, f64) -> f64| -> Result<f64, Box<dyn std::error::Error>> {
                let mut sum = 0.0;
                for seed in 0..10 {
                    for charity in &chosen {
                        sum += recall_at_10(charity, seed, score)?;
                    }
                }
                Ok(sum / (10 * chosen.len()) as f64)
            };
        println!(
            "{name:<13}{:>9}  {:>10.3}  {:>13.3}  {:>11.3}",
            chosen.len(),
            recall(&|code, _| popular(code))?,
            recall(&|code, reach| popular(code) * (1.0 + reach))?,
            recall(&|_, reach| reach)?,
        );
    }
    Ok(())
}

fn read(line: &str) -> Result<Charity, Box<dyn std::error::Error>> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let codes = value["countries"].as_array().into_iter().flatten().filter_map(|it| it.as_str());
    let mut countries: Vec<CountryCode> = codes.filter_map(|code| code.parse().ok()).collect();
    countries.retain(|code| code.facts().is_some_and(is_recipient));
    countries.sort_unstable();
    countries.dedup();
    Ok(Charity { countries, is_train: value["split"] == "train" })
}

fn is_recipient(facts: &Facts) -> bool {
    facts.dac.is_some()
}

/// Hides half of a charity's countries and looks for them among the first ten.
fn recall_at_10(
    charity: &Charity,
    seed: u64,
    score: &dyn Fn(CountryCode, f64) -> f64,
) -> Result<f64, Box<dyn std::error::Error>> {
    let mut shuffled = charity.countries.clone();
    shuffled.sort_by_key(|code| {
        // Another order for each seed, the same on every machine.
        (code.index() as u64 + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(7 * seed as u32 + 3)
            ^ seed.wrapping_mul(0xbf58_476d_1ce4_e5b9)
    });
    let (hidden, known) = shuffled.split_at(shuffled.len() / 2);
    let experience: Vec<String> = known.iter().map(|code| format!("\"{code}\"")).collect();
    let record = format!(
        r#"{{"type":"organisation","id":"it","name":"It","experience":[{}]}}"#,
        experience.join(",")
    );
    let profiles = read_str("charity", &record).check()?;
    let wanted: Vec<&str> = CountryCode::all()
        .filter(|code| code.facts().is_some_and(is_recipient) && !known.contains(code))
        .map(|code| code.as_str())
        .collect();
    let catalog = Catalog::on(Board::of(&[], &wanted, Model::default())?, profiles);
    let organisation = catalog.organisation("it")?;
    let mut scored: Vec<(f64, CountryCode)> = Vec::new();
    for place in 0..catalog.board().askers().len() {
        let explanation = catalog.board().explain(organisation, place);
        let reach = explanation.contributions.iter().find(|it| it.criterion == "reach");
        let code: CountryCode = explanation.country.parse()?;
        scored.push((score(code, reach.map_or(0.0, |it| it.value)), code));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let found = scored.iter().take(10).filter(|(_, code)| hidden.contains(code)).count();
    Ok(found as f64 / hidden.len() as f64)
}
