//! The laws that every answer keeps, on thousands of random catalogs.

mod support;

use std::{collections::BTreeSet, sync::Arc, sync::LazyLock};

use proptest::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use serde_json::json;
use support::{
    TOLERANCE, cases, countries, every_pair, is_near,
    models::models,
    oracle,
    random::{Dice, records},
    records::{Records, add_tag, id_of, is_plainly_out, optional_fields, want_it_seven_times},
    shown, value_of,
};
use volmatch::{
    Catalog, Contribution, Explanation, Listing, Match, Model, Organisation, Pair, Side, State,
    Verdict, read_str,
};

/// More than any catalog here has.
const ALL: usize = 40;

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn a_hard_rule_is_never_broken(records in records(1..=4, 1..=4), model in models()) {
        let catalog = Catalog::new(records.profiles(), model);
        let may_be: BTreeSet<(String, String)> = every_pair(&catalog)
            .into_iter()
            .filter(|it| it.eligibility.verdict != Verdict::No)
            .map(|it| (it.country.clone(), it.organisation.id.clone()))
            .collect();
        let mut listed = BTreeSet::new();
        for country in countries(&catalog) {
            for found in catalog.rank(&country, ALL).unwrap() {
                let id = &found.organisation.id;
                prop_assert!(!is_plainly_out(&records, &found), "{id} in {country}");
                listed.insert((country.clone(), id.clone()));
            }
        }
        prop_assert_eq!(&listed, &may_be);
        let by_organisation: BTreeSet<(String, String)> = catalog
            .organisations()
            .flat_map(|it| catalog.rank_countries(&it.id, ALL).unwrap())
            .map(|it| (it.country.clone(), it.organisation.id.clone()))
            .collect();
        prop_assert_eq!(&by_organisation, &may_be);
    }

    #[test]
    fn missing_is_missing(records in records(1..=1, 1..=3), model in models()) {
        let whole = every_pair(&Catalog::new(records.profiles(), model.clone()));
        for key in optional_fields(&records.organisations[0]) {
            let mut less = records.clone();
            less.organisations[0].as_object_mut().unwrap().remove(&key);
            let less = every_pair(&Catalog::new(less.profiles(), model.clone()));
            for (whole, less) in whole.iter().zip(&less) {
                let ((low, high), (whole_low, whole_high)) = (less.bounds, whole.bounds);
                prop_assert!(low <= whole_low + TOLERANCE, "lower bound without {key}");
                prop_assert!(whole_high - TOLERANCE <= high, "upper bound without {key}");
                let (share, whole_share) = (less.completeness, whole.completeness);
                prop_assert!(share <= whole_share + TOLERANCE, "completeness without {key}");
            }
        }
    }

    #[test]
    fn an_empty_profile_scores_nothing_of_all(
        records in records(0..=0, 1..=4),
        model in models(),
    ) {
        let empty = json!({ "type": "organisation", "id": "empty", "name": "Empty" });
        let records = Records { organisations: vec![empty], ..records };
        let model = Model { missing_value: Default::default(), ..model };
        for found in every_pair(&Catalog::new(records.profiles(), model)) {
            prop_assert_eq!((found.score, found.bounds), (0.0, (0.0, 1.0)));
            prop_assert_eq!(found.completeness, 0.0);
        }
    }

    #[test]
    fn no_pair_depends_on_other_records(records in records(2..=5, 1..=3), model in models()) {
        let mut catalog = Catalog::new(records.profiles(), model.clone());
        let together = shown(&every_pair(&catalog));
        let ids: Vec<&str> = records.organisations.iter().map(id_of).collect();
        let mut alone = Vec::new();
        for id in &ids {
            let mut catalog = Catalog::new(records.profiles(), model.clone());
            ids.iter().filter(|other| *other != id).for_each(|other| _ = catalog.remove(other));
            alone.extend(every_pair(&catalog));
        }
        prop_assert_eq!(shown(&alone), &*together);

        let whole = shown(&catalog.rank_all(Listing::best(ALL)));
        let mut reading = read_str("random.jsonl", &records.lines().join("\n"));
        let late = reading.organisations.pop().unwrap();
        let mut grown = Catalog::new(reading.check().unwrap(), model);
        let without = shown(&grown.rank_all(Listing::best(ALL)));
        for country in countries(&catalog) {
            let pair = grown.score_pair(&Arc::new(late.clone()), &country).unwrap();
            let full = catalog.explain(&late.id, &country).unwrap();
            prop_assert_eq!(format!("{pair:?}"), format!("{full:?}"));
        }
        prop_assert!(grown.insert(late.clone()).is_none());
        prop_assert_eq!(shown(&grown.rank_all(Listing::best(ALL))), &*whole);
        prop_assert!(catalog.remove(&late.id).is_some());
        prop_assert_eq!(shown(&catalog.rank_all(Listing::best(ALL))), without);
    }

    #[test]
    fn every_number_can_be_recomputed(records in records(1..=4, 1..=4), model in models()) {
        for found in every_pair(&Catalog::new(records.profiles(), model)) {
            recomputes(&found)?;
        }
    }

    #[test]
    fn neither_order_nor_threads_change_anything(
        records in records(1..=12, 1..=4),
        seed: u64,
    ) {
        let count = records.organisations.len() + records.countries.len();
        let order: Vec<usize> = (0..count).collect();
        let shuffled = Dice(seed).any_order(count);
        let rank = |order: &[usize]| {
            let catalog = Catalog::new(records.profiles_in_order(order), Model::default());
            let shows = Listing { show_ineligible: true, ..Listing::best(3) };
            shown(&catalog.rank_all(shows))
        };
        let expected = rank(&order);
        for pool in POOLS.iter() {
            prop_assert_eq!(pool.install(|| rank(&order)), &*expected);
            prop_assert_eq!(pool.install(|| rank(&shuffled)), &*expected);
        }
    }

    #[test]
    fn a_shorter_list_is_the_beginning_of_a_longer(records in records(1..=12, 1..=5)) {
        let catalog = Catalog::new(records.profiles(), Model::default());
        for country in countries(&catalog) {
            let of = |limit: usize| catalog.rank(&country, limit).unwrap();
            prop_assert_eq!(of(3).len(), of(ALL).len().min(3));
            prop_assert_eq!(shown(&of(3)), shown(&of(ALL)[..of(3).len()]));
        }
        for organisation in catalog.organisations() {
            let of = |limit: usize| catalog.rank_countries(&organisation.id, limit).unwrap();
            prop_assert_eq!(shown(&of(3)), shown(&of(ALL)[..of(3).len()]));
        }
    }

    #[test]
    fn only_proportions_of_weights_count(records in records(1..=6, 1..=3), model in models()) {
        let mut heavy = model.clone();
        heavy.host.values_mut().chain(heavy.organisation.values_mut()).for_each(|it| *it *= 7.0);
        let mut urgent = records.clone();
        urgent.countries.iter_mut().for_each(want_it_seven_times);
        let plain = Catalog::new(records.profiles(), model.clone());
        same_but_for_rounding(&plain, &Catalog::new(records.profiles(), heavy))?;
        same_but_for_rounding(&plain, &Catalog::new(urgent.profiles(), model))?;
    }

    #[test]
    fn one_more_shown_tag_is_no_loss(records in records(1..=1, 1..=3), seed: u64) {
        let mut more = records.clone();
        let added = add_tag(&mut Dice(seed), &mut more.organisations[0]);
        let Some(code) = added else { return Ok(()) };
        // The first tag that is stated takes the place of those inferred from words.
        if records.organisations[0].get("sdgs").is_none() {
            return Ok(());
        }
        let of = |records: &Records| Catalog::new(records.profiles(), Model::default());
        let (before, after) = (of(&records), of(&more));
        let pairs = every_pair(&before).into_iter().zip(every_pair(&after));
        for (asker, (before, after)) in before.board().askers().iter().zip(pairs) {
            prop_assert!(before.host_value <= after.host_value + TOLERANCE, "host by {code}");
            let is_wanted = value_of(&before, "fit") <= oracle::wanted(asker, &code);
            if is_wanted && before.organisation_value.is_some() {
                prop_assert!(before.score <= after.score + TOLERANCE, "score by {code}");
            }
        }
    }

    #[test]
    fn a_pair_among_others_is_explained_as_it_is_alone(
        records in records(1..=6, 1..=4),
        model in models(),
        seed: u64,
    ) {
        let catalog = Catalog::new(records.profiles(), model);
        let board = catalog.board();
        let pairs_of = |it: &Arc<Organisation>| {
            let organisation = it.clone();
            let pair = move |place| Pair {
                organisation: organisation.clone(), place, rank: Some(place), robustness: None,
            };
            (0..board.askers().len()).map(pair)
        };
        let all: Vec<Pair> = catalog.organisations().flat_map(pairs_of).collect();
        let order = Dice(seed).any_order(all.len());
        let pairs: Vec<Pair> = order.iter().map(|index| all[*index].clone()).collect();
        let (some, others) = pairs.split_at(pairs.len() / 3);
        for it in pairs.chunks(1).chain([&*pairs, some, others]) {
            let alone = |it: &Pair| Match {
                rank: it.rank, explanation: board.explain(&it.organisation, it.place), robustness: None,
            };
            let alone: Vec<Match> = it.iter().map(alone).collect();
            prop_assert_eq!(shown(&board.explain_pairs(it)), shown(&alone));
        }
    }

    #[test]
    fn a_ranking_is_in_its_stated_order(records in records(1..=12, 1..=4), model in models()) {
        let catalog = Catalog::new(records.profiles(), model);
        for country in countries(&catalog) {
            let ranking = catalog.rank(&country, ALL).unwrap();
            is_ranked(&ranking, |it| it.organisation.id.clone())?;
        }
        for organisation in catalog.organisations() {
            let ranking = catalog.rank_countries(&organisation.id, ALL).unwrap();
            is_ranked(&ranking, |it| it.country.clone())?;
        }
    }
}

