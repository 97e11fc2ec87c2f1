"""A value against a line: at the horizon, before it, where the baseline already held, and the pace."""

from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import ONE, ZERO, operand, plain, rounded, truth, whole_percent
from services.indicators.rules.bases import Base
from services.indicators.rules.findings import Finding
from services.indicators.rules.lines import Line
from services.indicators.rules.series import Judged, Point, value_said, value_steps
from services.indicators.rules.wording import Reason, amount, join, target_of
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord


@dataclass(frozen=True, slots=True)
class LineCase:
    """Everything a verdict about a line needs.

    ``target_said`` is the line in words; ``steps`` led to the line; ``counted``: the point is a sum whose steps are there.
    """

    inputs: VerdictInputs
    judged: Judged
    point: Point
    line: Line
    base: Base
    target_said: Said
    unit: str | None
    steps: tuple[Step, ...] = ()
    counted: bool = False

    @property
    def kind(self) -> str:
        """The kind of the target, which names the rule."""
        return self.inputs.expression.kind

    @property
    def value_said(self) -> Said:
        """The value in words."""
        return value_said(self.point, self.unit, *(("累计数", "total") if self.counted else ("数值", "value")))

    def finding(self, word: VerdictWord, branch: str, facts: Said, *steps: Step) -> Finding:
        """The finding of one branch, the line's own arithmetic first."""
        values = () if self.counted else value_steps(self.point)
        check = self.line.step("line", self.point.value)
        return Finding(word, f"{self.kind}/{branch}", facts, (*values, *self.steps, check, *steps), self.judged.year)


def judge_line(case: LineCase) -> Finding:
    """Met or not at the horizon; before it: still holding, early, or the pace.

    The pace is (achieved share of the required change) ÷ (elapsed share of the time from base year to horizon).
    Source: domain notes, section 4.
    """
    holds, base = case.line.holds(case.point.value), case.base.comparable
    if case.judged.over:
        word = VerdictWord.MET if holds else VerdictWord.NOT_MET
        return case.finding(word, "horizon", join(case.value_said, target_of(case.target_said, case.judged.year)))
    if base is not None and case.line.holds(base):
        return _holding(case, base, holds)
    if holds:
        return case.finding(VerdictWord.MET_EARLY, "early", _horizon_said(case))
    return _no_pace(case) if base is None or case.base.year is None else _pace(case, base, case.base.year)


def _horizon_said(case: LineCase) -> Said:
    return join(case.value_said, target_of(case.target_said, case.inputs.horizon))


def _holding(case: LineCase, base: Decimal, holds: bool) -> Finding:
    """2.27 against 3‰: the baseline was already beyond the line, so the question is whether it still holds."""
    figure = amount(base, case.unit)
    still_zh, still_en = ("目前继续保持", ", and it still holds") if holds else ("目前已不再保持", ", but it no longer holds")
    said = Said(
        zh=f"基期（{case.base.year}年{figure.zh}）已达到目标，{still_zh}",
        en=f"the baseline ({case.base.year}: {figure.en}) was already within it{still_en}",
    )
    check = case.line.step("baseline_line", base)
    word = VerdictWord.ON_TRACK if holds else VerdictWord.WORSENING
    return case.finding(word, "holding", join(_horizon_said(case), said), *case.base.steps, check)


def _no_pace(case: LineCase) -> Finding:
    """Not there yet, and nothing to measure the change from; a differing definition is a reason of its own."""
    facts = join(_horizon_said(case), Said(zh="尚未达到", en="it is not reached yet"))
    if case.base.qualifier is None:
        facts = join(facts, Said(zh="没有可用的基期值", en="there is no usable baseline"))
        return case.finding(VerdictWord.PACE_UNKNOWN, "pace", facts, *case.base.steps)
    facts = join(facts, Said(zh=f"基期值注明“{case.base.qualifier}”", en=f"the baseline is marked “{case.base.qualifier}”"))
    found = case.finding(VerdictWord.UNDETERMINED, "pace", facts, *case.base.steps)
    return Finding(found.word, found.rule, found.facts, found.steps, found.year, Reason.DEFINITION_DIFFERS)


def _pace(case: LineCase, base: Decimal, base_year: int) -> Finding:
    """Shares are kept as numerator and denominator: the comparison is exact, only what is shown is rounded."""
    edge = case.line.edge(base)
    required = abs(edge - base)
    if required == ZERO:
        return _nothing_required(case, base, edge)
    achieved = required - case.line.distance(case.point.value)
    passed, span = Decimal(case.judged.year - base_year), Decimal(case.inputs.horizon - base_year)
    enough = achieved * span >= case.inputs.on_track_from * required * passed
    word = VerdictWord.ON_TRACK if enough else VerdictWord.BEHIND
    word = word if achieved >= ZERO else VerdictWord.WORSENING
    share = _share_formula(case, base, edge)
    time = f"({case.judged.year} - {base_year}) / ({case.inputs.horizon} - {base_year})"
    steps = (
        Step(name="achieved", formula=share, result=rounded(achieved / required)),
        Step(name="elapsed", formula=time, result=rounded(passed / span)),
        Step(name="pace", formula=f"({share}) / ({time})", result=rounded(achieved * span / (required * passed))),
        Step(name="on_track_from", formula=f"pace >= {plain(case.inputs.on_track_from)}", result=truth(enough)),
    )
    facts = _pace_said(case, base, base_year, achieved / required, passed / span)
    return case.finding(word, "pace", facts, *case.base.steps, *steps)


def _share_formula(case: LineCase, base: Decimal, edge: Decimal) -> str:
    """(value - base) / (line - base); beyond the far side of a two-sided line the gap that is left counts instead."""
    value, whole = operand(case.point.value), f"({operand(edge)} - {operand(base)})"
    if (case.point.value < edge) is (base < edge):
        return f"({value} - {operand(base)}) / {whole}"
    return f"1 - abs({value} - {operand(case.line.edge(case.point.value))}) / abs{whole}"


def _nothing_required(case: LineCase, base: Decimal, edge: Decimal) -> Finding:
    """The baseline stands exactly on an open line (19 against <19) and the value is not beyond it."""
    figure = amount(base, case.unit)
    said = Said(
        zh=f"基期值{figure.zh}恰在目标线上，尚未越过",
        en=f"the baseline {figure.en} stood exactly on the line and it is not crossed",
    )
    step = Step(name="required_change", formula=f"{operand(edge)} - {operand(base)}", result="0")
    return case.finding(VerdictWord.WORSENING, "pace", join(_horizon_said(case), said), *case.base.steps, step)


def _pace_said(case: LineCase, base: Decimal, base_year: int, share: Decimal, time: Decimal) -> Said:
    year, target, gone = case.inputs.horizon, case.target_said, whole_percent(min(time, ONE))
    if share < ZERO:
        figure = amount(base, case.unit)
        return Said(
            zh=f"{case.value_said.zh}，比基期（{base_year}年{figure.zh}）离{year}年目标{target.zh}更远，时间已过{gone}%",
            en=f"{case.value_said.en}; that is further from the {year} target ({target.en}) than the baseline"
            f" ({base_year}: {figure.en}), with {gone} % of the time gone",
        )
    done = whole_percent(share)
    return Said(
        zh=f"{case.value_said.zh}，距{year}年目标{target.zh}已走完应有变化的{done}%，时间已过{gone}%",
        en=f"{case.value_said.en}; {done} % of the change needed for the {year} target ({target.en}) is done, with {gone} % of the time gone",
    )
