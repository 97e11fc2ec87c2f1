"""Sentences that are read aloud, and the arithmetic beside them."""

from decimal import Decimal
from typing import Any

import pytest

from services.indicators.rules import judge
from services.indicators.rules.arithmetic import rounded, whole_percent
from services.indicators.rules.wording import amount
from shared.schemas.verdicts import Verdict
from tests.services.indicators.rules.cases import count, inputs, line, members, rank, relative, state, step, trend


def verdict(expression: dict[str, Any], values: str, base: str | None = None, **given: Any) -> Verdict:
    return judge(inputs(expression, values, base, **given))


LITERACY_2030 = verdict(line(None, "40"), "2021:31.2 2022:32.6", "2019 26")

SENTENCES = [
    (
        verdict(line(None, "32"), "2021:31.2 2022:32.6", "2019 26", horizon=2022),
        "2022年数值为32.6%，目标为不低于32%（2022年），已达标。",
        "The 2022 value is 32.6 %; the target is at least 32 % (2022): met.",
    ),
    (
        LITERACY_2030,
        "2022年数值为32.6%，距2030年目标不低于40%已走完应有变化的47%，时间已过27%，进度正常。",
        "The 2022 value is 32.6 %; 47 % of the change needed for the 2030 target (at least 40 %) is done, with 27 % of the time gone: on track.",
    ),
    (
        verdict(line("<=", "3", "‰"), "2021:3.1", "2019 2.27"),
        "2021年数值为3.1‰，目标为不高于3‰（2030年），基期（2019年2.27‰）已达到目标，目前已不再保持，指标恶化。",
        "The 2021 value is 3.1 ‰; the target is at most 3 ‰ (2030); the baseline (2019: 2.27 ‰) was already within it,"
        " but it no longer holds: worsening.",
    ),
    (
        verdict(line("<=", "7", "1/10 万"), "2022:5p", horizon=2022),
        "2022年数值（初步）为5/10万，目标为不高于7/10万（2022年），已达标。",
        "The 2022 value (provisional) is 5 per 100,000; the target is at most 7 per 100,000 (2022): met.",
    ),
    (
        verdict(state("持续消除"), "2021:消除p", "2019 消除"),
        "2021年状态（初步）为“消除”，目标为“持续消除”（2030年），基期（2019年“消除”）已达到目标，目前继续保持，进度正常。",
        "The 2021 state (provisional) is “消除”; the target is “持续消除” (2030); the baseline (2019: “消除”) was already there,"
        " and it is kept: on track.",
    ),
    (
        verdict(count("100"), "2020:40 2021:30"),
        "2021年累计数为70名，距2030年目标累计不少于100名已走完应有变化的70%，时间已过18%，进度正常。",
        "The 2021 total is 70 people; 70 % of the change needed for the 2030 target (at least 100 people in total) is done,"
        " with 18 % of the time gone: on track.",
    ),
    (
        verdict(line("~", "20"), "", horizon=2022, raw="20%左右"),
        "2022年目标为“20%左右”，截至2023年5月20日，尚无所需年份的监测值，暂无数据。",
        "The 2022 target is “20%左右” (as of 2023-05-20); the value needed has not been reported: no data.",
    ),
    (
        verdict(relative("at_issue", "up", "30"), "2022:39", "2019 30", horizon=2022, raw="提高30%"),
        "2022年数值为39%，目标为“提高30%”（即不低于39.0%）（2022年），已达标。",
        "The 2022 value is 39 %; the target is “提高30%”, that is at least 39.0 % (2022): met.",
    ),
    (
        verdict(rank(3), "2022:2/11", raw="全市前三"),
        "2022年在全市各区居第2位（共11个），目标为“全市前三”（2030年），进度正常。",
        "The 2022 place among 全市各区 is 2 of 11; the target is “全市前三” (2030): on track.",
    ),
    (
        verdict(step("down", "1", average=True), "2022:54.61", "2019 57.61", polarity="down", raw="年均降低1个百分点"),
        "2022年数值为54.61%，2019年为57.61%，年均变化-1个百分点，目标为“年均降低1个百分点”（2030年），进度正常。",
        "The 2022 value is 54.61 %; in 2019 it was 57.61 %, a change of -1 percentage points a year on average;"
        " the target is “年均降低1个百分点” (2030): on track.",
    ),
]


