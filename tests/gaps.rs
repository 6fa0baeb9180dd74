//! What is covered and what is not: sums, the greedy choice and its bound, against plain second opinions.

mod support;

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;
use support::{TOLERANCE, cases, is_near, models::models, oracle, random::records, value_of};
use volmatch::{
    Already, Board, CodeGap, Coverage, Filler, Gaps, Model, Organisation, Pool, PoolGaps, SAMPLE,
    Verdict, eligibility, orphans, read_str,
};

/// More than any catalog here has.
const ALL: usize = 1000;

fn pool_gaps(board: &Board, organisations: &[Arc<Organisation>], already: &Already) -> PoolGaps {
    let mut pool = Pool::new(board, true, already);
    organisations.iter().for_each(|it| pool.offer(it));
    pool.into_gaps(ALL)
}

fn of_sample() -> (Board, Vec<Arc<Organisation>>) {
    let profiles = read_str("sample", SAMPLE).check().unwrap();
    let organisations = profiles.organisations().iter().cloned().map(Arc::new).collect();
    (Board::new(&[], Model::default()), organisations)
}

/// The wanted codes of one asker with their weights, and how each organisation of its pool serves them.
struct Plain {
    weights: Vec<(String, f64)>,
    /// By id: whether it is there, and what it serves of each code.
    serves: BTreeMap<String, (bool, Vec<f64>)>,
}

impl Plain {
    fn new(board: &Board, place: usize, all: &[Arc<Organisation>], already: &Already) -> Self {
        let asker = &board.askers()[place];
        let needs: Vec<_> = asker.needs.iter().filter(|it| !it.sdgs.is_empty()).collect();
        let total: f64 = needs.iter().map(|it| it.weight).sum();
        let mut weights = Vec::new();
        for need in needs {
            for code in &need.sdgs {
                weights.push((code.to_string(), need.weight / total / need.sdgs.len() as f64));
            }
        }
        let mut serves = BTreeMap::new();
        for it in all {
            let may_be = eligibility(it, asker).verdict != Verdict::No;
            let knows = |code| it.experience.iter().flatten().any(|known| known.country == code);
            let is_there = match already {
                Already::Experienced => may_be && asker.code.is_some_and(knows),
                Already::Nobody => false,
                Already::Named(ids) => ids.contains(&it.id),
            };
            if may_be || is_there {
                let of = |(code, _): &(String, f64)| oracle::serves(it, asker, board.model(), code);
                serves.insert(it.id.clone(), (is_there, weights.iter().map(of).collect()));
            }
        }
        Self { weights, serves }
    }

    /// What a set of organisations covers of each code.
    fn shares<'s>(&'s self, set: impl Iterator<Item = &'s Vec<f64>>) -> Vec<f64> {
        let none = vec![0.0; self.weights.len()];
        set.fold(none, |best, it| best.iter().zip(it).map(|(a, b)| f64::max(*a, *b)).collect())
    }

    fn covered<'s>(&'s self, set: impl Iterator<Item = &'s Vec<f64>>) -> f64 {
        self.weights.iter().zip(self.shares(set)).map(|((_, weight), share)| weight * share).sum()
    }

    fn there(&self) -> Vec<&Vec<f64>> {
        self.serves.values().filter(|it| it.0).map(|it| &it.1).collect()
    }

    /// The greedy choice, every gain worked out anew at every step.
    fn greedy(&self) -> Vec<(&str, f64)> {
        let (mut set, mut chosen) = (self.there(), Vec::new());
        loop {
            let now = self.covered(set.iter().copied());
            let mut best: Option<(&str, f64, &Vec<f64>)> = None;
            for (id, (_, serves)) in &self.serves {
                let gain = self.covered(set.iter().copied().chain([serves])) - now;
                if best.is_none_or(|best| best.1 + TOLERANCE < gain) {
                    best = Some((id, gain, serves));
                }
            }
            match best {
                Some((id, gain, serves)) if TOLERANCE < gain => {
                    chosen.push((id, gain));
                    set.push(serves);
                }
                _ => return chosen,
            }
        }
    }
}

fn sum(of: &[CodeGap]) -> Coverage {
    let mut sum = Coverage::default();
    for it in of.iter().map(|it| it.coverage) {
        sum.demand += it.demand;
        sum.already += it.already;
        sum.covered += it.covered;
        sum.unmet += it.unmet;
    }
    sum
}

fn are_near(one: Coverage, other: Coverage) -> bool {
    let figures = |it: Coverage| [it.demand, it.already, it.covered, it.unmet];
    figures(one).into_iter().zip(figures(other)).all(|(one, other)| is_near(one, other))
}

