//! What must hold for any bytes whatever: a function for each part of the house that meets them.
//!
//! The functions panic where it does not hold. `tests/corpus.rs` replays what is in `corpus/`, the
//! program mutates it for some seconds, and `fuzz/` is for libFuzzer.

mod arguments;
mod reading;
mod scoring;
mod tagging;
mod writing;

/// Takes any bytes, and panics where a promise is broken.
pub type Target = fn(&[u8]);

/// Every target by its name, which is also that of its folder in `corpus/`.
pub const TARGETS: [(&str, Target); 5] = [
    ("arguments", arguments::check),
    ("reading", reading::check),
    ("scoring", scoring::check),
    ("tagging", tagging::check),
    ("writing", writing::check),
];

/// Runs the program in this process: what it wrote, and how it ended.
fn run(args: &[&str], mut input: &[u8]) -> (String, String, volmatch_cli::Exit) {
    let words = ["volmatch"].iter().chain(args).map(std::ffi::OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = volmatch_cli::run(words, &mut input, &mut out, &mut err, false);
    let text = |bytes| String::from_utf8(bytes).expect("what is written is UTF-8");
    (text(out), text(err), exit)
}

/// Whether some character could move a terminal's cursor or turn its text.
fn is_unfit(text: &str) -> bool {
    text.contains(|c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    })
}
