//! Who is first as one weight goes from 0 to 1, with the exact weights at which the lead changes.
//!
//! The other weights of the side keep their proportions, so that a side's value is a quotient of two
//! linear functions of the one weight, and so is its harmonic or plain mean with the other side, which
//! stays. Two such quotients are equal at the roots of a quadratic.

use std::cmp::Ordering;

use crate::{
    decide::{axis::Axis, field::Field, scoring::Scoring},
    matching::criteria::Side,
    model::Mean,
};

/// Who is first over a stretch of one criterion's weight.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The criterion's share of its side's weight from which it is first, 0 to 1.
    pub from: f64,
    /// The share up to which it is first, 0 to 1.
    pub to: f64,
    /// Its index in the field.
    pub contender: usize,
}

/// One criterion, its weight now, and who is first at any other.
#[derive(Clone, Debug, PartialEq)]
pub struct Leads {
    /// The criterion.
    pub criterion: String,
    /// Its side.
    pub side: Side,
    /// Its share of its side's weight by the model, 0 to 1.
    pub weight: f64,
    /// From weight 0 to weight 1, without a gap; of no length where some are equal at this weight alone.
    pub leads: Vec<Lead>,
    /// Which of the leads holds by the model.
    pub now: usize,
}

/// The lead by each criterion that is asked and does not stand alone on its side.
pub(crate) fn leads(field: &Field) -> Vec<Leads> {
    if field.contenders().is_empty() {
        return Vec::new();
    }
    let asked = (0..field.axes().len()).filter(|it| field.axes()[*it].is_asked());
    asked.filter_map(|axis| leads_of(field, axis)).collect()
}

fn leads_of(field: &Field, axis: usize) -> Option<Leads> {
    let swing = Swing::new(field, axis)?;
    let now = swing.weight;
    let first = swing.first_at(now);
    let (mut leads, mut leader) = (vec![Lead { from: now, to: now, contender: first }], first);
    let mut at = now;
    while let Some((next, by)) = swing.overtaken(leader, at, 1.0).filter(|_| leads.len() < MOST) {
        leads.last_mut().into_iter().for_each(|it| it.to = next);
        leads.push(Lead { from: next, to: next, contender: by });
        (at, leader) = (next, by);
    }
    leads.last_mut().into_iter().for_each(|it| it.to = 1.0);
    (at, leader) = (now, first);
    let mut before = 0;
    while let Some((next, by)) = swing.overtaken(leader, at, 0.0).filter(|_| leads.len() < MOST) {
        leads[0].from = next;
        leads.insert(0, Lead { from: next, to: next, contender: by });
        before += 1;
        (at, leader) = (next, by);
    }
    leads[0].from = 0.0;
    let it = &field.axes()[axis];
    let (criterion, side) = (it.name.clone(), it.side);
    Some(Leads { criterion, side, weight: now, leads, now: before })
}

/// A linear function of the weight: its value at 0, and its slope.
type Linear = (f64, f64);

fn at(line: Linear, weight: f64) -> f64 {
    line.0 + line.1 * weight
}

/// A contender's score as the weight moves: a quotient, and at most so much where the other side caps
/// it.
#[derive(Clone, Copy, Debug)]
struct Curve {
    over: Linear,
    under: Linear,
    cap: f64,
}

impl Curve {
    fn constant(value: f64) -> Self {
        Self { over: (value, 0.0), under: (1.0, 0.0), cap: f64::INFINITY }
    }

    /// The value of the moving side, `n / d`, joined with that of the side that stays.
    fn joined(n: Linear, d: Linear, other: f64, mean: Mean) -> Self {
        let plus = |a: Linear, b: Linear, times: f64| (a.0 + times * b.0, a.1 + times * b.1);
        let free = |over, under| Self { over, under, cap: f64::INFINITY };
        match mean {
            // 2 v c / (v + c) with v = n / d.
            Mean::Harmonic if other <= 0.0 => Self::constant(0.0),
            Mean::Harmonic => free((2.0 * other * n.0, 2.0 * other * n.1), plus(n, d, other)),
            // (v + c) / 2.
            Mean::Arithmetic => free(plus(n, d, other), (2.0 * d.0, 2.0 * d.1)),
            Mean::Minimum => Self { over: n, under: d, cap: other },
        }
    }

    fn at(&self, weight: f64) -> f64 {
        let under = at(self.under, weight);
        let value = if 0.0 < under { at(self.over, weight) / under } else { 0.0 };
        value.min(self.cap).min(1.0)
    }

    /// Every weight within (0, 1) at which two scores can change places.
    fn meets(&self, other: &Self) -> Vec<f64> {
        let of = |it: &Self| {
            let capped = it.cap.is_finite().then(|| Self::constant(it.cap));
            [Some(Self { cap: f64::INFINITY, ..*it }), capped].into_iter().flatten()
        };
        let mut meets = Vec::new();
        for one in of(self) {
            for other in of(other) {
                let ((a, b), (c, d)) = (one.over, one.under);
                let ((e, f), (g, h)) = (other.over, other.under);
                meets.extend(roots(b * h - f * d, a * h + b * g - e * d - f * c, a * g - e * c));
            }
        }
        meets.retain(|it| 0.0 < *it && *it < 1.0);
        meets.sort_unstable_by(f64::total_cmp);
        meets
    }
}

