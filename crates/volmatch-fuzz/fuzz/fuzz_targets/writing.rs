//! libFuzzer's way to the target `writing`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| volmatch_fuzz::TARGETS[4].1(bytes));
