"""Random inputs: small years and numbers, so that edges, ties and gaps are met often."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shared.schemas.plan_document import Baseline
from shared.schemas.targets import BaseKind, ChangeUnit, Comparator, Direction, Polarity
from shared.schemas.verdicts import PeerFigures, PeerValue, Standing, ValueUsed, VerdictInputs
from tests.services.indicators.rules.cases import inputs

figures = st.one_of(st.integers(-5, 12).map(Decimal), st.decimals(-200, 200, places=2, allow_nan=False, allow_infinity=False))
sizes = st.one_of(st.integers(0, 5).map(Decimal), st.decimals(0, 20, places=1, allow_nan=False, allow_infinity=False))
words = st.sampled_from(["消除", "持续消除", "有效控制", "未知", "完成", "未完成", "3/11", "95%", "第2名"])
years = st.integers(2017, 2026)
comparators = st.sampled_from(list(Comparator))
printed_comparators = st.none() | comparators


def _kind(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


_directions, _units = st.sampled_from(list(Direction)), st.sampled_from(list(ChangeUnit))
thresholds = _kind("threshold", comparator=printed_comparators, value=figures)
ranges = _kind("range", low=figures, high=figures)
trends = _kind("trend", direction=_directions, strict=st.booleans())
wanted = _kind("state", wanted=words, accepted=st.lists(words, max_size=2))
steps = _kind(
    "yearly_step",
    direction=_directions,
    comparator=comparators,
    low=sizes,
    high=st.none() | sizes,
    change_unit=_units,
    average=st.booleans(),
    base_year=st.none() | years,
)
relatives = _kind(
    "relative",
    base=st.sampled_from(list(BaseKind)),
    base_year=st.none() | years,
    direction=_directions,
    comparator=comparators,
    value=st.none() | sizes,
    high=st.none() | sizes,
    change_unit=_units,
    ambiguous=st.booleans(),
)
counts = _kind("cumulative_count", comparator=comparators, value=figures, since=st.none() | years)
everything = st.one_of(
    thresholds,
    ranges,
    trends,
    wanted,
    steps,
    st.just({"kind": "none"}),
    relatives,
    counts,
    _kind("second_order_trend", direction=_directions),
    _kind("rank", peer_set=st.just("全市"), position=st.none() | st.integers(1, 11), wording=st.sampled_from(["前列", "中上游", "前10%"])),
    _kind("external", authority=st.just("省"), sets=st.just("指标"), comparator=printed_comparators),
    _kind("per_member", member_set=st.just("街道"), inner=thresholds, share=st.none() | sizes),
)

values = st.builds(
    ValueUsed,
    year=years,
    value=st.none() | figures,
    state=st.none() | words,
    standing=st.sampled_from(list(Standing)),
    definition=st.sampled_from([None, 1, 1, 2]),
)
baselines = st.one_of(
    st.none(),
    st.builds(Baseline, year=years, raw=st.just("数"), kind=st.sampled_from(["number", "bound", "qualified"]), value=figures),
    st.builds(Baseline, year=years, raw=st.just("消除"), kind=st.just("state"), state=words),
    st.builds(Baseline, year=years, raw=st.just("——"), kind=st.sampled_from(["dash", "empty"])),
)


peers = st.none() | st.builds(
    lambda found, missing: PeerFigures(size=1 + len(found) + len(missing), values=found, missing=missing),
    st.lists(st.builds(PeerValue, region=st.just("甲区"), value=figures), max_size=6),
    st.lists(st.sampled_from(["乙县", "丙市"]), max_size=2),
)


@st.composite
def verdict_inputs(draw: st.DrawFn, expressions: st.SearchStrategy[dict[str, Any]]) -> VerdictInputs:
    """Whole inputs of the given expressions."""
    days = st.dates(date(2018, 1, 1), date(2027, 12, 31))
    return inputs(
        draw(expressions),
        base=None,
        series=draw(st.lists(values, max_size=8)),
        baseline=draw(baselines),
        definition=draw(st.sampled_from([None, None, 1, 2])),
        accepted_definitions=draw(st.sampled_from([None, [1], [2]])),
        qualified_baseline_accepted=draw(st.none() | st.booleans()),
        polarity=draw(st.sampled_from(list(Polarity))),
        horizon=draw(st.integers(2019, 2027)),
        plan_start=2020,
        as_of=draw(days),
        annual_target=draw(st.none() | expressions),
        annual_target_year=draw(st.none() | years),
        external=draw(st.none() | figures),
        external_year=draw(st.none() | years),
        peers=draw(peers),
        expected_on=draw(st.none() | days),
        on_track_from=draw(st.sampled_from([Decimal("0.95"), Decimal("0.8"), Decimal(1)])),
    )


def anything() -> st.SearchStrategy[VerdictInputs]:
    """Inputs of every kind."""
    return verdict_inputs(everything)
