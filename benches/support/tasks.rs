//! What is measured as a whole: `match`, and the yardstick beside it.

use std::{
    ffi::OsString,
    fmt,
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use serde::{
    Deserialize,
    de::{Deserializer, MapAccess, Visitor, value::MapAccessDeserializer},
};
use volmatch_cli::Exit;

/// The yardstick: every line into owned structs by `serde_json`, one after the other, nothing kept.
///
/// The file is streamed through one buffer and one line's text, as `match` streams it.
pub fn parse(path: &Path) {
    let mut lines = BufReader::with_capacity(256 << 10, File::open(path).unwrap());
    let mut line = String::new();
    while 0 < lines.read_line(&mut line).unwrap() {
        std::hint::black_box(serde_json::from_str::<Owned>(&line).unwrap());
        line.clear();
    }
}

/// Runs the program in this process; panics unless it ends well. The number of lines answered.
pub fn volmatch(args: impl IntoIterator<Item = OsString>) -> usize {
    let (mut out, mut err) = (Lines(0), Vec::new());
    let args = [OsString::from("volmatch")].into_iter().chain(args);
    let exit = volmatch_cli::run(args, &mut io::empty(), &mut out, &mut err, false);
    assert_eq!(exit, Exit::Done, "{}", String::from_utf8_lossy(&err));
    out.0
}

/// Counts lines and keeps nothing: the answer's own length is not what is measured.
struct Lines(usize);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += memchr::memchr_iter(b'\n', bytes).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Owned {
    r#type: String,
    id: String,
    name: String,
    home: Option<String>,
    organisation_type: Option<String>,
    description: Option<String>,
    sdgs: Option<Vec<Tag>>,
    sectors: Option<Vec<String>>,
    languages: Option<Vec<String>>,
    modalities: Option<Vec<String>>,
    experience: Option<Vec<Experience>>,
    capacity: Option<u32>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Shown {
    code: String,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Evidence {
    country: Option<String>,
    year: Option<i32>,
    quality: Option<f64>,
    source: Option<String>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "parsed, not looked at")]
struct Experience {
    country: String,
    since: Option<i32>,
}

/// A tag is a code, or an object. Told apart by what comes first: `untagged` would copy it first,
/// and make the yardstick slower than it need be.
#[expect(dead_code, reason = "parsed, not looked at")]
enum Tag {
    Bare(String),
    Shown(Shown),
}

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EitherWay;
        impl<'de> Visitor<'de> for EitherWay {
            type Value = Tag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a code or an object")
            }

            fn visit_str<E>(self, code: &str) -> Result<Tag, E> {
                Ok(Tag::Bare(code.to_owned()))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Tag, M::Error> {
                Shown::deserialize(MapAccessDeserializer::new(map)).map(Tag::Shown)
            }
        }
        deserializer.deserialize_any(EitherWay)
    }
}
