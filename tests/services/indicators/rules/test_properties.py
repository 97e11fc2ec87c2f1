"""What holds for all inputs: order, time, purity."""

from decimal import Decimal, localcontext
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.indicators.rules import judge
from services.indicators.rules.measures import convert
from services.indicators.rules.wording import REASONS
from shared.schemas.plan_document import Clause
from shared.schemas.targets import ChangeUnit, Comparator
from shared.schemas.verdicts import PeerValue, Standing, ValueUsed, VerdictInputs, VerdictWord
from tests.services.indicators.rules.cases import inputs, line
from tests.services.indicators.rules.strategies import anything, figures, ranges, relatives, steps, thresholds, trends, values, verdict_inputs

_ORDER = [
    {VerdictWord.WORSENING, VerdictWord.NOT_MET},
    {VerdictWord.BEHIND},
    {VerdictWord.ON_TRACK, VerdictWord.MET},
    {VerdictWord.MET_EARLY},
]
_ONE_SIDED = st.sampled_from([">=", ">", "<=", "<"])
many = settings(max_examples=300, deadline=None)


def _place(word: VerdictWord) -> int:
    return next(place for place, words in enumerate(_ORDER) if word in words)


def _with_value(given_inputs: VerdictInputs, year: int, value: Decimal) -> VerdictInputs:
    rest = [seen for seen in given_inputs.series if seen.year != year]
    return given_inputs.model_copy(update={"series": [*rest, ValueUsed(year=year, value=value)]})


@many
@given(_ONE_SIDED, figures, figures, st.lists(figures, min_size=2, max_size=2), st.sampled_from([2022, 2030]))
def test_a_better_value_never_gets_a_worse_word(comparator: str, target: Decimal, base: Decimal, pair: list[Decimal], horizon: int) -> None:
    worse, better = sorted(pair, reverse=comparator in {"<=", "<"})
    frame = inputs(line(comparator, str(target)), base=f"2019 {base}", horizon=horizon)
    first, second = (judge(_with_value(frame, 2022, value)).word for value in (worse, better))
    assert _place(first) <= _place(second)


@many
@given(anything(), values)
def test_a_later_observation_never_changes_an_earlier_verdict(given_inputs: VerdictInputs, later: ValueUsed) -> None:
    assume(later.year > given_inputs.as_of.year)
    more = given_inputs.model_copy(update={"series": [*given_inputs.series, later]})
    assert judge(more) == judge(given_inputs)


_MEASURED = st.one_of(thresholds, ranges, trends, relatives, steps)
_PAIRS = [("户", "万户"), ("%", "‰"), ("/万", "/10万"), ("公里", "米")]


@many
@given(verdict_inputs(_MEASURED), st.sampled_from(_PAIRS), st.booleans())
def test_the_unit_of_measure_does_not_matter(given_inputs: VerdictInputs, units: tuple[str, str], own_unit: bool) -> None:
    """Every figure told in another unit of the same kind gives the same word; the target may stay in the first one."""
    first, second = units
    told = _in_unit(given_inputs.model_copy(update={"annual_target": None}), first)
    goal = told.expression
    sized = getattr(goal, "change_unit", None) not in (None, ChangeUnit.PERCENT)  # a size in points or its own unit belongs to the first unit
    other = told.model_copy(
        update={
            "unit_of_measure": second,
            "series": [seen.model_copy(update={"value": _converted(seen.value, first, second)}) for seen in told.series],
            "baseline": told.baseline and told.baseline.model_copy(update={"value": _converted(told.baseline.value, first, second)}),
            "external": _converted(told.external, first, second),
            "expression": _goal_in(goal, first, second) if sized or own_unit else goal,
        }
    )
    assert judge(other).word is judge(told).word


def _in_unit(given_inputs: VerdictInputs, unit: str) -> VerdictInputs:
    goal = given_inputs.expression
    named = goal.model_copy(update={"unit": unit}) if hasattr(goal, "unit") else goal
    return given_inputs.model_copy(update={"unit_of_measure": unit, "expression": named.model_copy(update={"ambiguous": False})})


