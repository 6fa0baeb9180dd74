//! What is JSON and what is not, after the cases of JSONTestSuite: as a file, and within a record.

#[path = "support/program.rs"]
mod program;

use program::{counts, validate};
use serde_json::Value;

/// Values that every reader of JSON must take (`y_` in the suite).
const SOUND: [&[u8]; 54] = [
    b"[[]   ]",
    b"[\"\"]",
    b"[]",
    b"[\"a\"]",
    b"[false]",
    b"[null, 1, \"1\", {}]",
    b"[null]",
    b"[1\n]",
    b" [1]",
    b"[1,null,null,null,2]",
    b"[2] ",
    b"[123e65]",
    b"[0e+1]",
    b"[0e1]",
    b"[ 4]",
    b"[-0.0001]",
    b"[20e1]",
    b"[-0]",
    b"[-123]",
    b"[-1]",
    b"[1E22]",
    b"[1E-2]",
    b"[1E+2]",
    b"[123e45]",
    b"[123.456e78]",
    b"[1e-2]",
    b"[1e+2]",
    b"[123]",
    b"[123.456789]",
    b"{\"asd\":\"sdf\"}",
    b"{}",
    b"{\"\":0}",
    b"{\"foo\\u0000bar\": 42}",
    b"{ \"min\": -1.0e+28, \"max\": 1.0e+28 }",
    b"{\"x\":[{\"id\": \"x\"}], \"id\": \"y\"}",
    b"{\"a\":[]}",
    b"{\n\"a\": \"b\"\n}",
    b"[\"\\u0060\\u012a\\u12AB\"]",
    b"[\"\\uD801\\udc37\"]",
    b"[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
    b"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
    b"[\"\\\\u0000\"]",
    b"[\"\\\"\"]",
    b"[\"a/*b*/c/*d//e\"]",
    b"[\"\\\\n\"]",
    b"[\"\\u0012\"]",
    b"[\"\\uFFFF\"]",
    b"[\"\xef\xbf\xbf\"]",
    b"[\"\xf4\x8f\xbf\xbf\"]",
    b"[\"\\u0000\"]",
    b"[\"\xe2\x80\xa8\xe2\x80\xa9\"]",
    b"[\"\x7f\"]",
    b"42",
    b"\"\"",
];

/// What no reader may take (`n_` in the suite).
const BROKEN: [&[u8]; 118] = [
    b"[1 true]",
    b"[a\xe5]",
    b"[\"\": 1]",
    b"[\"\"],",
    b"[,1]",
    b"[1,,2]",
    b"[\"x\",,]",
    b"[\"x\"]]",
    b"[\"\",]",
    b"[\"x\"",
    b"[x",
    b"[3[4]]",
    b"[\xff]",
    b"[1:2]",
    b"[,]",
    b"[-]",
    b"[   , \"\"]",
    b"[\"a\",\n4\n,1,",
    b"[1,]",
    b"[1,\n1\n,1",
    b"[\"\x0ba\"\\f]",
    b"[*]",
    b"[\"\"",
    b"[1,",
    b"[{}",
    b"[fals]",
    b"[nul]",
    b"[tru]",
    b"123\0",
    b"[++1234]",
    b"[+1]",
    b"[+Inf]",
    b"[-01]",
    b"[-1.0.]",
    b"[-2.]",
    b"[-NaN]",
    b"[.-1]",
    b"[.2e-3]",
    b"[0.1.2]",
    b"[0.3e+]",
    b"[0.3e]",
    b"[0.e1]",
    b"[0E+]",
    b"[0E]",
    b"[0e+]",
    b"[1.0e+]",
    b"[1.0e-]",
    b"[1.0e]",
    b"[1 000.0]",
    b"[1eE2]",
    b"[2.e+3]",
    b"[2.e-3]",
    b"[2.e3]",
    b"[9.e+]",
    b"[Inf]",
    b"[NaN]",
    b"[\xef\xbc\x91]",
    b"[1+2]",
    b"[0x1]",
    b"[0x42]",
    b"[Infinity]",
    b"[0e+-1]",
    b"[-123.123foo]",
    b"[123\xe5]",
    b"[-Infinity]",
    b"[-foo]",
    b"[- 1]",
    b"[-012]",
    b"[-.123]",
    b"[-1x]",
    b"[1ea]",
    b"[1e\xe5]",
    b"[1.]",
    b"[.123]",
    b"[1.2a-3]",
    b"[012]",
    b"{\"x\", null}",
    b"{\"x\"::\"b\"}",
    b"{\xf0\x9f\x87\xa8}",
    b"{\"a\":\"a\" 123}",
    b"{key: 'value'}",
    b"{\"\xb9\":\"0\",}",
    b"{\"a\" b}",
    b"{:\"b\"}",
    b"{\"a\" \"b\"}",
    b"{\"a\":",
    b"{\"a\"",
    b"{1:1}",
    b"{9999E9999:1}",
    b"{null:null,null:null}",
    b"{\"id\":0,,,,,}",
    b"{'a':0}",
    b"{\"id\":0,}",
    b"{\"a\":\"b\"}/**/",
    b"{\"a\":\"b\"}//",
    b"{\"a\":\"b\",,\"c\":\"d\"}",
    b"{a: \"b\"}",
    b"{\"a\":\"a",
    b"{ \"foo\" : \"bar\", \"a\" }",
    b"{\"a\":\"b\"}#",
    b" ",
    b"[\"\\uD800\\u\"]",
    b"[\"\\uD800\\u1\"]",
    b"[\"\\uD800\\u1x\"]",
    b"[\"\\\0\"]",
    b"[\"\\x00\"]",
    b"[\"\\\\\\\"]",
    b"[\"\\\t\"]",
    b"[\"\\u00A\"]",
    b"[\"\\a\"]",
    b"[\"\\uqqqq\"]",
    b"[\"new\nline\"]",
    b"[\"\t\"]",
    b"\"\\UA66D\"",
    b"<null>",
    b"\xe2\x81\xa0",
    b"[True]",
    b"['single quote']",
];

