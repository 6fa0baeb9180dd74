//! Sound records made of bytes: each byte is a choice, so that none is spent on what is refused.

use serde_json::{Value, json};
use volmatch::{atlas::countries::CountryCode, atlas::sectors::Sector, sdg::Sdg};

const LANGUAGES: [&str; 6] = ["en", "sw", "fr", "es", "pt", "fr-CA"];
const MODALITIES: [&str; 3] = ["international", "online", "domestic"];
const TYPES: [&str; 5] = ["10", "21", "22", "40", "60"];
const INITIATIVES: [&str; 4] = ["bri:1", "bri:5", "au:2063", "eu:gg"];
const GROUPS: [&str; 6] = ["ldc", "lldc", "sids", "g77", "south", "north"];
const WEIGHTS: [f64; 5] = [1e-3, 0.1, 1.0, 2.5, 1e3];

/// JSON Lines of one to three organisations, whose words are what bytes are left, and of an asker.
pub(crate) fn records(bytes: &[u8]) -> String {
    let mut choices = Choices(bytes);
    let mut records = vec![country(&mut choices)];
    for number in 0..=choices.below(3) {
        records.push(organisation(&mut choices, number));
    }
    let words = String::from_utf8_lossy(choices.0);
    if words.contains(char::is_alphanumeric) {
        records[1]["description"] = json!(words);
    }
    records.iter().map(|record| record.to_string() + "\n").collect()
}

/// Bytes to choose by; where they end, the first is chosen.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn next(&mut self) -> u8 {
        self.0.split_off_first().copied().unwrap_or(0)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::from(self.next()) % end
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Less than so many, each once.
    fn some(&mut self, most: usize, one: impl Fn(&mut Self) -> String) -> Vec<String> {
        let mut list: Vec<String> = (0..self.below(most)).map(|_| one(self)).collect();
        list.sort();
        list.dedup();
        list
    }

    fn of(&mut self, of: &[&str], most: usize) -> Vec<String> {
        self.some(most, |it| it.one(of).to_owned())
    }

    fn place(&mut self) -> String {
        let number = self.below(195);
        CountryCode::all().nth(number).expect("there are as many").to_string()
    }

    fn sdg(&mut self) -> String {
        let number = self.below(volmatch::sdg::CODES);
        Sdg::all().nth(number).expect("there are as many").to_string()
    }

    fn sector(&mut self) -> String {
        let number = usize::from(self.next()) % Sector::all().count();
        Sector::all().nth(number).expect("there are as many").to_string()
    }

    /// From 0 to 1, both among them.
    fn share(&mut self) -> f64 {
        f64::from(self.next()) / 255.0
    }

    /// A list, where it is chosen to be there.
    fn put(&mut self, record: &mut Value, field: &str, list: impl FnOnce(&mut Self) -> Value) {
        if self.below(4) != 0 {
            record[field] = list(self);
        }
    }
}

fn organisation(choices: &mut Choices<'_>, number: usize) -> Value {
    let mut record = json!({ "type": "organisation", "id": format!("o{number}"), "name": format!("O {number}") });
    choices.put(&mut record, "home", |it| json!(it.place()));
    choices.put(&mut record, "sdgs", |it| {
        let codes = it.some(6, Choices::sdg);
        codes.into_iter().map(|code| json!({ "code": code, "evidence": evidence(it) })).collect()
    });
    choices.put(&mut record, "sectors", |it| json!(it.some(4, Choices::sector)));
    choices.put(&mut record, "languages", |it| json!(it.of(&LANGUAGES, 4)));
    choices.put(&mut record, "modalities", |it| json!(it.of(&MODALITIES, 4)));
    choices.put(&mut record, "organisation_type", |it| json!(it.one(&TYPES)));
    choices.put(&mut record, "experience", |it| {
        let places = it.some(5, Choices::place);
        let entry = |place| json!({ "country": place, "since": 1990 + it.below(30), "volunteers": it.next() });
        places.into_iter().map(entry).collect()
    });
    choices.put(&mut record, "capacity", |it| json!(it.next()));
    choices.put(&mut record, "learning_goals", |it| json!(it.some(4, Choices::sdg)));
    choices.put(&mut record, "initiatives", |it| json!(it.of(&INITIATIVES, 3)));
    choices.put(&mut record, "requires", |it| {
        json!({ "groups": it.of(&GROUPS, 2), "exclude": it.some(3, Choices::place),
            "languages": it.of(&LANGUAGES, 2) })
    });
    record
}

fn evidence(choices: &mut Choices<'_>) -> Value {
    (0..choices.below(3)).map(|_| piece(choices)).collect()
}

fn piece(choices: &mut Choices<'_>) -> Value {
    match choices.below(4) {
        0 => json!({}),
        1 => json!({ "country": choices.place() }),
        2 => json!({ "year": 2000 + choices.below(30) }),
        _ => json!({ "quality": choices.share() }),
    }
}

fn country(choices: &mut Choices<'_>) -> Value {
    let mut record = json!({ "type": "country", "id": "x-own", "name": "Own" });
    choices.put(&mut record, "priorities", |it| (0..it.below(4)).map(|_| priority(it)).collect());
    choices.put(&mut record, "languages", |it| json!(it.of(&LANGUAGES, 3)));
    choices.put(&mut record, "offers", |it| json!(it.some(4, Choices::sdg)));
    choices.put(&mut record, "initiatives", |it| json!(it.of(&INITIATIVES, 3)));
    choices.put(&mut record, "requires", |it| {
        json!({ "languages": it.of(&LANGUAGES, 2), "modalities": it.of(&MODALITIES, 2),
            "organisation_types": it.of(&TYPES, 4), "exclude": it.of(&["o0", "o1"], 2) })
    });
    record
}

fn priority(choices: &mut Choices<'_>) -> Value {
    let mut record = json!({ "title": "Girls in schools", "weight": choices.one(&WEIGHTS) });
    choices.put(&mut record, "sdgs", |it| json!(it.some(4, Choices::sdg)));
    choices.put(&mut record, "sectors", |it| json!(it.some(3, Choices::sector)));
    choices.put(&mut record, "demand", |it| json!(it.next()));
    record
}