/// Covered and unmet make up all that is wanted, by priority, by goal, by target, and altogether.
fn check_sums(gaps: &Gaps) {
    let wanted = if gaps.priorities.is_empty() { 0.0 } else { 1.0 };
    assert!(is_near(gaps.total.covered + gaps.total.unmet, wanted), "{}", gaps.country);
    assert!(is_near(gaps.total.demand, wanted), "{}", gaps.country);
    for it in &gaps.priorities {
        assert!(is_near(it.coverage.covered + it.coverage.unmet, it.coverage.demand));
        assert!(it.coverage.already <= it.coverage.covered);
    }
    let priorities: Vec<CodeGap> = gaps
        .priorities
        .iter()
        .map(|it| CodeGap { code: it.sdgs[0], coverage: it.coverage })
        .collect();
    for part in [&priorities, &gaps.goals, &gaps.targets] {
        assert!(are_near(sum(part), gaps.total), "{}", gaps.country);
    }
    let filled: f64 = gaps.fillers.iter().map(|it| it.gain).sum();
    assert!(is_near(gaps.total.already + filled, gaps.total.covered), "{}", gaps.country);
}

fn check_fillers(found: &[Filler], expected: &[(&str, f64)], at: &str) {
    let ids: Vec<&str> = found.iter().map(|it| it.organisation.as_str()).collect();
    assert_eq!(ids, expected.iter().map(|it| it.0).collect::<Vec<_>>(), "{at}");
    for (it, (_, gain)) in found.iter().zip(expected) {
        assert!(is_near(it.gain, *gain), "{at}: {it:?}");
        assert!(is_near(it.goals.iter().map(|(_, part)| part).sum(), it.gain), "{at}: {it:?}");
    }
}

fn check_country(gaps: &Gaps, plain: &Plain) {
    check_sums(gaps);
    let all = plain.serves.values().map(|it| &it.1);
    assert!(is_near(gaps.total.covered, plain.covered(all.clone())), "{}", gaps.country);
    assert!(is_near(gaps.total.already, plain.covered(plain.there().into_iter())));
    assert_eq!(gaps.pool, plain.serves.len());
    let shares = plain.shares(all);
    let of_codes = plain.weights.iter().zip(&shares);
    for gap in &gaps.targets {
        let is_it = |it: &(&(String, f64), &f64)| it.0.0 == gap.code.to_string();
        let covered: f64 = of_codes.clone().filter(is_it).map(|((_, w), share)| w * share).sum();
        assert!(is_near(gap.coverage.covered, covered), "{} {}", gaps.country, gap.code);
    }
    check_fillers(&gaps.fillers, &plain.greedy(), &gaps.country);
}

#[test]
fn the_sample_for_all_countries_is_what_plain_lines_say() {
    let (board, organisations) = of_sample();
    for already in [Already::Experienced, Already::Nobody] {
        let gaps = pool_gaps(&board, &organisations, &already);
        assert_eq!(gaps.countries.len(), 195);
        for (place, it) in gaps.countries.iter().enumerate() {
            check_country(it, &Plain::new(&board, place, &organisations, &already));
        }
        assert!(is_near(gaps.total.covered + gaps.total.unmet, gaps.total.demand));
        // Of Andorra no priorities are known.
        assert!((gaps.total.demand - 194.0).abs() < 1e-10);
        assert!(are_near(sum(&gaps.goals), gaps.total) && are_near(sum(&gaps.targets), gaps.total));
    }
}

