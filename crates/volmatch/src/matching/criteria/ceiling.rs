//! The most that words can come to with an asker, whatever they are: a bound of text that needs no look at it.
//!
//! What a text is worth is concave in how often its words stand there, so that it is below each of its
//! tangents, and the best text for a tangent is found at once: a length is shared out among the words as
//! water fills vessels (Boyd and Vandenberghe 2004, example 5.2).

use crate::{matching::wanted::Wanted, model::Constants, tagging::TextLanguage};

/// So many tangents are tried, each where the one before has its best text; more gain next to nothing.
const ROUNDS: usize = 2;

/// So often the level is put right, which with each step is closer to where it gives least.
const CORRECTIONS: usize = 5;

/// What the texts of priorities come to where the first tangent is, as BM25: about what loud texts come to.
const FIRST: f64 = 100.0;

/// Words of one language: by text of a priority those that it wants, each with its rarity there.
struct Words {
    of_text: Vec<Vec<(usize, f64)>>,
    /// How many there are.
    count: usize,
}

/// For each of some askers, 0 to 1, by the texts of its priorities, each with its weight.
pub(super) fn ceilings(
    askers: &[Vec<(usize, f64)>],
    wanted: &Wanted,
    constants: &Constants,
) -> Vec<f64> {
    let languages = TextLanguage::ALL.map(|language| {
        let mut words = Words { of_text: vec![Vec::new(); wanted.texts()], count: 0 };
        for wanting in wanted.words(language) {
            for (text, rarity) in wanting {
                words.of_text[*text].push((words.count, *rarity));
            }
            words.count += 1;
        }
        words
    });
    let of_asker = |texts: &Vec<(usize, f64)>| {
        let most = languages.iter().map(|words| most(texts, words, constants));
        most.fold(0.0, f64::max)
    };
    askers.iter().map(of_asker).collect()
}

/// The most that words of one language can be worth.
fn most(texts: &[(usize, f64)], words: &Words, constants: &Constants) -> f64 {
    let half = constants.text_half;
    let mut most: f64 = texts.iter().map(|(_, weight)| weight).sum();
    let mut sums = vec![FIRST; texts.len()];
    for _ in 0..ROUNDS {
        let (mut tangent, mut gains) = (0.0, vec![0.0; words.count]);
        for ((text, weight), sum) in texts.iter().zip(&sums) {
            let slope = weight * half / ((sum + half) * (sum + half));
            tangent += weight * sum / (sum + half) - slope * sum;
            words.of_text[*text].iter().for_each(|(word, rarity)| gains[*word] += slope * rarity);
        }
        let (best, effects) = best_effects(gains, constants);
        most = most.min(tangent + best);
        for ((text, _), sum) in texts.iter().zip(&mut sums) {
            let said = words.of_text[*text].iter().map(|(word, rarity)| rarity * effects[*word]);
            // Halfway, as factors go: all the way overshoots.
            *sum = (*sum * said.sum::<f64>().max(1.0)).sqrt();
        }
    }
    most
}

/// No less than gains times effects of words in any text come to, and BM25's effect of each in the text for which
/// they come to most.
///
/// A word that is a share of a text of any length has an effect of at most
/// (k1 + 1) share / (share + scale). It has a share where the root of its gain is above a level; with
/// any price for shares, which is (k1 + 1) level^2 / scale, no text comes to more.
fn best_effects(gains: Vec<f64>, constants: &Constants) -> (f64, Vec<f64>) {
    let Constants { text_k1: k1, text_b: b, text_usual_words: usual, .. } = constants;
    let (most, scale) = (k1 + 1.0, k1 * b / usual);
    let roots: Vec<f64> = gains.into_iter().map(f64::sqrt).collect();
    let mut level = 0.0;
    for _ in 0..CORRECTIONS {
        let add = |(sum, count): (f64, f64), root: &f64| {
            let is_above = f64::from(u8::from(level < *root));
            (sum + is_above * root, count + is_above)
        };
        let (sum, count) = roots.iter().fold((0.0, 0.0), add);
        level = scale * sum / (1.0 + count * scale);
    }
    let price = if 0.0 < scale { level * level / scale } else { 0.0 };
    let above = roots.iter().map(|root| (root - level).max(0.0));
    let best = price + above.map(|above| above * above).sum::<f64>();
    let effect = |root: f64| if level < root { most * (1.0 - level / root) } else { 0.0 };
    (most * best, roots.into_iter().map(effect).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{matching::board::Board, model::Model};

    /// What words come to, by the formula, each as often as it stands in a text of so many.
    fn worth(
        texts: &[(usize, f64)],
        said: &[(usize, &[(usize, f64)])],
        length: usize,
        constants: &Constants,
    ) -> f64 {
        let Constants { text_k1: k1, text_b: b, text_usual_words: usual, text_half: half, .. } =
            *constants;
        let of_text = |(text, weight): &(usize, f64)| {
            let mut sum = 0.0;
            for (count, wanting) in said {
                let count = *count as f64;
                let long = 1.0 - b + b * length as f64 / usual;
                let effect = count * (k1 + 1.0) / (count + k1 * long);
                let rarity = wanting.iter().find(|it| it.0 == *text).map_or(0.0, |it| it.1);
                sum += rarity * effect;
            }
            weight * sum / (sum + half)
        };
        texts.iter().map(of_text).sum()
    }

    /// Texts of the words that most priorities want, of any of them, and of one, short ones and long ones.
    #[test]
    fn no_text_is_above_the_ceiling_and_some_come_near() {
        let board = Board::new(&[], Model::default());
        let wanted = Wanted::new(board.askers());
        let needs_of = |place: usize| -> Vec<(usize, f64)> {
            let needs = board.askers()[place].needs.iter();
            needs.filter_map(|it| Some((wanted.text(&it.words)?, it.weight))).collect()
        };
        let askers: Vec<Vec<(usize, f64)>> =
            (0..board.askers().len()).step_by(13).map(needs_of).collect();
        let mut state = 7_u64;
        let mut below = move |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % end
        };
        let default = board.model().constants;
        let bare = Constants { text_b: 0.0, ..default };
        let blunt = Constants { text_k1: 0.0, ..default };
        let keen = Constants { text_k1: 2.5, text_b: 1.0, text_half: 2.0, ..default };
        for constants in [default, bare, blunt, keen] {
            let ceilings = ceilings(&askers, &wanted, &constants);
            let mut highest: f64 = 0.0;
            for language in TextLanguage::ALL {
                let mut words: Vec<&[(usize, f64)]> = wanted.words(language).collect();
                words.sort_by_key(|it| std::cmp::Reverse(it.len()));
                for round in 0..400 {
                    let loud = &words[..[20, 60, words.len()][round % 3]];
                    let mut counts = vec![0; loud.len()];
                    (0..1 + below(120)).for_each(|_| counts[below(loud.len())] += 1 + below(2));
                    let said: Vec<(usize, &[(usize, f64)])> = counts
                        .into_iter()
                        .zip(loud.iter().copied())
                        .filter(|(count, _)| 0 < *count)
                        .collect();
                    let length = said.iter().map(|it| it.0).sum();
                    let place = below(askers.len());
                    let worth = worth(&askers[place], &said, length, &constants);
                    assert!(worth <= ceilings[place] + 1e-12, "{worth} {}", ceilings[place]);
                    highest = highest.max(worth / ceilings[place]);
                }
            }
            assert!(0.9 < highest, "{highest}");
        }
    }
}
