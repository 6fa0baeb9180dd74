//! libFuzzer's way to the target `scoring`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| volmatch_fuzz::TARGETS[2].1(bytes));
