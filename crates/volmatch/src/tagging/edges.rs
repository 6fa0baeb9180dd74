//! Where the words of a text begin and end: pairs of byte offsets.

use fearless_simd::{Level, Simd, dispatch};

use crate::tagging::{
    letters::letters_in,
    words::{Word, words},
};

/// So many edges are written at once, whether there are as many or not.
const SIDE_BY_SIDE: usize = 8;

/// Finds where words begin and end.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    /// Where runs of letters in ASCII and of what is not in ASCII begin and end in the last text, one
    /// behind the other.
    runs: Vec<usize>,
    /// The words of those runs, of a text that is not in ASCII.
    words: Vec<[usize; 2]>,
}

impl Edges {
    /// Where each word of a text begins and where it ends.
    pub(crate) fn of(&mut self, text: &str) -> &[[usize; 2]] {
        let Self { runs, words: found } = self;
        let is_ascii = dispatch!(Level::new(), simd => find_runs(simd, text.as_bytes(), runs));
        let (runs, _) = runs.as_chunks();
        if is_ascii {
            return runs;
        }
        // What stands between two runs is part of no word.
        found.clear();
        for run @ [start, end] in runs {
            match &text[*start..*end] {
                letters if letters.is_ascii() => found.push(*run),
                any => {
                    let edges = |it: Word<'_>| [start + it.start, start + it.end];
                    found.extend(words(any).map(edges));
                }
            }
        }
        found
    }
}

/// Finds where runs begin and end; whether the text is in ASCII.
#[inline(always)]
fn find_runs<S: Simd>(simd: S, text: &[u8], edges: &mut Vec<usize>) -> bool {
    edges.clear();
    let (blocks, rest) = text.as_chunks::<64>();
    let mut last = [0; 64];
    last[..rest.len()].copy_from_slice(rest);
    let (mut was_inside, mut any_others, mut of_block) = (0, 0, [0; 64]);
    for (index, block) in blocks.iter().chain([&last]).enumerate() {
        let [letters, others] = letters_in(simd, block);
        any_others |= others;
        let inside = letters | others;
        let mut changes = inside ^ ((inside << 1) | was_inside);
        was_inside = inside >> 63;
        let count = changes.count_ones() as usize;
        let rounds = count.div_ceil(SIDE_BY_SIDE);
        for edges in &mut of_block.as_chunks_mut::<SIDE_BY_SIDE>().0[..rounds] {
            for edge in edges {
                *edge = 64 * index + changes.trailing_zeros() as usize;
                changes &= changes.wrapping_sub(1);
            }
        }
        edges.extend_from_slice(&of_block[..count]);
    }
    any_others == 0
}
