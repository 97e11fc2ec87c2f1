"""Cases of thresholds and ranges, with the printed rows of the plans first."""

from datetime import date

from tests.services.indicators.rules.cases import among, case, line

LITERACY = {"base": "2019 26", "raw": "32%以上"}
AFTER_2022 = date(2023, 5, 20)
UP, DOWN = {"polarity": "up"}, {"polarity": "down"}

PRINTED = [
    case(
        "素养水平 32.6 against 32 in 2022",
        line(None, "32"),
        "2021:31.2 2022:32.6",
        "met",
        horizon=2022,
        year=2022,
        rule="threshold/horizon",
        **LITERACY,
    ),
    case("素养水平 31.9 against 32 in 2022", line(None, "32"), "2021:31.2 2022:31.9", "not_met", horizon=2022, **LITERACY),
    case("素养水平 47 % after 27 % of the time", line(None, "40"), "2021:31.2 2022:32.6", "on_track", year=2022, rule="threshold/pace", **LITERACY),
    case("素养水平 already 41", line(None, "40"), "2022:41", "met_early", rule="threshold/early", **LITERACY),
    case("素养水平 27 in 2022 is slow", line(None, "40"), "2022:27", "behind", **LITERACY),
    case("素养水平 25.9 is worse than 26", line(None, "40"), "2022:25.9", "worsening", **LITERACY),
    case("婴儿死亡率 2.3 still under 3‰", line(None, "3", "‰"), "2021:2.3", "on_track", base="2019 2.27", **DOWN, rule="threshold/holding"),
    case("婴儿死亡率 3.1 no longer under 3‰", line(None, "3", "‰"), "2021:3.1", "worsening", base="2019 2.27", **DOWN, rule="threshold/holding"),
    case("婴儿死亡率 3 exactly on 3‰", line(None, "3", "‰"), "2021:3", "on_track", base="2019 2.27", **DOWN),
    case("婴儿死亡率 2.9 at the horizon", line("<=", "3", "‰"), "2030:2.9", "met", base="2019 2.27", as_of=date(2031, 6, 1), **DOWN),
    case("50.9万 printed for 50.9/10万", line(None, "50.9", "万"), "2021:60", "undetermined", unit_of_measure="/10万", reason="unit_mismatch"),
    case("县域就诊率 94.17 holds 90", line(">=", "90"), "2021:93.5", "on_track", base="2019 94.17", rule="threshold/holding"),
    case("县域就诊率 falls to 89.9", line(">=", "90"), "2021:89.9", "worsening", base="2019 94.17"),
    case("县域就诊率 falls to 90", line(">=", "90"), "2021:90", "on_track", base="2019 94.17"),
    case("艾滋病感染率 0.08 below 0.10", line("<", "0.10"), "2021:0.09", "on_track", base="2019 0.08", **DOWN),
    case("艾滋病感染率 0.10 is not below 0.10", line("<", "0.10"), "2021:0.10", "worsening", base="2019 0.08", **DOWN),
    case("艾滋病感染率 0.10 at the horizon", line("<", "0.10"), "2022:0.10", "not_met", base="2019 0.08", horizon=2022, **DOWN),
    case("孕产妇死亡率 ≤7/10万 from 0", line("<=", "7", "/10万"), "2021:0", "on_track", base="2019 0", **DOWN),
]

COMPARATORS = [
    case(f"{told} {comparator} 20 at the horizon", line(comparator, "20"), f"2022:{told}", word, horizon=2022)
    for comparator, told, word in [
        (">=", "20", "met"),
        (">=", "19.99", "not_met"),
        (">", "20", "not_met"),
        (">", "20.01", "met"),
        ("<=", "20", "met"),
        ("<=", "20.01", "not_met"),
        ("<", "20", "not_met"),
        ("<", "19.99", "met"),
        ("=", "20", "met"),
        ("=", "20.0", "met"),
        ("=", "20.1", "not_met"),
        ("~", "19", "met"),
        ("~", "21", "met"),
        ("~", "18.99", "not_met"),
        ("~", "21.01", "not_met"),
    ]
] + [
    case("about zero is zero", line("~", "0"), "2022:0", "met", horizon=2022),
    case("0.01 is not about zero", line("~", "0"), "2022:0.01", "not_met", horizon=2022),
    case("about minus 20", line("~", "-20"), "2022:-20.9", "met", horizon=2022),
    case("bare number, better down", line(None, "20"), "2022:19", "met", horizon=2022, polarity="down"),
    case("bare number, within", line(None, "20"), "2022:19", "not_met", horizon=2022, polarity="within"),
    case("bare number, within, equal", line(None, "20"), "2022:20", "met", horizon=2022, polarity="within"),
    case(
        "bare number, a state has no direction",
        line(None, "20"),
        "2022:20",
        "undetermined",
        horizon=2022,
        polarity="state",
        reason="comparator_unknown",
    ),
]

