//! The words for problems of values: of the wrong type, out of range, unknown, beyond a limit.

#[path = "support/transcript.rs"]
mod transcript;

use std::time::{Duration, Instant};

use transcript::check;
use volmatch::read_str;

#[test]
fn values_of_the_wrong_type_or_empty() {
    check(
        r#"
{"type":"organisation","id":"a","name":"A","aliases":[""," ",null]}
    f:1:55: expected a text, found an empty one, in `a`, at /aliases/0
    f:1:58: expected a text, found an empty one, in `a`, at /aliases/1
    f:1:62: expected a text, found `null` (leave out what is not known), in `a`, at /aliases/2
{"type":"organisation","id":"a","name":"A","description":5,"sdgs":"3","languages":{}}
    f:1:58: expected a text, found a number, in `a`, at /description
    f:1:67: expected a list, found a text, in `a`, at /sdgs
    f:1:83: expected a list, found an object, in `a`, at /languages
{"type":"organisation","id":"a","name":"A","sectors":[true],"experience":[5],"capacity":null}
    f:1:55: expected a code (a text, such as `"4"`), found `true`, in `a`, at /sectors/0
    f:1:75: expected a country, or an object with `country`, `since`, `volunteers`, found a number, in `a`, at /experience/0
    f:1:89: expected a number, found `null` (leave out what is not known), in `a`, at /capacity
{"type":"organisation","id":"a","name":"A","home":[],"requires":"en","extra":1}
    f:1:51: expected a code (a text, such as `"4"`), found a list, in `a`, at /home
    f:1:65: expected an object with `languages`, `modalities`, `exclude`, ..., found a text, in `a`, at /requires
    f:1:78: expected an object, found a number, in `a`, at /extra
{"type":"organisation","id":"a","name":"A","sdgs":[{"code":"3","evidence":"yes"},{"code":"4","evidence":[7]}]}
    f:1:75: expected a list, found a text, in `a`, at /sdgs/0/evidence
    f:1:106: expected an object with `country`, `year`, `quality`, `source`, found a number, in `a`, at /sdgs/1/evidence/0
{"type":7,"id":7,"name":7}
    f:1:9: expected `organisation` or `country`, found a number, at /type
    f:1:16: expected an id (a text), found a number, at /id
    f:1:25: expected a text, found a number, at /name
{"type":"organisation","id":"","name":"\t\u00a0"}
    f:1:29: expected an id, found an empty text, at /id
    f:1:39: expected a text, found an empty one, at /name
{"type":"organisation","id":"a\u001b[2J","name":"A"}
    f:1:29: id `a\u{1b}[2J` has a space around it or a character that cannot be printed, at /id
{"type":"organisation","id":"a\u202eb","name":"A"}
    f:1:29: id `a\u{202e}b` has a space around it or a character that cannot be printed, at /id
{"type":"organisation","id":"a\u0000","name":"A"}
    f:1:29: id `a\0` has a space around it or a character that cannot be printed, at /id
{"type":"organisation","id":"a ","name":"A"}
    f:1:29: id `a ` has a space around it or a character that cannot be printed, at /id
"#,
    );
}

