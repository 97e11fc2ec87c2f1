"""What is wrong with a scheme: every fault at once, each with its place."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from services.indicators.rules.arithmetic import HUNDRED, plain
from services.indicators.rules.assessing.indexing import faults_of_index
from services.indicators.rules.assessing.places import KnownIndicator, Place, fault
from services.indicators.rules.measures import same_measure
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.assessments import (
    AssessedUnits,
    AssessmentSchemeDefinition,
    AssessmentSchemeItem,
    FullMarks,
    MarkStep,
    ProgressMarks,
    QuotaGrade,
    QuotaGrades,
    ScoreGrade,
    ShareMarks,
    StatedLine,
    StepMarks,
    Veto,
)

_SUM = Words("{what}权重合计 {sum}，应为 {wanted}，相差 {off}", "the weights of {what_en} add up to {sum}, not {wanted}: {off} off")
_TWICE = Words("{value} 出现两次", "{value} appears twice")
_UNKNOWN = Words("指标目录中没有 {value}", "the catalogue has no indicator {value}")
_NO_PLAN = Words("没有已知计划 {value}", "no plan {value} is known")
_PLAN_WANTED = Words("考核单位须指明计划", "units are assessed by the indicators of plans: name them")
_UNIT = Words("单位“{value}”不能换算为指标单位“{unit}”", "“{value}” is not convertible into the indicator's “{unit}”")
_OVERLAP = Words("与上一档重叠：{value} 应不低于 {before}", "overlaps the step before: {value} should be {before} or more")
_GAP = Words("与上一档之间有空档：{before} 至 {value}", "leaves a gap after the one before: {before} to {value}")
_EMPTY = Words("下限 {low} 不低于上限 {high}", "its lower end {low} is not below its upper end {high}")
_LOWEST = Words("最低一档应从 0 起，现为 {value}", "the lowest band begins at {value}, not at 0")
_OPEN = Words("最高一档不设上限", "the highest band has no upper end")
_QUOTA = Words("名额比例合计 {value}%，超过 100%", "the quotas add up to {value} %, more than 100 %")
_REST = Words("最后一档（且仅最后一档）不设比例，由其余单位取得", "the last grade, and only the last, has no quota: it takes the rest")
_LAST_CONDITION = Words("最后一档不设最低分", "the last grade takes everybody left: no least score")
_VETO_GRADE = Words("等次“{value}”不在等次表中", "the grade “{value}” is not in the table of grades")
_VETO_INDICATOR = Words("方案不含该指标，不能一票否决", "the scheme does not contain this indicator: it cannot veto")
_NO_LINE = Words("按步骤计分（按比例）以外不需要目标线", "a line is for steps on the share alone")


def faults_of(
    scheme: AssessmentSchemeDefinition, known: Mapping[UUID, KnownIndicator], plans: Collection[UUID], selected: Collection[UUID]
) -> list[FaultWords]:
    """Every fault of a definition. ``known``: the catalogue's entries it names; ``selected``: indicators that its selections find in its plans."""
    named = [item.indicator_id for group in scheme.groups for item in group.items]
    return [
        *_faults_of_plans(scheme, plans),
        *_faults_of_weights(scheme),
        *_faults_of_keys(scheme),
        *_faults_of_items(scheme, known),
        *_faults_of_grades(scheme),
        *(one for number, veto in enumerate(scheme.vetoes) for one in _faults_of_veto(veto, number, scheme, known, {*named, *selected})),
        *(faults_of_index(scheme.index, known) if scheme.index else ()),
    ]


def _faults_of_plans(scheme: AssessmentSchemeDefinition, plans: Collection[UUID]) -> Iterator[FaultWords]:
    if isinstance(scheme.assessed, AssessedUnits) and not scheme.plan_ids:
        yield fault("plan-wanted", _PLAN_WANTED, "plan_ids")
    for number, plan_id in enumerate(scheme.plan_ids):
        if plan_id not in plans:
            yield fault("unknown-plan", _NO_PLAN, "plan_ids", number, value=plan_id)


def _faults_of_weights(scheme: AssessmentSchemeDefinition) -> Iterator[FaultWords]:
    yield from _sum_fault([group.weight for group in scheme.groups], scheme.total, ("groups",), "各部分", "the groups")
    for number, group in enumerate(scheme.groups):
        if group.items:
            weights = [item.weight for item in group.items]
            yield from _sum_fault(weights, group.weight, ("groups", number, "items"), f"“{group.title}”各指标", f"“{group.title}”")


def _sum_fault(weights: Iterable[Decimal], wanted: Decimal, at: Place, what: str, what_en: str) -> Iterator[FaultWords]:
    found = sum(weights, Decimal(0))
    if found != wanted:
        places = {"what": what, "what_en": what_en, "sum": plain(found), "wanted": plain(wanted), "off": plain(found - wanted)}
        yield fault("weights-sum", _SUM, *at, **places)


def _faults_of_keys(scheme: AssessmentSchemeDefinition) -> Iterator[FaultWords]:
    yield from _twice([group.key for group in scheme.groups], "groups")
    items = [(number, place, item) for number, group in enumerate(scheme.groups) for place, item in enumerate(group.items)]
    seen = Counter(item.key for _, _, item in items)
    for number, place, item in items:
        if seen[item.key] > 1:
            yield fault("twice", _TWICE, "groups", number, "items", place, "key", value=item.key)
    for name, rules in (("deductions", scheme.deductions), ("bonuses", scheme.bonuses), ("vetoes", scheme.vetoes)):
        yield from _twice([rule.key for rule in rules], name)


def _twice(keys: Sequence[str], *at: str | int) -> Iterator[FaultWords]:
    counted = Counter(keys)
    for number, key in enumerate(keys):
        if counted[key] > 1:
            yield fault("twice", _TWICE, *at, number, "key", value=key)