/// A record with a text in the place of a value, in a line of its own and in an array.
fn within(value: &[u8]) -> [Vec<u8>; 2] {
    let before = b"{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\",\"extra\":{\"x\":";
    let record = [&before[..], value, b"}}"].concat();
    let line: Vec<u8> = record.iter().map(|it| if *it == b'\n' { b' ' } else { *it }).collect();
    [if value.contains(&b'"') { record.clone() } else { line }, [b"[", &record[..], b"]"].concat()]
}

fn problems(text: &[u8]) -> Vec<Value> {
    validate(text)["problems"].as_array().unwrap().clone()
}

#[test]
fn sound_values_are_taken_anywhere() {
    let mut wrong = Vec::new();
    for value in SOUND {
        let shown = String::from_utf8_lossy(value);
        let [_, array] = within(value);
        if counts(&array) != (1, 0) {
            wrong.push(format!("{shown} in a record: {:?}", problems(&array)));
        }
        if problems(value).iter().any(|it| it["kind"] == "syntax") {
            wrong.push(format!("{shown} as a file: {:?}", problems(value)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_values_are_refused_anywhere() {
    let mut wrong = Vec::new();
    for value in BROKEN {
        let shown = String::from_utf8_lossy(value);
        for text in within(value) {
            if counts(&text).0 != 0 || problems(&text).is_empty() {
                wrong.push(format!("{shown} in a record is taken"));
            }
        }
        if problems(value).is_empty() {
            wrong.push(format!("{shown} as a file is taken"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the suite leaves open (`i_`): ours is to refuse all that cannot be kept as it is.
#[test]
fn what_is_left_open_is_refused() {
    for value in [
        &b"[1e400]"[..],
        b"[-1e400]",
        b"[\"\\uD800\"]",
        b"[\"\\uDd1ea\"]",
        b"[\"\\uD800\\uD800\"]",
        b"[\"\xff\"]",
        b"[\"\xe9\"]",
        b"[\"\xed\xa0\x80\"]",
        b"[\"\xc0\xaf\"]",
        b"[\"\xf8\x88\x80\x80\x80\"]",
        b"{\"\\uDFAA\":0}",
        b"{\"a\":1,\"a\":1}",
        b"{\"a\":1,\"\\u0061\":1}",
    ] {
        for text in within(value) {
            assert_eq!(counts(&text), (0, 1), "{}", String::from_utf8_lossy(value));
        }
    }
}

#[test]
fn depth_is_limited_without_a_crash() {
    let sound = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat().into_bytes();
    // The record and `extra` are the first two.
    for (depth, is_sound) in
        [(61, true), (62, true), (63, false), (64, false), (127, false), (128, false)]
    {
        assert_eq!(counts(&within(&sound(depth))[1]).0 == 1, is_sound, "{depth} deep");
    }
    for open in ["[", "{\"a\":", "[{\"a\":["] {
        for text in [open.repeat(100_000).into_bytes(), sound(100_000)] {
            assert!(!problems(&text).is_empty());
            assert_eq!(counts(&within(&text)[0]).0, 0);
        }
    }
}

#[test]
fn lines_that_end_with_cr_alone_are_named() {
    let text = b"{\"type\":\"organisation\",\"id\":\"a\",\"name\":\"A\"}\r{\"type\":\"organisation\",\"id\":\"b\",\"name\":\"B\"}\r";
    let message = problems(text)[0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains("CR alone") && message.contains("tr '\\r'"), "{message}");
}
