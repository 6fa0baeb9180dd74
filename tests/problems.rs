//! The words for problems of texts, records and fields: place, reason, id and pointer.

#[path = "support/transcript.rs"]
mod transcript;

use transcript::check;

#[test]
fn text_that_is_not_json() {
    check(
        r#"
{"type":"organisation","id":"a","na
    f:1:35: the record ends too early (EOF while parsing a string): is the file cut short?…
{"type":"organisation","id":"a"
    f:1:31: the record ends too early (EOF while parsing an object): is the file cut short?…
[{"type":"organisation","id":"a","name":"A"}
    f:1:44: the file ends too early (EOF while parsing a list): is the file cut short?
{"type":"organisation","id":NaN}
    f:1:29: not JSON: expected value
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"weight":NaN}]}
    f:1:78: not JSON: expected value…
{"type":"organisation","id":-Infinity}
    f:1:30: not JSON: invalid number
{"type":"organisation" "id":"a"}
    f:1:24: not JSON: expected `,` or `}`
{"type":"organisation",}
    f:1:24: not JSON: trailing comma
{'type':'organisation'}
    f:1:2: not JSON: key must be a string
{"type":"organisation","id":"a","name":"A"} x
    f:1:45: not JSON: trailing characters…
{"type":"organisation","id":"a","name":"A"}{"type":"organisation","id":"b","name":"B"}
    f:1:44: not JSON: trailing characters…
[{"type":"organisation","id":"a","name":"A"}] x
    f:1:47: not JSON: trailing characters
{"type":"organisation","id":"a"}␍{"type":"organisation","id":"b"}
    f:1:34: not JSON: trailing characters…
{"type":"organisation","id":"a␉b"}
    f:1:31: not JSON: control character (\u0000-\u001F) found while parsing a string
{"type":"organisation",␀}
    f:1:24: not JSON: key must be a string
␀␀␀␀
    f:1:1: not JSON: expected value
"#,
    );
}

#[test]
fn half_characters() {
    check(
        r#"
{"type":"organisation","id":"\ud800"}
    f:1:36: not JSON: …
{"type":"organisation","id":"\udc00x"}
    f:1:35: not JSON: …
{"type":"organisation","\ud800":1}
    f:1:31: not JSON: …
{"type":"organisation","extra":{"x":["\ud800"]}}
    f:1:45: not JSON: …
{"type":"organisation","unknown":"\ud800\ud800"}
    f:1:46: not JSON: …
{"type":"organisation","id":"\u12"}
    f:1:35: not JSON: …
"#,
    );
}

#[test]
fn lines_and_columns_are_those_of_the_file() {
    check(
        r#"
⏎⏎  nul⏎
    f:3:5: the record ends too early (EOF while parsing a value): is the file cut short?
␍⏎{"type":"country","id":"x-é","name":""}␍⏎
    f:2:38: expected a text, found an empty one, in `x-é`, at /name
[⏎  {⏎    "type": "country",⏎    "id": "x-a",⏎    "name": 1⏎  }⏎]
    f:5:13: expected a text, found a number, in `x-a`, at /0/name
{⏎  "type": "country",⏎  "id": "x-a",⏎  "name": 1⏎}
    f:4:11: expected a text, found a number, in `x-a`, at /name
{⏎"countries": [{},⏎  {"id": "KNY", "name": "K"}⏎]}
    f:2:15: missing field `id`, at /countries/0
    f:2:15: missing field `name`, at /countries/0
    f:3:10: no country `KNY` (did you mean `KEN`?)…
[{"type":"organisation","id":"a","name":"A"},⏎⏎ {"type" 1}]
    f:3:10: not JSON: expected `:`…
{"type":"country","id":"x-a","name":"A","extra":{"a":1}}⏎⏎⏎  {"type":"country","id":"x-b"}
    f:4:3: missing field `name`, in `x-b`
"#,
    );
}

