"""Shares over shared denominators, possible ranges, and where the figure of another authority lies."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.rules.figures import AVERAGE, PREVIOUS_TARGET, RANK, TASK, Place, Source, needs_figure, peers_seat, sources
from services.indicators.rules.shares import is_share, share
from shared.rules.possible import possible
from shared.schemas.targets import External, Rank, Relative, TargetExpression, Threshold


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
        ("全省", "平均水平", [Source(_OWN, "figure=average;of=全省"), Source("p.", AVERAGE), Source("p.", "")]),
        ("省", "省考核任务", [Source(_OWN, TASK), Source("p.", TASK)]),
        ("市级", "市定数量", [Source(_OWN, TASK), Source("p.c.", TASK)]),
        ("上级", "上级下达任务", [Source(_OWN, TASK), Source("p.c.", TASK)]),
        ("全国", "平均水平", [Source(_OWN, "figure=average;of=全国")]),
        ("国家", "国家标准", [Source(_OWN, TASK)]),
        ("县", "县定指标", [Source(_OWN, TASK)]),
        ("省卫生健康委", "年度指标", [Source(_OWN, TASK), Source("p.", TASK)]),
    ],
)
def test_where_the_figure_lies(authority: str, sets: str, found: list[Source]) -> None:
    assert sources(External(authority=authority, sets=sets), _OWN, _LINE) == found


@pytest.mark.parametrize(
    ("target", "found"),
    [
        (Relative(base="average", direction="up", average_of="全省平均水平"), ["p.c.x. figure=average;of=全省", "p. figure=average", "p. "]),
        (Relative(base="average", direction="up", average_of="全国同期平均水平"), ["p.c.x. figure=average;of=全国"]),
        (Relative(base="average", direction="down"), [f"{_OWN} {AVERAGE}"]),
        (Relative(base="previous_target", direction="up"), [f"{_OWN} {PREVIOUS_TARGET}"]),
        (Rank(peer_set="全市", position=3), [f"{_OWN} among=全市;figure=rank", f"{_OWN} {RANK}"]),
        (Rank(peer_set="甲;乙", position=3), [f"{_OWN} {RANK}"]),
        (Relative(base="year", base_year=2020, direction="up"), []),
        (Threshold(value=Decimal(3)), []),
    ],
)
def test_what_other_targets_are_held_against(target: TargetExpression, found: list[str]) -> None:
    assert [f"{source.path} {source.disaggregation}" for source in sources(target, _OWN, _LINE)] == found
    assert needs_figure(target) is bool(found)


@pytest.mark.parametrize(
    ("peer_set", "own", "seat"),
    [
        ("全市", _OWN, "p.c."),
        ("全市各区", _OWN, "p.c."),
        ("全省各县(市、区)", _OWN, "p."),
        ("省内", _OWN, "p."),
        ("全省", "p.c.", "p."),
        ("全市", "p.c.", None),  # its own districts are no peers of a city
        ("全国", _OWN, None),
        ("全省同类地区", _OWN, None),
        ("全国副省级城市", "p.c.", None),
        ("同类地区", _OWN, None),
    ],
)
def test_who_all_the_peers_are(peer_set: str, own: str, seat: str | None) -> None:
    line = [place for place in _LINE if own.startswith(place.path)]
    assert peers_seat(Rank(peer_set=peer_set, position=3), own, line) == seat
    assert peers_seat(Threshold(value=Decimal(3)), own, line) is None
