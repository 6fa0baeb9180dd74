//! How much further countries of origin are on the goals that askers want: the tables behind the fast
//! ways of transferability.

use std::sync::OnceLock;

use crate::{
    atlas::{
        countries::{COUNTRIES, CountryCode},
        likeness::likeness,
    },
    catalog::asker::Asker,
    matching::{
        steps::{STEPS, in_steps, zeros},
        wide::wide,
    },
    sdg::GOALS,
};

/// Askers that are worked out side by side.
const BLOCK: usize = 8;

/// A number for each goal, and some zeros to fill registers with.
type Lanes = [f32; LANES];

const LANES: usize = 24;

/// A block of askers, goal by goal.
#[derive(Clone, Debug)]
struct Askers {
    /// What share of its wants each goal has.
    wanted: [[f64; BLOCK]; GOALS],
    /// How far each is on the goal, 0 to 100; no score is further than any.
    here: [[f64; BLOCK]; GOALS],
}

/// What is known of a country of origin.
#[derive(Debug)]
struct Origin {
    /// Its likeness to each asker.
    alike: Box<[[f64; BLOCK]]>,
    /// The same in steps, for bounds: a quarter of the memory.
    about_alike: Box<[u16]>,
    /// By asker: what this origin alone would give, weighed, in steps.
    light: Box<[u16]>,
}

#[derive(Debug)]
pub(super) struct Leads {
    codes: Vec<Option<CountryCode>>,
    /// By asker: what share of its wants each goal has.
    weights: Vec<[f64; GOALS]>,
    blocks: Vec<Askers>,
    /// By country: how far it is on each goal, 0 to 100; no score is behind any.
    there: Vec<[f64; GOALS]>,
    /// By country of origin, made when first needed.
    origins: Vec<OnceLock<Origin>>,
    /// By asker: what the criterion weighs.
    light: Vec<f64>,
    /// The same as `wanted`, `here` and `there`, asker by asker and country by country.
    close: [Vec<Lanes>; 3],
}

impl Leads {
    pub(super) fn new(askers: &[Asker]) -> Self {
        let codes: Vec<Option<CountryCode>> = askers.iter().map(|asker| asker.code).collect();
        let weights: Vec<[f64; GOALS]> = askers.iter().map(goal_weights).collect();
        let here = codes.iter().map(|code| scores(*code, f64::INFINITY));
        let here: Vec<[f64; GOALS]> = here.collect();
        let there = CountryCode::all().map(|code| scores(Some(code), f64::NEG_INFINITY));
        let there: Vec<[f64; GOALS]> = there.collect();
        let of_block = |of_asker: &[[f64; GOALS]]| -> [[f64; BLOCK]; GOALS] {
            let number =
                |goal, place| of_asker.get(place).map_or(0.0, |it: &[f64; GOALS]| it[goal]);
            std::array::from_fn(|goal| std::array::from_fn(|place| number(goal, place)))
        };
        let blocks = weights.chunks(BLOCK).zip(here.chunks(BLOCK));
        let blocks =
            blocks.map(|(wanted, here)| Askers { wanted: of_block(wanted), here: of_block(here) });
        let close = [&weights, &here, &there].map(|rows| rows.iter().map(lanes).collect());
        let light = vec![0.0; codes.len()];
        Self { blocks: blocks.collect(), origins: none(), codes, weights, there, light, close }
    }

    /// Told what the criterion weighs with each asker.
    pub(super) fn weigh(&mut self, weights: &[f64]) {
        (self.light, self.origins) = (weights.to_vec(), none());
    }

    fn origin(&self, code: CountryCode) -> &Origin {
        self.origins[code.index()].get_or_init(|| {
            let mut alike = vec![[0.0; BLOCK]; self.blocks.len()].into_boxed_slice();
            let [mut light, mut about_alike] = [(); 2].map(|()| zeros(self.codes.len()));
            for (place, host) in self.codes.iter().enumerate() {
                let Some(host) = *host else { continue };
                let likeness = likeness(code, host).unwrap_or(0.0);
                alike[place / BLOCK][place % BLOCK] = likeness;
                about_alike[place] = in_steps(likeness);
                let leads = leads(code, host).into_iter().zip(self.weights[place]);
                let total: f64 = leads.map(|(lead, weight)| weight * lead).sum();
                light[place] = in_steps(self.light[place] * total);
            }
            Origin { alike, about_alike, light }
        })
    }

    /// By asker: what an origin alone would give, weighed, in steps.
    pub(super) fn alone(&self, origin: CountryCode) -> &[u16] {
        &self.origin(origin).light
    }

    /// The best of some origins on each goal, summed over the goals, for all askers, or for those at some
    /// places and others near them.
    pub(super) fn together(
        &self,
        origins: &[CountryCode],
        places: Option<&[usize]>,
        values: &mut [f64],
    ) {
        let origins: Vec<(&Origin, &[f64; GOALS])> =
            origins.iter().map(|code| (self.origin(*code), &self.there[code.index()])).collect();
        let mut of_block: Vec<(&[f64; BLOCK], &[f64; GOALS])> = Vec::with_capacity(origins.len());
        let mut fill = |block: usize| {
            let values = values.chunks_mut(BLOCK).nth(block).unwrap_or_default();
            of_block.clear();
            of_block.extend(origins.iter().map(|(origin, there)| (&origin.alike[block], *there)));
            let sums = wide(
                #[inline(always)]
                || best_together(&self.blocks[block], &of_block),
            );
            values.copy_from_slice(&sums[..values.len()]);
        };
        match places {
            None => (0..self.blocks.len()).for_each(fill),
            Some(places) => {
                let mut done = None;
                for block in places.iter().map(|place| place / BLOCK) {
                    if done.replace(block) != Some(block) {
                        fill(block);
                    }
                }
            }
        }
    }

