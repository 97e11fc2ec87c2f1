"""Cases of trends, yearly steps, changes of change and cumulative counts."""

from datetime import date

from tests.services.indicators.rules.cases import case, count, line, step, trend

DOWN = {"polarity": "down"}
SECOND = {"kind": "second_order_trend"}
MYOPIA = {"base": "2019 57.61", "polarity": "down", "raw": "每年降低1个百分点以上"}
DEATHS = {"base": "2019 1.65", "polarity": "down", "raw": "逐年下降"}

TRENDS = [
    case("万车死亡率 falls every year", trend("down"), "2020:1.6 2021:1.5", "on_track", rule="trend/series", **DEATHS),
    case("万车死亡率 falls to the horizon", trend("down"), "2020:1.6 2021:1.5 2022:1.4", "met", horizon=2022, **DEATHS),
    case("万车死亡率 rose once on the way", trend("down"), "2020:1.7 2021:1.5 2022:1.4", "not_met", horizon=2022, **DEATHS),
    case("万车死亡率 rises in the latest year", trend("down"), "2020:1.6 2021:1.61", "worsening", **DEATHS),
    case("万车死亡率 rose before, falls again", trend("down"), "2020:1.7 2021:1.5", "behind", **DEATHS),
    case("万车死亡率 against the baseline alone", trend("down"), "2020:1.6", "on_track", **DEATHS),
    case("an equal year is allowed", trend("down"), "2020:1.65 2021:1.5", "on_track", **DEATHS),
    case("an equal year is not strict", trend("down", strict=True), "2020:1.65 2021:1.5", "behind", **DEATHS),
    case("an equal latest year is not strict", trend("down", strict=True), "2020:1.5 2021:1.5", "behind", **DEATHS),
    case("zero stays zero", trend("down"), "2020:0 2021:0", "on_track", base="2019 0", **DOWN),
    case("rising", trend("up"), "2020:27 2021:28", "on_track", base="2019 26"),
    case("one value and no baseline", trend("up"), "2021:28", "undetermined", reason="too_few_points"),
    case("two values and a dash", trend("up"), "2020:27 2021:28", "on_track", base="2019 ——"),
    case("qualified baseline is left out", trend("up"), "2020:27 2021:28", "on_track", base="2019 29.2（不含学生）"),
    case("values from before the plan are left out", trend("up"), "2015:40 2019:26 2021:28", "on_track"),
    case("values from before the baseline are left out", trend("up"), "2018:40 2021:28", "on_track", base="2019 26"),
    case("a missing year is bridged", trend("up"), "2022:28", "on_track", base="2019 26"),
    case("hold, better up: no worse", trend("hold"), "2020:26 2021:27", "on_track", base="2019 26"),
    case("hold, better up: worse", trend("hold"), "2020:26 2021:25", "worsening", base="2019 26"),
    case("hold, better down: no worse", trend("hold"), "2020:25 2021:25", "on_track", base="2019 26", **DOWN),
    case("hold, no better way: another value", trend("hold"), "2020:27", "worsening", base="2019 26", polarity="within"),
    case("hold, strict: better is not the same", trend("hold", strict=True), "2020:27", "worsening", base="2019 26"),
    case("trend over without a value", trend("up"), "2021:28", "no_data", base="2019 26", horizon=2022, reason="value_missing"),
    case("trend with the baseline year only", trend("up"), "2019:26", "no_data", base="2019 26", reason="only_baseline"),
    case("trend with an annual target", trend("up"), "2021:28", "behind", base="2019 26", annual_target=line(">=", "29"), rule="threshold/annual"),
]

