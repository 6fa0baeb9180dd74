//! Reading and checking records, and compiling the board, as they grow.

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use volmatch::{Board, Model, read_str};

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for size in [100, 10_000, 100_000] {
        let text = support::organisations(size).collect::<String>();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), &text, |bencher, text| {
            bencher.iter(|| read_str("bench.jsonl", text).check().unwrap());
        });
    }
    group.finish();
}

fn compile(criterion: &mut Criterion) {
    criterion.bench_function("compile/195 countries", |bencher| {
        bencher.iter(|| Board::new(&[], Model::default()));
    });
}

criterion_group!(benches, read, compile);
criterion_main!(benches);