    /// The same at some places, to a few digits and rounded up, added to `values` there: bounds of it.
    pub(super) fn about(
        &self,
        origins: impl Iterator<Item = CountryCode>,
        places: &[usize],
        values: &mut [f32],
    ) {
        let [wanted, here, there] = &self.close;
        let rows = |code: CountryCode| (&*self.origin(code).about_alike, &there[code.index()]);
        // Room for as many as most know: it would grow step by step.
        let mut some: Vec<(&[u16], &Lanes)> = Vec::with_capacity(16);
        some.extend(origins.map(rows));
        for (value, place) in values.iter_mut().zip(places) {
            // Leads are in hundredths.
            let alike = |alike: &[u16]| f32::from(alike[*place]) / (100.0 * STEPS as f32);
            // Outside of the work, which would otherwise take it apart, number by number.
            let mut best = [0.0; LANES];
            *value += wide(
                #[inline(always)]
                || {
                    let origins = some.iter().map(|(row, there)| (alike(row), *there));
                    best_wanted(origins, &here[*place], &wanted[*place], &mut best)
                },
            );
        }
    }
}

/// The best of some origins, each with its likeness, on each goal, summed over the goals.
#[inline(always)]
fn best_together(askers: &Askers, origins: &[(&[f64; BLOCK], &[f64; GOALS])]) -> [f64; BLOCK] {
    let mut sums = [0.0; BLOCK];
    for goal in 0..GOALS {
        let mut best = [0.0; BLOCK];
        for (alike, there) in origins {
            for ((best, alike), here) in best.iter_mut().zip(*alike).zip(&askers.here[goal]) {
                // No lead where a score is missing. What all leads are divided and multiplied by is
                // left for the best of them: the same bits, since rounding keeps their order.
                let lead = alike * (there[goal] - here);
                *best = if *best < lead { lead } else { *best };
            }
        }
        for ((sum, best), wanted) in sums.iter_mut().zip(best).zip(&askers.wanted[goal]) {
            *sum += wanted * (best / 100.0);
        }
    }
    sums
}

/// The best of some origins on each goal, each alike in part, times what is wanted of it. `best` is room for the
/// first, and comes in as zeros.
#[inline(always)]
fn best_wanted<'l>(
    origins: impl Iterator<Item = (f32, &'l Lanes)>,
    here: &Lanes,
    wanted: &Lanes,
    best: &mut Lanes,
) -> f32 {
    let here = *here;
    for (alike, there) in origins {
        let (there, before) = (*there, *best);
        for (lane, best) in best.iter_mut().enumerate() {
            let lead = alike * (there[lane] - here[lane]);
            *best = if before[lane] < lead { lead } else { before[lane] };
        }
    }
    // Some sums side by side, as registers have them.
    const SIDE_BY_SIDE: usize = 8;
    let mut sums = [0.0; SIDE_BY_SIDE];
    let best = best.as_chunks::<SIDE_BY_SIDE>();
    let wanted = wanted.as_chunks::<SIDE_BY_SIDE>();
    for (best, wanted) in best.0.iter().zip(wanted.0) {
        for (sum, (lead, weight)) in sums.iter_mut().zip(best.iter().zip(wanted)) {
            *sum += lead * weight;
        }
    }
    sums.iter().sum()
}

/// Nothing yet for any country.
fn none() -> Vec<OnceLock<Origin>> {
    (0..COUNTRIES).map(|_| OnceLock::new()).collect()
}

/// What share of an asker's wants each goal has; they sum to 1.
pub(super) fn goal_weights(asker: &Asker) -> [f64; GOALS] {
    let mut weights = [0.0; GOALS];
    for (weight, need) in asker.sdg_needs() {
        for code in &need.sdgs {
            weights[code.goal_number() - 1] += weight / need.sdgs.len() as f64;
        }
    }
    weights
}

fn lanes(numbers: &[f64; GOALS]) -> Lanes {
    std::array::from_fn(|goal| numbers.get(goal).map_or(0.0, |it| *it as f32))
}

/// How far a country is on each goal, 0 to 100.
fn scores(code: Option<CountryCode>, missing: f64) -> [f64; GOALS] {
    let facts = code.and_then(CountryCode::facts);
    std::array::from_fn(|goal| facts.and_then(|facts| facts.scores[goal]).unwrap_or(missing))
}

/// Likeness x lead of the origin over the host on each goal, 0 to 1.
pub(super) fn leads(origin: CountryCode, host: CountryCode) -> [f64; GOALS] {
    let (Some(alike), Some(there), Some(here)) =
        (likeness(origin, host), origin.facts(), host.facts())
    else {
        return [0.0; GOALS];
    };
    std::array::from_fn(|goal| match (there.scores[goal], here.scores[goal]) {
        (Some(there), Some(here)) => alike * (there - here).max(0.0) / 100.0,
        _ => 0.0,
    })
}
