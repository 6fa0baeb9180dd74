//! One criterion with what it says of all contenders, laid out to be summed ten thousand times.

use crate::{decide::field::Cell, matching::criteria::Side};

/// A value that is not certain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    pub(crate) contender: usize,
    /// What counts where it is not drawn.
    pub(crate) value: f64,
    pub(crate) low: f64,
    pub(crate) width: f64,
}

/// One criterion with its values for all contenders.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) name: String,
    pub(crate) side: Side,
    /// By the model; only proportions within a side count.
    pub(crate) weight: f64,
    /// What counts; zero where it is open or not asked.
    pub(crate) certain: Vec<f64>,
    pub(crate) asked: Vec<bool>,
    /// Of how many it is asked.
    asked_of: usize,
    pub(crate) answered: Vec<bool>,
    /// What is not certain, by contender.
    pub(crate) open: Vec<Open>,
}

impl Axis {
    /// A criterion without contenders.
    pub(crate) fn new(name: String, side: Side, weight: f64) -> Self {
        let (certain, asked, answered) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, side, weight, certain, asked, asked_of: 0, answered, open: Vec::new() }
    }

    /// Takes up the next contender; `None` where it is not asked.
    pub(crate) fn push(&mut self, cell: Option<Cell>) {
        let contender = self.certain.len();
        let (low, high) = cell.map_or((0.0, 0.0), |it| it.bounds);
        let value = cell.map_or(0.0, |it| it.value);
        let is_open = low < high;
        if is_open {
            self.open.push(Open { contender, value, low, width: high - low });
        }
        self.certain.push(if is_open { 0.0 } else { value });
        self.asked.push(cell.is_some());
        self.asked_of += usize::from(cell.is_some());
        self.answered.push(cell.is_some_and(|it| it.is_answered));
    }

    /// Whether any contender is judged by it.
    pub(crate) fn is_asked(&self) -> bool {
        0 < self.asked_of
    }

    pub(crate) fn is_asked_of_all(&self) -> bool {
        self.asked_of == self.asked.len()
    }

    /// What counts, by contender, where nothing is drawn; zero where not asked.
    pub(crate) fn values(&self) -> Vec<f64> {
        let mut values = self.certain.clone();
        self.open.iter().for_each(|it| values[it.contender] = it.value);
        values
    }

    /// The same, the contenders in another order: that of their places so far.
    pub(crate) fn ordered(&self, order: &[usize]) -> Self {
        let mut place = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
        let of = |open: &Open| Open { contender: place[open.contender], ..*open };
        let mut open: Vec<Open> = self.open.iter().map(of).collect();
        open.sort_unstable_by_key(|it| it.contender);
        Self {
            name: self.name.clone(),
            certain: order.iter().map(|it| self.certain[*it]).collect(),
            asked: order.iter().map(|it| self.asked[*it]).collect(),
            answered: order.iter().map(|it| self.answered[*it]).collect(),
            open,
            ..*self
        }
    }

    /// The same, with what another says of some contenders, whose places rise.
    pub(crate) fn with(&self, other: &Self, places: &[usize]) -> Self {
        let mut axis = self.clone();
        axis.open.retain(|it| places.binary_search(&it.contender).is_err());
        axis.open
            .extend(other.open.iter().map(|it| Open { contender: places[it.contender], ..*it }));
        axis.open.sort_unstable_by_key(|it| it.contender);
        for (index, place) in places.iter().enumerate() {
            axis.certain[*place] = other.certain[index];
            axis.asked[*place] = other.asked[index];
            axis.answered[*place] = other.answered[index];
        }
        axis.asked_of = axis.asked.iter().filter(|it| **it).count();
        axis
    }
}
