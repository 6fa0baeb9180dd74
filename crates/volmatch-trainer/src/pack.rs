//! The packed form of the weights, as `volmatch::tagging` reads it.

use std::collections::{BTreeMap, BTreeSet};

use volmatch::sdg::Sdg;

use crate::{features::Vocabulary, regression::Plane};

/// All that is packed for one language.
pub(crate) struct Packed {
    /// Every stem that is met often enough, with its idf.
    pub(crate) stems: BTreeMap<String, f32>,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) planes: Vec<Plane>,
    /// By goal: slope, offset, threshold.
    pub(crate) calibration: Vec<[f64; 3]>,
    /// By target of [`targets`].
    pub(crate) targets: Vec<Plane>,
}

/// All targets in their order.
pub(crate) fn targets() -> Vec<Sdg> {
    Sdg::all().filter(|code| !code.is_goal()).collect()
}

/// The idf that a byte can stand for, nearest to it.
pub(crate) fn rounded(idf: f32) -> f32 {
    1.0 + f32::from(rarity(idf)) / 25.0
}

fn rarity(idf: f32) -> u8 {
    ((idf - 1.0) * 25.0).round().clamp(0.0, 255.0) as u8
}

/// Whole numbers of a scale: the largest weight is 127.
fn scaled(weights: impl Iterator<Item = f64> + Clone) -> (f64, Vec<i8>) {
    let largest = weights.clone().map(f64::abs).fold(0.0, f64::max);
    let scale = if 0.0 < largest { largest / 127.0 } else { 1.0 };
    (scale, weights.map(|weight| (weight / scale).round() as i8).collect())
}

/// Weights of a target kept: those that move it most.
const KEPT: usize = 80;

pub(crate) fn pack(languages: &[Packed]) -> Vec<u8> {
    let mut bytes = b"volmatch tagger 1\n".to_vec();
    languages.iter().for_each(|packed| pack_one(&mut bytes, packed));
    bytes
}

fn pack_one(bytes: &mut Vec<u8>, packed: &Packed) {
    let parts = |term: &str| -> (String, Option<String>) {
        match term.split_once(' ') {
            Some((one, other)) => (one.to_owned(), Some(other.to_owned())),
            None => (term.to_owned(), None),
        }
    };
    let terms: Vec<(String, Option<String>)> =
        packed.vocabulary.terms.iter().map(|term| parts(term)).collect();
    let in_terms = terms.iter().flat_map(|(one, other)| [Some(one), other.as_ref()]).flatten();
    let stems: BTreeSet<&String> = packed.stems.keys().chain(in_terms).collect();
    let places: BTreeMap<&String, u16> =
        stems.iter().enumerate().map(|(at, stem)| (*stem, at as u16)).collect();
    assert!(stems.len() < usize::from(u16::MAX), "more stems than two bytes number");

    let text: String = stems.iter().map(|stem| format!("{stem}\n")).collect();
    put(bytes, stems.len() as u32);
    put(bytes, text.len() as u32);
    bytes.extend(text.as_bytes());
    bytes.extend(stems.iter().map(|stem| rarity(packed.stems.get(*stem).copied().unwrap_or(10.0))));

    let key = |at: &usize| {
        let (one, other) = &terms[*at];
        (places[one], other.as_ref().map_or(0, |other| places[other] + 1))
    };
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_unstable_by_key(key);
    put(bytes, terms.len() as u32);
    for at in &order {
        let (one, other) = key(at);
        bytes.extend(one.to_le_bytes());
        bytes.extend(other.to_le_bytes());
        bytes.push(rarity(packed.vocabulary.idf[*at]));
    }
    let columns: Vec<(f64, Vec<i8>)> = (packed.planes.iter())
        .map(|plane| scaled(order.iter().map(|at| plane.weights[*at])))
        .collect();
    for at in 0..order.len() {
        bytes.extend(columns.iter().map(|(_, weights)| weights[at] as u8));
    }
    for ((scale, _), (plane, [slope, offset, threshold])) in
        columns.iter().zip(packed.planes.iter().zip(&packed.calibration))
    {
        let numbers = [*scale, plane.bias, *slope, *offset, *threshold];
        numbers.iter().for_each(|number| bytes.extend((*number as f32).to_le_bytes()));
    }
    for plane in &packed.targets {
        let mut strongest: Vec<usize> = (0..order.len()).collect();
        let force = |at: &usize| plane.weights[order[*at]].abs();
        strongest.sort_by(|a, b| force(b).total_cmp(&force(a)).then(a.cmp(b)));
        strongest.truncate(KEPT);
        strongest.retain(|at| 0.0 < force(at));
        strongest.sort_unstable();
        let (scale, weights) = scaled(strongest.iter().map(|at| plane.weights[order[*at]]));
        bytes.extend((plane.bias as f32).to_le_bytes());
        bytes.extend((scale as f32).to_le_bytes());
        bytes.extend((strongest.len() as u16).to_le_bytes());
        for (at, weight) in strongest.iter().zip(weights) {
            bytes.extend((*at as u16).to_le_bytes());
            bytes.push(weight as u8);
        }
    }
}

fn put(bytes: &mut Vec<u8>, number: u32) {
    bytes.extend(number.to_le_bytes());
}
