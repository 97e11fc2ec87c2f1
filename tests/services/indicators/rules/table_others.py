"""Cases of relative, rank, external, state, per-member and empty targets."""

from datetime import date

from tests.services.indicators.rules.cases import among_peers as among
from tests.services.indicators.rules.cases import case, external, line, members, rank, relative, state

DOWN = {"polarity": "down"}
SET = {"unit_of_measure": None}
ABOVE_AVERAGE = relative("average", "up", "5", change_unit="points", average_of="全省平均水平")

RELATIVE = [
    case("比2020年提高10%: 33 of 30", relative("year", "up", "10", base_year=2020), "2020:30 2022:33", "met", horizon=2022),
    case("比2020年提高10%: 32.9 of 30", relative("year", "up", "10", base_year=2020), "2020:30 2022:32.9", "not_met", horizon=2022),
    case("比2020年提高10% on the way", relative("year", "up", "10", base_year=2020), "2020:30 2022:31", "on_track", rule="relative/pace"),
    case("比2020年提高10% early", relative("year", "up", "10", base_year=2020), "2020:30 2022:34", "met_early"),
    case("比2020年提高10% falling", relative("year", "up", "10", base_year=2020), "2020:30 2022:29", "worsening"),
    case(
        "较2020年下降3个百分点", relative("year", "down", "3", base_year=2020, change_unit="points"), "2020:30 2022:27", "met", horizon=2022, **DOWN
    ),
    case("the printed baseline is the base", relative("year", "up", "10", base_year=2019), "2022:33", "met", base="2019 30", horizon=2022),
    case("no base year: the baseline's", relative("year", "up", "10"), "2022:33", "met", base="2019 30", horizon=2022),
    case("在现有基础上提高30%", relative("at_issue", "up", "30"), "2022:39", "met", base="2019 30", horizon=2022),
    case("在现有基础上 without a baseline", relative("at_issue", "up", "30"), "2022:39", "undetermined", reason="base_missing"),
    case("翻一番", relative("at_issue", "up", "100"), "2022:59", "not_met", base="2019 30", horizon=2022),
    case("base year has no value", relative("year", "up", "10", base_year=2020), "2022:33", "undetermined", reason="base_missing"),
    case("base year is still to come", relative("year", "up", "10", base_year=2022), "2021:33", "no_data", reason="only_baseline"),
    case("dash baseline", relative("year", "up", "10", base_year=2019), "2022:33", "undetermined", base="2019 ——", reason="base_missing"),
    case("qualified baseline", relative("year", "up", "10"), "2022:33", "undetermined", base="2019 30（抽样）", reason="definition_differs"),
    case("10 per cent of zero", relative("year", "up", "10"), "2022:33", "undetermined", base="2019 0", reason="zero_base"),
    case("3 points more than zero", relative("year", "up", "3", change_unit="points"), "2022:3", "met", base="2019 0", horizon=2022),
    case("any rise above zero", relative("year", "up"), "2022:1", "met", base="2019 0", horizon=2022),
    case("any rise: equal is none", relative("year", "up"), "2022:30", "not_met", base="2019 30", horizon=2022),
    case("any rise before the horizon: equal", relative("year", "up"), "2022:30", "worsening", base="2019 30"),
    case("held against the base year", relative("year", "hold"), "2022:30", "on_track", base="2019 30"),
    case("提高不超过10%", relative("year", "up", "10", comparator="<="), "2022:34", "not_met", base="2019 30", horizon=2022),
    case("提高10%左右", relative("year", "up", "10", comparator="~"), "2022:33.1", "met", base="2019 30", horizon=2022),
    case("较前一年减少", relative("previous_year", "down"), "2021:12 2022:11", "on_track", rule="relative/yearly", **DOWN, **SET),
    case("较前一年 the same", relative("previous_year", "down"), "2021:12 2022:12", "behind", **DOWN, **SET),
    case("较前一年 more", relative("previous_year", "down"), "2021:12 2022:13", "worsening", **DOWN, **SET),
    case("较前一年减少 at the horizon", relative("previous_year", "down"), "2021:12 2022:11", "met", horizon=2022, **DOWN, **SET),
    case("较前一年 with no year before", relative("previous_year", "down"), "2020:12 2022:11", "undetermined", reason="base_missing"),
    case("高于平均 without the average", relative("average", "up"), "2022:33", "undetermined", reason="external_value_missing"),
    case("高于平均 30", relative("average", "up"), "2022:33", "on_track", external="30"),
    case("高于全省平均5个百分点", ABOVE_AVERAGE, "2022:38", "on_track", external="33"),
    case("not 5 points above", ABOVE_AVERAGE, "2022:37.9", "behind", external="33"),
    case("比全省平均低10%—12%", relative("average", "down", "10", high="12"), "2022:9", "met", external="10", horizon=2022, **DOWN),
    case("下降10%—12%: the lower end counts", relative("year", "down", "10", high="12"), "2022:25", "met", base="2019 30", horizon=2022, **DOWN),
    case("下降10%—12%: 9 is too little", relative("year", "down", "10", high="12"), "2022:27.3", "not_met", base="2019 30", horizon=2022, **DOWN),
    case("下降10%—12%以内: no more", relative("year", "down", "10", high="12", comparator="<="), "2022:26", "not_met", base="2019 30", horizon=2022),
    case("恰好10%—12%", relative("year", "up", "10", high="12", comparator="="), "2022:33.3", "met", base="2019 30", horizon=2022),
    case("高于平均 34", relative("average", "up"), "2022:33", "behind", external="34"),
    case("较上一阶段目标 unknown", relative("previous_target", "up", "10"), "2022:33", "undetermined", reason="previous_target_unknown"),
    case("较上一阶段目标 known", relative("previous_target", "up", "10"), "2022:33", "met_early", external="30"),
    case("ambiguous, both readings met", relative("year", "up", "10", ambiguous=True), "2022:41", "met", base="2019 30", horizon=2022),
    case(
        "ambiguous, per cent met, points not",
        relative("year", "up", "10", ambiguous=True),
        "2022:35",
        "undetermined",
        base="2019 30",
        horizon=2022,
        reason="ambiguous",
    ),
    case("ambiguous, neither met", relative("year", "up", "10", ambiguous=True), "2022:31", "not_met", base="2019 30", horizon=2022),
    case("ambiguous without data", relative("year", "up", "10", ambiguous=True), "", "no_data", base="2019 30", reason="value_missing"),
    case("ambiguous without a base", relative("year", "up", "10", ambiguous=True), "2022:31", "undetermined", reason="base_missing"),
]