def _faults_of_items(scheme: AssessmentSchemeDefinition, known: Mapping[UUID, KnownIndicator]) -> Iterator[FaultWords]:
    for number, group in enumerate(scheme.groups):
        if group.each is not None:
            yield from _faults_of_marking(group.each.marking, None, ("groups", number, "each", "marking"))
        for place, item in enumerate(group.items):
            yield from _faults_of_item(item, known, ("groups", number, "items", place))


def _faults_of_item(item: AssessmentSchemeItem, known: Mapping[UUID, KnownIndicator], at: Place) -> Iterator[FaultWords]:
    indicator = known.get(item.indicator_id)
    if indicator is None:
        yield fault("unknown-indicator", _UNKNOWN, *at, "indicator_id", value=item.indicator_id)
    yield from _faults_of_marking(item.marking, indicator, (*at, "marking"))


def _faults_of_marking(
    marking: FullMarks | ShareMarks | ProgressMarks | StepMarks, indicator: KnownIndicator | None, at: Place
) -> Iterator[FaultWords]:
    if isinstance(marking, ProgressMarks):
        return
    yield from _faults_of_line(marking.line, indicator, (*at, "line"))
    if isinstance(marking, StepMarks):
        if marking.line is not None and marking.on == "value":
            yield fault("needless-line", _NO_LINE, *at, "line")
        yield from _faults_of_steps(marking.steps, (*at, "steps"))


def _faults_of_line(line: StatedLine | None, indicator: KnownIndicator | None, at: Place) -> Iterator[FaultWords]:
    if line is not None and line.unit is not None and indicator is not None and not same_measure(line.unit, indicator.unit):
        yield fault("unit-mismatch", _UNIT, *at, "unit", value=line.unit, unit=indicator.unit or "")


def _faults_of_steps(steps: Sequence[MarkStep], at: Place) -> Iterator[FaultWords]:
    """In order of their lower ends the steps follow one another, each ending where the next begins."""
    bands = [(number, step.low, step.high) for number, step in enumerate(steps)]
    yield from _faults_of_bands(bands, at, "steps")


def _faults_of_bands(bands: Sequence[tuple[int, Decimal | None, Decimal | None]], at: Place, what: str) -> Iterator[FaultWords]:
    for number, low, high in bands:
        if low is not None and high is not None and low >= high:
            yield fault("empty-band", _EMPTY, *at, number, low=plain(low), high=plain(high))
    in_order = sorted(bands, key=lambda band: (band[1] is not None, band[1] or Decimal(0)))
    reached = in_order[0][2]
    for number, low, high in in_order[1:]:
        if reached is None or low is None or low < reached:
            before = "∞" if reached is None else plain(reached)
            yield fault(f"{what}-overlap", _OVERLAP, *at, number, value="-∞" if low is None else plain(low), before=before)
        elif low > reached:
            yield fault(f"{what}-gap", _GAP, *at, number, value=plain(low), before=plain(reached))
        reached = None if reached is None or high is None else max(reached, high)


def _faults_of_grades(scheme: AssessmentSchemeDefinition) -> Iterator[FaultWords]:
    at = ("grades", "grades")
    yield from _twice_named([grade.name for grade in scheme.grades.grades], at)
    if isinstance(scheme.grades, QuotaGrades):
        yield from _faults_of_quotas(scheme.grades.grades, at)
    else:
        yield from _faults_of_score_bands(scheme.grades.grades, at)


def _twice_named(names: Sequence[str], at: Place) -> Iterator[FaultWords]:
    counted = Counter(names)
    return (fault("twice", _TWICE, *at, number, "name", value=name) for number, name in enumerate(names) if counted[name] > 1)


def _faults_of_quotas(grades: Sequence[QuotaGrade], at: Place) -> Iterator[FaultWords]:
    total = sum((grade.percent or Decimal(0) for grade in grades), Decimal(0))
    if total > HUNDRED:
        yield fault("quota-over", _QUOTA, *at, value=plain(total))
    last = len(grades) - 1
    for number, grade in enumerate(grades):
        if (grade.percent is None) != (number == last):
            yield fault("quota-rest", _REST, *at, number, "percent")
    if grades[last].at_least is not None:
        yield fault("quota-rest", _LAST_CONDITION, *at, last, "at_least")


def _faults_of_score_bands(grades: Sequence[ScoreGrade], at: Place) -> Iterator[FaultWords]:
    bands = [(number, grade.low, grade.high) for number, grade in enumerate(grades)]
    yield from _faults_of_bands(bands, at, "grades")
    lowest = min(bands, key=lambda band: band[1])
    if lowest[1] != 0:
        yield fault("grades-gap", _LOWEST, *at, lowest[0], "low", value=plain(lowest[1]))
    highest = max(bands, key=lambda band: band[1])
    if highest[2] is not None:
        yield fault("grades-gap", _OPEN, *at, highest[0], "high")


def _faults_of_veto(
    veto: Veto, number: int, scheme: AssessmentSchemeDefinition, known: Mapping[UUID, KnownIndicator], contained: Collection[UUID]
) -> Iterator[FaultWords]:
    if veto.grade not in {grade.name for grade in scheme.grades.grades}:
        yield fault("unknown-grade", _VETO_GRADE, "vetoes", number, "grade", value=veto.grade)
    if veto.indicator_id is None:
        return
    if veto.indicator_id not in contained:
        yield fault("veto-outside", _VETO_INDICATOR, "vetoes", number, "indicator_id")
    yield from _faults_of_line(veto.line, known.get(veto.indicator_id), ("vetoes", number, "line"))