def _goal_in(goal: Any, first: str, second: str) -> Any:
    if getattr(goal, "change_unit", None) is ChangeUnit.PERCENT:
        return goal
    figures = {name: _converted(getattr(goal, name), first, second) for name in ("value", "low", "high") if hasattr(goal, name)}
    return goal.model_copy(update={**figures, **({"unit": second} if hasattr(goal, "unit") else {})})


def _converted(value: Decimal | None, first: str, second: str) -> Decimal | None:
    return None if value is None else convert(value, first, second)


@many
@given(verdict_inputs(st.just({"kind": "rank", "peer_set": "全市", "position": 3})), st.lists(figures, min_size=2, max_size=2))
def test_a_place_that_is_decided_stays_whatever_the_missing_peers_report(given_inputs: VerdictInputs, late: list[Decimal]) -> None:
    peers, alone = given_inputs.peers, given_inputs.model_copy(update={"annual_target": None})
    assume(peers is not None and peers.missing)
    assert peers is not None
    filled = [*peers.values, *(PeerValue(region=name, value=value) for name, value in zip(peers.missing, late, strict=False))]
    before, after = judge(alone), judge(alone.model_copy(update={"peers": peers.model_copy(update={"values": filled, "missing": []})}))
    assert before.word is VerdictWord.UNDETERMINED or before.word is after.word


@many
@given(anything())
def test_the_same_inputs_give_the_same_verdict_in_any_decimal_context(given_inputs: VerdictInputs) -> None:
    before = given_inputs.model_dump_json()
    first = judge(given_inputs)
    with localcontext(prec=3):
        second = judge(given_inputs)
    assert first == second
    assert given_inputs.model_dump_json() == before


@many
@given(anything())
def test_a_verdict_can_be_judged_again_from_its_own_explanation(given_inputs: VerdictInputs) -> None:
    verdict = judge(given_inputs)
    assert judge(verdict.explanation.inputs) == verdict


@many
@given(anything())
def test_sentences_and_reasons_are_whole(given_inputs: VerdictInputs) -> None:
    explanation = judge(given_inputs).explanation
    assert explanation.said.zh.endswith("。") and explanation.said.en.endswith(".")
    assert explanation.reason is None or explanation.reason in REASONS
    assert "None" not in explanation.said.zh + explanation.said.en


@many
@given(anything())
def test_values_are_never_needed_twice(given_inputs: VerdictInputs) -> None:
    """A value that a better standing of the same year replaces is as good as absent."""
    full = (seen for seen in given_inputs.series if seen.value is not None and seen.state is not None)
    best = {seen.year for seen in full if seen.standing is Standing.VERIFIED}
    kept = [seen for seen in given_inputs.series if seen.year not in best or seen.standing is Standing.VERIFIED]
    assert judge(given_inputs).word is judge(given_inputs.model_copy(update={"series": kept})).word


@many
@given(verdict_inputs(st.just({"kind": "none"})))
def test_nothing_set_is_never_evaluated(given_inputs: VerdictInputs) -> None:
    assert judge(given_inputs).word is VerdictWord.NOT_EVALUATED


@given(st.sampled_from(list(Comparator)))
def test_figures_of_any_size_are_judged(comparator: Comparator) -> None:
    huge, tiny = "9" * 30, "0." + "0" * 29 + "1"
    frame = inputs(line(comparator, huge), base=f"2019 {tiny}")
    assert judge(_with_value(frame, 2022, Decimal(tiny) * 2)).word in {VerdictWord.BEHIND, VerdictWord.ON_TRACK}


def test_the_clause_is_handed_on() -> None:
    clause = Clause(path="附件/表/行1", start=10, end=13, quote="32%")
    assert judge(inputs(line(">=", "32"), "2022:33"), clause).explanation.clause == clause
    assert judge(inputs(line(">=", "32"), "2022:33")).explanation.clause is None
