"""Shares over shared denominators, possible ranges, and where the figure of another authority lies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.figures import TASK, Place, Source, sources
from services.indicators.rules.shares import is_share, share
from shared.rules.possible import possible
from shared.schemas.targets import External


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "result"),
    [
        ("326", "1000", "%", "32.6"),
        ("1", "3", "%", "33.3333"),
        ("5", "1000", "‰", "5"),
        ("12", "480000", "/10万", "2.5"),
        ("3", "1500", "张/千人", "2"),
        ("0", "7", "%", "0"),
        ("7", "0", "%", None),
        ("7", "9", "岁", None),
        ("7", "9", None, None),
    ],
)
def test_a_share_in_its_own_unit(numerator: str, denominator: str, unit: str | None, result: str | None) -> None:
    assert share(Decimal(numerator), Decimal(denominator), unit) == (None if result is None else Decimal(result))
    assert is_share(unit) == (unit not in ("岁", None))


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_part_is_a_possible_share_of_its_whole(part: int, whole: int) -> None:
    result = share(Decimal(min(part, whole)), Decimal(whole), "%")
    assert result is not None and result in possible("占比", "%")


@pytest.mark.parametrize(
    ("name", "unit", "value", "fits"),
    [
        ("吸烟率", "%", "100", True),
        ("吸烟率", "%", "100.1", False),
        ("吸烟率", "%", "-0.1", False),
        ("死亡率", "‰", "1000", True),
        ("死亡率", "‰", "1001", False),
        ("人数", "名", "-1", False),
        ("人数", "名", "1000000", True),
        ("疟疾", None, "-1", False),
        ("收入年均增长", "%", "-3.2", True),
        ("发病率下降幅度", "%", "120", True),
    ],
)
def test_what_is_possible(name: str, unit: str | None, value: str, fits: bool) -> None:
    assert (Decimal(value) in possible(name, unit)) == fits


_LINE = [Place("p.", "province"), Place("p.c.", "city"), Place("p.c.x.", "county")]
_OWN = "p.c.x."


@pytest.mark.parametrize(
    ("authority", "sets", "found"),
    [
        ("全省", "平均水平", [Source("p.", "")]),
        ("省", "省考核任务", [Source(_OWN, TASK), Source("p.", TASK)]),
        ("市级", "市定数量", [Source(_OWN, TASK), Source("p.c.", TASK)]),
        ("上级", "上级下达任务", [Source(_OWN, TASK), Source("p.c.", TASK)]),
        ("全国", "平均水平", []),
        ("国家", "国家标准", [Source(_OWN, TASK)]),
        ("县", "县定指标", [Source(_OWN, TASK)]),
        ("省卫生健康委", "年度指标", [Source(_OWN, TASK), Source("p.", TASK)]),
    ],
)
def test_where_the_figure_lies(authority: str, sets: str, found: list[Source]) -> None:
    assert sources(External(authority=authority, sets=sets), _OWN, _LINE) == found