#[test]
fn numbers_out_of_range() {
    check(
        r#"
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"weight":0},{"sdgs":["4"],"weight":-0.0}]}
    f:1:78: `0` is out of range, expected a number above 0 and at most 1000000000, in `KEN`, at /priorities/0/weight
    f:1:104: `-0` is out of range, expected a number above 0 and at most 1000000000, in `KEN`, at /priorities/1/weight
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"weight":-1},{"sdgs":["4"],"weight":"3"}]}
    f:1:78: `-1` is out of range, expected a number above 0 and at most 1000000000, in `KEN`, at /priorities/0/weight
    f:1:105: expected a number, found a text, in `KEN`, at /priorities/1/weight
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"demand":1e30,"weight":1e-400}]}
    f:1:78: `1000000000000000000000000000000` is out of range, expected a whole number from 0 to 1000000000, in `KEN`, at /priorities/0/demand
    f:1:92: `0` is out of range, expected a number above 0 and at most 1000000000, in `KEN`, at /priorities/0/weight
{"type":"organisation","id":"a","name":"A","capacity":1.5,"experience":[{"country":"KEN","since":1799,"volunteers":-1}]}
    f:1:55: `1.5` is out of range, expected a whole number from 0 to 1000000000, in `a`, at /capacity
    f:1:98: `1799` is out of range, expected a whole number from 1800 to 2200, in `a`, at /experience/0/since
    f:1:116: `-1` is out of range, expected a whole number from 0 to 1000000000, in `a`, at /experience/0/volunteers
{"type":"organisation","id":"a","name":"A","sdgs":[{"code":"3","evidence":[{"quality":1.01,"year":2201}]}]}
    f:1:87: `1.01` is out of range, expected a number from 0 to 1, in `a`, at /sdgs/0/evidence/0/quality
    f:1:99: `2201` is out of range, expected a whole number from 1800 to 2200, in `a`, at /sdgs/0/evidence/0/year
"#,
    );
}

#[test]
fn codes_that_are_unknown() {
    check(
        r#"
{"type":"country","id":"KNY","name":"K"}
    f:1:24: no country `KNY` (did you mean `KEN`?); an asker of your own begins with `x-`, in `KNY`, at /id
{"type":"country","id":"Atlantis","name":"K"}
    f:1:24: no country `Atlantis`; an asker of your own begins with `x-`, in `Atlantis`, at /id
{"type":"country","id":"x-","name":"K"}
    f:1:24: no country `x-`; an asker of your own begins with `x-`, in `x-`, at /id
{"type":"organisation","id":"a","name":"A","home":"KNY","experience":["Kenyya"]}
    f:1:51: no country `KNY` (did you mean `KEN`?), in `a`, at /home
    f:1:71: no country `Kenyya` (did you mean `Kenya`?), in `a`, at /experience/0
{"type":"organisation","id":"a","name":"A","sdgs":["18","Quality Educaton",4],"learning_goals":["3.14"]}
    f:1:52: `18` is no goal `1` to `17` and no target such as `3.8`…
    f:1:57: `Quality Educaton` is no goal `1` to `17` and no target such as `3.8` (did you mean `Quality education`?), in `a`, at /sdgs/1
    f:1:76: expected a code in quotes, found the number 4, in `a`, at /sdgs/2
    f:1:97: `3.14` is no goal `1` to `17` and no target such as `3.8` (did you mean `3`?), in `a`, at /learning_goals/0
{"type":"organisation","id":"a","name":"A","sdgs":["4","SDG 4"],"experience":["KEN","Kenya"]}
    f:1:56: `4` stands twice in the list, in `a`, at /sdgs/1
    f:1:85: `KEN` stands twice in the list, in `a`, at /experience/1
{"type":"organisation","id":"a","name":"A","requires":{"groups":["rich"]}}
    f:1:66: `rich` is no group of countries, expected one of `ldc`, `lldc`, `sids`, `g77`, `south`, `north`, in `a`, at /requires/groups/0
{"type":"planet","id":"a","name":"A"}
    f:1:9: type `planet` is unknown, expected one of `organisation`, `country`, in `a`, at /type
"#,
    );
}

#[test]
fn countries_excluded_that_are_none() {
    check(
        r#"
{"requires":{"exclude":["Kenyya","KEN","ke","x-lake","x-"]},"type":"organisation","id":"a","name":"A"}
    f:1:25: no country `Kenyya` (did you mean `Kenya`?); an asker of your own begins with `x-`, in `a`, at /requires/exclude/0
    f:1:54: no country `x-`; an asker of your own begins with `x-`, in `a`, at /requires/exclude/4
{"type":"organisation","id":"a","name":"A","requires":{"exclude":[5,"Kenyya"]}}
    f:1:67: expected a text, found a number, in `a`, at /requires/exclude/0
{"type":"country","id":"KEN","name":"Kenya","requires":{"exclude":["Kenyya"]}}
"#,
    );
}

