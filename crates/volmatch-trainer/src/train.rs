//! The whole training: from the sets and the corpus to packed weights.

use std::{collections::HashSet, path::Path};

use volmatch::{
    sdg::GOALS,
    tagging::{TextLanguage, mentions},
};

use crate::{
    Failure,
    calibrate::{Case, Line, calibrate},
    corpus::Corpus,
    features::Stemmer,
    learn::{Recipe, Shelf, learn, out_of_fold, soften},
    mixtures::mixtures,
    pack::{Packed, pack, rounded},
    rows::{Origin, TextRow, charities, own, passages, titles},
    targets::target_planes,
};

/// All rows there are, those for measuring too.
pub(crate) fn all_rows(data: &Path, corpus: &Corpus) -> Result<Vec<TextRow>, Failure> {
    let train = data.join("text/train");
    let mut rows = passages(&train.join("osdg.jsonl"), "osdg", Origin::Osdg, corpus)?;
    for set in ["dpg", "zora", "oro", "aurora"] {
        rows.extend(passages(&train.join(format!("{set}.jsonl")), set, Origin::Public, corpus)?);
    }
    let organisations = data.join("organisations");
    for (set, name) in
        [("charity", "uk_charities.jsonl"), ("abroad", "charities_with_countries.jsonl")]
    {
        rows.extend(charities(&organisations.join(name), set, corpus)?);
    }
    rows.extend(titles(data)?);
    rows.extend(own(corpus));
    Ok(rows)
}

/// Trains the weights of all languages.
pub(crate) fn train(data: &Path, corpus: &Corpus, recipe: &Recipe) -> Result<Vec<u8>, Failure> {
    let rows = all_rows(data, corpus)?;
    let kept_out: HashSet<&str> =
        rows.iter().filter(|row| row.is_test).map(|row| row.group.as_str()).collect();
    let usable = |row: &&TextRow| !row.is_test && !kept_out.contains(row.group.as_str());
    let mut line = Line::default();
    let mut languages = Vec::new();
    for language in TextLanguage::ALL {
        let mut rows: Vec<&TextRow> =
            rows.iter().filter(usable).filter(|row| row.language == language).collect();
        let mixed = mixtures(&rows, recipe.mixtures);
        rows.extend(&mixed);
        let terms = recipe.terms[language as usize];
        languages.push(train_language(rows, terms, recipe, &mut line));
    }
    Ok(pack(&languages))
}

/// What is read of a row: all but the names of countries, which say where something is done and not
/// what. In a British register they would stand for aid abroad.
fn learnt_text(row: &TextRow) -> String {
    let mut text = row.text.clone();
    let named = mentions(&row.text).into_iter().rev();
    named.for_each(|it| text.replace_range(it.start..it.end, "|"));
    text
}

/// What a row teaches: a goal beside the primary one a little less than that.
fn learnt_labels(row: &TextRow, recipe: &Recipe) -> [f64; GOALS] {
    let mut labels = row.labels;
    if let Some(primary) = row.primary {
        for (at, label) in labels.iter_mut().enumerate() {
            *label *= if at + 1 == primary { 1.0 } else { recipe.secondary };
        }
    }
    labels
}

/// Trains one language. `line` is the first language's, which the others' calibration starts from.
fn train_language(rows: Vec<&TextRow>, terms: usize, recipe: &Recipe, line: &mut Line) -> Packed {
    let mut stemmer = Stemmer::default();
    let of_rows = rows.iter().map(|row| stemmer.terms(&learnt_text(row), row.language)).collect();
    let labels = rows.iter().map(|row| learnt_labels(row, recipe)).collect();
    let mut shelf = Shelf { rows, terms: of_rows, labels };
    let all: Vec<usize> = (0..shelf.rows.len()).collect();

    let labelled: Vec<usize> =
        all.iter().copied().filter(|at| shelf.rows[*at].origin != Origin::Unlabelled).collect();
    let mut teacher = out_of_fold(&shelf, &labelled, &[], recipe);
    if labelled.len() < all.len() {
        let full = learn(&shelf, &labelled, &[], recipe);
        for (at, scores) in teacher.iter_mut().enumerate().filter(|(_, it)| it.is_none()) {
            *scores = Some(full.scores(&shelf.terms[at]));
        }
    }
    soften(&mut shelf, &teacher, recipe);

    let cuts = [4 * terms, 2 * terms, terms];
    let mut learned = learn(&shelf, &all, &cuts, recipe);
    learned.vocabulary.idf.iter_mut().for_each(|idf| *idf = rounded(*idf));
    let scores = out_of_fold(&shelf, &all, &cuts, recipe);

    let mut cases: Vec<Vec<Case>> = vec![Vec::new(); GOALS];
    for (at, row) in shelf.rows.iter().enumerate().filter(|(_, row)| row.is_complete()) {
        let Some(scores) = scores[at] else { continue };
        for goal in 0..GOALS {
            let (score, label) = (scores[goal], row.labels[goal]);
            cases[goal].push(Case { score, label, weight: recipe.calibration(row.origin) });
        }
    }
    let calibration = calibrate(&cases, line, recipe);
    let targets = target_planes(&shelf, &learned.vocabulary);
    let stems = Stemmer::rarities(&shelf.terms, recipe.least_texts);
    Packed { stems, vocabulary: learned.vocabulary, planes: learned.planes, calibration, targets }
}
