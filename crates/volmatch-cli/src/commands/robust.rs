//! How firm the ranks of a listing are, for `match`.

use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};
use volmatch::{Board, Doubts, Listing, Organisation, Pair, Robustness};

use crate::{
    args::{MatchArgs, Robust},
    error::Failure,
    report::explanation::LAST_DRAWN,
};

/// Draws for each listing: a share is then known within 0.03, twice its standard error.
const DRAWS: usize = 1000;
/// The best so many, or those that are listed where that is more, contend in the draws.
pub(crate) const CONTENDERS: usize = 1000;

/// What is in doubt where ranks are to have their robustness: where it is asked for, or by itself where
/// one country's or one organisation's ranking is.
pub(crate) fn doubts(args: &MatchArgs, board: &Board) -> Option<Doubts> {
    let one = match args.organisation.len() {
        0 => board.askers().len() == 1,
        many => many == 1,
    };
    let is_wanted = match args.robust {
        Robust::Auto => one,
        Robust::Always => true,
        Robust::Never => false,
    };
    is_wanted.then(|| of_first(args.top))
}

/// What is in doubt of the first so many ranks.
fn of_first(top: usize) -> Doubts {
    Doubts { strengths: false, samples: DRAWS, top, ..Doubts::default() }
}

/// What the result says of the draws; nothing where there were none.
pub(crate) fn options(args: &MatchArgs, board: &Board) -> Value {
    let contenders = args.organisation.is_empty().then(|| CONTENDERS.max(args.top));
    doubts(args, board).map_or(Value::Null, |doubts| said(&doubts, contenders))
}

fn said(it: &Doubts, contenders: Option<usize>) -> Value {
    let vary = ["weights", "missing"];
    json!({ "draws": it.samples, "seed": it.seed, "vary": vary, "contenders": contenders })
}

/// How firm one rank is for the board's first asker, by those that contend, with what it says of the
/// draws; nothing of a rank that is too far down.
pub(crate) fn of_rank(
    board: &Board,
    rank: usize,
    contenders: &[Arc<Organisation>],
) -> Result<Option<(Robustness, Value)>, Failure> {
    if LAST_DRAWN < rank {
        return Ok(None);
    }
    let doubts = of_first(rank);
    let all = board.robustness_of_organisations(0, contenders, &doubts)?;
    Ok(all.last().map(|it| (*it, said(&doubts, Some(CONTENDERS)))))
}

/// Gives organisations listed for countries their robustness, from those that contend for each country.
pub(crate) fn of_organisations(
    board: &Board,
    pairs: &mut [Pair],
    contenders: &[Vec<Arc<Organisation>>],
    doubts: &Doubts,
) -> Result<(), Failure> {
    let of = |(place, all): (usize, &Vec<Arc<Organisation>>)| {
        board.robustness_of_organisations(place, all, doubts)
    };
    let all: Vec<Vec<Robustness>> =
        contenders.par_iter().enumerate().map(of).collect::<Result<_, _>>()?;
    for it in pairs {
        it.robustness = it.rank.and_then(|rank| all[it.place].get(rank - 1).copied());
    }
    Ok(())
}

/// Gives countries listed for one organisation their robustness.
pub(crate) fn of_countries(
    board: &Board,
    organisation: &Organisation,
    listing: Listing,
    pairs: &mut [Pair],
    doubts: &Doubts,
) -> Result<(), Failure> {
    let places = 0..board.askers().len();
    let places: Vec<usize> =
        places.filter(|place| listing.ranks(board, organisation, *place)).collect();
    let all = board.robustness_of_countries(organisation, &places, doubts)?;
    for it in pairs {
        it.robustness = it.rank.and_then(|rank| all.get(rank - 1).copied());
    }
    Ok(())
}
