//! What must hold for any bytes whatever: a target for each part of the house that meets them.
//!
//! Checks panic where it does not hold. `tests/corpus.rs` replays what is in `corpus/`, the
//! program mutates it for some seconds, and `fuzz/` is for libFuzzer.

mod arguments;
mod made;
mod reading;
mod scoring;
mod tagging;
mod writing;

/// Of so many inputs one is also given to the whole program, where they come by the million.
const WHOLE_EVERY: u64 = 1024;

/// What meets any bytes, and panics where a promise is broken.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, which is also that of its folder in `corpus/`.
    pub name: &'static str,
    /// The parts that meet the bytes, called by themselves: thousands of times in a second.
    parts: fn(&[u8]),
    /// The program as it is run, with its threads and files.
    whole: fn(&[u8]),
}

impl Target {
    /// Checks the parts and the whole program.
    pub fn check(&self, bytes: &[u8]) {
        (self.parts)(bytes);
        (self.whole)(bytes);
    }

    /// Checks the parts and, for a few inputs that depend on their bytes alone, the whole program.
    pub fn check_quickly(&self, bytes: &[u8]) {
        (self.parts)(bytes);
        if is_one_in(WHOLE_EVERY, bytes) {
            (self.whole)(bytes);
        }
    }
}

/// Every target.
pub const TARGETS: [Target; 5] = [
    Target { name: "arguments", parts: arguments::parts, whole: arguments::whole },
    Target { name: "reading", parts: reading::parts, whole: reading::whole },
    Target { name: "scoring", parts: scoring::parts, whole: scoring::whole },
    Target { name: "tagging", parts: tagging::parts, whole: tagging::whole },
    Target { name: "writing", parts: writing::parts, whole: writing::whole },
];

/// Whether an input is one of so many, by its bytes (FNV-1a).
fn is_one_in(many: u64, bytes: &[u8]) -> bool {
    let mixed = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, mixed);
    ((hash >> 32) ^ hash).is_multiple_of(many)
}

/// Runs the program in this process: what it wrote, and how it ended.
fn run(args: &[&str], mut input: &[u8]) -> (String, String, volmatch_cli::Exit) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(words(args), &mut input, &mut out, &mut err, false);
    (text(out), text(err), exit)
}

/// Arguments behind the name of the program.
fn words(args: &[&str]) -> impl Iterator<Item = std::ffi::OsString> {
    ["volmatch"].iter().chain(args).map(std::ffi::OsString::from)
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("what is written is UTF-8")
}

/// Whether some character could move a terminal's cursor or turn its text.
fn is_unfit(text: &str) -> bool {
    text.contains(|c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    })
}
