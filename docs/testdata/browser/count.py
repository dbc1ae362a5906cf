#!/usr/bin/env python3
"""Counts the answers to the questions for Neo4j Browser that GraphQL does not give as they are, from the CSV files of the
register and the example alone. Run by hand: docs/testdata/browser/count.py writes the .txt files beside it, which
TestBrowserQuestions compares with what Neo4j answers. The parameters are those of the test."""
import collections
import csv
import fractions
import itertools
import math
import pathlib

here = pathlib.Path(__file__).resolve().parent
data = here.parents[2] / "data"
datum, eerder, regio, partner, andere, keten = "2026-01-01", "2020-01-01", "VR08", "vitens", "prorail", "BNK16"
types = {"KERN": 0, "STRUCTUREEL": 1, "KOPPEL": 2, "ADHOC": 3, "STANDBY": 4}


def rows(*names):
    for folder in ("register", "example"):
        for name in names:
            path = data / folder / f"{name}.csv"
            if path.exists():
                with open(path, newline="", encoding="utf-8") as file:
                    yield from csv.DictReader(file)


def in_force(row, day):
    return (not row["since"] or row["since"] <= day) and (not row["until"] or row["until"] > day)


regions = {r["code"]: r for r in rows("regions")}
partners = {p["key"]: p for p in rows("partners")}
chains = {c["code"]: c["name"] for c in rows("chains")}
collaborations, adoptions = list(rows("collaborations")), list(rows("adoptions"))
now = [c for c in collaborations if in_force(c, datum)]
chains_of = {key: [c for c in p["chains"].split(";") if c] for key, p in partners.items()}
regions_of = collections.defaultdict(set)
for c in now:
    regions_of[c["partner"]].add(c["region"])


def write(name, lines):
    text = "".join(" | ".join("<nil>" if v is None else str(v) for v in line) + "\n" for line in lines)
    (here / f"{name}.txt").write_text("".join(sorted(text.splitlines(True))), encoding="utf-8")


def name(key):
    return partners[key]["name"]


def region(code):
    return regions[code]["name"]


def between():
    share, pairs, alone = collections.Counter(), collections.Counter(), collections.Counter()
    for a, b in itertools.combinations(sorted(regions), 2):
        shared = [key for key, held in regions_of.items() if a in held and b in held]
        for key in shared:
            share[key] += fractions.Fraction(1, len(shared))
            pairs[key] += 1
            alone[key] += len(shared) == 1
    return [(name(key), f"{math.floor(share[key] * 10_000 + fractions.Fraction(1, 2)) / 10_000:g}", n, alone[key]) for key, n in pairs.items()]


def with_chain(code):
    return {c["region"] for c in now if code in chains_of[c["partner"]]}


def chain_strength():
    for code, title in chains.items():
        held = [c for c in now if code in chains_of[c["partner"]]]
        yield code, title, len(with_chain(code)), len({c["partner"] for c in held}), len(held)


def lost():
    for c in now:
        if c["partner"] == partner:
            for code in chains_of[partner]:
                others = [o for o in now if o["region"] == c["region"] and o["partner"] != partner and code in chains_of[o["partner"]]]
                yield region(c["region"]), c["profile"], chains[code], len(others)


def compared():
    then = {(c["region"], c["partner"]): c["profile"] for c in collaborations if in_force(c, eerder)}
    today = {(c["region"], c["partner"]): c["profile"] for c in now}
    for pair in then.keys() | today.keys():
        if then.get(pair) != today.get(pair):
            yield region(pair[0]), name(pair[1]), then.get(pair), today.get(pair)


def timeline():
    for c in collaborations:
        if c["partner"] == partner:
            yield c["since"], c["until"] or None, c["profile"], region(c["region"])
    for a in adoptions:
        if a["partner"] == partner:
            yield a["since"], a["until"] or None, "ADOPTS", region(a["region"])
    bound = {row["agreement"] for row in rows("agreement_parties") if row["partner"] == partner}
    for a in rows("agreements"):
        if a["key"] in bound:
            yield a["signed_on"] or None, None, "AFSPRAAK", a["title"]


def ways():
    """Shortest ways by breadth, all of them."""
    beside = collections.defaultdict(set)
    for c in now:
        beside[c["partner"]].add(c["region"])
        beside[c["region"]].add(c["partner"])
    found, paths, seen = [], [[partner]], {partner}
    while paths and not found:
        longer = [path + [n] for path in paths for n in beside[path[-1]] if n not in seen]
        seen |= {path[-1] for path in longer}
        found, paths = [path for path in longer if path[-1] == andere], longer
    return [[regions[n]["name"] if n in regions else name(n) for n in path] for path in found]


def profiles():
    for code in regions:
        counts = [0] * 5
        for c in now:
            if c["region"] == code:
                counts[types[c["profile"]]] += 1
        yield code, region(code), *counts


def core_tasks():
    for code, title in chains.items():
        held = [p for key, p in partners.items() if code in chains_of[key] and in_force(p, datum)]
        yield code, title, *(sum(task in p["core_tasks"].split(";") for p in held) for task in ("HULPDIENST", "BEHEERDER", "DIENSTVERLENER"))


def certainty():
    counted = collections.Counter((region(c["region"]), c["certainty"]) for c in now)
    return [(*key, n) for key, n in counted.items()]


def single():
    for c in now:
        if len(regions_of[c["partner"]]) == 1:
            yield region(c["region"]), c["profile"], name(c["partner"])


def distance(a, b):
    """In km, over a sphere of the radius that Neo4j takes."""
    x, y, u, v = (math.radians(float(regions[c][f])) for c in (a, b) for f in ("latitude", "longitude"))
    h = math.sin((u - x) / 2) ** 2 + math.cos(x) * math.cos(u) * math.sin((v - y) / 2) ** 2
    return 2 * 6378.140 * math.asin(math.sqrt(h))


def neighbours():
    for row in rows("neighbours"):
        pair = {row["region_a"], row["region_b"]}
        if regio in pair:
            (other,) = pair - {regio}
            yield region(other), round(distance(regio, other))


write("04-wie-zit-ertussen", between())
write("05-regios-zonder-een-keten", [(code, region(code)) for code in regions if code not in with_chain(keten)])
write("06-zwakste-ketens", chain_strength())
write("07-wat-valt-weg", lost())
write("08-twee-dagen-vergeleken", compared())
write("09-tijdlijn-van-een-partner", timeline())
write("13-kortste-weg", ways())
write("17-profielen-per-regio", profiles())
write("18-kerntaken-per-keten", core_tasks())
write("20-hoe-zeker", certainty())
write("25-een-enkele-regio", single())
write("26-buren-en-afstand", neighbours())
