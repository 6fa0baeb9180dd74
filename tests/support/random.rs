//! Random records from plain numbers, in small alphabets: ties, matches and refusals occur.

use std::ops::RangeInclusive;

use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};
use volmatch::{
    atlas::{countries::CountryCode, sectors::Sector},
    sdg::Sdg,
};

use super::records::Records;

/// East Africa with its landlocked, the far North, a microstate without scores, an island, Kosovo.
const COUNTRIES: [&str; 14] = [
    "KEN", "UGA", "TZA", "MWI", "MOZ", "GBR", "IRL", "FRA", "AND", "MCO", "CHN", "TUV", "XKX",
    "NOR",
];
const TERRITORIES: [&str; 3] = ["ABW", "GIB", "GUF"];
const SDGS: [&str; 12] =
    ["3", "3.8", "3.c", "4", "4.1", "4.4", "17", "17.9", "17.16", "8.6", "15.1", "2"];
const SECTORS: [&str; 8] = ["122", "12220", "12230", "111", "11120", "112", "11220", "14030"];
const LANGUAGES: [&str; 7] = ["en", "fr", "sw", "pt", "ny", "es", "fr-CA"];
const MODALITIES: [&str; 3] = ["international", "online", "domestic"];
const TYPES: [&str; 5] = ["10", "21", "22", "40", "60"];
const INITIATIVES: [&str; 4] = ["bri:1", "bri:5", "au:2063", "eu:gg"];
const GROUPS: [&str; 6] = ["ldc", "lldc", "sids", "g77", "south", "north"];

/// Catalogs with so many organisations and countries; they shrink by dropping records.
pub fn records(
    organisations: RangeInclusive<usize>,
    countries: RangeInclusive<usize>,
) -> impl Strategy<Value = Records> {
    let seeds = |range: RangeInclusive<usize>| vec(any::<u64>().no_shrink(), range);
    (seeds(organisations), seeds(countries)).prop_map(|(organisations, countries)| {
        let mut records = Records::default();
        for (index, seed) in organisations.into_iter().enumerate() {
            records.organisations.push(organisation(&mut Dice(seed), index));
        }
        for (index, seed) in countries.into_iter().enumerate() {
            let country = country(&mut Dice(seed), index, &records.countries);
            records.countries.push(country);
        }
        records
    })
}

/// Splitmix: random enough, and the same on any machine.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// From 0 to 1, the ends and round numbers among them.
    pub fn share(&mut self) -> f64 {
        match self.below(3) {
            0 => self.below(11) as f64 / 10.0,
            1 => self.below(3) as f64 / 2.0,
            _ => self.next() as f64 / u64::MAX as f64,
        }
    }

    /// At most so many, each once.
    fn distinct(&mut self, most: usize, one: impl Fn(&mut Self) -> String) -> Vec<String> {
        let mut list: Vec<String> = Vec::new();
        for _ in 0..self.below(most + 1) {
            let next = one(self);
            if !list.contains(&next) {
                list.push(next);
            }
        }
        list
    }

    fn some(&mut self, of: &[&str], most: usize) -> Vec<String> {
        self.distinct(most, |dice| dice.one(of).to_owned())
    }

    pub fn sdg(&mut self) -> String {
        match self.below(6) {
            0 => Sdg::all().nth(self.below(volmatch::sdg::CODES)).unwrap().to_string(),
            _ => self.one(&SDGS).to_owned(),
        }
    }

    fn sector(&mut self) -> String {
        match self.below(4) {
            0 => Sector::all().nth(self.below(Sector::all().count())).unwrap().to_string(),
            _ => self.one(&SECTORS).to_owned(),
        }
    }

    fn country(&mut self) -> String {
        match self.below(4) {
            0 => CountryCode::all().nth(self.below(195)).unwrap().to_string(),
            _ => self.one(&COUNTRIES).to_owned(),
        }
    }

    /// A country or, at times, a territory of which nothing is known.
    fn place(&mut self) -> String {
        if self.chance(5) { self.one(&TERRITORIES).to_owned() } else { self.country() }
    }

    fn order<T>(&mut self, list: &mut [T]) {
        (1..list.len()).for_each(|last| list.swap(last, self.below(last + 1)));
    }

    /// The numbers below a limit in any order.
    pub fn any_order(&mut self, limit: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..limit).collect();
        self.order(&mut order);
        order
    }
}