/// Where a x^2 + b x + c is zero, without loss where one root is near zero.
fn roots(a: f64, b: f64, c: f64) -> impl Iterator<Item = f64> {
    let beneath = b * b - 4.0 * a * c;
    let far = -0.5 * (b + beneath.max(0.0).sqrt().copysign(b));
    let found = if beneath < 0.0 { [f64::NAN; 2] } else { [far / a, c / far] };
    found.into_iter().filter(|it| it.is_finite())
}

/// All scores as one weight moves.
struct Swing<'f> {
    field: &'f Field,
    /// The share of the side's weight by the model.
    weight: f64,
    curves: Vec<Curve>,
}

/// Weights nearer to each other than this are one.
const SAME: f64 = 1e-11;
/// More changes of the lead than curves of this kind make, so that rounding can never go in a circle.
const MOST: usize = 10_000;

impl<'f> Swing<'f> {
    /// `None` where no other criterion of the side has a weight.
    fn new(field: &'f Field, axis: usize) -> Option<Self> {
        let (side, mean) = (field.axes()[axis].side, field.mean());
        let of_side = |it: &usize| field.axes()[*it].side == side;
        let others: Vec<usize> =
            (0..field.axes().len()).filter(of_side).filter(|it| *it != axis).collect();
        let mut weights = field.model_weights();
        let rest: f64 = others.iter().map(|it| weights[*it]).sum();
        if rest <= 0.0 {
            return None;
        }
        let weight = weights[axis] / (rest + weights[axis]);
        // The weight moves between 0 and 1: whatever it is now, the criterion counts.
        weights[axis] = weights[axis].max(f64::MIN_POSITIVE);
        let live: Vec<bool> = weights.iter().map(|it| 0.0 < *it).collect();
        let mut scoring = Scoring::new(field, &live);
        scoring.score(field, &weights, None);
        let values: Vec<Vec<f64>> = field.axes().iter().map(Axis::values).collect();
        let asked = |axis: usize, it: usize| if field.axes()[axis].asked[it] { 1.0 } else { 0.0 };
        let curve = |it: usize| {
            let (mut n, mut d) = (0.0, 0.0);
            for other in &others {
                n += weights[*other] / rest * asked(*other, it) * values[*other][it];
                d += weights[*other] / rest * asked(*other, it);
            }
            let (asked, value) = (asked(axis, it), values[axis][it]);
            let is_asked = 0.0 < d + asked;
            // Where nothing is asked the value is zero, not none.
            let d = if is_asked { (d, asked - d) } else { (1.0, 0.0) };
            let n = (n, asked * value - n);
            match (side, scoring.is_one_sided(it)) {
                (Side::Host, true) => Curve { over: n, under: d, cap: f64::INFINITY },
                (Side::Host, false) => Curve::joined(n, d, scoring.own()[it], mean),
                (Side::Organisation, true) => Curve::constant(scoring.host()[it]),
                (Side::Organisation, false) => Curve::joined(n, d, scoring.host()[it], mean),
            }
        };
        let curves = (0..field.contenders().len()).map(curve).collect();
        Some(Self { field, weight, curves })
    }

    fn scores(&self, weight: f64) -> Vec<f64> {
        self.curves.iter().map(|it| it.at(weight)).collect()
    }

    fn first_at(&self, weight: f64) -> usize {
        let scores = self.scores(weight);
        let best = |one: usize, other| match self.field.order(&scores, one, other) {
            Ordering::Greater => other,
            _ => one,
        };
        (0..self.curves.len()).reduce(best).unwrap_or(0)
    }

    /// Where, on the way from one weight to another, a leader loses the lead, and to whom.
    fn overtaken(&self, leader: usize, from: f64, to: f64) -> Option<(f64, usize)> {
        let is_nearer = |one: f64, other: f64| (one - from).abs() + SAME < (other - from).abs();
        let mut nearest: Option<(f64, Vec<usize>)> = None;
        for other in (0..self.curves.len()).filter(|it| *it != leader) {
            let Some(at) = self.passed(leader, other, from, to) else { continue };
            match &mut nearest {
                Some((so_far, others)) if !is_nearer(at, *so_far) => {
                    if !is_nearer(*so_far, at) {
                        others.push(other);
                    }
                }
                _ => nearest = Some((at, vec![other])),
            }
        }
        let (at, others) = nearest?;
        // Of those who pass at one weight the one who is first behind it.
        let behind = at + (to - at) * 1e-6;
        let scores = self.scores(behind);
        others.into_iter().min_by(|a, b| self.field.order(&scores, *a, *b)).map(|it| (at, it))
    }

    /// Where another comes to stand before a leader, on the way from one weight to another.
    fn passed(&self, leader: usize, other: usize, from: f64, to: f64) -> Option<f64> {
        let (one, two) = (&self.curves[leader], &self.curves[other]);
        let (low, high) = (from.min(to), from.max(to));
        let mut stops = one.meets(two);
        stops.retain(|it| low + SAME < *it && *it < high - SAME);
        if to < from {
            stops.reverse();
        }
        let starts = std::iter::once(from).chain(stops.iter().copied());
        let ends = stops.iter().copied().chain([to]);
        let contenders = self.field.contenders();
        let is_before = |weight: f64| {
            let key = |curve: &Curve, it: usize| (curve.at(weight), contenders[it].completeness);
            let ids = (&contenders[other].id, &contenders[leader].id);
            let (other, leader) = (key(two, other), key(one, leader));
            crate::matching::rank::order(other, ids.0, leader, ids.1) == Ordering::Less
        };
        let stretch = starts.zip(ends).find(|(a, b)| is_before(f64::midpoint(*a, *b)));
        stretch.map(|(start, _)| start).filter(|start| SAME < (to - start).abs())
    }
}
