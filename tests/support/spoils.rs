//! Ways to spoil a record, and the sample with some records spoiled.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;

use volmatch::SAMPLE;

/// A way to spoil a record, so that nothing of it may be used.
pub type Spoil = fn(&str) -> Vec<u8>;

pub const SPOILS: [(&str, Spoil); 14] = [
    ("cut", |line| line.as_bytes()[..line.len() / 2].into()),
    ("typo", |line| line.replace("\"name\"", "\"nmae\"").into()),
    ("type", |line| line.replace("\"organisation\"", "\"organization\"").into()),
    ("list", |line| format!("[{line}]").into()),
    ("two on a line", |line| format!("{line}{line}").into()),
    ("null", |_| b"null".into()),
    ("blank id", |line| line.replace("\"id\": \"", "\"id\": \" ").into()),
    ("number", |line| line.replace("{\"type\"", "{\"capacity\": -1, \"type\"").into()),
    ("latin 1", |line| [line.as_bytes(), b" \xe9"].concat()),
    ("nul", |line| format!("{line}\0").into()),
    ("deep", |line| line.replace("{\"type\"", &format!("{{\"extra\":{}", "[".repeat(500))).into()),
    ("key", |line| line.replace("{\"type\"", "{\"extra\":{\"a\":1,\"a\":2},\"type\"").into()),
    ("code", |line| line.replace("\"home\": \"", "\"home\": \"9").into()),
    ("long", |line| {
        line.replace(
            "{\"type\"",
            &format!("{{\"extra\":{{\"a\":\"{}\"}},\"type\"", "a".repeat(1 << 20)),
        )
        .into()
    }),
];

/// The sample with some lines left blank, and with them spoiled.
pub fn without_and_with(spoiled: &BTreeMap<usize, (&str, Spoil)>) -> (Vec<u8>, Vec<u8>) {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for (index, line) in SAMPLE.lines().enumerate() {
        if let Some((_, spoil)) = spoiled.get(&index) {
            with.extend(spoil(line));
        } else {
            without.extend(line.as_bytes());
            with.extend(line.as_bytes());
        }
        without.push(b'\n');
        with.push(b'\n');
    }
    (without, with)
}