HORIZON = [
    case(
        "the horizon is over without a value",
        line(">=", "32"),
        "2021:31",
        "no_data",
        horizon=2022,
        year=2022,
        reason="value_missing",
        rule="threshold/missing",
    ),
    case("over, and nothing was ever reported", line(">=", "32"), "", "no_data", horizon=2022, reason="value_missing"),
    case(
        "over, the value is expected later",
        line(">=", "32"),
        "2021:31",
        "not_due",
        horizon=2022,
        expected_on=date(2023, 6, 30),
        reason="expected_later",
    ),
    case("over, expected today is not later", line(">=", "32"), "2021:31", "no_data", horizon=2022, expected_on=AFTER_2022),
    case("31 December is not over", line(">=", "32"), "2021:33", "met_early", horizon=2022, as_of=date(2022, 12, 31)),
    case("1 January is over", line(">=", "32"), "2021:33", "no_data", horizon=2022, as_of=date(2023, 1, 1)),
    case("a value of the horizon year ends it early", line(">=", "32"), "2022:31", "not_met", horizon=2022, as_of=date(2022, 7, 1)),
    case("a value of a later year is not the horizon's", line(">=", "32"), "2023:40", "no_data", horizon=2022),
    case("a value from after as_of is unknown", line(">=", "32"), "2022:30.5 2024:40", "behind", base="2019 30", horizon=2025),
    case("no baseline never blocks at the horizon", line(">=", "32"), "2022:33", "met", horizon=2022),
    case("no value at all", line(">=", "32"), "", "no_data", base="2019 26", reason="value_missing"),
    case("no value yet, expected later", line(">=", "32"), "", "not_due", base="2019 26", expected_on=date(2023, 6, 30)),
    case("only the baseline year", line(">=", "32"), "2019:26", "no_data", base="2019 26", reason="only_baseline"),
    case("only before the baseline year", line(">=", "32"), "2018:40", "no_data", base="2019 26", reason="only_baseline"),
    case("only the baseline year, expected later", line(">=", "32"), "2019:26", "not_due", base="2019 26", expected_on=date(2023, 6, 30)),
    case("a state is no number", line(">=", "32"), "2022:未检出", "no_data", horizon=2022, reason="value_missing"),
    case("a value is there, the next is expected: judged by what is known", line(">=", "32"), "2022:33", "met_early", expected_on=date(2024, 6, 30)),
]

PACE = [
    case("one data point and no baseline", line(">=", "40"), "2022:30", "pace_unknown", rule="threshold/pace"),
    case("dash baseline", line(">=", "40"), "2022:30", "pace_unknown", base="2019 ——"),
    case("empty baseline", line(">=", "40"), "2022:30", "pace_unknown", base="2019"),
    case("state baseline", line(">=", "40"), "2022:30", "pace_unknown", base="2019 有"),
    case("bound baseline is used as its number", line(">=", "3"), "2022:2", "on_track", base="2019 》1"),
    case("qualified baseline has no pace", line(">=", "40"), "2022:33", "undetermined", base="2019 29.2（不含学生）", reason="definition_differs"),
    case("qualified baseline never blocks the line", line(">=", "40"), "2022:41", "met_early", base="2019 29.2（不含学生）"),
    case(
        "qualified baseline beyond the line is not compared",
        line(">=", "28"),
        "2022:27",
        "undetermined",
        base="2019 29.2（不含学生）",
        reason="definition_differs",
    ),
    case("qualified baseline at the horizon", line(">=", "40"), "2022:33", "not_met", base="2019 29.2（不含学生）", horizon=2022),
    case("zero baseline", line(">=", "11"), "2022:3", "on_track", base="2019 0"),
    case("zero baseline, nothing done", line(">=", "11"), "2022:0", "behind", base="2019 0"),
    case("zero target", line("<=", "0"), "2022:2", "on_track", base="2019 3", polarity="down"),
    case("zero target, unchanged", line("<=", "0"), "2022:3", "behind", base="2019 3", polarity="down"),
    case("zero target reached", line("<=", "0"), "2022:0", "met_early", base="2019 3", polarity="down"),
    case("base = target and it holds", line(">=", "90"), "2022:90", "on_track", base="2019 90"),
    case("base = target and it no longer holds", line(">=", "90"), "2022:89.9", "worsening", base="2019 90"),
    case("base = target of an open line, unchanged", line("<", "19"), "2022:19", "worsening", base="2019 19", polarity="down", rule="threshold/pace"),
    case("base = target of an open line, crossed", line("<", "19"), "2022:18.9", "met_early", base="2019 19", polarity="down"),
    case("half the pace", line(">=", "100"), "2022:9.5", "behind", base="2020 0"),
    case("pace exactly 0.95 in thirds", line(">=", "3"), "2023:0.95", "on_track", base="2020 0", horizon=2029),
    case("pace just under 0.95", line(">=", "100"), "2022:18.99", "behind", base="2020 0"),
    case("pace exactly 0.95", line(">=", "100"), "2022:19", "on_track", base="2020 0"),
    case("configured threshold 0.8", line(">=", "100"), "2022:17", "on_track", base="2020 0", on_track_from="0.8"),
    case("unchanged is behind, not worsening", line(">=", "40"), "2022:26", "behind", base="2019 26"),
    case("falling towards a ceiling", line("<=", "19"), "2022:22", "on_track", base="2019 25", polarity="down"),
    case("negative numbers", line(">=", "-2"), "2022:-8", "behind", base="2019 -10"),
    case("exactly 20, overshot to 22 from 10", line("=", "20"), "2022:22", "on_track", base="2019 10", polarity="within"),
    case("exactly 20, overshot to 31 from 10", line("=", "20"), "2022:31", "worsening", base="2019 10", polarity="within"),
    case("about 20 from 10 at 12", line("~", "20"), "2022:12", "behind", base="2019 10"),
]