STEPS = [
    case("近视率 one point every year", step("down", "1"), "2020:56.5 2021:55.4 2022:54.3", "on_track", rule="yearly_step/each", **MYOPIA),
    case("近视率 exactly one point", step("down", "1"), "2020:56.61 2021:55.61", "on_track", **MYOPIA),
    case("近视率 short in one year", step("down", "1"), "2020:56.7 2021:55.4 2022:54.3", "behind", **MYOPIA),
    case("近视率 rises in the latest year", step("down", "1"), "2020:56.5 2021:56.6", "worsening", **MYOPIA),
    case("近视率 met at the horizon", step("down", "1"), "2020:56.5 2021:55.4 2022:54.3", "met", horizon=2022, **MYOPIA),
    case("近视率 not met at the horizon", step("down", "1"), "2020:56.5 2021:55.6 2022:54.3", "not_met", horizon=2022, **MYOPIA),
    case("近视率 with a year missing", step("down", "1"), "2020:56.5 2022:54.3", "undetermined", reason="series_gap", **MYOPIA),
    case("近视率 from the base year of the text", step("down", "1", base_year=2020), "2020:57 2021:56", "on_track", **MYOPIA),
    case("base year of the text has no value", step("down", "1", base_year=2018), "2020:57 2021:56", "undetermined", reason="base_missing", **MYOPIA),
    case("脊柱侧弯 1-2 points or more, no baseline", step("down", "1", high="2"), "2020:5 2021:4", "on_track", base="2019 ——", **DOWN),
    case("脊柱侧弯 more than 2 points is allowed by 以上", step("down", "1", high="2"), "2020:5 2021:2", "on_track", base="2019 ——", **DOWN),
    case("bare 1-2 points is a band", step("down", "1", high="2", comparator="="), "2020:5 2021:2", "behind", base="2019 ——", **DOWN),
    case("1-2以内 is held by its upper end", step("down", "1", high="2", comparator="<="), "2020:4 2021:2", "on_track", base="2019 5", **DOWN),
    case("one value, dash baseline", step("down", "1"), "2020:5", "undetermined", base="2019 ——", reason="too_few_points", **DOWN),
    case("qualified baseline", step("down", "1"), "2020:5 2021:4", "undetermined", base="2019 6（抽样）", reason="definition_differs", **DOWN),
    case("qualified baseline, but the series has that year", step("down", "1"), "2019:6 2020:5 2021:4", "on_track", base="2019 6.5（抽样）", **DOWN),
    case("8 per cent each year", step("up", "8", "percent"), "2020:108 2021:116.64", "on_track", base="2019 100"),
    case("8 per cent each year, short by a little", step("up", "8", "percent"), "2020:108 2021:116.63", "behind", base="2019 100"),
    case("8 per cent of zero", step("up", "8", "percent"), "2020:1", "undetermined", base="2019 0", reason="zero_base"),
    case("5 per cent less each year", step("down", "5", "percent"), "2020:95 2021:90.25", "on_track", base="2019 100", **DOWN),
    case("held within 1 point", step("hold", "1", comparator="<="), "2020:50.5 2021:51.5", "on_track", base="2019 50"),
    case("not held within 1 point", step("hold", "1", comparator="<="), "2020:50.5 2021:51.6", "worsening", base="2019 50"),
    case(
        "average of one point, with a year missing",
        step("down", "1", average=True),
        "2020:57.5 2022:54.61",
        "on_track",
        rule="yearly_step/average",
        **MYOPIA,
    ),
    case("average of less than one point", step("down", "1", average=True), "2022:54.62", "behind", **MYOPIA),
    case("average the wrong way", step("down", "1", average=True), "2022:57.62", "worsening", **MYOPIA),
    case("年均增长 8% compounds exactly", step("up", "8", "percent", average=True), "2022:125.9712", "met", base="2019 100", horizon=2022),
    case("年均增长 8% short", step("up", "8", "percent", average=True), "2022:125.97", "not_met", base="2019 100", horizon=2022),
    case("年均增长 8%左右 at 7.6%", step("up", "8", "percent", average=True, comparator="~"), "2021:115.7776", "on_track", base="2019 100"),
    case("年均增长 8%左右 at 7.5%", step("up", "8", "percent", average=True, comparator="~"), "2021:115.5625", "behind", base="2019 100"),
    case("年均增长 of zero", step("up", "8", "percent", average=True), "2021:5", "undetermined", base="2019 0", reason="zero_base"),
    case("年均增长 down to zero", step("up", "8", "percent", average=True), "2021:0", "worsening", base="2019 100"),
    case("yearly step without any value", step("down", "1"), "", "no_data", reason="value_missing", **MYOPIA),
    case("yearly step with the baseline year only", step("down", "1"), "2019:57.61", "no_data", reason="only_baseline", **MYOPIA),
]

