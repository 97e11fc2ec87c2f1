"""Which statement counts: cases of the five documents, as a health officer would decide them."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from services.indicators.rules.in_force import Candidate, in_force
from shared.schemas.indicators import TargetBasis
from shared.schemas.targets import Comparator, Direction, NoTarget, Polarity, TargetExpression, Threshold, Trend

AT_LEAST_32 = Threshold(comparator=Comparator.AT_LEAST, value=Decimal(32), unit="%")
BARE_32 = Threshold(value=Decimal("32.0"))
ABOVE_32 = Threshold(comparator=Comparator.ABOVE, value=Decimal(32))
RISING, FALLING = Trend(direction=Direction.UP), Trend(direction=Direction.DOWN)


def said(expression: TargetExpression, place: str = "T01", year: int | None = 2022, population: str = "") -> Candidate:
    return Candidate(uuid4(), place, year, population, expression)


def chosen(candidates: list[Candidate], polarity: Polarity = Polarity.UP) -> list[tuple[UUID, int, str, int, TargetBasis]]:
    return [(c.statement_id, c.year, c.population, c.part, c.basis) for c in in_force(candidates, polarity, 2030)]


def test_the_only_statement_of_a_year_is_in_force() -> None:
    one = said(BARE_32)
    assert chosen([one]) == [(one.id, 2022, "", 0, TargetBasis.SOLE)]


def test_a_bare_number_of_the_table_and_the_same_line_in_the_prose_agree_and_the_table_speaks() -> None:
    table, prose = said(BARE_32), said(AT_LEAST_32, place="P01")
    assert chosen([table, prose]) == [(table.id, 2022, "", 0, TargetBasis.AGREEING)]


AT_LEAST_33 = Threshold(comparator=Comparator.AT_LEAST, value=Decimal(33))


@pytest.mark.parametrize("other", [ABOVE_32, AT_LEAST_33, FALLING], ids=["strict", "value", "other way"])
def test_places_that_disagree_wait_for_a_person(other: TargetExpression) -> None:
    assert chosen([said(BARE_32), said(other, place="P01")]) == []


def test_a_bare_number_of_a_falling_indicator_is_a_ceiling() -> None:
    table, prose = said(Threshold(value=Decimal(3))), said(Threshold(comparator=Comparator.AT_MOST, value=Decimal(3)), place="P01")
    assert len(chosen([table, prose], Polarity.DOWN)) == 1
    assert chosen([table, prose], Polarity.UP) == []


def test_a_vague_trend_in_the_good_direction_does_not_contradict_a_figure() -> None:
    figure, vague = said(BARE_32), said(RISING, place="O02")
    assert chosen([vague, figure]) == [(figure.id, 2022, "", 0, TargetBasis.AGREEING)]


def test_several_targets_of_one_cell_are_all_in_force() -> None:
    step, ceiling = said(RISING), said(AT_LEAST_32)
    assert [row[3] for row in chosen([step, ceiling])] == [0, 1]


def test_sub_populations_are_targets_of_their_own() -> None:
    everybody, children = said(BARE_32), said(ABOVE_32, population="6岁儿童")
    assert {row[2] for row in chosen([everybody, children])} == {"", "6岁儿童"}


def test_a_statement_without_a_year_stands_for_the_end_of_the_plan() -> None:
    one = said(AT_LEAST_32, year=None)
    assert chosen([one]) == [(one.id, 2030, "", 0, TargetBasis.YEAR_ASSUMED)]


def test_a_statement_without_a_year_gives_way_to_one_that_names_the_last_year() -> None:
    dated, undated = said(AT_LEAST_32, year=2030), said(RISING, place="P01", year=None)
    assert chosen([dated, undated]) == [(dated.id, 2030, "", 0, TargetBasis.SOLE)]


def test_a_dash_beside_a_figure_in_another_place_leaves_the_years_apart() -> None:
    figure, dash = said(BARE_32), said(NoTarget(), year=2030)
    assert [(row[1], row[4]) for row in chosen([figure, dash])] == [(2022, TargetBasis.SOLE), (2030, TargetBasis.SOLE)]