#[test]
fn records_that_are_no_objects() {
    check(
        r#"
null
    f:1:1: expected a record, an object with `type`, `id` and `name`, found `null` (leave out what is not known)
7
    f:1:1: expected a record, an object with `type`, `id` and `name`, found a number
[["a"],"x",true]
    f:1:2: expected a record, an object with `type`, `id` and `name`, found a list, at /0
    f:1:8: expected a record, an object with `type`, `id` and `name`, found a text, at /1
    f:1:12: expected a record, an object with `type`, `id` and `name`, found `true`, at /2
{}
    f:1:1: missing field `id`
    f:1:1: missing field `name`
    f:1:1: missing field `type`, `organisation` or `country`
{"type":"organisation","id":"a"}
    f:1:1: missing field `name`, in `a`
"#,
    );
}

#[test]
fn files_without_a_record() {
    check(
        r#"

    f:1:1: no record…
  ␍⏎␉⏎
    f:1:1: no record…
[]
    f:1:1: no record…
[ ]⏎
    f:1:1: no record…
{"organisations":[]}
    f:1:1: no record…
{"schema_version":1,"organisations":[],"countries":[]}
    f:1:1: no record…
"#,
    );
}

#[test]
fn fields_that_are_unknown_repeated_missing_or_out_of_place() {
    check(
        r#"
{"type":"organisation","id":"a","name":"A","sgds":["3"]}
    f:1:51: unknown field `sgds` (did you mean `sdgs`?), in `a`, at /sgds
{"type":"organisation","id":"a","name":"A","zzz":["3"]}
    f:1:50: unknown field `zzz`, expected one of `type`, `id`, `name`, `aliases`, …
{"type":"organisation","id":"a","name":"A","requires":{"zzz":1}}
    f:1:62: unknown field `zzz`, expected one of `languages`, `modalities`, `organisation_types`, `groups`, `exclude`, in `a`, at /requires/zzz
{"type":"organisation","id":"a","name":"A","experience":[{"country":"KEN","a/b~c\u001b":1}]}
    f:1:89: unknown field `a/b~c\u{1b}`, expected one of `country`, `since`, `volunteers`, in `a`, at /experience/0/a~1b~0c\u{1b}
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"wieght":3}]}
    f:1:78: unknown field `wieght` (did you mean `weight`?), in `KEN`, at /priorities/0/wieght
{"type":"organisation","id":"a","name":"A","name":"B"}
    f:1:51: key `name` stands twice in one object, in `a`, at /name
{"type":"organisation","id":"a","name":"A","n\u0061me":"B"}
    f:1:56: key `name` stands twice in one object, in `a`, at /name
{"type":"organisation","id":"a","name":"A","sdgs":[{"code":"3","code":"4"}]}
    f:1:71: key `code` stands twice in one object, in `a`, at /sdgs/0/code
{"type":"organisation","id":"a","name":"A","sdgs":[{}],"experience":[{}]}
    f:1:52: missing field `code`, in `a`, at /sdgs/0
    f:1:70: missing field `country`, in `a`, at /experience/0
{"type":"country","id":"KEN","name":"K","priorities":[{"weight":3}]}
    f:1:55: the priority asks for nothing: missing field `sdgs`, in `KEN`, at /priorities/0
{"type":"organisation","id":"a","name":"A","priorities":[],"offers":["3"]}
    f:1:57: field `priorities` does not belong to a record of type organisation, in `a`, at /priorities
    f:1:69: field `offers` does not belong to a record of type organisation, in `a`, at /offers
{"type":"country","id":"KEN","name":"K","home":"KEN"}
    f:1:48: field `home` does not belong to a record of type country, in `KEN`, at /home
"#,
    );
}

