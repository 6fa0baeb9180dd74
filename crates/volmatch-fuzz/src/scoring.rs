//! Scoring: numbers in range, worked out again from their explanation, in one order.

use std::sync::{Arc, LazyLock};

use volmatch::{Best, Board, Catalog, Country, Listing, Match, Model, Organisation, read_str};

use crate::made;

/// Longer texts say nothing new, and take long.
const LONGEST: usize = 16 * 1024;

/// A board is dear to make: of so many inputs one is judged on a board of its own countries.
const OWN_BOARD_EVERY: u64 = 8;

/// Who asks everything there is to ask, and a country as the atlas knows it.
static BOARD: LazyLock<Board> = LazyLock::new(|| {
    let text = include_str!("asker.json");
    let (profiles, problems) = read_str("asker", text).keep_sound();
    assert!(problems.is_empty(), "the asker is not sound");
    Board::of(profiles.countries(), &["x-all", "KEN"], Model::default()).expect("both are known")
});

/// Organisations on a board that stands, some on their own: those of a text that begins like JSON, or
/// sound ones, made of the bytes. Nearly all that is left of a text when it was changed is refused.
pub(crate) fn parts(bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(LONGEST)];
    let is_made = !bytes.starts_with(b"{") && !bytes.starts_with(b"[");
    let text = match is_made {
        true => made::records(bytes).into(),
        false => String::from_utf8_lossy(bytes),
    };
    let (profiles, problems) = read_str("f", &text).keep_sound();
    assert!(!is_made || problems.is_empty(), "what is made is not sound: {}\n{text}", problems[0]);
    let organisations = profiles.organisations();
    if organisations.is_empty() {
        return;
    }
    check(&ranked(&BOARD, organisations));
    let countries: &[Country] = profiles.countries();
    if !countries.is_empty() && crate::is_one_in(OWN_BOARD_EVERY, bytes) {
        let board = Board::new(&countries[..countries.len().min(3)], Model::default());
        check(&ranked(&board, organisations));
    }
}

/// The profiles as a catalog, with its threads.
pub(crate) fn whole(bytes: &[u8]) {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]);
    let (profiles, _) = read_str("f", &text).keep_sound();
    if profiles.countries().is_empty() {
        return;
    }
    let one_by_one = {
        let board = Board::new(profiles.countries(), Model::default());
        ranked(&board, profiles.organisations())
    };
    let matches = Catalog::new(profiles, Model::default()).rank_all(Listing::best(5));
    check(&matches);
    let of = |it: &Match| (it.country.clone(), it.organisation.id.clone(), it.score.to_bits());
    let both: Vec<_> = [one_by_one, matches].iter().map(|it| it.iter().map(of).collect()).collect();
    let [one, other]: [Vec<_>; 2] = both.try_into().expect("there are two");
    assert_eq!(one, other, "threads change something");
}

fn ranked(board: &Board, organisations: &[Organisation]) -> Vec<Match> {
    let mut best = Best::new(board, Listing::best(5));
    organisations.iter().for_each(|it| best.offer(&Arc::new(it.clone())));
    best.into_matches()
}

fn check(matches: &[Match]) {
    let mut before: Option<(&str, f64)> = None;
    for found in matches {
        let is_share = |value: f64| (0.0..=1.0).contains(&value);
        let (low, high) = found.bounds;
        assert!(is_share(found.score) && is_share(low) && is_share(high), "out of range");
        assert!(is_share(found.completeness) && is_share(found.host_value), "out of range");
        assert!(low <= found.score + 1e-12 && found.score <= high + 1e-12, "out of its bounds");
        assert_eq!(
            found.recompute().to_bits(),
            found.score.to_bits(),
            "not to be worked out again"
        );
        if let Some((country, score)) = before
            && country == found.country
        {
            assert!(found.score <= score + 1e-12, "out of order");
        }
        before = Some((&found.country, found.score));
    }
}
