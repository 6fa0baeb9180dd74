//! Runs the program in this process, and keeps what it said.
#![allow(dead_code, reason = "each test file uses a part")]

use std::ffi::OsString;

use serde_json::Value;
use volmatch_cli::Exit;

/// What a run said, and how it ended.
pub struct Said {
    pub out: String,
    pub err: String,
    pub exit: Exit,
}

/// Runs `volmatch` with arguments and bytes on standard input.
pub fn volmatch(args: &[&str], mut input: &[u8]) -> Said {
    let words = ["volmatch"].iter().chain(args).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(words, &mut input, &mut out, &mut err, false);
    Said { out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap(), exit }
}

/// What `validate` says of a text on standard input.
pub fn validate(text: &[u8]) -> Value {
    serde_json::from_str(&volmatch(&["validate", "-", "-f", "json"], text).out).unwrap()
}

/// How many records a text on standard input has, sound and rejected.
pub fn counts(text: &[u8]) -> (u64, u64) {
    let input = &validate(text)["inputs"][0];
    let sound = ["organisations", "countries"].map(|key| input[key].as_u64().unwrap());
    (sound.iter().sum(), input["rejected"].as_u64().unwrap())
}