#[test]
fn envelopes_and_ids() {
    check(
        r#"
{"schema_version":2,"organisations":[{"id":"a","name":"A"}]}
    f:1:19: made for version 2, this program reads version 1, at /schema_version
{"schema_version":"1","organisations":[{"id":"a","name":"A"}]}
    f:1:19: expected the number 1, found `"1"`, at /schema_version
{"organisations":[{"id":"a","name":"A"}],"organisations":[{"id":"b","name":"B"}]}
    f:1:58: key `organisations` stands twice in one object, at /organisations
{"organisations":[{"id":"a","name":"A"}],"country":[]}
    f:1:52: unknown field `country` (did you mean `countries`?), at /country
{"organisations":[{"type":"country","id":"KEN","name":"A"}]}
    f:1:27: type `country` in the list of organisation records, in `KEN`, at /organisations/0/type
[{"type":"organisation","id":"a","name":"A"},{"type":"organisation","id":"a","name":"B"}]
    f:1:46: organisation `a` is here a second time, first at f:1: rename or remove one, at /1
{"type":"country","id":"KEN","name":"K"}⏎{"type":"country","id":"Kenya","name":"K"}⏎nope
    f:2:1: country `KEN` is here a second time, first at f:1: rename or remove one
    f:3:2: not JSON: expected ident
{"type":"organisation","id":"KEN","name":"K"}⏎{"type":"country","id":"KEN","name":"K"}
"#,
    );
}

#[test]
fn a_broken_record_is_told_with_the_id_before_the_break() {
    check(
        r#"
{"type":"organisation","id":"a","na
    f:1:35: the record ends too early…, in `a`
{"type":"organisation","id":"a","capacity":NaN}
    f:1:44: not JSON: expected value, in `a`
{"type":"organisation","id":"a","name":"\ud800"}
    f:1:47: not JSON: …, in `a`…
{"type":"organisation","id":"a","name":"A"} x
    f:1:45: not JSON: trailing characters, in `a`
{"type":"organisation","id":"a","sdgs":"3","name" "A"}
    f:1:40: expected a list, found a text, in `a`, at /sdgs
    f:1:51: not JSON: expected `:`, in `a`
"#,
    );
}

#[test]
fn what_is_json_is_not_called_broken() {
    check(
        r#"
{"type":"organisation","id":"a","name":"A","extra":{"b":1,"b":2}}
    f:1:61: key `b` stands twice in one object, in `a`
{"type":"organisation","id":"a","name":"A","extra":{"b":[{"c":1,"\u0063":2}]}}
    f:1:72: key `c` stands twice in one object, in `a`
{"type":"organisation","id":"a","name":"A","capacity":1e400}
    f:1:59: a number is out of range, expected at most 1e9, in `a`
{"type":"country","id":"KEN","name":"K","priorities":[{"sdgs":["3"],"weight":1e400}]}
    f:1:82: a number is out of range, expected at most 1e9, in `KEN`
"#,
    );
}

#[test]
fn a_suggestion_is_in_the_words() {
    check(
        r#"
{"type":"organization","id":"a","name":"A"}
    f:1:9: type `organization` is unknown…(did you mean `organisation`?), in `a`, at /type
{"type":"organisation","id":"a","name":"A","requires":{"modalities":["online"]}}
    f:1:55: a record of type organisation cannot require `modalities`, in `a`, at /requires
{"type":"country","id":"KEN","name":"Kenya","requires":{"groups":["ldc"]}}
    f:1:56: a record of type country cannot require `groups`, in `KEN`, at /requires
{"type":"organisation","id":"a","name":"A","requires":{"groups":["ldcs"]}}
    f:1:66: `ldcs` is no group of countries…(did you mean `ldc`?), in `a`, at /requires/groups/0
{"type":"country","id":"GUM","name":"Guam"}
    f:1:24: `GUM` (Guam) has no facts in the atlas…`x-gum`…, in `GUM`, at /id
"#,
    );
}

#[test]
fn an_envelope_is_read_to_its_end() {
    check(
        r#"
{"organisations":null,"countries":[{"id":"KNY","name":"K"}]}
    f:1:18: expected a list…, found `null`…, at /organisations
    f:1:42: no country `KNY` (did you mean `KEN`?)…, in `KNY`, at /countries/0/id
{"countries":{"id":"KEN"},"organisations":[{"id":"a"}]}
    f:1:14: expected a list…, found an object, at /countries
    f:1:44: missing field `name`, in `a`, at /organisations/0
{"organisations":[{"id":"a","name":"A"}],"extra":{"b":1,"b":2}}
    f:1:50: key `b` stands twice in one object, at /extra
"#,
    );
}
