"""Expressions are printed and read back: ``parse(print(e)) == e`` for every kind, as far as words can carry it.

What words do not carry, and is therefore not made here: a base year that is not named, the years of an average, ``ambiguous`` without
the indicator's name, states and peers outside the vocabulary, members' targets other than lines, states of a share, changes of some.
"""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.rules.targets import parse, print_target
from shared.schemas.targets import (
    BaseKind,
    ChangeUnit,
    Comparator,
    CumulativeCount,
    Direction,
    External,
    NoTarget,
    PerMember,
    Range,
    Rank,
    Relative,
    SecondOrderTrend,
    State,
    TargetExpression,
    Threshold,
    Trend,
    YearlyStep,
)

_UNITS = ["%", "‰", "/10万", "件/千人", "岁", "小时", "平方米", "亿元", "名", "家", "万户", "万人次", "个", "场", None]
_MEMBERS = ["街道", "街道(镇)", "学校", "社区卫生服务中心", "县", "村"]
_STATES = [
    State(wanted="消除"),
    State(wanted="持续消除", accepted=["消除"]),
    State(wanted="基本建成", accepted=["建成"]),
    State(wanted="全覆盖"),
    State(wanted="有效控制"),
    State(wanted="无脊灰"),
]
_OUTSIDE = [
    ("省", "省考核任务"),
    ("市", "市定目标"),
    ("国家", "国家规定要求"),
    ("上级", "上级下达指标"),
    ("全省", "全省平均水平"),
    ("全国", "全国平均水平"),
]

values = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False).flatmap(
    lambda value: st.sampled_from([value, value.to_integral_value(), value.quantize(Decimal("0.1"))])
)
sizes = st.integers(1, 9999).map(lambda tenths: Decimal(tenths) / 10)
years = st.integers(2000, 2099)
comparators = st.sampled_from(Comparator)
moving = st.sampled_from([Direction.UP, Direction.DOWN])
units = st.sampled_from(_UNITS)
thresholds = st.builds(Threshold, comparator=st.none() | comparators, value=values, unit=units)
ranges = st.builds(lambda low, more, unit: Range(low=low, high=low + more, unit=unit), values, sizes, units)
counts = st.builds(
    CumulativeCount, comparator=comparators, value=values, unit=st.sampled_from(["名", "家", "万户", "场", "亿元", None]), since=st.none() | years
)


@st.composite
def changes(draw: st.DrawFn) -> Relative:
    """A change against a base that can be named in words."""
    base = draw(st.sampled_from(BaseKind))
    base_year = draw(years) if base is BaseKind.YEAR else None
    if draw(st.booleans()):
        return Relative(base=base, base_year=base_year, direction=draw(st.sampled_from(Direction)))
    size, more = draw(sizes), draw(st.none() | sizes)
    return Relative(
        base=base,
        base_year=base_year,
        average_of=draw(st.none() | st.sampled_from(["全省平均水平", "同类城市平均值"])) if base is BaseKind.AVERAGE else None,
        direction=draw(moving),
        comparator=draw(comparators),
        value=size,
        high=None if more is None else size + more,
        change_unit=draw(st.sampled_from(ChangeUnit)),
    )


