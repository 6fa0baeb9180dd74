//! Scoring: numbers in range, worked out again from their explanation, in one order.

use volmatch::{Catalog, Listing, Model, read_str};

/// Longer texts say nothing new, and take long.
const LONGEST: usize = 16 * 1024;

pub(crate) fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]);
    let (profiles, _) = read_str("f", &text).keep_sound();
    if profiles.countries().is_empty() || profiles.organisations().is_empty() {
        return;
    }
    let catalog = Catalog::new(profiles, Model::default());
    let matches = catalog.rank_all(Listing::best(5));
    let mut before: Option<(&str, f64)> = None;
    for found in &matches {
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
