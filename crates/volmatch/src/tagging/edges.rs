//! Where the words of a text begin and end: pairs of byte offsets, one behind the other.

use crate::tagging::{letters::letters_in, words::is_part_of_word};

/// Finds where words begin and end.
#[derive(Debug, Default)]
pub(crate) struct Edges {
    /// Where the words of the last text begin and end.
    found: Vec<usize>,
    /// Of each 64 bytes of it: which are letters in ASCII, and which are not in ASCII.
    blocks: Vec<[u64; 2]>,
}

impl Edges {
    /// Where each word of a text begins and where it ends.
    pub(crate) fn of(&mut self, text: &str) -> &[[usize; 2]] {
        self.found.clear();
        self.blocks.clear();
        let (blocks, rest) = text.as_bytes().as_chunks::<64>();
        self.blocks.extend(blocks.iter().map(letters_in));
        let mut last = [0; 64];
        last[..rest.len()].copy_from_slice(rest);
        self.blocks.push(letters_in(&last));
        match self.blocks.iter().all(|[_, others]| *others == 0) {
            true => self.ascii_words(),
            false => self.any_words(text),
        }
        self.found.as_chunks().0
    }

    /// Of a text in ASCII: where letters begin and end.
    fn ascii_words(&mut self) {
        let (mut was_letter, mut edges) = (0, [0; 64]);
        for (index, [letters, _]) in self.blocks.iter().enumerate() {
            let mut changes = letters ^ ((letters << 1) | was_letter);
            was_letter = letters >> 63;
            let count = changes.count_ones() as usize;
            for edge in &mut edges[..count] {
                *edge = 64 * index + changes.trailing_zeros() as usize;
                changes &= changes.wrapping_sub(1);
            }
            self.found.extend_from_slice(&edges[..count]);
        }
    }

    /// Of any text.
    fn any_words(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let blocks = self.blocks.as_slice();
        let mut at = 0;
        while let Some(start) = next(blocks, at, |[letters, others]| letters | others) {
            at = next(blocks, start, |[letters, _]| !letters).unwrap_or(bytes.len());
            if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
                // What is not ASCII begins a word, goes on with one, or stands between words.
                let rest = &text[at..];
                let begins = at != start || rest.starts_with(char::is_alphabetic);
                if !begins {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                at += rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len());
            }
            self.found.extend([start, at]);
        }
    }
}

/// The first place from `at` on that has a bit.
fn next(blocks: &[[u64; 2]], at: usize, bits_of: impl Fn([u64; 2]) -> u64) -> Option<usize> {
    let mut index = at / 64;
    let mut bits = bits_of(*blocks.get(index)?) & (u64::MAX << (at % 64));
    while bits == 0 {
        index += 1;
        bits = bits_of(*blocks.get(index)?);
    }
    Some(64 * index + bits.trailing_zeros() as usize)
}
