//! Made-up profiles of a realistic size and mix, the same ones for the same seed.

use std::{fmt::Write, sync::OnceLock};

use volmatch::{
    atlas::{countries::CountryCode, sectors::Sector},
    sdg::Sdg,
};

/// A small generator with a fixed stream of its own (Steele, Lea and Flood 2014, `SplitMix`).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// Descriptions by language: the texts that the tagger's corpus holds for it.
fn descriptions() -> &'static [Vec<&'static str>; 3] {
    static TEXTS: OnceLock<[Vec<&str>; 3]> = OnceLock::new();
    TEXTS.get_or_init(|| {
        [
            include_str!("../../crates/volmatch-trainer/corpus/texts_en.tsv"),
            include_str!("../../crates/volmatch-trainer/corpus/texts_fr.tsv"),
            include_str!("../../crates/volmatch-trainer/corpus/texts_es.tsv"),
        ]
        .map(|table| table.lines().skip(1).filter_map(|it| it.rsplit('\t').next()).collect())
    })
}

/// Some 80 words, one in eight times French or Spanish; now and then with what JSON must escape.
fn description(random: &mut Random) -> String {
    let texts = match random.below(16) {
        0 => &descriptions()[1],
        1 => &descriptions()[2],
        _ => &descriptions()[0],
    };
    let mut text = String::new();
    while text.len() < 430 {
        let part = texts[random.below(texts.len())];
        if part.len() < 500 {
            text.push_str(part);
            text.push_str(if random.one_in(33) { "\n" } else { " " });
        }
    }
    text
}

/// What one organisation is made of, worked out once.
struct Parts {
    countries: Vec<&'static str>,
    codes: Vec<String>,
    sectors: Vec<&'static str>,
}

fn parts() -> &'static Parts {
    static PARTS: OnceLock<Parts> = OnceLock::new();
    PARTS.get_or_init(|| Parts {
        countries: CountryCode::all().map(|code| code.as_str()).collect(),
        codes: Sdg::all().map(|code| code.to_string()).collect(),
        sectors: Sector::all().map(Sector::code).filter(|it| it.len() == 5).collect(),
    })
}

/// One organisation as a line of about 1,100 bytes.
fn organisation(number: usize, random: &mut Random) -> String {
    let Parts { countries, codes, sectors } = parts();
    let mut line = format!(
        r#"{{"type":"organisation","id":"XM-BENCH-{number}","name":"Organisation {number}","home":"{}","organisation_type":"{}","description":"#,
        countries[random.below(countries.len())],
        ["21", "22", "23", "10", "60"][random.below(5)],
    );
    line.push_str(&serde_json::Value::from(description(random)).to_string());
    line.push_str(r#","sdgs":["#);
    let many = 1 + random.below(5);
    let tags = distinct(random, codes.len(), many);
    for (index, tag) in tags.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = match random.one_in(3) {
            true => write!(
                line,
                r#"{comma}{{"code":"{}","evidence":[{{"country":"{}","year":{},"quality":0.{},"source":"annual report"}}]}}"#,
                codes[*tag],
                countries[random.below(countries.len())],
                2015 + random.below(11),
                1 + random.below(9),
            ),
            false => write!(line, r#"{comma}"{}""#, codes[*tag]),
        };
    }
    line.push_str(r#"],"sectors":["#);
    let many = 1 + random.below(5);
    push_list(&mut line, distinct(random, sectors.len(), many), |it| {
        format!("\"{}\"", sectors[it])
    });
    let languages = ["en", "fr", "es", "pt", "ar", "sw"];
    let _ = write!(
        line,
        r#"],"languages":["en","{}"],"modalities":["international"],"experience":["#,
        languages[1 + random.below(5)]
    );
    let many = 1 + random.below(7);
    push_list(&mut line, distinct(random, countries.len(), many), |it| {
        format!(r#"{{"country":"{}","since":{}}}"#, countries[it], 1990 + it % 30)
    });
    line.push(']');
    if random.one_in(2) {
        let _ = write!(line, r#","capacity":{}"#, random.below(500));
    }
    line.push_str("}\n");
    line
}

/// As many organisations, each a line of JSON with its end.
pub fn organisations(count: usize) -> impl Iterator<Item = String> {
    let mut random = Random(42);
    (0..count).map(move |number| organisation(number, &mut random))
}

fn distinct(random: &mut Random, end: usize, count: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < count {
        let it = random.below(end);
        if !chosen.contains(&it) {
            chosen.push(it);
        }
    }
    chosen
}

fn push_list(line: &mut String, items: Vec<usize>, show: impl Fn(usize) -> String) {
    let items: Vec<String> = items.into_iter().map(show).collect();
    line.push_str(&items.join(","));
}