steps = st.builds(
    lambda low, more, **rest: YearlyStep(low=low, high=None if more is None else low + more, **rest),
    sizes,
    st.none() | sizes,
    direction=moving,
    comparator=comparators,
    change_unit=st.sampled_from(ChangeUnit),
    average=st.booleans(),
    base_year=st.none() | years,
)
trends = st.builds(Trend, direction=st.sampled_from(Direction), strict=st.booleans())
ranks = st.builds(
    Rank, peer_set=st.sampled_from(["全省", "全市", "全国", "国内"]), wording=st.sampled_from(["前列", "中上游", "领先水平"])
) | st.builds(
    lambda peers, place: Rank(peer_set=peers, position=place, wording=f"前{place}名"), st.sampled_from(["全省", "全国"]), st.integers(1, 99)
)
external = st.builds(
    lambda outside, held: External(authority=outside[0], sets=outside[1], comparator=held), st.sampled_from(_OUTSIDE), st.none() | comparators
)
lines = st.builds(Threshold, comparator=comparators, value=values, unit=st.sampled_from(["家", "名", "所", "张"]))
shares = st.integers(1, 100).map(Decimal)
members = (
    st.builds(PerMember, member_set=st.sampled_from(_MEMBERS), inner=lines)
    | st.builds(PerMember, member_set=st.sampled_from(_MEMBERS), inner=lines, share=shares)
    | st.builds(PerMember, member_set=st.sampled_from(_MEMBERS), inner=st.just(State(wanted="建成")), share=shares)
)
expressions = st.one_of(
    thresholds,
    ranges,
    counts,
    changes(),
    steps,
    trends,
    st.builds(SecondOrderTrend, direction=st.sampled_from(Direction)),
    ranks,
    external,
    st.sampled_from(_STATES),
    members,
    st.just(NoTarget()),
)


@settings(max_examples=600, deadline=None)
@given(expressions)
def test_what_is_printed_is_read_back(expression: TargetExpression) -> None:
    """Every kind of domain notes, section 3."""
    phrase = print_target(expression)
    assert [target.expression for target in parse(phrase).targets] == [expression], phrase


def test_a_doubtful_per_cent_is_read_back_with_the_name_of_its_indicator() -> None:
    expression = Relative(base=BaseKind.YEAR, base_year=2020, direction=Direction.UP, value=Decimal(10), ambiguous=True)
    assert parse(print_target(expression), indicator="居民营养健康知识知晓率").targets[0].expression == expression


@pytest.mark.parametrize(
    ("expression", "zh", "en"),
    [
        (Threshold(comparator=Comparator.AT_LEAST, value=Decimal("45.0"), unit="%"), "不低于45.0%", "at least 45.0 %"),
        (Range(low=Decimal(60), high=Decimal(65), unit="%"), "60%—65%", "60 %—65 %"),
        (CumulativeCount(value=Decimal(100), unit="名", since=2023), "自2023年起累计不低于100名", "at least 100 名 in total since 2023"),
        (
            Relative(base=BaseKind.YEAR, base_year=2020, direction=Direction.DOWN, value=Decimal(3), change_unit=ChangeUnit.POINTS),
            "比2020年降低不低于3个百分点",
            "down at least 3 percentage points on 2020",
        ),
        (
            Relative(base=BaseKind.AVERAGE, average_of="全省平均水平", direction=Direction.DOWN, value=Decimal(10), high=Decimal(12)),
            "比全省平均水平降低不低于10—12%",
            "down at least 10—12 % on 全省平均水平",
        ),
        (Relative(base=BaseKind.PREVIOUS_YEAR, direction=Direction.DOWN), "比上年有所降低", "down against the year before"),
        (
            YearlyStep(direction=Direction.UP, comparator=Comparator.ABOUT, low=Decimal(8), change_unit=ChangeUnit.PERCENT, average=True),
            "年均提高8%左右",
            "up about 8 % a year on average",
        ),
        (Trend(direction=Direction.DOWN, strict=True), "逐年降低", "falling every year"),
        (SecondOrderTrend(direction=Direction.DOWN), "增速放缓", "growth slowing down"),
        (Rank(peer_set="全省", position=3), "位居全省前3名", "among the first 3 of 全省"),
        (External(authority="省", sets="省定指标", comparator=Comparator.AT_MOST), "不高于省定指标", "at most 省定指标"),
        (State(wanted="持续消除"), "持续消除", "持续消除"),
        (
            PerMember(member_set="街道", inner=Threshold(comparator=Comparator.AT_LEAST, value=Decimal(1), unit="家")),
            "每街道不低于1家",
            "each 街道: at least 1 家",
        ),
        (NoTarget(), "——", "——"),
    ],
)
def test_phrases_in_both_languages(expression: TargetExpression, zh: str, en: str) -> None:
    assert (print_target(expression, "zh"), print_target(expression, "en")) == (zh, en)
