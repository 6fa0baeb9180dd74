//! How firm a ranking is: 10,000 draws over organisations as they grow, and what is in doubt.

mod support;

use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use volmatch::{Board, Doubts, Model, Organisation, read_str};

fn sensitivity(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("10,000 draws for Kenya");
    group.sample_size(10);
    for size in [100, 1_000, 10_000] {
        let lines: String = support::organisations(size).collect();
        let profiles = read_str("bench.jsonl", &lines).check().unwrap();
        let organisations: Vec<Arc<Organisation>> =
            profiles.organisations().iter().cloned().map(Arc::new).collect();
        let board = Board::of(&[], &["KEN"], Model::default()).unwrap();
        let any = Doubts { missing: false, strengths: false, ..Doubts::default() };
        let chain = ["alignment", "sectors", "text", "ties"].map(str::to_owned).to_vec();
        let doubts = [
            ("weights", any.clone()),
            ("weights in an order", Doubts { orders: vec![chain], ..any.clone() }),
            ("weights, missing data", Doubts { missing: true, ..any }),
            ("all", Doubts::default()),
        ];
        group.throughput(Throughput::Elements(size as u64));
        for (name, doubts) in doubts {
            group.bench_with_input(BenchmarkId::new(name, size), &doubts, |bencher, doubts| {
                bencher.iter(|| board.sensitivity_of_organisations(0, &organisations, doubts));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, sensitivity);
criterion_main!(benches);
