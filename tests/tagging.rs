//! What texts are found to serve: laws for any text, and how right it is.

use proptest::prelude::*;
use volmatch::tagging::{Level, Tagger, Tags, TextLanguage};

/// Words of several languages and scripts, and what stands between words.
const PIECES: [&str; 32] = [
    "rural clinics",
    "nurses",
    "Éducation",
    "santé",
    "e\u{301}ducation",
    "mujeres",
    "derechos",
    "水",
    "我们经营农村诊所",
    "трудно",
    "the",
    "de la",
    " ",
    ", ",
    "\u{0}",
    "\u{1b}[31m",
    "\u{200b}",
    "\u{ad}",
    "water",
    "ﬁsh",
    "Straße",
    "a",
    "supercalifragilisticexpialidocious",
    "’s",
    "\n",
    "👩🏽‍⚕️",
    "\u{202e}",
    "schools for girls",
    "SDG 3",
    "SDGs 4, 5 and",
    "ODS 6.1",
    "17",
];

fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..40);
    prop_oneof![pieces.prop_map(|it| it.join(" ")), any::<String>(), "[a-zA-Z éèñ',.]{0,200}"]
}

/// All that is promised of any answer.
fn is_sound(text: &str, tags: &Tags) -> Result<(), TestCaseError> {
    prop_assert!((0.0..=1.0).contains(&tags.understood));
    prop_assert_eq!(tags.goals.len(), if tags.language.is_some() { 17 } else { 0 });
    prop_assert_eq!(tags.language.is_none(), tags.goals.is_empty() && tags.note().is_some());
    for (index, tag) in tags.goals.iter().enumerate() {
        prop_assert_eq!(tag.goal.goal_number(), index + 1);
        prop_assert!((0.0..=1.0).contains(&tag.probability), "{}", tag.probability);
        prop_assert_eq!(tag.level(), Level::of(tag.probability));
        let shares: f64 = tag.words.iter().map(|it| it.share).sum();
        prop_assert!(tag.words.len() <= 5 && shares <= 1.0 + 1e-9);
        for word in &tag.words {
            prop_assert_eq!(text.get(word.start..word.end), Some(word.text.as_str()));
            prop_assert!(0.0 < word.share);
        }
        prop_assert!(tag.words.windows(2).all(|pair| pair[1].share <= pair[0].share));
    }
    for target in &tags.targets {
        let goal = tags.goals.iter().find(|tag| tag.goal == target.target.to_goal()).unwrap();
        prop_assert!(goal.assigned && target.probability <= goal.probability);
    }
    Ok(())
}

/// Everything but the places of words.
fn figures(tags: &Tags) -> String {
    let goals: Vec<String> =
        tags.goals.iter().map(|tag| format!("{:?} {}", tag.probability, tag.assigned)).collect();
    format!("{:?} {goals:?} {:?}", tags.language, tags.targets)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_sound_answer(text in any_text()) {
        let tags = Tagger::embedded().tag(&text);
        is_sound(&text, &tags)?;
        prop_assert_eq!(format!("{tags:?}"), format!("{:?}", Tagger::embedded().tag(&text)));
    }

    #[test]
    fn composed_and_decomposed_are_one(text in any_text()) {
        use unicode_normalization::UnicodeNormalization;
        let of = |text: String| figures(&Tagger::embedded().tag(&text));
        let composed = of(text.nfc().collect());
        prop_assert_eq!(&composed, &of(text.nfd().collect()));
        // `SDG 3` is a name in capitals alone.
        if !["SDG", "ODD", "ODS"].iter().any(|name| text.contains(name)) {
            let small = text.nfc().collect::<String>().to_lowercase();
            prop_assert_eq!(&composed, &of(small.nfc().collect()));
        }
    }

    /// Weights that are cut or altered are refused, or give answers in range: never a panic.
    #[test]
    fn spoiled_weights_do_no_harm(at in 0usize..780_000, byte: u8, cut in 0usize..780_000) {
        let mut bytes = WEIGHTS.to_vec();
        prop_assert!(Tagger::from_bytes(&bytes[..cut]).is_err());
        bytes[at] = byte;
        if let Ok(tagger) = Tagger::from_bytes(&bytes) {
            for tag in tagger.tag("rural clinics and schools for girls; trade and debt").goals {
                prop_assert!((0.0..=1.0).contains(&tag.probability));
            }
        }
    }
}

