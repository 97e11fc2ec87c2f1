"""Indicator tables: tabs, bars, wide gaps, one cell a line; repeated heads, torn rows, torn group names; baselines of every sort."""

# ruff: noqa: E501 - what a document prints on one line stays on one line

from decimal import Decimal

import pytest

from services.plans.rules.reading.indicators import FoundRow, baseline_of, rows_of, split_unit
from services.plans.rules.reading.paragraphs import blocks
from services.plans.rules.reading.rows import Row
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import BaselineKind, NatureKind


def rows(text: str) -> list[FoundRow]:
    return rows_of(block for block in blocks(SourceText.of(text)) if isinstance(block, Row))


def told(text: str) -> list[tuple[str, str | None, list[tuple[int | None, str]]]]:
    return [(row.name, row.unit, [(cell.year, cell.raw) for cell in row.cells]) for row in rows(text)]


EXPECTED = [("婴儿死亡率", "‰", [(2025, "≤5"), (2030, "≤4")]), ("健康家庭", "户", [(2025, "1000"), (2030, "4000以上")])]


@pytest.mark.parametrize(
    "text",
    [
        "指标名称\t2020年\t2025年目标值\t2030年目标值\n婴儿死亡率（‰）\t6\t≤5\t≤4\n健康家庭（户）\t50\t1000\t4000以上",
        "| 指标 | 单位 | 2020年基期值 | 2025年目标值 | 2030年目标值 |\n|---|---|---|---|---|\n| 婴儿死亡率 | ‰ | 6 | ≤5 | ≤4 |\n| 健康家庭 | 户 | 50 | 1000 | 4000以上 |",
        "序号    指标名称    单位    2020年    2025年目标    2030年目标\n1    婴儿死亡率    ‰    6    ≤5    ≤4\n2    健康家庭    户    50    1000    4000以上",
        "\t指标名称\n\t单位\n\t2025年目标\n\t2030年目标\n\n\t婴儿死亡率\n\t‰\n\t≤5\n\t≤4\n\n\t健康家庭\n\t户\n\t1000\n\t4000以上\n",
    ],
    ids=["tabs", "bars", "gaps", "stacked"],
)
def test_every_layout_gives_the_same_rows(text: str) -> None:
    assert told(text) == EXPECTED


def test_a_head_that_stands_again_on_the_next_page_is_no_row() -> None:
    head = "指标名称\t2025年目标值\n"
    assert [row.name for row in rows(f"{head}婴儿死亡率（‰）\t5\n--\t-----\n\n{head}吸烟率（%）\t20")] == ["婴儿死亡率", "吸烟率"]


def test_a_row_torn_over_two_pages_is_one_row() -> None:
    text = (
        "行动名称\t指标名称\t2022年目标值\t2030年目标值\t责任部门\n"
        "中小学健康促进\t近视率(%)\t每年降低1个百分点\t每年降低1个百分点, 小学生、初中\t县教育局\n\n"
        "行动\t\t\t生和高中生分别下降至38、60和70以下\t\n"
        "传染病防控行动\t以乡镇为单位适龄儿童\t95以上\t95以上\t县卫健局\n"
        "\t免疫规划疫苗接种率(%)\t\t\t\n"
        "\t疟疾\t持续消除\t持续消除\t县卫健局"
    )
    found = rows(text)
    assert [(row.group, row.name) for row in found] == [
        ("中小学健康促进行动", "近视率"),
        ("传染病防控行动", "以乡镇为单位适龄儿童免疫规划疫苗接种率"),
        ("传染病防控行动", "疟疾"),
    ]
    assert found[0].cells[1].raw == "每年降低1个百分点, 小学生、初中生和高中生分别下降至38、60和70以下"


