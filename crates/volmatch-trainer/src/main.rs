//! Trains and measures the tagger of `volmatch`.
//!
//! ```sh
//! cargo run --release -p volmatch-trainer -- train DATA      # weights, bit for bit on every run
//! cargo run --release -p volmatch-trainer -- check DATA      # the same, against those in the repo
//! cargo run --release -p volmatch-trainer -- measure DATA [BENCHMARK.csv]
//! cargo run --release -p volmatch-trainer -- agreement
//! ```
//!
//! DATA is a folder with the sets named in `corpus/README.md`.

#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a tool that prints its figures")]

mod agreement;
mod calibrate;
mod corpus;
mod features;
mod learn;
mod measure;
mod mixtures;
mod pack;
mod regression;
mod report;
mod rows;
mod targets;
mod train;

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use volmatch::tagging::Tagger;

use crate::{corpus::Corpus, learn::Recipe};

pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let weights = here.join("../volmatch/src/tagging/weights/tagger.bin");
    let corpus = Corpus::read(&here.join("corpus"))?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["train", data] => {
            let bytes = train::train(Path::new(data), &corpus, &Recipe::default())?;
            println!("{} bytes, sha256 {:x}", bytes.len(), Sha256::digest(&bytes));
            fs::write(weights, bytes)?;
        }
        ["check", data] => {
            let bytes = train::train(Path::new(data), &corpus, &Recipe::default())?;
            if bytes != fs::read(weights)? {
                return Err("training gives other weights than those in the repository".into());
            }
            println!("the same {} bytes, sha256 {:x}", bytes.len(), Sha256::digest(&bytes));
        }
        ["measure", data] => report::report(Path::new(data), &corpus, Tagger::embedded(), None)?,
        ["measure", data, benchmark] => {
            let benchmark = PathBuf::from(benchmark);
            report::report(Path::new(data), &corpus, Tagger::embedded(), Some(&benchmark))?;
        }
        ["agreement"] => agreement::print(&corpus),
        _ => return Err("usage: volmatch-trainer train|check|measure DATA, or agreement".into()),
    }
    Ok(())
}
