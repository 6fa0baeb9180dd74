//! Random numbers that are the same on any machine, and weights drawn evenly.

use chacha20::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of random numbers: `ChaCha8` with a seed, whose streams never meet.
#[derive(Debug)]
pub(crate) struct Draws(ChaCha8Rng);

impl Draws {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(stream);
        Self(generator)
    }

    /// From 0 up to but without 1, in steps of 2^-53.
    pub(crate) fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 53) as f64;
        (self.0.next_u64() >> 11) as f64 * STEP
    }

    /// The same in steps of 2^-32: half the price, fine enough for a value.
    pub(crate) fn rough_unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1u64 << 32) as f64;
        f64::from(self.0.next_u32()) * STEP
    }

    /// Weights that sum to 1, every such point as likely: Dirichlet(1), by spacings of an
    /// exponential process (Devroye 1986, V.2).
    pub(crate) fn simplex(&mut self, weights: &mut [f64]) {
        let mut sum = 0.0;
        for weight in &mut *weights {
            *weight = -libm::log(1.0 - self.unit());
            sum += *weight;
        }
        match 0.0 < sum {
            true => weights.iter_mut().for_each(|weight| *weight /= sum),
            // All were drawn as zero, which no seed has been seen to do.
            false => weights.fill(1.0 / weights.len().max(1) as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The stream is a promise: other numbers would change every printed share.
    #[test]
    fn the_stream_is_the_same_everywhere() {
        let first = |seed, stream| {
            let mut draws = Draws::new(seed, stream);
            [draws.unit(), draws.unit()].map(|it| format!("{it:.12}"))
        };
        assert_eq!(first(1, 0), ["0.402485663665", "0.080383708930"]);
        assert_eq!(first(1, 7), ["0.465004018554", "0.743594087938"]);
    }

    /// With six criteria, P(largest weight > 0.5) = 6 x 0.5^5 = 0.1875.
    #[test]
    fn weights_are_even_on_the_simplex() {
        let mut draws = Draws::new(1, 0);
        let (mut weights, mut over, samples) = ([0.0; 6], 0, 100_000);
        for _ in 0..samples {
            draws.simplex(&mut weights);
            assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            over += usize::from(weights.iter().any(|it| 0.5 < *it));
        }
        let share = over as f64 / f64::from(samples);
        assert!((share - 0.1875).abs() < 0.005, "{share}");
    }
}
