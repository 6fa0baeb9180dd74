//! Doubts tried out on a field, block by block.

use rayon::prelude::*;

use crate::{
    decide::{
        doubts::{Doubts, InvalidDoubts, Plan},
        draw::Draws,
        field::Field,
        strength::{StrengthRange, drawn, ranges},
        tally::{Places, Tally},
    },
    model::Model,
};

/// Draws are made in so many blocks, each with a stream of random numbers of its own, a walk of its
/// own through bound weights and one set of strengths of its own: the answer does not depend on
/// threads, and what the blocks differ by is the error of the whole.
pub const BLOCKS: usize = 40;

/// A model, and the field of the same contenders that another model gives.
pub(crate) type Redraw<'r> = (&'r Model, &'r (dyn Fn(Model) -> Field + Sync));

/// Streams of random numbers, by what they are for.
#[derive(Clone, Copy)]
pub(crate) enum Stream {
    Weights,
    Missing,
    Strengths,
    Confidence,
}

/// A field, and what of it is in doubt.
pub(crate) struct Trial<'t> {
    pub(crate) field: &'t Field,
    pub(crate) plan: Plan,
    pub(crate) doubts: &'t Doubts,
    redraw: Option<Redraw<'t>>,
    pub(crate) ranges: Vec<StrengthRange>,
}

impl<'t> Trial<'t> {
    pub(crate) fn new(
        field: &'t Field,
        doubts: &'t Doubts,
        redraw: Option<Redraw<'t>>,
    ) -> Result<Self, InvalidDoubts> {
        let redraw = redraw.filter(|_| doubts.strengths);
        let ranges = redraw.map_or(Vec::new(), |(model, _)| ranges(model));
        Ok(Self { field, plan: Plan::new(field, doubts)?, doubts, redraw, ranges })
    }

    /// What a block draws its numbers from.
    pub(crate) fn draws(&self, of: Stream, block: usize) -> Draws {
        Draws::new(self.doubts.seed, (of as u64) << 32 | block as u64)
    }

    /// The field of a block: with its own strengths, where they are in doubt.
    pub(crate) fn field_of(&self, block: usize) -> Option<Field> {
        let (model, redraw) = self.redraw?;
        let model = drawn(model, &self.ranges, &mut self.draws(Stream::Strengths, block));
        Some(redraw(model))
    }

    /// Counts all draws, a tally for each block; `listed` are followed to their place.
    pub(crate) fn tallies(&self, listed: &[usize]) -> Vec<Tally> {
        let (samples, blocks) = (self.doubts.samples, BLOCKS.min(self.doubts.samples));
        let tally = |block: usize| {
            let own = self.field_of(block);
            let mut places = Places::new(self.field, self.doubts.top);
            let mut weighing = self.plan.weigh(self.draws(Stream::Weights, block));
            let mut missing = self.doubts.missing.then(|| self.draws(Stream::Missing, block));
            let field = own.as_ref().unwrap_or(self.field);
            let draws = share_of(samples, blocks, block);
            Tally::of(field, &mut places, listed, &mut weighing, missing.as_mut(), draws)
        };
        (0..blocks).into_par_iter().map(tally).collect()
    }
}

/// How many of all draws a block makes.
pub(crate) fn share_of(samples: usize, blocks: usize, block: usize) -> usize {
    samples / blocks + usize::from(block < samples % blocks)
}
