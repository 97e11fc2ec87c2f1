"""The second calculator reaches the same word from the dumped explanation alone."""

import pytest
from hypothesis import given, settings

from services.indicators.rules import judge
from shared.schemas.verdicts import VerdictInputs
from tests.services.indicators.rules import recalculate
from tests.services.indicators.rules.cases import Case
from tests.services.indicators.rules.strategies import recalculable
from tests.services.indicators.rules.test_tables import ALL

MINE = [
    row
    for row in ALL
    if row.inputs.expression.kind in recalculate.KINDS and (row.inputs.annual_target is None or row.inputs.annual_target.kind in recalculate.KINDS)
]


@pytest.mark.parametrize("row", MINE, ids=[row.name for row in MINE])
def test_a_row_of_the_tables(row: Case) -> None:
    verdict = judge(row.inputs)
    assert recalculate.word(verdict.explanation.model_dump(mode="json")) == verdict.word


@settings(max_examples=600, deadline=None)
@given(recalculable())
def test_any_inputs(inputs: VerdictInputs) -> None:
    verdict = judge(inputs)
    assert recalculate.word(verdict.explanation.model_dump(mode="json")) == verdict.word, verdict.explanation.said.zh
