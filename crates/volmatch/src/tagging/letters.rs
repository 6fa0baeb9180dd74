//! Letters, many at once: where those in ASCII stand in a text, and those of a short word as numbers.

use fearless_simd::{prelude::*, u8x64};

/// Sixteen letters, the first one lowest; 0 behind the end of a shorter word.
///
/// Two numbers and no array of them, which would be written to memory in halves and read in one, with a
/// wait between.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Letters {
    pub(crate) low: u64,
    pub(crate) high: u64,
}

impl Letters {
    /// Those of a word that is not short.
    pub(crate) const NONE: Self = Self { low: 0, high: 0 };
}

/// The letters of a word: all small if it is in ASCII, else its bytes as they stand; none of a word that is
/// not short. No two words have the same but for capitals.
#[inline(always)]
pub(crate) fn letters_of(text: &[u8], start: usize, end: usize) -> Letters {
    /// By the length of a word: what of sixteen bytes are its letters; of a long word nothing.
    const MASKS: [Letters; 18] = {
        let mut masks = [Letters::NONE; 18];
        let mut length = 1;
        while length <= 16 {
            masks[length] = split(u128::MAX >> (8 * (16 - length)));
            length += 1;
        }
        masks
    };
    let mask = MASKS[end.wrapping_sub(start).min(17)];
    let all = match text.get(start..).and_then(<[u8]>::first_chunk) {
        Some(sixteen) => split(u128::from_le_bytes(*sixteen)),
        None => split(last_letters(&text[start..end.min(start + 16)])),
    };
    let [low, high] = [all.low & mask.low, all.high & mask.high];
    let small = if (low | high) & HIGH == 0 { SMALL } else { 0 };
    Letters { low: low | (small & mask.low), high: high | (small & mask.high) }
}

/// The bit that tells a small letter from a capital, of eight bytes.
const SMALL: u64 = u64::from_ne_bytes([0x20; 8]);
/// The bit that no byte in ASCII has, of eight bytes.
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

const fn split(letters: u128) -> Letters {
    Letters { low: letters as u64, high: (letters >> 64) as u64 }
}

/// Fewer than sixteen letters, at the end of a text.
fn last_letters(letters: &[u8]) -> u128 {
    letters.iter().rev().fold(0, |all, letter| (all << 8) | u128::from(*letter))
}

/// A bit for each of 64 bytes, the first one lowest: whether it is a letter in ASCII, and whether it is
/// not in ASCII.
#[inline(always)]
pub(crate) fn letters_in<S: Simd>(simd: S, block: &[u8; 64]) -> [u64; 2] {
    let bytes = u8x64::from_slice(simd, block);
    let from_a = (bytes | 0x20) - b'a';
    [from_a.simd_lt(26), bytes.simd_ge(0x80)].map(SimdMask::to_bitmask)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the end of a text and before it, where sixteen bytes are read at once.
    fn of(word: &str) -> Letters {
        let text = format!("{word} and what stands behind it");
        let letters = letters_of(word.as_bytes(), 0, word.len());
        assert_eq!(letters, letters_of(text.as_bytes(), 0, word.len()), "{word}");
        letters
    }

    /// Wherever it is not in ASCII: in its first eight bytes, in those behind them, and alike in both.
    #[test]
    fn a_word_not_in_ascii_is_as_it_stands() {
        for word in
            ["é", "naïve", "abcdefghijklmné", "школьная", "émancipé", "Émancipé", "ÉMANCIPÉ"]
        {
            let Letters { low, high } = of(word);
            let bytes: Vec<u8> = [low, high].iter().flat_map(|it| it.to_le_bytes()).collect();
            assert_eq!(&bytes[..word.len()], word.as_bytes());
            assert!(bytes[word.len()..].iter().all(|byte| *byte == 0), "{word}");
        }
        assert_eq!(of("Emancipe"), Letters { low: u64::from_le_bytes(*b"emancipe"), high: 0 });
        assert_eq!(of("internationalisée"), Letters::NONE);
    }
}
