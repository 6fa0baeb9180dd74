//! Thresholds of weights are exact: ranked again below, above and between them.

mod support;

use proptest::prelude::*;
use support::{
    cases,
    fields::{Case, eligible, middles, weights_alone},
    is_near,
    models::models,
    random::{Dice, records},
};
use volmatch::{Catalog, Field, Lead, Side};

/// Whether a row is first with one criterion at a share of its side, or so near that rounding decides.
fn is_first(case: &Case, axis: usize, share: f64, row: usize) -> bool {
    let weights = swung(case, axis, share);
    let first = case.ranking(&weights)[0];
    first == row || case.score(first, &weights) - case.score(row, &weights) < 1e-11
}

/// The leads leave no gap, and each is first a little behind its beginning, in its middle and a little
/// before its end.
fn check_leads(case: &Case, axis: usize, leads: &[Lead]) -> Result<(), TestCaseError> {
    const NEAR: f64 = 1e-7;
    prop_assert_eq!((leads[0].from, leads[leads.len() - 1].to), (0.0, 1.0));
    for pair in leads.windows(2) {
        prop_assert_eq!(pair[0].to, pair[1].from);
        prop_assert_ne!(pair[0].contender, pair[1].contender);
    }
    for lead in leads.iter().filter(|it| 4.0 * NEAR < it.to - it.from) {
        for at in [lead.from + NEAR, f64::midpoint(lead.from, lead.to), lead.to - NEAR] {
            prop_assert!(is_first(case, axis, at, lead.contender), "{axis} at {at}: {case:?}");
        }
    }
    Ok(())
}

/// The weights with one criterion at a share of its side, the others in proportion.
fn swung(case: &Case, axis: usize, share: f64) -> Vec<f64> {
    let side = case.criteria[axis].0;
    let is_other = |it: usize| it != axis && case.criteria[it].0 == side;
    let all = case.weights();
    let rest: f64 = (0..all.len()).filter(|it| is_other(*it)).map(|it| all[it]).sum();
    let weight = |it: usize| match is_other(it) {
        true => (1.0 - share) * all[it] / rest,
        false if it == axis => share,
        false => all[it],
    };
    (0..all.len()).map(weight).collect()
}

proptest! {
    #![proptest_config(cases(4_000))]

    /// Thresholds are exact: ranked again a little below and a little above each of them, in the middle
    /// between two, and all along the way.
    #[test]
    fn thresholds_are_where_the_lead_changes(seed in any::<u64>().no_shrink()) {
        let mut dice = Dice(seed);
        let (host, own) = (1 + dice.below(4), dice.below(4));
        let case = Case::new(&mut dice, host, own);
        let field = case.field();
        let found = field.sensitivity(&weights_alone(1)).unwrap();
        for leads in &found.leads {
            let axis: usize = leads.criterion[1..].parse().unwrap();
            check_leads(&case, axis, &leads.leads)?;
            prop_assert_eq!(leads.leads[leads.now].contender, case.ranking(&case.weights())[0]);
            for share in middles(30) {
                let holds = |it: &&Lead| it.from + 1e-6 < share && share < it.to - 1e-6;
                if let Some(lead) = leads.leads.iter().find(holds) {
                    prop_assert!(is_first(&case, axis, share, lead.contender), "{leads:?} at {share}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    /// The engine agrees: with a weight of the model moved past a threshold, another organisation leads.
    #[test]
    fn the_engine_ranks_by_the_thresholds(records in records(2..=5, 1..=1), model in models()) {
        let catalog = Catalog::new(records.profiles(), model.clone());
        let organisations = eligible(&catalog, 0);
        let board = catalog.board();
        let country = board.askers()[0].id.clone();
        let field = Field::of_organisations(board, 0, &organisations);
        for leads in &field.sensitivity(&weights_alone(1)).unwrap().leads {
            for lead in &leads.leads {
                let share = f64::midpoint(lead.from, lead.to);
                if lead.to - lead.from < 1e-6 {
                    continue;
                }
                let mut moved = model.clone();
                let side = match leads.side {
                    Side::Host => &mut moved.host,
                    Side::Organisation => &mut moved.organisation,
                };
                let rest: f64 = side.iter().filter(|it| *it.0 != leads.criterion).map(|it| it.1).sum();
                side.values_mut().for_each(|it| *it *= (1.0 - share) / rest);
                side.insert(leads.criterion.clone(), share);
                let moved = Catalog::new(records.profiles(), moved);
                let ranked = moved.rank(&country, 1).unwrap();
                // Completeness, which decides between equal scores, goes by the weights as well.
                let leader = &organisations[lead.contender];
                let score = moved.board().score(leader, 0).0;
                prop_assert!(
                    is_near(ranked[0].score, score),
                    "{} at {}: {} before {}", &leads.criterion, share, &ranked[0].organisation.id, &leader.id
                );
            }
        }
    }
}