/// Parts of a whole may sum to a little more than it; what is from 0 to 1 stays so.
#[test]
fn nothing_is_above_one() {
    let organisation = json!({ "type": "organisation", "id": "o", "name": "All it takes",
        "sectors": ["12220"] });
    let priority = |weight: f64| json!({ "sectors": ["122"], "weight": weight });
    let priorities = [1.0, 0.5, 0.3, 0.3].map(priority);
    let country = json!({ "type": "country", "id": "x-a", "name": "Health",
        "priorities": priorities });
    let records = Records { organisations: vec![organisation], countries: vec![country] };
    for found in every_pair(&Catalog::new(records.profiles(), Model::default())) {
        let numbers = [value_of(&found, "sectors"), found.host_value, found.score];
        assert!(numbers.iter().all(|number| *number <= 1.0), "{numbers:?}");
    }
}

/// One thread, two, and more than there are processors.
static POOLS: LazyLock<Vec<ThreadPool>> = LazyLock::new(|| {
    [1, 2, 8].map(|it| ThreadPoolBuilder::new().num_threads(it).build().unwrap()).into()
});

fn recomputes(found: &Explanation) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.recompute(), found.score);
    let side = |side: Side| -> f64 {
        found.contributions.iter().filter(|it| it.side == side).map(|it| it.contribution).sum()
    };
    prop_assert!(is_near(side(Side::Host), found.host_value));
    if let Some(own) = found.organisation_value {
        prop_assert!(is_near(side(Side::Organisation), own));
    }
    found.contributions.iter().try_for_each(rests_on_evidence)?;
    let (low, high) = found.bounds;
    prop_assert!(
        0.0 <= low && low <= found.score && found.score <= high && high <= 1.0,
        "{low} {high}"
    );
    prop_assert!((0.0..=1.0).contains(&found.completeness));
    prop_assert!(found.mutuality_gap.is_none_or(|gap| (0.0..=1.0).contains(&gap)));
    Ok(())
}