def test_the_name_of_a_group_torn_over_its_rows_is_put_together() -> None:
    text = "行动名称\t指标名称\t2025年目标值\n食品药品\t抽检合格率（%）\t99\n\t处置率（%）\t100\n农产品安全行动\t绿色比率（%）\t65\n控烟行动\t吸烟率（%）\t20\n健身行动\t锻炼率（%）\t40"
    assert [row.group for row in rows(text)] == ["食品药品农产品安全行动"] * 3 + ["控烟行动", "健身行动"]


@pytest.mark.parametrize(
    ("printed", "name", "unit"),
    [
        ("婴儿死亡率 (‰)", "婴儿死亡率", "‰"),
        ("孕产妇死亡率（1/10 万）", "孕产妇死亡率", "1/10万"),
        ("农村卫生厕所普及率（无害化）（%）", "农村卫生厕所普及率（无害化）", "%"),
        ("地表水水质优良（达到或优于Ⅲ类）比例（%）", "地表水水质优良（达到或优于Ⅲ类）比例", "%"),
        ("健康家庭数量（户）", "健康家庭数量", "户"),
        ("农村自来水普及率（市指标）", "农村自来水普及率（市指标）", None),
        ("疟疾", "疟疾", None),
    ],
)
def test_the_last_bracket_holds_the_unit_only_if_it_is_one(printed: str, name: str, unit: str | None) -> None:
    assert split_unit(printed) == (name, unit)


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("26", BaselineKind.NUMBER, Decimal(26)),
        ("0", BaselineKind.NUMBER, Decimal(0)),
        ("22.250", BaselineKind.NUMBER, Decimal("22.250")),
        ("》 1", BaselineKind.BOUND, Decimal(1)),
        ("≥95", BaselineKind.BOUND, Decimal(95)),
        ("29.2（不含学生）", BaselineKind.QUALIFIED, Decimal("29.2")),
        ("消除", BaselineKind.STATE, None),
        ("——", BaselineKind.DASH, None),
        ("-", BaselineKind.DASH, None),
        ("", BaselineKind.EMPTY, None),
    ],
)
def test_baselines_of_every_sort_stay_apart(cell: str, kind: BaselineKind, value: Decimal | None) -> None:
    baseline = baseline_of(cell, 2019)
    assert (baseline.kind, baseline.value, baseline.raw) == (kind, value, cell)


def test_nature_and_departments() -> None:
    text = "序号\t指标\t单位\t2025年目标值\t属性\t责任单位\n1\t优良天数比率\t%\t92\t约束性\t市生态环境局、 市气象局\n2\t素养水平\t%\t35\t预期性\t市卫健委"
    assert [(row.nature, row.departments) for row in rows(text)] == [
        (NatureKind.BINDING, ("市生态环境局", "市气象局")),
        (NatureKind.EXPECTED, ("市卫健委",)),
    ]


def test_a_count_is_told_from_a_rate() -> None:
    text = "指标\t2025年目标值\n健康家庭数量（户）\t4000\n每万人营养指导员（名）\t1"
    assert [row.is_count for row in rows(text)] == [True, False]


def test_every_cell_says_where_it_stands() -> None:
    source = SourceText.of("前言。\n指标\t2025年目标值\n婴儿死亡率（‰）\t 5以下 ")
    (row,) = rows_of(block for block in blocks(source) if isinstance(block, Row))
    assert source.text[row.cells[0].start : row.cells[0].end] == "5以下"


def test_a_comparator_behind_the_name_holds_for_its_numbers() -> None:
    """《健康中国行动（2019—2030年）》 prints its tables so."""
    found = rows("指标\t2022年目标值\t2030年目标值\n居民健康素养水平（%）≥\t22\t30\n吸烟率（%）＜\t24.5\t持续下降\n期望寿命（岁）\t77.7\t79")
    assert [(row.name, row.unit, [target.printed for cell in row.cells for target in cell.parsed.targets]) for row in found] == [
        ("居民健康素养水平", "%", [">=", ">="]),
        ("吸烟率", "%", ["<", None]),
        ("期望寿命", "岁", [None, None]),
    ]