SECOND_ORDER = [
    case("增速下降: +2 then +1", SECOND | {"direction": "down"}, "2020:12 2021:13", "on_track", base="2019 10", **DOWN),
    case("增速下降: +1 then +2", SECOND | {"direction": "down"}, "2020:11 2021:13", "worsening", base="2019 10", **DOWN),
    case("增速下降: the same is not lower", SECOND | {"direction": "down"}, "2020:11 2021:12", "behind", base="2019 10", **DOWN),
    case("增速下降 at the horizon", SECOND | {"direction": "down"}, "2020:12 2021:13 2022:13.5", "met", base="2019 10", horizon=2022),
    case("增速下降 missed at the horizon", SECOND | {"direction": "down"}, "2020:12 2021:13 2022:15", "not_met", base="2019 10", horizon=2022),
    case("+2 over two years is +1 a year", SECOND | {"direction": "down"}, "2020:12 2022:14", "on_track", base="2019 10", **DOWN),
    case("only two points", SECOND | {"direction": "down"}, "2020:12", "undetermined", base="2019 10", reason="too_few_points"),
    case("dash baseline, two points", SECOND | {"direction": "down"}, "2020:12 2021:13", "undetermined", base="2019 ——", reason="too_few_points"),
    case("growth speeds up as wanted", SECOND | {"direction": "up"}, "2020:11 2021:13", "on_track", base="2019 10"),
    case("growth held", SECOND | {"direction": "hold"}, "2020:11 2021:12", "on_track", base="2019 10"),
]

COUNTS = [
    case("100 trained in all", count("100"), "2020:40 2021:30 2022:30", "met", horizon=2022, rule="cumulative_count/horizon"),
    case("99 trained in all", count("100"), "2020:40 2021:30 2022:29", "not_met", horizon=2022),
    case("reached early", count("100"), "2020:60 2021:40", "met_early"),
    case("on the way from 2019", count("110"), "2020:10 2021:10 2022:10", "on_track", rule="cumulative_count/pace"),
    case("too slow", count("110"), "2020:5 2021:5 2022:5", "behind"),
    case("nothing yet", count("110"), "2020:0", "behind"),
    case("counted since 2021", count("100", since=2021), "2020:500 2021:10 2022:10", "on_track"),
    case("nothing since 2022", count("100", since=2022), "2020:500 2021:10", "no_data", reason="value_missing"),
    case("a printed baseline does not count", count("100"), "2020:10 2021:10", "on_track", base="2019 90"),
    case("a gap hides whether it is slow", count("110"), "2020:5 2022:5", "undetermined", reason="series_gap"),
    case("a gap cannot undo what is on track", count("110"), "2020:20 2022:10", "on_track"),
    case("a gap cannot undo what is reached", count("100"), "2020:80 2022:30", "met", horizon=2022),
    case("reached without the horizon's value", count("100"), "2020:80 2021:30", "met", horizon=2022, year=2022),
    case("short without the horizon's value", count("100"), "2020:50 2021:30", "no_data", horizon=2022, reason="value_missing"),
    case("a ceiling still holds", count("10", "<="), "2020:3 2021:3", "on_track", rule="cumulative_count/holding"),
    case("a ceiling is broken", count("10", "<="), "2020:7 2021:4", "worsening"),
    case("a ceiling with a gap", count("10", "<="), "2020:3 2022:3", "undetermined", horizon=2022, reason="series_gap"),
    case("a broken ceiling with a gap", count("10", "<="), "2020:8 2022:3", "not_met", horizon=2022),
    case("expected later", count("100"), "", "not_due", expected_on=date(2023, 6, 1)),
    case("a target of zero", count("0"), "2020:0", "on_track"),
]

SERIES = [*TRENDS, *STEPS, *SECOND_ORDER, *COUNTS]
