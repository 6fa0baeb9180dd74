//! Ranking compiled organisations for all countries, as they grow.

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use volmatch::{Catalog, Listing, Model, read_str};

fn rank(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rank 195 countries, top 10");
    group.sample_size(10);
    for size in [100, 10_000, 100_000] {
        let profiles = read_str("bench.jsonl", &support::organisations(size).collect::<String>())
            .check()
            .unwrap();
        let catalog = Catalog::new(profiles, Model::default());
        group.throughput(Throughput::Elements(size as u64));
        group.bench_with_input(BenchmarkId::from_parameter(size), &catalog, |bencher, catalog| {
            bencher.iter(|| catalog.rank_all(Listing::best(10)));
        });
    }
    group.finish();
}

criterion_group!(benches, rank);
criterion_main!(benches);
