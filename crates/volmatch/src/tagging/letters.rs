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

/// The letters of a word, all small; none of a word that is not short.
#[inline(always)]
pub(crate) fn letters_of(text: &[u8], start: usize, end: usize) -> Letters {
    let length = end - start;
    if 16 < length {
        return Letters::NONE;
    }
    let all = match text.get(start..start + 16).and_then(|it| <[u8; 16]>::try_from(it).ok()) {
        Some(sixteen) => u128::from_le_bytes(sixteen),
        None => last_letters(&text[start..end]),
    };
    split((all | each(0x20)) & (u128::MAX >> (8 * (16 - length))))
}

const fn each(byte: u8) -> u128 {
    u128::from_ne_bytes([byte; 16])
}

fn split(letters: u128) -> Letters {
    Letters { low: letters as u64, high: (letters >> 64) as u64 }
}

/// Fewer than sixteen letters, at the end of a text.
fn last_letters(letters: &[u8]) -> u128 {
    letters.iter().rev().fold(0, |all, letter| (all << 8) | u128::from(*letter))
}

/// A bit for each of 64 ASCII bytes, the first one lowest: whether it is a letter.
pub(crate) fn letters_in(block: &[u8; 64]) -> u64 {
    const fn eight(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let (eights, _) = block.as_chunks::<8>();
    let mut bits = 0;
    for (index, bytes) in eights.iter().enumerate() {
        // The high bit of each byte tells; no sum leaves its byte, since the bytes are ASCII.
        let small = u64::from_le_bytes(*bytes) | eight(0x20);
        let from_a = small + eight(0x80 - b'a');
        let past_z = small + eight(0x80 - b'z' - 1);
        let high = (from_a & !past_z & eight(0x80)) >> 7;
        // The product moves them together: the lowest byte's to bit 56, the highest byte's to 63.
        bits |= (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * index);
    }
    bits
}