#[test]
fn every_problem_of_a_record_is_told() {
    check(
        r#"
{"zzz":1,"type":"organisation","id":"a","name":7,"home":"KNY","sdgs":["18",{"code":"3","evidence":[{"country":"KNY","quality":2}]}],"capacity":-1,"offers":[],"id":"b"}
    f:1:8: unknown field `zzz`, …, in `a`, at /zzz
    f:1:48: expected a text, found a number, in `a`, at /name
    f:1:57: no country `KNY`…, in `a`, at /home
    f:1:71: `18` is no goal…, in `a`, at /sdgs/0
    f:1:111: no country `KNY`…, in `a`, at /sdgs/1/evidence/0/country
    f:1:127: `2` is out of range…, in `a`, at /sdgs/1/evidence/0/quality
    f:1:144: `-1` is out of range…, in `a`, at /capacity
    f:1:156: field `offers` does not belong…, in `a`, at /offers
    f:1:164: key `id` stands twice in one object, in `a`, at /id
"#,
    );
}

#[test]
fn a_problem_of_the_first_of_two_values_is_told_at_the_first() {
    check(
        r#"
{"type":"organisation","id":"a","name":"","name":"A"}
    f:1:40: expected a text, found an empty one, in `a`, at /name
    f:1:50: key `name` stands twice in one object, in `a`, at /name
"#,
    );
}

#[test]
fn an_unknown_country_is_told_besides_other_problems() {
    check(
        r#"
{"type":"country","id":"KNY"}
    f:1:1: missing field `name`, in `KNY`
    f:1:24: no country `KNY` (did you mean `KEN`?)…, in `KNY`, at /id
{"type":"country","id":"KNY","name":""}
    f:1:24: no country `KNY` (did you mean `KEN`?)…, in `KNY`, at /id
    f:1:37: expected a text, found an empty one, in `KNY`, at /name
"#,
    );
}

/// An organisation with one more field.
fn with(field: &str) -> String {
    format!(r#"{{"type":"organisation","id":"a","name":"A",{field}}}"#)
}

/// The only problem of a text, as it is told.
fn problem(text: &str) -> String {
    let (_, problems) = read_str("f", text).keep_sound();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].to_string()
}

/// Texts up to the limit are sound, one more is told.
fn check_limit(limit: usize, text: impl Fn(usize) -> String, told: &str) {
    for size in [limit - 1, limit] {
        let (_, problems) = read_str("f", &text(size)).keep_sound();
        assert!(problems.is_empty(), "{size}: {}", problems[0]);
    }
    let problem = problem(&text(limit + 1));
    assert_eq!(problem, told);
}

