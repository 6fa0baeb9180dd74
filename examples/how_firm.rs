//! How firm is the ranking, and what weight would change it? `cargo run --example how_firm`

use std::sync::Arc;

use volmatch::{Board, Doubts, Listing, Model, SAMPLE, read_str};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let profiles = read_str("sample", SAMPLE).check()?;
    let board = Board::of(profiles.countries(), &["KEN"], Model::default())?;
    let may_be = Listing::best(5);
    let organisations: Vec<_> = profiles
        .organisations()
        .iter()
        .filter(|it| may_be.ranks(&board, it, 0))
        .map(|it| Arc::new(it.clone()))
        .collect();
    // Whoever agrees with the order of the weights, but not with their numbers.
    let orders = board.order_of_weights();
    let doubts = Doubts { orders, missing: false, top: 5, ..Doubts::default() };
    let found = board.sensitivity_of_organisations(0, &organisations, &doubts)?;
    for it in &found.standings {
        let (first, name) = (it.acceptability[0], &it.contender.name);
        println!("{}. {name}: first in {first:.2} of the draws", it.rank);
    }
    for it in &found.leads {
        if let Some(next) = it.leads.get(it.now + 1) {
            let name = &found.names[next.contender].1;
            println!("{} {:.2} -> {:.2} makes {name} first", it.criterion, it.weight, next.from);
        }
    }
    Ok(())
}