@pytest.mark.parametrize(("judged", "zh", "en"), SENTENCES, ids=[zh[-14:] for _, zh, _ in SENTENCES])
def test_sentences(judged: Verdict, zh: str, en: str) -> None:
    assert (judged.explanation.said.zh, judged.explanation.said.en) == (zh, en)


def test_the_pace_is_shown_with_its_numbers() -> None:
    steps = {one.name: (one.formula, one.result) for one in LITERACY_2030.explanation.steps}
    assert steps["comparator"] == ("bare number, polarity up", ">=")
    assert steps["line"] == ("32.6 >= 40", "false")
    assert steps["achieved"] == ("(32.6 - 26) / (40 - 26)", "0.4714")
    assert steps["elapsed"] == ("(2022 - 2019) / (2030 - 2019)", "0.2727")
    assert steps["pace"] == ("((32.6 - 26) / (40 - 26)) / ((2022 - 2019) / (2030 - 2019))", "1.7286")
    assert steps["on_track_from"] == ("pace >= 0.95", "true")
    assert LITERACY_2030.explanation.rule_version == 2


def test_negative_figures_stand_in_brackets() -> None:
    steps = {one.name: one.formula for one in verdict(line(">=", "-2"), "2022:-8", "2019 -10").explanation.steps}
    assert steps["achieved"] == "((-8) - (-10)) / ((-2) - (-10))"


@pytest.mark.parametrize(
    ("expression", "values", "base"),
    [
        (line(">=", "40"), "2022:33p", "2019 26"),
        (line(">=", "32"), "2022:33p", None),
        (trend("up"), "2020:27p 2021:28", "2019 26"),
        (step("up", "1"), "2020:27p 2021:28", "2019 26"),
        (count("100"), "2020:10p 2021:10", None),
        (state("消除"), "2022:消除p", None),
        (rank(3), "2022:2/11p", None),
        (members("90"), "2022:95p", None),
    ],
)
def test_a_provisional_value_is_marked(expression: dict[str, Any], values: str, base: str | None) -> None:
    steps = verdict(expression, values, base).explanation.steps
    assert [one.result for one in steps if one.name == "provisional"] == ["used although not final"]


@pytest.mark.parametrize(
    ("base", "name", "formula"),
    [
        ("2019 》1", "assumption", "bound 》1 taken as its number"),
        ("2019 1（不含学生）", "definition_differs", "（不含学生）"),
        ("2019 ——", "baseline", "2019 dash ——"),
        (None, "baseline", "none printed"),
    ],
)
def test_what_is_special_about_the_baseline_is_a_step(base: str | None, name: str, formula: str) -> None:
    steps = verdict(line(">=", "3"), "2022:2", base).explanation.steps
    assert (name, formula) in {(one.name, one.formula) for one in steps}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0.00005", "0.0000"),
        ("0.00015", "0.0002"),
        ("-0.00004", "0.0000"),
        ("0.4", "0.4"),
        ("45.0", "45.0"),
        ("1E+2", "100"),
    ],
)
def test_results_are_rounded_half_even_to_four_decimals(value: str, shown: str) -> None:
    assert rounded(Decimal(value)) == shown


@pytest.mark.parametrize(("share", "shown"), [("0.999", "99"), ("1", "100"), ("0.4714", "47"), ("0.005", "0"), ("0.015", "2")])
def test_an_unfinished_change_never_reads_a_hundred(share: str, shown: str) -> None:
    assert whole_percent(Decimal(share)) == shown


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("%", "5%", "5 %"),
        ("％", "5%", "5 %"),
        ("/10万", "5/10万", "5 per 100,000"),
        ("1/10 万", "5/10万", "5 per 100,000"),
        ("名", "5名", "5 people"),
        ("件/千人", "5件/千人", "5 件/千人"),
        ("100人", "5（100人）", "5 (100人)"),
        (None, "5", "5"),
    ],
)
def test_figures_with_their_units(unit: str | None, zh: str, en: str) -> None:
    said = amount(Decimal(5), unit)
    assert (said.zh, said.en) == (zh, en)