RANKS = [
    case("3 of 11 is within 5", rank(5), "2022:3/11", "on_track", rule="rank/place", **SET),
    case("6 of 11 is not within 5", rank(5), "2022:6/11", "behind", **SET),
    case("第3名 at the horizon", rank(3), "2022:第3名", "met", horizon=2022, **SET),
    case("4 at the horizon", rank(3), "2022:4/11", "not_met", horizon=2022, **SET),
    case("a place fed from outside", rank(3), "2022:80", "met", horizon=2022, external="2", **SET),
    case("a place fed from outside alone", rank(3), "", "on_track", external="2", year=2023, **SET),
    case("no place known", rank(3), "2022:80", "undetermined", reason="external_value_missing", **SET),
    case("no value at all", rank(3), "", "no_data", reason="value_missing", **SET),
    case("前列 without a number: the first counts", rank(None), "2022:1/11", "on_track", **SET),
    case("前列 without a number: the last does not", rank(None), "2022:11/11", "behind", **SET),
    case("中上游 is the upper half", rank(None, "中上游"), "2022:6/11", "on_track", **SET),
    case("中上游 is not the seventh of 11", rank(None, "中上游"), "2022:7/11", "behind", **SET),
    case("中上游 of an unknown number", rank(None, "中上游"), "2022:第2名", "undetermined", reason="position_unknown", **SET),
    case("前10% of 90", rank(None, "前10%"), "2022:9/90", "on_track", **SET),
    case("前10% of 90: the tenth", rank(None, "前10%"), "2022:10/90", "behind", **SET),
    case("前10% of 8 is the first", rank(None, "前10%"), "2022:1/8", "on_track", **SET),
    case("counted: two are better", rank(3), "2022:80", "on_track", peers=among("85 81 80 79"), rule="rank/place"),
    case("counted: three are better", rank(3), "2022:80", "behind", peers=among("85 81 80.1 79")),
    case("counted, at the horizon", rank(1), "2022:80", "met", horizon=2022, peers=among("79 80")),
    case("counted, less is better", rank(2), "2022:3.0", "on_track", peers=among("2.9 3 4"), **DOWN),
    case("counted, nobody says what is better", rank(2), "2022:3", "undetermined", peers=among("4"), polarity="within", reason="comparator_unknown"),
    case("a missing peer cannot change it", rank(3), "2022:80", "on_track", peers=among("85 79", "甲区")),
    case("a missing peer decides", rank(3), "2022:80", "undetermined", peers=among("85 81", "甲区"), reason="peers_missing"),
    case("too many are better already", rank(2), "2022:80", "behind", peers=among("85 81", "甲区")),
    case("the first whatever is missing", rank(None), "2022:80", "undetermined", peers=among("79", "甲区"), reason="position_unknown"),
    case("upper half counted", rank(None, "中上游"), "2022:80", "on_track", peers=among("85 70 60")),
    case("an entered place goes before a counted one", rank(1), "2022:80", "on_track", external="1", external_year=2022, peers=among("85 81")),
    case("an entered place of a later year", rank(1), "2022:80", "behind", external="2", external_year=2023, year=2023),
    case("a reported place newer than the entered one", rank(2), "2022:2/11", "on_track", external="3", external_year=2021, year=2022, **SET),
    case("an entered place of an earlier year is no end", rank(3), "", "no_data", external="2", external_year=2021, horizon=2022),
    case("前列 without a number: the fourth is open", rank(None), "2022:4/11", "undetermined", reason="position_unknown", **SET),
]

