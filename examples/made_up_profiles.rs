//! How would it do with so many profiles? `cargo run --release --example made_up_profiles 1000`
//!
//! Prints made-up organisations, one a line of some 1,100 bytes, the same ones on every run.

use std::io::{self, BufWriter, Write};

#[path = "../benches/support/mod.rs"]
mod support;

fn main() -> io::Result<()> {
    let count = std::env::args().nth(1).and_then(|it| it.parse().ok()).unwrap_or(10);
    let mut out = BufWriter::new(io::stdout().lock());
    for line in support::organisations(count) {
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}
