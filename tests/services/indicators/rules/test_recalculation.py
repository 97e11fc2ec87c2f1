"""The second calculator reaches the same word from the dumped explanation alone, for every kind of target."""

import pytest
from hypothesis import given, settings

from services.indicators.rules import judge
from services.indicators.rules.verdicts import RULES
from shared.schemas.verdicts import VerdictInputs
from tests.services.indicators.rules import recalculation
from tests.services.indicators.rules.cases import Case
from tests.services.indicators.rules.strategies import anything
from tests.services.indicators.rules.test_tables import ALL


def test_no_kind_is_left_out() -> None:
    assert set(recalculation.KINDS) == set(RULES)


@pytest.mark.parametrize("row", ALL, ids=[row.name for row in ALL])
def test_a_row_of_the_tables(row: Case) -> None:
    verdict = judge(row.inputs)
    assert recalculation.word(verdict.explanation.model_dump(mode="json")) == verdict.word


@settings(max_examples=1500, deadline=None)
@given(anything())
def test_any_inputs(inputs: VerdictInputs) -> None:
    verdict = judge(inputs)
    assert recalculation.word(verdict.explanation.model_dump(mode="json", exclude_none=True)) == verdict.word, verdict.explanation.said.zh