EXTERNAL = [
    case("控制在省定指标内: 5 of 7", external("<="), "2022:5", "on_track", external="7", rule="external/value", **DOWN),
    case("控制在省定指标内: 8 of 7", external("<="), "2022:8", "behind", external="7", **DOWN),
    case("控制在省定指标内 at the horizon", external("<="), "2022:7", "met", external="7", horizon=2022, **DOWN),
    case("低于全省平均 at the horizon", external("<"), "2022:7", "not_met", external="7", horizon=2022, **DOWN),
    case("no comparator: the polarity's", external(), "2022:7", "on_track", external="6"),
    case("no comparator and no polarity", external(), "2022:7", "undetermined", external="6", polarity="state", reason="comparator_unknown"),
    case("完成省考核任务 reported as done", external(), "2022:完成", "met", horizon=2022, rule="external/state"),
    case("完成省考核任务 reported as not done", external(), "2022:未完成", "not_met", horizon=2022),
    case("not done before the horizon", external(), "2022:未完成", "behind"),
    case("an unclear state", external(), "2022:推进中", "undetermined", reason="state_unknown"),
    case("the figure is missing", external("<="), "2022:5", "undetermined", reason="external_value_missing"),
    case("no value at all", external("<="), "", "no_data", external="7", reason="value_missing"),
]

STATES = [
    case("疟疾 消除 stays so", state("持续消除"), "2021:消除", "on_track", base="2019 消除", rule="state/holding", **SET),
    case("疟疾 消除 is lost", state("持续消除"), "2021:有本地病例", "worsening", base="2019 消除", rule="state/holding", **SET),
    case("疟疾 持续消除 at the horizon", state("持续消除", "消除"), "2022:持续消除", "met", base="2019 消除", horizon=2022, **SET),
    case("疟疾 消除 at the horizon", state("持续消除", "消除"), "2022:消除", "met", base="2019 消除", horizon=2022, **SET),
    case("疟疾 lost at the horizon", state("持续消除"), "2022:有本地病例", "not_met", base="2019 消除", horizon=2022, **SET),
    case("消除 reached early", state("消除"), "2021:消除", "met_early", base="2019 有效控制", rule="state/early", **SET),
    case("a further accepted state", state("全覆盖", "100%覆盖"), "2022:100%覆盖", "met", horizon=2022, **SET),
    case("not there, states have no pace", state("消除"), "2021:有效控制", "pace_unknown", base="2019 有效控制", **SET),
    case("a state nobody knows", state("消除"), "2022:未知", "undetermined", horizon=2022, reason="state_unknown", **SET),
    case("a number instead of a state", state("全覆盖"), "2022:100", "undetermined", horizon=2022, reason="state_unknown"),
    case("no state reported", state("消除"), "", "no_data", horizon=2022, reason="value_missing", **SET),
    case("no state yet, expected later", state("消除"), "", "not_due", expected_on=date(2023, 9, 1), **SET),
    case("only the state of the baseline year", state("消除"), "2019:消除", "no_data", base="2019 消除", reason="only_baseline", **SET),
    case("an annual state", state("消除"), "2021:有效控制", "on_track", annual_target=state("有效控制"), rule="state/annual", **SET),
]

MEMBERS = [
    case("每街道至少1家: members unknown", members(), "2022:12", "undetermined", reason="members_missing", unit_of_measure="家"),
    case("每街道: 3 of them", members(number=3), "2022:12", "undetermined", reason="members_missing"),
    case("90% of the centres: 95", members("90"), "2022:95", "met", horizon=2022, rule="per_member/horizon"),
    case("90% of the centres: 85", members("90"), "2022:85", "not_met", horizon=2022),
    case("90% of the centres, told as 95%", members("90"), "2022:95%", "met", horizon=2022, unit_of_measure="项"),
    case("90% of the centres, told in another unit", members("90"), "2022:95", "undetermined", unit_of_measure="项", reason="members_missing"),
    case("90% of the centres on the way", members("90"), "2022:80", "on_track", base="2019 60"),
    case("90% of the centres, nothing told", members("90"), "", "no_data", reason="value_missing"),
]

NOTHING = [
    case("—— is not evaluated", {"kind": "none"}, "2022:5", "not_evaluated", reason="no_target", rule="none/not_evaluated"),
    case("—— is not evaluated over the horizon either", {"kind": "none"}, "", "not_evaluated", horizon=2022),
    case("—— with an annual target", {"kind": "none"}, "2022:5", "not_evaluated", annual_target=line(">=", "4")),
]

OTHERS = [*RELATIVE, *RANKS, *EXTERNAL, *STATES, *MEMBERS, *NOTHING]
