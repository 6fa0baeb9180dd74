//! libFuzzer's way to the target `arguments`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| volmatch_fuzz::TARGETS[0].1(bytes));
