//! How far two readings that did not see each other agree: Cohen's kappa (1960).

use volmatch::sdg::GOALS;

use crate::corpus::{Corpus, Label};

/// Agreement beyond chance, 1 for full.
fn kappa(pairs: impl Iterator<Item = (bool, bool)>) -> (usize, f64) {
    let (mut all, mut same, mut first, mut second) = (0.0, 0.0, 0.0, 0.0);
    for (one, other) in pairs {
        let count = |it: bool| f64::from(u8::from(it));
        all += 1.0;
        same += count(one == other);
        first += count(one);
        second += count(other);
    }
    let by_chance = (first * second + (all - first) * (all - second)) / (all * all);
    (first as usize, (same / all - by_chance) / (1.0 - by_chance))
}

/// Prints agreement per goal, on organisations and on passages.
pub(crate) fn print(corpus: &Corpus) {
    let of = |is_charity: bool| -> Vec<&Label> {
        corpus
            .labels()
            .filter(|(set, _)| ["charity", "abroad"].contains(set) == is_charity)
            .map(|it| it.1)
            .collect()
    };
    let (charities, passages) = (of(true), of(false));
    println!("goal       organisations           passages");
    println!("           served   kappa    served   kappa");
    for goal in 1..=GOALS {
        let row = |labels: &[&Label]| {
            let said = |it: &&Label| (it.passes[0].contains(&goal), it.passes[1].contains(&goal));
            kappa(labels.iter().map(said))
        };
        let ((served, agreed), (in_passages, on_passages)) = (row(&charities), row(&passages));
        println!("{goal:>4} {served:>12}   {agreed:>5.3}  {in_passages:>8}   {on_passages:>5.3}");
    }
    for (name, labels) in [("organisations", charities), ("passages", passages)] {
        let texts = labels.len() as f64;
        let share = |is: &dyn Fn(&Label) -> bool| {
            labels.iter().filter(|label| is(label)).count() as f64 / texts
        };
        let sorted = |pass: &[usize]| {
            let mut pass = pass.to_vec();
            pass.sort_unstable();
            pass
        };
        println!(
            "{texts} {name}: the same goals in {:.1} %, the same primary goal in {:.1} %; no goal {:.1} %",
            100.0 * share(&|it| sorted(&it.passes[0]) == sorted(&it.passes[1])),
            100.0 * share(&|it| it.passes[0].first() == it.passes[1].first()),
            100.0 * share(&|it| it.goals.is_empty()),
        );
    }
}
