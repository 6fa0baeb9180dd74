//! Ids that look like others are kept, and a word is said of them.

#[path = "support/program.rs"]
mod program;

use program::volmatch;
use proptest::prelude::*;
use serde_json::json;
use unicode_normalization::UnicodeNormalization;
use volmatch::text::{one_form, skeleton};
use volmatch_cli::Exit;

fn said(ids: &[&str], quiet: bool) -> program::Said {
    let record = |id: &&str| json!({"type": "organisation", "id": id, "name": "A"}).to_string();
    let lines: Vec<String> = ids.iter().map(record).collect();
    let args = ["match", "-", "-c", "KEN", "-f", "csv", "-q"];
    volmatch(&args[..if quiet { 7 } else { 6 }], lines.join("\n").as_bytes())
}

#[test]
fn a_word_is_said_of_ids_that_look_alike() {
    for (one, other, how) in [
        ("caf\u{e9}", "cafe\u{301}", "only in case, width or Unicode form"),
        ("VSO", "vso", "only in case, width or Unicode form"),
        ("A1", "Ａ１", "only in case, width or Unicode form"),
        ("XI-10", "XI-1O", "looks like"),
        ("paypal", "p\u{430}ypal", "looks like"),
        ("scope", "ѕсоре", "looks like"),
        ("GB-l", "GB-1", "looks like"),
        ("ab", "a\u{200d}b", "only in case, width or Unicode form"),
    ] {
        let it = said(&[one, "between", other], false);
        assert_eq!((it.exit, it.out.lines().count()), (Exit::Done, 4), "{one} {other}");
        let expected = format!("volmatch: -:3: organisation `{other}` ");
        assert!(it.err.starts_with(&expected) && it.err.contains(how), "{one}: {}", it.err);
        assert!(it.err.contains("the one at -:1: are they one?"), "{}", it.err);
        assert_eq!(said(&[one, other], true).err, "");
    }
    assert_eq!(
        said(&["x-1.2", "x-12", "peru", "perú", "mali", "mall", "a b", "a-b"], false).err,
        ""
    );
}

#[test]
fn many_are_counted() {
    let ids: Vec<String> =
        (0..9).flat_map(|it| [format!("id-{it}a"), format!("ID-{it}A")]).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let it = said(&ids, false);
    assert_eq!(it.err.lines().count(), 6);
    assert!(it.err.ends_with("... and 4 more ids that look like others\n"), "{}", it.err);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn forms_of_one_text_have_one_form(text in "\\PC{0,12}") {
        let form = one_form(&text);
        for other in [text.nfc().collect::<String>(), text.nfd().collect(), text.nfkc().collect()] {
            prop_assert_eq!(&one_form(&other), &form);
        }
        prop_assert_eq!(one_form(&form), form.clone());
    }

    #[test]
    fn composed_and_decomposed_look_alike(text in "\\PC{0,12}") {
        let (nfc, nfd): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(skeleton(&nfc), skeleton(&nfd));
    }

    #[test]
    fn composed_and_decomposed_names_score_alike(name in "[a-zà-ÿ]{3,9} [a-zà-ÿ]{3,9}") {
        let rank = |name: String| {
            let record = json!({"type": "organisation", "id": "a", "name": "A", "sdgs": ["3"],
                "description": format!("{name}: health of children, clean water")});
            volmatch(&["match", "-", "-q", "-c", "KEN", "-f", "csv"], record.to_string().as_bytes()).out
        };
        prop_assert_eq!(rank(name.nfc().collect()), rank(name.nfd().collect()));
    }
}
