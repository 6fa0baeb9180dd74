//! libFuzzer's way to the target `reading`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| volmatch_fuzz::TARGETS[1].1(bytes));