fn rests_on_evidence(it: &Contribution) -> Result<(), TestCaseError> {
    prop_assert!(!it.evidence.is_empty(), "{}", it.criterion);
    prop_assert!((0.0..=1.0).contains(&it.value), "{} is {}", it.criterion, it.value);
    prop_assert!(is_near(it.contribution, it.weight * it.value));
    if matches!(it.state, State::Observed | State::Inferred) {
        let shares: f64 = it.evidence.iter().filter_map(|it| it.share).sum();
        prop_assert!(
            (shares - it.value).abs() < 1e-9,
            "{}: {shares}, not {}",
            it.criterion,
            it.value
        );
    }
    Ok(())
}

/// Every pair within the tolerance, and in the same order but for scores equal within it.
fn same_but_for_rounding(one: &Catalog, other: &Catalog) -> Result<(), TestCaseError> {
    for (one, other) in every_pair(one).iter().zip(&every_pair(other)) {
        prop_assert!(is_near(one.score, other.score));
        prop_assert!(is_near(one.completeness, other.completeness));
        prop_assert!(
            is_near(one.bounds.0, other.bounds.0) && is_near(one.bounds.1, other.bounds.1)
        );
    }
    for country in countries(one) {
        let (one, other) = (one.rank(&country, ALL).unwrap(), other.rank(&country, ALL).unwrap());
        prop_assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(&other) {
            let is_tie = is_near(one.score, other.score);
            let (one, other) = (&one.organisation.id, &other.organisation.id);
            prop_assert!(is_tie || one == other, "{one} or {other}");
        }
    }
    Ok(())
}

/// Ranks from 1; score, then completeness downwards, both in steps of 1e-12, then id upwards.
fn is_ranked(ranking: &[Match], id: impl Fn(&Match) -> String) -> Result<(), TestCaseError> {
    for (index, it) in ranking.iter().enumerate() {
        prop_assert_eq!(it.rank, Some(index + 1));
    }
    for pair in ranking.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let steps = |value: f64| (value * 1e12).round() as i64;
        let by_score = steps(b.score).cmp(&steps(a.score));
        let by_completeness = steps(b.completeness).cmp(&steps(a.completeness));
        let order = by_score.then(by_completeness).then(id(a).cmp(&id(b)));
        prop_assert!(order.is_lt(), "{} before {}", id(a), id(b));
    }
    Ok(())
}