/// Golden of the model's text, section 4: A covers 0.573326 of the three priorities, and B adds to it
/// what it claims for 4.4, where A has nothing.
#[test]
fn the_golden_organisations_cover_what_the_model_says() {
    let text = r#"{"organisations": [
        {"id": "A", "name": "A", "home": "GBR", "sdgs": [
            {"code": "3.8", "evidence": [{"quality": 0.6, "year": 2025}, {"quality": 0.6, "year": 2023}]},
            {"code": "17.9", "evidence": [{"quality": 0.6, "year": 2024}]}]},
        {"id": "B", "name": "B", "home": "GBR", "sdgs":
            ["1","2","3","4","5","6","7","8","9","10","11","12","13","14","15","16","17"]}],
      "countries": [{"id": "MWI", "name": "Malawi", "priorities": [
        {"weight": 5, "sdgs": ["3.8"]}, {"weight": 3, "sdgs": ["4.4"]}, {"weight": 2, "sdgs": ["17.9"]}]}]}"#;
    let profiles = read_str("golden", text).check().unwrap();
    let board = Board::new(profiles.countries(), Model::default());
    let all: Vec<Arc<Organisation>> =
        profiles.organisations().iter().cloned().map(Arc::new).collect();
    let gaps = pool_gaps(&board, &all, &Already::Nobody);
    let [first, second] = &gaps.countries[0].fillers[..] else { panic!("{gaps:?}") };
    assert_eq!((first.organisation.as_str(), second.organisation.as_str()), ("A", "B"));
    assert!((first.gain - 0.573326).abs() < 1e-6);
    // 0.3 x strength 0.5 x 5/17 x sim(4.4, 4).
    let alike = support::trees::sdg_likeness("4.4", "4");
    assert!(is_near(second.gain, 0.3 * 0.5 * 5.0 / 17.0 * alike));
    assert_eq!(orphans(&gaps.countries, 0.25).len(), 1);
    assert_eq!(orphans(&gaps.countries, 0.0).len(), 0);
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn random_catalogs_are_what_plain_lines_say(
        records in records(0..=7, 1..=4),
        model in models(),
        who in 0..3,
    ) {
        let profiles = records.profiles();
        let board = Board::new(profiles.countries(), model);
        let all: Vec<Arc<Organisation>> =
            profiles.organisations().iter().cloned().map(Arc::new).collect();
        let already = match who {
            0 => Already::Experienced,
            1 => Already::Nobody,
            _ => Already::Named(["o0".to_owned(), "o3".to_owned()].into()),
        };
        let gaps = pool_gaps(&board, &all, &already);
        for (place, it) in gaps.countries.iter().enumerate() {
            let plain = Plain::new(&board, place, &all, &already);
            check_country(it, &plain);
            // What an organisation covers by itself is the criterion `alignment`.
            for row in &it.matrix {
                let organisation = all.iter().find(|it| it.id == row.organisation).unwrap();
                let value = value_of(&board.explain(organisation, place), "alignment");
                prop_assert!(is_near(row.covered, value), "{} {value}", row.covered);
            }
            // The greedy choice of two adds at least 1 - 1/e of what the best two would.
            let sets: Vec<&Vec<f64>> = plain.serves.values().map(|it| &it.1).collect();
            let with = |one, two| plain.covered(plain.there().into_iter().chain([one, two]));
            let pairs = sets.iter().flat_map(|one| sets.iter().map(|two| with(*one, *two)));
            let best = pairs.fold(it.total.already, f64::max) - it.total.already;
            let greedy: f64 = it.fillers.iter().take(2).map(|it| it.gain).sum();
            prop_assert!((1.0 - (-1.0_f64).exp()) * best <= greedy + TOLERANCE);
        }
        // No gain is greater than the one before it.
        for fillers in gaps.countries.iter().map(|it| &it.fillers).chain([&gaps.fillers]) {
            prop_assert!(fillers.windows(2).all(|two| two[1].gain <= two[0].gain + TOLERANCE));
        }
        let filled: f64 = gaps.fillers.iter().map(|it| it.gain).sum();
        prop_assert!(is_near(gaps.total.already + filled, gaps.total.covered));

        // Parts in any order merge into the same.
        let (mut one, mut other) =
            (Pool::new(&board, true, &already), Pool::new(&board, true, &already));
        for (index, it) in all.iter().rev().enumerate() {
            if index % 2 == 0 { one.offer(it) } else { other.offer(it) }
        }
        other.merge(one);
        prop_assert_eq!(other.into_gaps(ALL), gaps);
    }

    /// Over several countries the gain is the sum of the gains in each.
    #[test]
    fn the_whole_pool_is_filled_as_the_sum_of_the_countries(records in records(1..=5, 2..=4)) {
        let profiles = records.profiles();
        let board = Board::new(profiles.countries(), Model::default());
        let all: Vec<Arc<Organisation>> =
            profiles.organisations().iter().cloned().map(Arc::new).collect();
        let already = Already::Nobody;
        let gaps = pool_gaps(&board, &all, &already);
        let plains: Vec<Plain> = (0..board.askers().len())
            .map(|place| Plain::new(&board, place, &all, &already))
            .collect();
        let (mut set, mut covered): (Vec<&str>, f64) = (Vec::new(), 0.0);
        for filler in &gaps.fillers {
            let with = |id: &str| -> f64 {
                let of = |plain: &Plain| {
                    let ids = set.iter().copied().chain([id]);
                    plain.covered(ids.filter_map(|id| plain.serves.get(id).map(|it| &it.1)))
                };
                plains.iter().map(of).sum()
            };
            let best = all.iter().map(|it| with(&it.id)).fold(0.0, f64::max);
            prop_assert!(is_near(with(&filler.organisation), best));
            prop_assert!(is_near(filler.gain, best - covered));
            covered = best;
            set.push(&filler.organisation);
        }
        prop_assert!(is_near(covered, gaps.total.covered));
    }
}
