//! Texts of several themes, made of our own phrases and texts: organisations list what they do.

use volmatch::sdg::GOALS;

use crate::rows::{Origin, TextRow};

/// A small generator with a fixed stream (Steele, Lea and Flood 2014, `SplitMix`).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// So many mixtures of phrases, two to six each, and half as many of two own texts, of one fold each
/// so that no part of them is learnt from where another is measured.
pub(crate) fn mixtures(rows: &[&TextRow], count: usize) -> Vec<TextRow> {
    let mut random = Random(17);
    let of = |origin: Origin, fold: usize| -> Vec<&TextRow> {
        rows.iter().copied().filter(|row| row.origin == origin && row.fold() == fold).collect()
    };
    let phrases: Vec<Vec<&TextRow>> = (0..5).map(|fold| of(Origin::Phrase, fold)).collect();
    let texts: Vec<Vec<&TextRow>> = (0..5).map(|fold| of(Origin::Own, fold)).collect();
    let mut mixed = Vec::new();
    for number in 0..count + count / 2 {
        let (fold, is_list) = (number % 5, number < count);
        let (parts, many) = match is_list {
            true => (&phrases[fold], 2 + random.below(5)),
            false => (&texts[fold], 2),
        };
        if parts.is_empty() {
            continue;
        }
        let chosen: Vec<&TextRow> = (0..many).map(|_| parts[random.below(parts.len())]).collect();
        mixed.push(mixture(number, &chosen, if is_list { ", " } else { " " }));
    }
    mixed
}

fn mixture(number: usize, parts: &[&TextRow], between: &str) -> TextRow {
    let words: Vec<&str> = parts.iter().map(|row| row.text.as_str()).collect();
    let labels =
        (0..GOALS).map(|goal| parts.iter().map(|row| row.labels[goal]).fold(0.0, f64::max));
    let mut mixed = TextRow { id: format!("mixture {number}"), ..parts[0].clone() };
    mixed.text = words.join(between);
    mixed.origin = Origin::Mixture;
    mixed.primary = None;
    mixed.targets = Vec::new();
    labels.zip(&mut mixed.labels).for_each(|(label, slot)| *slot = label);
    mixed
}
