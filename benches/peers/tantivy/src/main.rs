//! The peer that reads words: tantivy, all descriptions in an index in memory, then one query for
//! each country: the words of its priorities, each with its weight.
//!
//! `tantivy-peer LINES COUNTRIES [--every-score]`. Of queries of hundreds of words, those that skip what
//! cannot win, as tantivy's guide has it, take many times as long as those that look at every score.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Write},
};

use serde::Deserialize;
use tantivy::{
    DocId, Index, Score, SegmentReader, Term,
    collector::TopDocs,
    doc,
    query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery},
    schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{
        Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, StopWordFilter, TextAnalyzer,
    },
};

/// As many as `volmatch match` gives.
const TOP: usize = 10;

#[derive(Deserialize)]
struct Organisation {
    id: String,
    description: Option<String>,
}

#[derive(Deserialize)]
struct Countries {
    goals: Vec<String>,
    countries: Vec<Country>,
}

#[derive(Deserialize)]
struct Country {
    code: String,
    priorities: Vec<Priority>,
}

#[derive(Deserialize)]
struct Priority {
    goal: usize,
    weight: f32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = env::args().skip(1);
    let (lines, countries) = (args.next().ok_or("no lines")?, args.next().ok_or("no countries")?);
    let looks_at_every_score = args.next().is_some_and(|it| it == "--every-score");

    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("words")
        .set_index_option(IndexRecordOption::WithFreqs);
    let words =
        schema.add_text_field("words", TextOptions::default().set_indexing_options(indexing));
    let number = schema.add_u64_field("number", FAST);
    let index = Index::create_in_ram(schema.build());
    let stop_words = |language| StopWordFilter::new(language).ok_or("no stop words");
    let mut analyser = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(stop_words(Language::English)?)
        .filter(stop_words(Language::French)?)
        .filter(stop_words(Language::Spanish)?)
        .build();
    index.tokenizers().register("words", analyser.clone());

    let mut writer = index.writer_with_num_threads(1, 100_000_000)?;
    let mut ids = Vec::new();
    for line in BufReader::with_capacity(256 << 10, File::open(lines)?).lines() {
        let organisation: Organisation = serde_json::from_str(&line?)?;
        let text = organisation.description.unwrap_or_default();
        writer.add_document(doc!(words => text, number => ids.len() as u64))?;
        ids.push(organisation.id);
    }
    writer.commit()?;

    let countries: Countries = serde_json::from_slice(&fs::read(countries)?)?;
    let searcher = index.reader()?.searcher();
    let numbers = |segment: &SegmentReader| segment.fast_fields().u64("number");
    let numbers: Vec<_> =
        searcher.segment_readers().iter().map(numbers).collect::<Result<_, _>>()?;
    let mut out = BufWriter::new(io::stdout().lock());
    for country in &countries.countries {
        let mut wanted: BTreeMap<String, Score> = BTreeMap::new();
        for priority in &country.priorities {
            let mut tokens = analyser.token_stream(&countries.goals[priority.goal - 1]);
            let mut distinct: Vec<String> = Vec::new();
            tokens.process(&mut |token| distinct.push(token.text.clone()));
            distinct.sort_unstable();
            distinct.dedup();
            for word in distinct {
                *wanted.entry(word).or_default() += priority.weight;
            }
        }
        let clause = |(word, weight): (String, Score)| -> (Occur, Box<dyn Query>) {
            let term = Term::from_field_text(words, &word);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (Occur::Should, Box::new(BoostQuery::new(Box::new(query), weight)))
        };
        let query = BooleanQuery::new(wanted.into_iter().map(clause).collect());
        let top = TopDocs::with_limit(TOP);
        let as_it_is = |_: &SegmentReader| |_: DocId, score: Score| score;
        let found = match looks_at_every_score {
            true => searcher.search(&query, &top.tweak_score(as_it_is))?,
            false => searcher.search(&query, &top.order_by_score())?,
        };
        for (rank, (score, address)) in found.into_iter().enumerate() {
            let number = numbers[address.segment_ord as usize].first(address.doc_id);
            let id = number.map_or("", |it| &ids[it as usize]);
            writeln!(out, "{}\t{}\t{id}\t{score:.6}", country.code, rank + 1)?;
        }
    }
    Ok(out.flush()?)
}
