//! Mutates the corpus and runs every target on it: `cargo run --release -p volmatch-fuzz -- [SECONDS [SEED]]`.
//!
//! What it tries depends on the seed alone, how much of it on the clock. What breaks a promise is
//! written to `corpus/TARGET/found`, to be kept under a better name beside its mending.

use std::{
    error::Error,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use volmatch_fuzz::{TARGETS, Target};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let seconds: u64 = args.next().map_or(Ok(10), |text| text.parse())?;
    let seed: u64 = args.next().map_or(Ok(1), |text| text.parse())?;
    let each = Duration::from_secs(seconds).div_f64(TARGETS.len() as f64);
    for target in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
        let runs = run(&folder, target, each, seed)?;
        report(&format!("{}: {runs} runs, every promise kept", target.name));
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the program's answer")]
fn report(line: &str) {
    println!("{line}");
}

fn run(folder: &Path, target: Target, time: Duration, seed: u64) -> Result<u64, Box<dyn Error>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let corpus: Vec<Vec<u8>> = paths.iter().map(fs::read).collect::<Result<_, _>>()?;
    if corpus.is_empty() {
        return Err(format!("{}: no corpus", folder.display()).into());
    }
    let (begin, mut dice, mut runs) = (Instant::now(), Dice(seed), 0);
    while begin.elapsed() < time {
        let bytes = mutated(&corpus, &mut dice);
        if catch_unwind(|| target.check_quickly(&bytes)).is_err() {
            let path = folder.join("found");
            fs::write(&path, &bytes)?;
            return Err(format!("a promise is broken by {}", path.display()).into());
        }
        runs += 1;
    }
    Ok(runs)
}

/// What texts of ours are made of.
const PIECES: [&[u8]; 24] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\n",
    b"\r",
    b"\t",
    b"null",
    b"1e999",
    b"-1",
    b"\\ud800",
    b"\xff",
    b"\0",
    b"\xef\xbb\xbf",
    b"\"id\":\"a\"",
    b"\"type\":\"country\"",
    b"=",
    b"|",
    b"<",
    b"\xe2\x80\xae",
];

fn mutated(corpus: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = corpus[dice.below(corpus.len())].clone();
    for _ in 0..1 + dice.below(4) {
        let from = dice.below(bytes.len() + 1);
        let to = (from + dice.below(9)).min(bytes.len());
        let added: Vec<u8> = match dice.below(6) {
            0 => Vec::new(),
            1 => vec![dice.below(256) as u8],
            2 => bytes[from..to].repeat(2 + dice.below(5)),
            3 => {
                let other = &corpus[dice.below(corpus.len())];
                let at = dice.below(other.len() + 1);
                other[at..(at + dice.below(64)).min(other.len())].to_vec()
            }
            _ => PIECES[dice.below(PIECES.len())].to_vec(),
        };
        bytes.splice(from..to, added);
    }
    bytes
}

/// Numbers that depend on the seed alone (`SplitMix64`: Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}
