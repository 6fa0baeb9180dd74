//! Two rankings side by side: places, agreement, and every change.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    decide::{
        agreement::{kendall_tau, rank_biased_overlap},
        compare::{
            ROUNDING,
            moved::{Listed, Moved, PartMoved, Places, Ranking, RankingCompared},
            undone::Undone,
        },
    },
    matching::{criteria::Side, explanation::Contribution, rank::order},
    model::Model,
};

/// Two rankings side by side; `models` are those they were made with, where they are known.
#[must_use]
pub fn compare_rankings(
    one: &Ranking,
    other: &Ranking,
    models: Option<[&Model; 2]>,
    persistence: f64,
) -> RankingCompared {
    let before: BTreeMap<&str, &Listed> = by_id(one);
    let after: BTreeMap<&str, &Listed> = by_id(other);
    let common: Vec<(&Listed, &Listed)> = other
        .listed
        .iter()
        .filter_map(|it| before.get(it.id.as_str()).map(|before| (*before, it)))
        .collect();
    let ranks: Vec<(f64, f64)> =
        common.iter().map(|(a, b)| (a.rank as f64, b.rank as f64)).collect();
    let ids = |of: &Ranking| of.listed.iter().map(|it| it.id.clone()).collect::<Vec<String>>();
    let mut moved = common_moved(&common, models);
    let new = other.listed.iter().filter(|it| !before.contains_key(it.id.as_str()));
    moved.extend(new.map(|it| Moved::coming_or_going(None, Some(it))));
    moved.sort_by_key(|it| it.ranks.1);
    let gone = one.listed.iter().filter(|it| !after.contains_key(it.id.as_str()));
    moved.extend(gone.map(|it| Moved::coming_or_going(Some(it), None)));
    RankingCompared {
        id: other.id.clone(),
        common: common.len(),
        tau: kendall_tau(&ranks),
        overlap: rank_biased_overlap(&ids(one), &ids(other), persistence),
        moved,
    }
}

fn by_id(ranking: &Ranking) -> BTreeMap<&str, &Listed> {
    ranking.listed.iter().map(|it| (it.id.as_str(), it)).collect()
}

/// Those listed both times whose rank or score changed.
fn common_moved(common: &[(&Listed, &Listed)], models: Option<[&Model; 2]>) -> Vec<Moved> {
    let undone_of: Vec<Option<Undone>> =
        common.iter().map(|(one, other)| Undone::new(one, other, models)).collect();
    let told: Option<Vec<Undone>> = undone_of.iter().copied().collect();
    let before = places(common.iter().map(|it| it.0.rank));
    let after = places(common.iter().map(|it| it.1.rank));
    let place_if = |key: fn(&Undone) -> (f64, f64)| {
        told.as_ref().map(|told| places_by_score(common, told.iter().map(key)))
    };
    let (without_values, without_weights) =
        (place_if(|it| it.without_values), place_if(|it| it.without_weights));
    let mut moved = Vec::new();
    for (index, (one, other)) in common.iter().enumerate() {
        let is_same_score = (one.score - other.score).abs() <= ROUNDING;
        let parts = parts_moved(&one.contributions, &other.contributions);
        if one.rank == other.rank && is_same_score && parts.is_empty() {
            continue;
        }
        let places = Places {
            before: before[index],
            after: after[index],
            without_values: without_values.as_ref().map(|it| it[index]),
            without_weights: without_weights.as_ref().map(|it| it[index]),
        };
        moved.push(Moved {
            id: other.id.clone(),
            name: other.name.clone(),
            ranks: (Some(one.rank), Some(other.rank)),
            scores: (Some(one.score), Some(other.score)),
            cause: places.cause(one.rank != other.rank),
            effects: undone_of[index].map(|it| it.effects(one.score, other.score)),
            places: Some(places),
            parts,
        });
    }
    moved
}

/// Places from 1 by rank.
fn places(ranks: impl Iterator<Item = usize>) -> Vec<usize> {
    let ranks: Vec<usize> = ranks.collect();
    let sorted: BTreeSet<usize> = ranks.iter().copied().collect();
    let place: BTreeMap<usize, usize> = sorted.into_iter().zip(1..).collect();
    ranks.iter().map(|rank| place[rank]).collect()
}

/// Places from 1 by score and completeness, in the order of all rankings.
fn places_by_score(
    common: &[(&Listed, &Listed)],
    keys: impl Iterator<Item = (f64, f64)>,
) -> Vec<usize> {
    let keys: Vec<(f64, f64)> = keys.collect();
    let mut sorted: Vec<usize> = (0..common.len()).collect();
    sorted.sort_by(|a, b| order(keys[*a], &common[*a].1.id, keys[*b], &common[*b].1.id));
    let mut places = vec![0; sorted.len()];
    sorted.into_iter().enumerate().for_each(|(place, index)| places[index] = place + 1);
    places
}

/// The criteria whose weight or value changed, the greatest change of their part first; none where
/// either is not known.
fn parts_moved(one: &[Contribution], other: &[Contribution]) -> Vec<PartMoved> {
    let mut parts: Vec<PartMoved> = Vec::new();
    if one.is_empty() || other.is_empty() {
        return parts;
    }
    let known: BTreeSet<(Side, &str)> =
        one.iter().chain(other).map(|it| (it.side, it.criterion.as_str())).collect();
    for (side, criterion) in known {
        let find = |of: &[Contribution]| {
            let it = of.iter().find(|it| it.side == side && it.criterion == criterion);
            it.map_or((0.0, 0.0), |it| (it.weight, it.value))
        };
        let ((weight, value), (now_weight, now_value)) = (find(one), find(other));
        let (by_value, by_weight) = (
            (now_value - value) * (weight + now_weight) / 2.0,
            (now_weight - weight) * (value + now_value) / 2.0,
        );
        let is_same =
            (now_value - value).abs() <= ROUNDING && (now_weight - weight).abs() <= ROUNDING;
        if !is_same {
            parts.push(PartMoved {
                criterion: criterion.to_owned(),
                side,
                weights: (weight, now_weight),
                values: (value, now_value),
                by_value,
                by_weight,
            });
        }
    }
    let size = |it: &PartMoved| it.by_value.abs() + it.by_weight.abs();
    parts.sort_by(|a, b| size(b).total_cmp(&size(a)));
    parts
}
