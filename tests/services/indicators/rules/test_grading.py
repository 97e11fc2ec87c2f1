"""Places, grades by score and by quota, and the composite index: worked out by hand."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.indicators.rules.assessing.grading import Scored, placed, worst
from services.indicators.rules.assessing.indexing import indices
from shared.schemas.assessments import CompositeIndex, Grades, MissingPolicy
from tests.services.indicators.rules.candidates import SCORE_GRADES, candidate, ident, measured

_GRADES: TypeAdapter[Any] = TypeAdapter(Grades)
BY_SCORE = _GRADES.validate_python(SCORE_GRADES)


def quota(ties: str = "better", *, at_least: str | None = None) -> Any:
    """30 % 优秀, the next 40 % 良好, the rest 合格."""
    first = {"name": "优秀", "percent": "30", "at_least": at_least}
    return _GRADES.validate_python({"kind": "quota", "ties": ties, "grades": [first, {"name": "良好", "percent": "40"}, {"name": "合格"}]})


def graded(grades: Any, *scores: str | None, vetoed: dict[int, str] | None = None) -> list[tuple[int | None, str | None]]:
    """(rank, grade) of each score."""
    scored = {number: Scored(None if score is None else Decimal(score), (vetoed or {}).get(number)) for number, score in enumerate(scores)}
    found = placed(scored, grades)
    return [(found[number].rank, found[number].grade) for number in range(len(scores))]


def test_bands_hold_their_lower_end() -> None:
    assert graded(BY_SCORE, "90", "89.99", "80", "60", "59.99", "0", "104") == [
        (2, "优秀"),
        (3, "良好"),
        (4, "良好"),
        (5, "合格"),
        (6, "待改进"),
        (7, "待改进"),
        (1, "优秀"),
    ]


def test_equal_scores_share_the_better_place_and_the_next_is_skipped() -> None:
    assert [rank for rank, _ in graded(BY_SCORE, "88", "92", "88", "70")] == [2, 1, 2, 4]


def test_who_was_vetoed_stands_behind_all_others_whatever_the_score() -> None:
    assert graded(BY_SCORE, "95", "61", "40", vetoed={0: "待改进"}) == [(3, "待改进"), (1, "合格"), (2, "待改进")]


def test_nothing_to_assess_is_neither_placed_nor_graded() -> None:
    assert graded(BY_SCORE, None, "61") == [(None, None), (1, "合格")]


def test_of_several_vetoes_the_worst_grade_counts() -> None:
    assert worst(BY_SCORE, ["合格", "待改进", "良好"]) == "待改进"
    assert worst(quota(), ["良好", "合格"]) == "合格"
    assert worst(BY_SCORE, []) is None


@pytest.mark.parametrize(
    ("ties", "scores", "expected"),
    [
        # 30 % of 10 are 3 places, 70 % are 7
        ("better", "99 98 97 96 95 94 93 92 91 90", "优优优良良良良合合合"),
        # 30 % of 9 are 2.7: 2 places; 70 % are 6.3: 6
        ("better", "99 98 97 96 95 94 93 92 91", "优优良良良良合合合"),
        # two share place 3 across the boundary
        ("better", "99 98 97 97 95 94 93 92 91 90", "优优优优良良良合合合"),
        ("worse", "99 98 97 97 95 94 93 92 91 90", "优优良良良良良合合合"),
        # 30 % of 3 are 0.9: nobody is best; 70 % are 2.1: 2
        ("better", "99 98 97", "良良合"),
        ("worse", "90 90 90 90", "合合合合"),
        ("better", "90 90 90 90", "优优优优"),
    ],
)
def test_quotas_are_rounded_down_and_ties_are_stated(ties: str, scores: str, expected: str) -> None:
    assert "".join((grade or "—")[0] for _, grade in graded(quota(ties), *scores.split())) == expected


def test_a_place_without_the_least_score_stays_empty() -> None:
    found = graded(quota(at_least="95"), *["99", "94", "93", "92", "91", "90", "89", "88", "87", "86"])
    assert "".join((grade or "—")[0] for _, grade in found) == "优良良良良良良合合合"


def test_who_was_vetoed_takes_no_place_of_the_quota() -> None:
    """Ten run and one is barred: 30 % of the ten that run are three."""
    scores = ["99", "98", "97", "96", "95", "94", "93", "92", "91", "90", "89"]
    found = graded(quota(), *scores, vetoed={0: "合格"})
    assert [grade for _, grade in found[:5]] == ["合格", "优秀", "优秀", "优秀", "良好"] and found[0][0] == 11


def index(normalisation: str, mean: str, *components: dict[str, Any]) -> CompositeIndex:
    """An index of named indicators."""
    named = [{**one, "indicator_id": str(ident(one["indicator_id"]))} for one in components]
    return CompositeIndex.model_validate({"normalisation": normalisation, "mean": mean, "components": named})


LIFE = {"indicator_id": "期望寿命", "low": "20", "high": "85"}
SMOKING = {"indicator_id": "吸烟率", "low": "10", "high": "30"}


def values(life: str | None, smoking: str | None) -> Any:
    """A candidate with a life expectancy and a smoking rate."""
    return candidate(f"{life}/{smoking}", measured("期望寿命", life), measured("吸烟率", smoking, polarity="down"))


def computed(made: CompositeIndex, *candidates: Any, missing: MissingPolicy = MissingPolicy.EXCLUDED) -> list[str | None]:
    return [None if one.value is None else str(one.value) for one in indices(made, candidates, 2025, missing)]


@pytest.mark.parametrize(
    ("mean", "life", "smoking", "expected"),
    [
        # (72 - 20) / 65 = 0.8 and (30 - 20) / 20 = 0.5: the root of 0.4, and the half of 1.3
        ("geometric", "72", "20", "0.6325"),
        ("arithmetic", "72", "20", "0.6500"),
        # beyond the goalposts counts as the goalpost
        ("geometric", "90", "5", "1.0000"),
        ("geometric", "72", "35", "0.0000"),
        ("arithmetic", "72", "35", "0.4000"),
        # what is missing is left out
        ("geometric", "72", None, "0.8000"),
        ("geometric", None, None, None),
    ],
)
def test_goalposts_as_in_the_human_development_index(mean: str, life: str | None, smoking: str | None, expected: str | None) -> None:
    assert computed(index("min_max", mean, LIFE, SMOKING), values(life, smoking)) == [expected]


def test_missing_as_zero_and_weights() -> None:
    made = index("min_max", "arithmetic", {**LIFE, "weight": "3"}, SMOKING)
    assert computed(made, values("72", None), missing=MissingPolicy.ZERO) == ["0.6000"], "(3 × 0.8 + 1 × 0) / 4"
    assert computed(made, values("72", "20")) == ["0.7250"], "(3 × 0.8 + 1 × 0.5) / 4"


def test_z_scores_are_taken_among_all_assessed_and_turned_where_less_is_better() -> None:
    """60, 70, 80: mean 70, deviation of the population the root of 200 / 3 = 8.1650; 10 / 8.1650 = 1.2247."""
    made = index("z_score", "arithmetic", {"indicator_id": "期望寿命"})
    assert computed(made, *(values(life, None) for life in ("60", "70", "80"))) == ["-1.2247", "0.0000", "1.2247"]
    turned = index("z_score", "arithmetic", {"indicator_id": "吸烟率"})
    assert computed(turned, *(values(None, one) for one in ("60", "70", "80"))) == ["1.2247", "0.0000", "-1.2247"]
    assert computed(made, values("70", None), values("70", "1")) == ["0.0000", "0.0000"], "no spread"


def test_shares_of_a_target() -> None:
    made = index("target_share", "arithmetic", {"indicator_id": "期望寿命", "target": "80"}, {"indicator_id": "吸烟率", "target": "20"})
    assert computed(made, values("60", "25"), values("90", "0")) == ["0.7750", "1.0000"], "(60/80 + 20/25) / 2"


def test_the_index_says_how_it_was_made_and_where_the_formula_comes_from() -> None:
    [found] = indices(index("min_max", "geometric", LIFE, SMOKING), [values("72", "20")], 2025, MissingPolicy.EXCLUDED)
    assert [part.arithmetic for part in found.parts] == ["(72 - 20) / (85 - 20) = 0.8", "(30 - 20) / (30 - 10) = 0.5"]
    assert found.formula == "0.8^(1/2) × 0.5^(1/2)" and "technical note 1" in found.source
