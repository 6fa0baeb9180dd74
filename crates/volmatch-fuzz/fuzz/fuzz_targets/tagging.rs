//! libFuzzer's way to the target `tagging`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| volmatch_fuzz::TARGETS[3].1(bytes));