#[test]
fn limits_are_kept_to_the_byte() {
    check_limit(
        64 * 1024,
        |size| {
            with(&format!(r#""description":"{}""#, "é".repeat(size / 2) + &"e".repeat(size % 2)))
        },
        "f:1:58: 65537 bytes; a text has at most 65536, in `a`, at /description",
    );
    check_limit(
        256,
        |size| with(&format!(r#""aliases":[{}]"#, vec!["\"b\""; size].join(","))),
        "f:1:54: 257 items; a list has at most 256, in `a`, at /aliases",
    );
    let bare = with(r#""extra":{"b":""}"#).len();
    check_limit(
        1024 * 1024,
        |size| with(&format!(r#""extra":{{"b":"{}"}}"#, "b".repeat(size - bare))),
        "f:1:1: 1048577 bytes; a record has at most 1048576",
    );
}

#[test]
fn a_list_is_at_its_limit_whatever_its_items_are() {
    let told = |size: usize| -> Vec<String> {
        let text = with(&format!(r#""aliases":[{}]"#, vec!["1"; size].join(",")));
        read_str("f", &text).keep_sound().1.iter().map(ToString::to_string).collect()
    };
    let last = |size: usize| told(size).pop().unwrap();
    assert_eq!(last(256), "f:1:1: 156 more problems in this record, in `a`");
    // One for the item, one for the list.
    assert_eq!(last(257), "f:1:1: 158 more problems in this record, in `a`");
    // In place of one of the hundred.
    let limit = "f:1:54: 257 items; a list has at most 256, in `a`, at /aliases";
    assert_eq!(told(257).len(), 101);
    assert_eq!(told(257).iter().filter(|it| *it == limit).count(), 1);
}

/// What nests so deep that the whole record has the given depth.
fn nested(depth: usize, open: &str, close: &str) -> String {
    with(&format!(r#""extra":{{"b":{}1{}}}"#, open.repeat(depth - 2), close.repeat(depth - 2)))
}

#[test]
fn nesting_stops_at_64_levels() {
    for (open, close) in [("[", "]"), (r#"{"c":"#, "}")] {
        for depth in [63, 64] {
            assert!(read_str("f", &nested(depth, open, close)).problems.is_empty(), "{depth}");
        }
        for depth in [65, 127, 128, 129, 1_000, 100_000] {
            assert!(problem(&nested(depth, open, close)).contains("64"), "{depth}");
            assert!(!problem(&nested(depth, open, "")).is_empty(), "{depth}");
            let text = nested(depth, open, close);
            let told = problem(&text.replacen("extra", "sdgs", 1));
            assert!(told.starts_with("f:1:"), "{told}");
            assert!(!problem(&format!("[{text}]")).is_empty(), "{depth}");
            assert!(!problem(&open.repeat(depth)).is_empty(), "{depth}");
        }
    }
}

#[test]
fn nesting_too_deep_is_told_as_such() {
    let told = problem(&nested(65, "[", "]"));
    assert!(!told.contains("not JSON"), "{told}");
    assert!(told.ends_with(", in `a`"), "{told}");
}

#[test]
fn no_message_repeats_a_long_text() {
    let long = "b".repeat(60_000);
    let mut wrong = Vec::new();
    for text in [
        with(&format!(r#""home":"{long}""#)),
        with(&format!(r#""sdgs":["{long}"]"#)),
        with(&format!(r#""requires":{{"groups":["{long}"]}}"#)),
        with("").replace("organisation", &long),
        with(&format!(r#""{long}":1"#)),
        with(&format!(r#""extra":{{"{long}":1,"{long}":1}}"#)),
        format!(r#"{{"type":"organisation","id":" {long}","name":"A"}}"#),
        format!(r#"{{"type":"country","id":"{long}","name":"A"}}"#),
        format!(r#"{{"schema_version":"{long}","organisations":[{}]}}"#, with("")),
        format!(r#"{{"organisations":[],"{long}":1}}"#),
        [&with("").replace("\"a\"", &format!("\"{long}\"")); 2].map(String::as_str).join("\n"),
    ] {
        let text = text.replace(",}", "}");
        let told = read_str("f", &text).keep_sound().1.pop().unwrap().to_string();
        if 1_000 < told.len() {
            wrong.push(format!("{} bytes: {} ...", told.len(), &told[..60]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_long_wrong_code_is_refused_at_once() {
    let long = "b".repeat(60_000);
    let record = with(&format!(r#""home":"{long}","experience":["{long}"],"sdgs":["{long}"]"#));
    let start = Instant::now();
    assert_eq!(read_str("f", &record).problems.len(), 3);
    let taken = start.elapsed();
    assert!(
        taken < Duration::from_millis(500),
        "{taken:?} for a record of {} KiB",
        record.len() / 1024
    );
}
