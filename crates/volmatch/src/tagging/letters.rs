//! Letters in ASCII, many at once: where they stand in a text, and those of a short word as numbers.

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

/// The letters of a word, all small; none of a word that is not short, or not in ASCII.
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
    let small = Letters { low: (all.low | SMALL) & mask.low, high: (all.high | SMALL) & mask.high };
    if (small.low | small.high) & HIGH == 0 { small } else { Letters::NONE }
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
pub(crate) fn letters_in(block: &[u8; 64]) -> [u64; 2] {
    const fn eight(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let (eights, _) = block.as_chunks::<8>();
    let mut bits = [0; 2];
    for (index, bytes) in eights.iter().enumerate() {
        let bytes = u64::from_le_bytes(*bytes);
        // The high bit of each byte tells; no sum leaves its byte.
        let small = (bytes & !HIGH) | SMALL;
        let from_a = small + eight(0x80 - b'a');
        let past_z = small + eight(0x80 - b'z' - 1);
        for (bits, high) in bits.iter_mut().zip([from_a & !past_z & !bytes, bytes]) {
            // The product moves them together: the lowest byte's to bit 56, the highest byte's to 63.
            let high = (high & HIGH) >> 7;
            *bits |= (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index);
        }
    }
    bits
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
    fn a_word_not_in_ascii_has_none() {
        for word in ["é", "naïve", "abcdefghijklmné", "школьная", "émancipé"] {
            assert_eq!(of(word), Letters::NONE, "{word}");
        }
        assert_eq!(of("Emancipe"), Letters { low: u64::from_le_bytes(*b"emancipe"), high: 0 });
    }
}
