"""The whole of an assessment: marks of every group, the score out of what could be assessed, deductions, bonuses, vetoes, index.

Same scheme and candidates, same result, whatever their order; every figure is rounded half up to two places where it is stated as a mark.
"""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from uuid import UUID

from services.indicators.rules.arithmetic import EXACT, ZERO, plain, rounded
from services.indicators.rules.assessing.counting import given
from services.indicators.rules.assessing.grading import Scored, placed, worst
from services.indicators.rules.assessing.indexing import indices
from services.indicators.rules.assessing.marking import Earned, earned, no_value, other_verdict
from services.indicators.rules.assessing.rounding import SHARE_STEP, half_up, points, shared_out
from services.indicators.rules.assessing.vetoing import hits
from shared.schemas.assessment_cards import Candidate, Card, IndexValue, Mark, Measured, Place, PointsGiven
from shared.schemas.assessments import (
    AssessmentSchemeDefinition,
    AssessmentSchemeGroup,
    AssessmentSchemeSelection,
    FullMarks,
    Marking,
    MissingPolicy,
    ProgressMarks,
)
from shared.schemas.verdicts import Said


def assess(scheme: AssessmentSchemeDefinition, year: int, candidates: Sequence[Candidate]) -> dict[UUID, Card]:
    """The card of every candidate, by id."""
    index: Sequence[IndexValue | None] = [None] * len(candidates)
    in_order = sorted(candidates, key=lambda one: one.id)
    with localcontext(EXACT):
        if scheme.index is not None:
            index = indices(scheme.index, in_order, year, scheme.missing)
        return {one.id: _card(scheme, year, one, found) for one, found in zip(in_order, index, strict=True)}


def ranked(scheme: AssessmentSchemeDefinition, cards: dict[UUID, Card], scores: dict[UUID, Decimal | None]) -> dict[UUID, Place]:
    """Rank and grade of every candidate by a score (as computed, or with adjustments)."""
    vetoes = {key: worst(scheme.grades, [hit.grade for hit in card.vetoes]) for key, card in cards.items()}
    return placed({key: Scored(scores[key], vetoes[key]) for key in cards}, scheme.grades)


def _card(scheme: AssessmentSchemeDefinition, year: int, one: Candidate, index: IndexValue | None) -> Card:
    marks = [mark for group in scheme.groups for mark in _marks(scheme, group, one, year)]
    deductions, bonuses = given(scheme.deductions, one.facts, -1), given(scheme.bonuses, one.facts, 1)
    told = sum((mark.mark for mark in marks if mark.mark is not None), ZERO)
    possible = sum((mark.weight for mark in marks if mark.mark is not None), ZERO)
    base, base_formula = _base(scheme.total, told, possible)
    score, formula = _score(scheme, base, base_formula, [*bonuses, *deductions])
    return Card(
        marks=marks,
        deductions=deductions,
        bonuses=bonuses,
        vetoes=hits(scheme.vetoes, one, year),
        earned=told,
        possible=possible,
        base_score=base,
        score=score,
        arithmetic=formula,
        said=_said(one.name, told, possible, score, scheme.total),
        index=index,
    )


def _base(total: Decimal, told: Decimal, possible: Decimal) -> tuple[Decimal | None, str]:
    """Marks out of what could be assessed, on the scale of the scheme's total."""
    if not possible:
        return None, ""
    if possible == total:
        return told, plain(told)
    base = half_up(told / possible * total)
    return base, f"{plain(told)} / {plain(possible)} × {plain(total)} = {plain(base)}"


def _score(
    scheme: AssessmentSchemeDefinition, base: Decimal | None, base_formula: str, given_points: Sequence[PointsGiven]
) -> tuple[Decimal | None, str]:
    if base is None:
        return None, ""
    plus = sum((one.points for one in given_points), ZERO)
    score = max(ZERO, base + plus)
    score = half_up(score if scheme.ceiling is None else min(score, scheme.ceiling))
    terms = "".join(f" {'+' if one.points > 0 else '-'} {points(abs(one.points))}" for one in given_points if one.points)
    if not terms:
        return score, base_formula if score == base else f"{base_formula} → {plain(score)}"
    head = plain(base) if base_formula == plain(base) else f"{base_formula}; {plain(base)}"
    return score, f"{head}{terms} = {plain(base + plus)}" + ("" if score == base + plus else f" → {plain(score)}")


