"""The peer that does the same criteria in a usual way: orjson, scikit-learn's TF-IDF, numpy.

python scikit.py LINES COUNTRIES [--without-text]

All organisations are held in memory, each criterion is a matrix of organisations by countries, and the
best ten of each column are printed. What `volmatch match` does of the same data with its default model,
but for the text, which is a TF-IDF cosine here and no BM25; `--without-text` leaves it out, and then the
scores are the same. Nothing is checked, and nothing explained.
"""

import sys

import numpy as np
import orjson
from scipy.sparse import csr_matrix

TOP = 10
GOALS = 17


def main(lines, countries, with_text):
    with open(countries, "rb") as file:
        atlas = orjson.loads(file.read())
    with open(lines, "rb") as file:
        organisations = [orjson.loads(line) for line in file]
    model, countries = atlas["model"], atlas["countries"]
    host_weights, own_weights = model["weights"]["host"], model["weights"]["organisation"]
    if not with_text:
        host_weights["text"] = 0.0

    wants = wanted_goals(countries)
    likeness = likeness_of(countries)
    leads = leads_of(countries, wants, likeness)
    code_of = {country["code"]: index for index, country in enumerate(countries)}
    best, total = tags_of(organisations, model)
    experience = known_countries(organisations, code_of, with_home=False)
    origins = known_countries(organisations, code_of, with_home=True)

    asks = (wants.sum(axis=0) > 0).astype(np.float32)
    speaks = np.array([bool(it["facts"]["languages"]) for it in countries], dtype=np.float32)
    scored = np.array([any(s is not None for s in it["facts"]["sdg_index_2022"]) for it in countries])
    everybody = np.ones(len(countries), dtype=np.float32)
    host = [
        ("alignment", asks, lambda: np.minimum(best @ wants, 1)),
        ("text", asks, lambda: text_of(organisations, atlas["goals"]) @ wants),
        ("transferability", asks * scored, lambda: transferred(origins, leads)),
        ("ties", everybody, lambda: ties_of(experience, countries, code_of, model["constants"])),
        ("language", speaks, lambda: languages_of(organisations, countries)),
    ]
    own = [
        ("fit", asks, lambda: np.minimum(total @ relative(wants), 1)),
        ("reach", everybody, lambda: reached(experience, likeness)),
    ]
    host_value = side(host, host_weights)
    own_value = side(own, own_weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.nan_to_num(2 * host_value * own_value / (host_value + own_value))
    homes = [(row, code_of[it["home"]]) for row, it in enumerate(organisations) if it.get("home") in code_of]
    scores[tuple(zip(*homes))] = -1  # the one rule that holds for all: nobody is sent home

    best_rows = np.argpartition(-scores, min(TOP, len(scores) - 1), axis=0)[:TOP]
    for column, country in enumerate(countries):
        rows = best_rows[:, column]
        rows = rows[np.argsort(-scores[rows, column], kind="stable")]
        for rank, row in enumerate(rows, 1):
            print(f"{country['code']}\t{rank}\t{organisations[row]['id']}\t{scores[row, column]:.6f}")


def side(criteria, weights):
    """The weighted mean of the criteria that a country asks for."""
    live = [(weights[name], asked, values) for name, asked, values in criteria if weights[name] > 0]
    whole = sum(weight * asked for weight, asked, _ in live)
    return sum((weight * asked / whole).astype(np.float32) * values() for weight, asked, values in live)


def wanted_goals(countries):
    """Goals by countries: weights that sum to 1 in each column."""
    wants = np.zeros((GOALS, len(countries)), dtype=np.float32)
    for column, country in enumerate(countries):
        for priority in country["priorities"]:
            wants[priority["goal"] - 1, column] = priority["weight"]
    return wants


def relative(wants):
    """Each weight on the country's largest."""
    return wants / np.maximum(wants.max(axis=0), np.finfo(np.float32).tiny)


def tags_of(organisations, model):
    """Organisations by goals: the best strength of a tag of the goal, and the share of all strength."""
    constants, year = model["constants"], model["year"]
    rows, goals, strengths = [], [], []
    for row, organisation in enumerate(organisations):
        tags = organisation.get("sdgs") or []
        codes = [tag if isinstance(tag, str) else tag["code"] for tag in tags]
        of_tag = [int(code.split(".")[0]) - 1 for code in codes]
        many = max(len(set(of_tag)), 1)
        declared = constants["declared_strength"] * min(constants["goals_at_full_strength"] / many, 1)
        for goal, tag in zip(of_tag, tags):
            doubt = 1 - declared
            for item in [] if isinstance(tag, str) else tag["evidence"]:
                age = max(year - item["year"], 0) if "year" in item else constants["age_not_given"]
                quality = item.get("quality", constants["quality_not_given"])
                doubt *= 1 - quality * 2 ** (-age / constants["half_life"])
            rows.append(row)
            goals.append(goal)
            strengths.append(1 - doubt)
    strengths = np.array(strengths, dtype=np.float32)
    best = np.zeros((len(organisations), GOALS), dtype=np.float32)
    np.maximum.at(best, (rows, goals), strengths)
    total = np.zeros_like(best)
    np.add.at(total, (rows, goals), strengths)
    return best, total / np.maximum(total.sum(axis=1, keepdims=True), np.finfo(np.float32).tiny)


def text_of(organisations, goals):
    """Organisations by goals: the cosine of TF-IDF, over the words of the goals alone."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(dtype=np.float32)
    of_goals = vectorizer.fit_transform(goals)
    of_organisations = vectorizer.transform(it.get("description") or "" for it in organisations)
    return (of_organisations @ of_goals.T).toarray()


def known_countries(organisations, code_of, with_home):
    """The places of the countries that each organisation knows, filled up with -1."""
    known = [
        [code_of[it["country"]] for it in organisation.get("experience") or [] if it["country"] in code_of]
        + ([code_of[organisation["home"]]] if with_home and organisation.get("home") in code_of else [])
        for organisation in organisations
    ]
    table = np.full((len(known), max(map(len, known))), -1)
    for row, places in enumerate(known):
        table[row, : len(places)] = places
    return table


def likeness_of(countries):
    """Countries by countries: Gower's coefficient over profile, income, region and groups."""
    facts = [country["facts"] for country in countries]
    scores = np.array([it["sdg_index_2022"] for it in facts], dtype=float)
    ranges = np.nanmax(scores, axis=0) - np.nanmin(scores, axis=0)
    pairs = 1 - np.abs(scores[:, None] - scores[None]) / ranges
    both = ~np.isnan(pairs)
    mean = np.where(both, pairs, 0).sum(axis=2) / np.maximum(both.sum(axis=2), 1)
    indicators = [(1, mean, both.any(axis=2))]
    levels = ["low", "lower middle", "upper middle", "high"]
    income = np.array([levels.index(it["income_group"]) if it["income_group"] else np.nan for it in facts])
    gap = 1 - np.abs(income[:, None] - income[None]) / 3
    indicators.append((1, np.nan_to_num(gap), ~np.isnan(gap)))
    near = [np.array([it[of]["m49"] for it in facts]) for of in ("subregion", "region")]
    same = [it[:, None] == it[None] for it in near]
    indicators.append((1, np.where(same[0], 1, np.where(same[1], 0.5, 0)), np.ones_like(same[0])))
    for group in ("ldc", "lldc", "sids"):
        member = np.array([it[group] for it in facts])
        indicators.append((1 / 3, member[:, None] & member[None], member[:, None] | member[None]))
    whole = sum(weight * said for weight, _, said in indicators)
    likeness = sum(weight * said * value for weight, value, said in indicators) / whole
    np.fill_diagonal(likeness, 1)
    return likeness.astype(np.float32)


def leads_of(countries, wants, likeness):
    """By country of origin: countries x goals, what each gains from it on each goal."""
    scores = np.array([it["facts"]["sdg_index_2022"] for it in countries], dtype=np.float32)
    ahead = np.nan_to_num(np.maximum(scores[:, None] - scores[None], 0) / 100)
    return likeness[:, :, None] * ahead * wants.T[None]


def transferred(origins, leads):
    """The best origin on each goal, summed over goals; a thousand organisations at a time."""
    none = np.zeros_like(leads[:1])
    leads = np.concatenate([leads, none])  # the place -1
    values = np.empty((len(origins), leads.shape[1]), dtype=np.float32)
    for start in range(0, len(origins), 1000):
        some = origins[start : start + 1000]
        best = leads[some[:, 0]]
        for slot in range(1, some.shape[1]):
            np.maximum(best, leads[some[:, slot]], out=best)
        values[start : start + 1000] = best.sum(axis=2)
    return np.minimum(values, 1)


def indicator(rows, columns, shape):
    ones = np.ones(len(rows), dtype=np.float32)
    return csr_matrix((ones, (rows, columns)), shape=shape)


def ties_of(experience, countries, code_of, constants):
    """1 - exp(-presence / scale), presence by the nearest relation to each country known."""
    subregion = np.array([it["facts"]["subregion"]["m49"] for it in countries])
    same = subregion[:, None] == subregion[None]
    presence = np.where(same, constants["subregion_presence"], 0).astype(np.float32)
    for host, country in enumerate(countries):
        for code in country["facts"]["borders"]:
            if code in code_of:
                presence[code_of[code], host] = constants["neighbour_presence"]
    np.fill_diagonal(presence, 1)
    rows, slots = np.nonzero(experience >= 0)
    known = indicator(rows, experience[rows, slots], (len(experience), len(countries)))
    return 1 - np.exp(-(known @ presence) / np.float32(constants["ties_scale"]))


def languages_of(organisations, countries):
    """The share of a country's languages that is spoken."""
    codes = sorted({code for country in countries for code in country["facts"]["languages"]})
    place = {code: index for index, code in enumerate(codes)}
    shares = np.zeros((len(codes), len(countries)), dtype=np.float32)
    for column, country in enumerate(countries):
        for code in country["facts"]["languages"]:
            shares[place[code], column] = 1 / len(country["facts"]["languages"])
    spoken = [
        (row, place[code])
        for row, organisation in enumerate(organisations)
        for code in set(organisation.get("languages") or [])
        if code in place
    ]
    rows, columns = zip(*spoken)
    return np.minimum(indicator(rows, columns, (len(organisations), len(codes))) @ shares, 1)


def reached(experience, likeness):
    """Likeness to the nearest country known."""
    likeness = np.concatenate([likeness, np.zeros_like(likeness[:1])])  # the place -1
    best = likeness[experience[:, 0]]
    for slot in range(1, experience.shape[1]):
        np.maximum(best, likeness[experience[:, slot]], out=best)
    return best


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--without-text" not in sys.argv)