const WEIGHTS: &[u8] = include_bytes!("../crates/volmatch/src/tagging/weights/tagger.bin");

#[test]
fn the_weights_are_small() {
    assert!((500_000..1_000_000).contains(&WEIGHTS.len()), "{} bytes", WEIGHTS.len());
}

/// Goals assigned to a text, the likeliest first.
fn assigned(text: &str) -> Vec<usize> {
    let tags = Tagger::embedded().tag(text);
    let mut goals: Vec<_> = tags.goals.iter().filter(|tag| tag.assigned).collect();
    goals.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    goals.iter().map(|tag| tag.goal.goal_number()).collect()
}

#[test]
fn plain_texts_are_read_in_three_languages() {
    for (text, goal) in [
        ("Mobile clinics with midwives and vaccines for remote villages", 3),
        ("A primary school, textbooks and teacher training", 4),
        ("Latrines, boreholes and handwashing", 6),
        ("Rooftop solar panels and mini-grids", 7),
        ("Legal aid and human rights", 16),
        ("Des sages-femmes et un dispensaire pour les villages", 3),
        ("Une école primaire et la formation des enseignants", 4),
        ("Forages, latrines et assainissement", 6),
        ("Una clínica rural con enfermeras y vacunas", 3),
        ("Escuela primaria y formación de docentes", 4),
        ("Pozos, letrinas y saneamiento", 6),
    ] {
        assert_eq!(assigned(text).first(), Some(&goal), "{text}");
    }
    assert_eq!(assigned("Sunday worship, prayer meetings and Bible study"), [0; 0]);
}

#[test]
fn goals_named_by_number_are_assigned() {
    let mut goals = assigned("Our work contributes to SDG 3, SDG 14 and SDG 16.");
    goals.retain(|goal| [3, 14, 16].contains(goal));
    goals.sort_unstable();
    assert_eq!(goals, [3, 14, 16]);
}

/// Every goal's own name speaks for it.
#[test]
fn official_names_are_read() {
    for goal in (1..=17).filter_map(volmatch::sdg::Sdg::goal) {
        for language in TextLanguage::ALL {
            let name = goal.goal_name(language.code()).unwrap();
            let found = assigned(name);
            assert!(found.contains(&goal.goal_number()), "{name}: {found:?}");
        }
    }
}

#[test]
fn what_is_not_read_is_said() {
    let note = |text: &str| Tagger::embedded().tag(text).note().unwrap_or_default();
    assert!(note("Wir helfen den Kindern und ihren Familien in der Schule").contains("German"));
    assert!(note("我们经营农村诊所").contains("no word in it is known"));
    assert!(note("").contains("no word in it is known"));
    assert!(note("Tunafanya kazi vijijini kuhakikisha watoto wanapata lishe").contains("not read"));
    assert_eq!(note("We run clinics in the villages."), "");
    let mixed =
        Tagger::embedded().tag("Rural clinics and nurses for the villages 我们经营农村诊所");
    assert_eq!(mixed.language, Some(TextLanguage::English));
}

#[test]
fn time_grows_no_faster_than_the_text() {
    let seconds = |length: usize| {
        let text = "rural clinics train nurses for girls’ schools, ".repeat(length / 47);
        let of = |_| {
            let start = std::time::Instant::now();
            assert_eq!(Tagger::embedded().tag(&text).goals.len(), 17);
            start.elapsed().as_secs_f64()
        };
        (0..5).map(of).fold(f64::INFINITY, f64::min)
    };
    seconds(1000);
    let (short, long) = (seconds(64 * 1024), seconds(1024 * 1024));
    // 16 times the text; with its square, 256 times. A busy machine takes several times as long.
    assert!(long < 128.0 * short, "64 KiB {short} s, 1 MiB {long} s");
}