def _marks(scheme: AssessmentSchemeDefinition, group: AssessmentSchemeGroup, one: Candidate, year: int) -> list[Mark]:
    if group.each is not None:
        return _selected(scheme, group, group.each, one, year)
    found: list[Mark] = []
    for item in group.items:
        policy = item.missing or scheme.missing
        seen = next((seen for seen in one.measures if seen.indicator_id == item.indicator_id), None)
        if seen is not None:
            found.append(_mark(group.key, item.key, item.weight, item.marking, policy, seen, year))
    return found


def _selected(
    scheme: AssessmentSchemeDefinition, group: AssessmentSchemeGroup, each: AssessmentSchemeSelection, one: Candidate, year: int
) -> list[Mark]:
    chosen = [seen for seen in one.measures if seen.plan_indicator_id is not None and _fits(each, seen)]
    chosen.sort(key=lambda seen: (seen.key or "", str(seen.plan_indicator_id)))
    weights = shared_out(group.weight, len(chosen)) if chosen else []
    policy = each.missing or scheme.missing
    return [
        _mark(group.key, seen.key or "", weight, each.marking, policy, seen, year) for seen, weight in zip(chosen, weights, strict=True) if weight
    ]


def _fits(each: AssessmentSchemeSelection, seen: Measured) -> bool:
    return (each.action is None or seen.action == each.action) and (each.nature is None or seen.nature == each.nature)


def _mark(group: str, key: str, weight: Decimal, marking: Marking, policy: MissingPolicy, seen: Measured, year: int) -> Mark:
    found = _earned(marking, policy, seen, year)
    place = {"group": group, "key": key, "indicator_id": seen.indicator_id, "name": seen.name, "weight": weight}
    if found.share is None:
        return _without(place, weight, policy, found)
    mark = half_up(weight * found.share)
    arithmetic = f"{found.formula}; {plain(weight)} × {rounded(found.share)} = {plain(mark)}"
    return Mark(
        **place, share=half_up(found.share, SHARE_STEP), mark=mark, reason=found.reason, arithmetic=arithmetic, said=_mark_said(found, weight, mark)
    )


def _earned(marking: Marking, policy: MissingPolicy, seen: Measured, year: int) -> Earned:
    """What the rule says, of the year alone unless an earlier value may stand in."""
    by_word = isinstance(marking, ProgressMarks) or (isinstance(marking, FullMarks) and marking.line is None)
    of_year = seen.word_year if by_word else seen.year
    if of_year is None or of_year == year or policy is MissingPolicy.LAST:
        return earned(marking, seen)
    return other_verdict(of_year) if by_word else no_value()


def _without(place: dict[str, object], weight: Decimal, policy: MissingPolicy, found: Earned) -> Mark:
    if policy is MissingPolicy.EXCLUDED:
        said = Said(zh=f"{found.said.zh}，不计入，其余重新折算", en=f"{found.said.en}: left out, the rest is weighted anew")
        return Mark.model_validate({**place, "reason": found.reason, "arithmetic": "", "said": said})
    said = Said(zh=f"{found.said.zh}，计0分", en=f"{found.said.en}: 0 points")
    nothing = {"share": half_up(ZERO, SHARE_STEP), "mark": half_up(ZERO), "arithmetic": f"{plain(weight)} × 0 = 0"}
    return Mark.model_validate({**place, **nothing, "reason": found.reason, "said": said})


def _mark_said(found: Earned, weight: Decimal, mark: Decimal) -> Said:
    return Said(zh=f"{found.said.zh}，得{points(mark)}分（满分{points(weight)}分）", en=f"{found.said.en}: {points(mark)} of {points(weight)} points")


def _said(name: str, told: Decimal, possible: Decimal, score: Decimal | None, total: Decimal) -> Said:
    if score is None:
        return Said(zh=f"{name}没有可考核的内容", en=f"{name}: nothing could be assessed")
    return Said(
        zh=f"{name}可考核{points(possible)}分，得{points(told)}分，总分{points(score)}分（满分{points(total)}分）",
        en=f"{name}: {points(told)} of {points(possible)} points that could be assessed, a score of {points(score)} out of {points(total)}",
    )