/// Keeps about so many in a hundred of the fields, in any order; the first three always.
fn thin_out(dice: &mut Dice, mut fields: Vec<(&str, Value)>, percent: usize) -> Value {
    let mut kept: Vec<(&str, Value)> = fields.drain(..3).collect();
    kept.extend(fields.into_iter().filter(|_| dice.chance(percent)));
    dice.order(&mut kept);
    kept.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// An organisation's record, from nearly empty to full.
pub fn organisation(dice: &mut Dice, index: usize) -> Value {
    let home = dice.place();
    let mut fields = vec![
        ("type", json!("organisation")),
        ("id", json!(format!("o{index}"))),
        ("name", json!(format!("Organisation {index}"))),
        ("home", json!(home)),
        ("aliases", json!(["Somebody"])),
        ("organisation_type", json!(dice.one(&TYPES))),
        ("description", json!(description(dice))),
        ("sdgs", tags(dice)),
        ("sectors", json!(dice.distinct(4, Dice::sector))),
        ("languages", json!(dice.some(&LANGUAGES, 4))),
        ("modalities", json!(dice.some(&MODALITIES, 3))),
        ("experience", experience(dice)),
        ("capacity", json!(dice.below(40))),
        ("learning_goals", json!(dice.distinct(3, Dice::sdg))),
        ("initiatives", json!(dice.some(&INITIATIVES, 3))),
    ];
    if dice.chance(40) {
        fields.push(("requires", demands_of_organisation(dice)));
    }
    let percent = dice.one(&[20, 60, 85, 100]);
    thin_out(dice, fields, percent)
}

/// Words that speak for goals, name countries, or say nothing; some in languages that are not read.
const PHRASES: [&str; 16] = [
    "we run rural clinics and train nurses",
    "literacy for girls in village schools",
    "Clean water, latrines and hygiene in Kenya and Malawi.",
    "volunteers of all ages meet",
    "legal advice for refugees; human rights",
    "planting trees in Uganda, Norway and Papua New Guinea",
    "soins de santé et vaccination dans les villages de France",
    "nous formons des enseignants",
    "apoyamos a las mujeres rurales y su educación",
    "wir helfen den Kindern in der Schule und auf dem Land",
    "我们经营农村诊所",
    "clinics clinics clinics",
    "food bank, debt advice and housing",
    "trade, debt and partnership with Tanzania",
    "a\u{301}b \u{0} x",
    "?",
];

const TITLES: [&str; 4] =
    ["Health for all", "Girls in schools", "Des écoles rurales", "Clean water, clean water"];

fn description(dice: &mut Dice) -> String {
    let many = 1 + dice.below(4);
    (0..many).map(|_| dice.one(&PHRASES)).collect::<Vec<&str>>().join(" ")
}

fn tags(dice: &mut Dice) -> Value {
    if dice.chance(4) {
        return (1..=17).map(|goal| json!(goal.to_string())).collect();
    }
    let codes = dice.distinct(6, Dice::sdg);
    codes.into_iter().map(|code| tag(dice, &code)).collect()
}

/// A tag with up to three pieces of evidence, or its code alone.
pub fn tag(dice: &mut Dice, code: &str) -> Value {
    if dice.chance(30) {
        return json!(code);
    }
    let evidence: Vec<Value> = (0..dice.below(4)).map(|_| evidence(dice)).collect();
    json!({ "code": code, "evidence": evidence })
}

/// What shows a tag, every field of it optional.
pub fn evidence(dice: &mut Dice) -> Value {
    let mut fields = Map::new();
    if dice.chance(60) {
        fields.insert("country".into(), json!(dice.place()));
    }
    if dice.chance(70) {
        fields.insert("year".into(), json!(2000 + dice.below(32)));
    }
    if dice.chance(70) {
        fields.insert("quality".into(), json!(dice.share()));
    }
    fields.into()
}

fn experience(dice: &mut Dice) -> Value {
    let entry = |code: String, dice: &mut Dice| match dice.below(3) {
        0 => json!(code),
        1 => json!({ "country": code, "volunteers": dice.below(50) }),
        _ => json!({ "country": code, "since": 1990 + dice.below(30) }),
    };
    let most = if dice.chance(3) { 300 } else { 5 };
    let codes = dice.distinct(most, Dice::place);
    codes.into_iter().map(|code| entry(code, dice)).collect()
}

fn demands_of_organisation(dice: &mut Dice) -> Value {
    let mut fields = Map::new();
    if dice.chance(50) {
        fields.insert("groups".into(), json!(dice.some(&GROUPS, 1)));
    }
    if dice.chance(50) {
        fields.insert("exclude".into(), json!(dice.distinct(3, Dice::country)));
    }
    if dice.chance(50) {
        fields.insert("languages".into(), json!(dice.some(&LANGUAGES, 1)));
    }
    fields.into()
}

/// A country's or own asker's record; its id is none of those that are there.
fn country(dice: &mut Dice, index: usize, others: &[Value]) -> Value {
    let mut id = if dice.chance(25) { format!("x-{index}") } else { dice.country() };
    while others.iter().any(|other| other["id"] == json!(id)) {
        id = dice.country();
    }
    let priorities: Vec<Value> = (0..dice.below(6)).map(|_| priority(dice)).collect();
    let fields = vec![
        ("type", json!("country")),
        ("id", json!(id)),
        ("name", json!(format!("Country {index}"))),
        ("priorities", json!(priorities)),
        ("languages", json!(dice.some(&LANGUAGES, 3))),
        ("offers", json!(dice.distinct(3, Dice::sdg))),
        ("initiatives", json!(dice.some(&INITIATIVES, 2))),
        ("requires", demands_of_country(dice)),
    ];
    let percent = dice.one(&[30, 70, 95]);
    thin_out(dice, fields, percent)
}

fn priority(dice: &mut Dice) -> Value {
    let mut fields = Map::new();
    if dice.chance(70) {
        let weight = match dice.below(3) {
            0 => json!(1 + dice.below(3)),
            1 => json!(0.001 + dice.share()),
            _ => json!(dice.one(&[1e-3, 0.1, 0.3, 2.5, 1e3])),
        };
        fields.insert("weight".into(), weight);
    }
    if dice.chance(80) {
        fields.insert("sdgs".into(), json!(dice.distinct(3, Dice::sdg)));
    }
    if dice.chance(50) {
        fields.insert("sectors".into(), json!(dice.distinct(3, Dice::sector)));
    }
    if dice.chance(40) {
        fields.insert("demand".into(), json!(dice.below(30)));
    }
    if dice.chance(30) || !(fields.contains_key("sdgs") || fields.contains_key("sectors")) {
        fields.insert("title".into(), json!(dice.one(&TITLES)));
    }
    if dice.chance(15) {
        fields.insert("description".into(), json!(description(dice)));
    }
    fields.into()
}

fn demands_of_country(dice: &mut Dice) -> Value {
    let mut fields = Map::new();
    if dice.chance(40) {
        fields.insert("languages".into(), json!(dice.some(&LANGUAGES, 2)));
    }
    if dice.chance(20) {
        fields.insert("modalities".into(), json!(dice.some(&MODALITIES, 1)));
    }
    if dice.chance(20) {
        fields.insert("organisation_types".into(), json!(dice.some(&TYPES, 4)));
    }
    if dice.chance(20) {
        fields.insert("exclude".into(), json!(dice.some(&["o0", "o1", "o2", "zz"], 2)));
    }
    fields.into()
}