STANDINGS = [
    case("verified counts before reported", line(">=", "32"), "2022:31v 2022:33", "not_met", horizon=2022),
    case("reported counts before provisional", line(">=", "32"), "2022:33 2022:31p", "met", horizon=2022),
    case("verified counts before provisional, whatever the order", line(">=", "32"), "2022:33p 2022:31v 2022:33", "not_met", horizon=2022),
    case("a provisional value alone is used", line(">=", "32"), "2022:33p", "met", horizon=2022),
    case("of two reported the last listed", line(">=", "32"), "2022:31 2022:33", "met", horizon=2022),
    case("a later reported beats an earlier verified year", line(">=", "32"), "2021:33v 2022:30.5", "behind", base="2019 30", horizon=2025),
]

ANNUAL = [
    case(
        "annual target held",
        line(">=", "40"),
        "2022:30",
        "on_track",
        base="2019 26",
        annual_target=line(">=", "30"),
        annual_target_year=2022,
        rule="threshold/annual",
        year=2022,
    ),
    case(
        "annual target missed although the pace is fine",
        line(">=", "40"),
        "2022:32.6",
        "behind",
        base="2019 26",
        annual_target=line(">=", "33"),
        annual_target_year=2022,
        rule="threshold/annual",
    ),
    case("annual target decides before 'early'", line(">=", "40"), "2022:41", "behind", annual_target=line(">=", "42"), annual_target_year=2022),
    case("annual target of no named year", line(">=", "40"), "2022:30", "on_track", annual_target=line(">=", "30")),
    case("bare annual target takes the polarity", line(None, "3"), "2022:2.8", "behind", annual_target=line(None, "2.5"), polarity="down"),
    case(
        "annual target of another year",
        line(">=", "40"),
        "2022:32.6",
        "on_track",
        base="2019 26",
        annual_target=line(">=", "33"),
        annual_target_year=2023,
        rule="threshold/pace",
    ),
    case("annual range", line(">=", "40"), "2022:30", "on_track", annual_target=among("28", "31"), rule="range/annual"),
    case(
        "annual target is nothing to the horizon",
        line(">=", "40"),
        "2022:41",
        "met",
        annual_target=line(">=", "42"),
        horizon=2022,
        annual_target_year=2022,
        rule="threshold/horizon",
    ),
    case(
        "annual target cannot judge the baseline year",
        line(">=", "40"),
        "2019:30",
        "no_data",
        base="2019 26",
        annual_target=line(">=", "20"),
        reason="only_baseline",
    ),
    case(
        "an undecidable annual target leaves the pace",
        line(">=", "40"),
        "2022:32.6",
        "on_track",
        base="2019 26",
        annual_target={"kind": "none"},
        rule="threshold/pace",
    ),
]

RANGES = [
    case(f"60-65, {told} at the horizon", among("60", "65"), f"2022:{told}", word, horizon=2022)
    for told, word in [("59.9", "not_met"), ("60", "met"), ("62", "met"), ("65", "met"), ("65.1", "not_met")]
] + [
    case("ends in the wrong order", among("65", "60"), "2022:62", "met", horizon=2022),
    case("60-65 reached early", among("60", "65"), "2022:61", "met_early", base="2019 50", rule="range/early"),
    case("60-65 from 50 on the way", among("60", "65"), "2022:53", "on_track", base="2019 50", rule="range/pace"),
    case("60-65 from 50 too slow", among("60", "65"), "2022:51", "behind", base="2019 50"),
    case("60-65 from 50 away", among("60", "65"), "2022:49", "worsening", base="2019 50"),
    case("60-65 from 80 down", among("60", "65"), "2022:75", "on_track", base="2019 80"),
    case("60-65 overshot to 67 from 50", among("60", "65"), "2022:67", "on_track", base="2019 50"),
    case("60-65 overshot to 76 from 50", among("60", "65"), "2022:76", "worsening", base="2019 50"),
    case("60-65 was inside and stays", among("60", "65"), "2022:64", "on_track", base="2019 62", rule="range/holding"),
    case("60-65 was inside and left", among("60", "65"), "2022:66", "worsening", base="2019 62"),
    case("60-65 without baseline", among("60", "65"), "2022:50", "pace_unknown"),
    case("60-65 qualified baseline", among("60", "65"), "2022:50", "undetermined", base="2019 45（抽样）", reason="definition_differs"),
    case("60-65 over without value", among("60", "65"), "2021:61", "no_data", horizon=2022),
]

LINES = [*PRINTED, *COMPARATORS, *HORIZON, *PACE, *STANDINGS, *ANNUAL, *RANGES]
