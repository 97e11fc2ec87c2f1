"""Tables of PDFs with ruled lines, as Word and LibreOffice export them: what belongs together is what the lines hold together."""

import pytest

from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.sources import open_document
from services.plans.rules.reading.sources.pdf.drawn import Rule
from services.plans.rules.reading.sources.pdf.ruled import grids
from tests.factories.files import Placed, pdf
from tests.factories.ruled_tables import RuledTable

COLUMNS = (60, 88, 230, 262, 306, 350, 450)
HEAD = ("序号", "指标名称", "单位", "2024年", "2027年", "责任单位")
TITLE: list[Placed] = [(150, 770, "健康栖云行动实施方案（2025—2027年）"), (180, 750, "附表 健康栖云行动主要指标")]
BOTH = pytest.mark.parametrize("stroked", [True, False], ids=["stroked", "boxes"])


def page(number: int, table: RuledTable, *more: Placed) -> list[Placed]:
    return [(200, 810, "健康栖云行动实施方案"), *more, *table.placed, (280, 30, f"— {number} —")]


def rows(data: bytes) -> list[tuple[str, str | None, str | None, list[str], list[str]]]:
    found = facts_of(read_document(open_document(data, "方案.pdf")), "方案.pdf")["indicator_table"]
    return [
        (
            row["name"],
            row["unit"],
            row["baseline"]["raw"] if row["baseline"] else None,
            [target["raw"] for target in row["targets"]],
            row["departments"],
        )
        for row in found
    ]


@BOTH
@pytest.mark.parametrize("centred", [False, True], ids=["at the top", "centred"])
def test_cells_of_several_lines_stay_with_their_row(stroked: bool, centred: bool) -> None:
    table = RuledTable(COLUMNS, 740, stroked, centred).row(*HEAD)
    table.row("1", "居民健康素养水平", "%", "31.2", "≥36", "区卫生健康局")
    table.row("2", "以街道（镇）为单位\n适龄儿童免疫规划\n疫苗接种率", "%", "96.3", "≥95", "区卫生健康局\n（区疾控局）").end()
    assert rows(pdf([page(1, table, *TITLE)], size=10, drawn=[table.drawing])) == [
        ("居民健康素养水平", "%", "31.2", ["≥36"], ["区卫生健康局"]),
        ("以街道（镇）为单位适龄儿童免疫规划疫苗接种率", "%", "96.3", ["≥95"], ["区卫生健康局（区疾控局）"]),
    ]


@BOTH
def test_a_row_that_a_page_break_splits_is_one(stroked: bool) -> None:
    first = RuledTable(COLUMNS, 740, stroked).row(*HEAD).row("1", "经常参加体育锻炼", "%", "38.1", "≥40", "区文化广电旅").end()
    second = RuledTable(COLUMNS, 790, stroked).row(*HEAD).row("", "人数比例", "", "", "", "游体育局")
    second.row("2", "婴儿死亡率", "‰", "2.4", "≤3", "区卫生健康局").end()
    third = RuledTable(COLUMNS, 790, stroked).row(*HEAD).row("3", "优良天数比率", "%", "88", "≥90", "区环保分局").end()
    made = pdf([page(1, first, *TITLE), page(2, second), page(3, third)], size=10, drawn=[first.drawing, second.drawing, third.drawing])
    assert rows(made) == [
        ("经常参加体育锻炼人数比例", "%", "38.1", ["≥40"], ["区文化广电旅游体育局"]),
        ("婴儿死亡率", "‰", "2.4", ["≤3"], ["区卫生健康局"]),
        ("优良天数比率", "%", "88", ["≥90"], ["区环保分局"]),
    ]


@BOTH
def test_cells_over_several_rows_and_columns_stand_once(stroked: bool) -> None:
    columns = (60, 130, 260, 300, 350, 400)
    table = RuledTable(columns, 740, stroked, True).row("行动", "指标名称", "单位", "目标值", ">").row("^", "^", "^", "2025年", "2027年")
    table.row("健康知识普及行动", "居民健康素养水平", "%", "34", "36").row("^", "健康社区覆盖率", "%", "60", "75").end()
    data = pdf([page(1, table, *TITLE)], size=8, drawn=[table.drawing])
    assert "健康知识普及行动\t居民健康素养水平\t%\t34\t36\n\t健康社区覆盖率\t%\t60\t75" in open_document(data, "方案.pdf").text
    facts = facts_of(read_document(open_document(data, "方案.pdf")), "方案.pdf")["indicator_table"]
    assert [(row["action"], row["name"], [target["year"] for target in row["targets"]]) for row in facts] == [
        ("健康知识普及行动", "居民健康素养水平", [2025, 2027]),
        ("健康知识普及行动", "健康社区覆盖率", [2025, 2027]),
    ]


def test_text_above_between_and_below_tables_keeps_its_place_and_running_lines_go() -> None:
    upper = RuledTable((60, 160, 260, 360), 700).row("任务", "牵头单位", "完成时限").row("建设步道", "区体育局", "2026年底").end()
    lower = RuledTable((60, 160, 260, 360), 500).row("任务", "牵头单位", "完成时限").row("建设食堂", "区教育局", "2027年底").end()
    texts = [(60.0, 730.0, "上文。"), (60.0, 600.0, "中间。"), (60.0, 400.0, "下文。")]
    pages = [[*texts, *upper.placed, *lower.placed, (200, 815, "健康栖云行动方案"), (280, 30, f"- {number} -")] for number in (1, 2, 3)]
    text = open_document(pdf(pages, size=10, drawn=[upper.drawing + "\n" + lower.drawing] * 3), "a.pdf").text
    places = [text.index(words) for words in ("上文", "建设步道", "中间", "建设食堂", "下文")]
    assert places == sorted(places) and "健康栖云行动方案" not in text and "- 2 -" not in text


def test_a_table_that_is_open_at_its_sides_has_its_outer_columns() -> None:
    table = RuledTable(COLUMNS, 740, open_sides=True).row(*HEAD).row("1", "居民健康\n素养水平", "%", "31.2", "≥36", "区卫生\n健康局").end()
    assert rows(pdf([page(1, table, *TITLE)], size=10, drawn=[table.drawing])) == [("居民健康素养水平", "%", "31.2", ["≥36"], ["区卫生健康局"])]


def test_frames_and_underlines_are_no_tables() -> None:
    framed = "0.5 w 50 50 500 740 re S\n60 700 m 300 700 l S\n60 650 m 300 650 l S"
    assert open_document(pdf([[(60, 710, "健康栖云"), (60, 660, "行动方案")]], drawn=[framed]), "a.pdf").text == "健康栖云\n行动方案"


def test_a_drawing_of_very_many_lines_is_no_table() -> None:
    net = [Rule(upright, place * 7.0, 0.0, 5000.0) for upright in (True, False) for place in range(300)]
    assert grids(net) == [] and len(grids(net[:20] + net[300:320])) == 1
