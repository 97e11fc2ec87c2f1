"""Targets that are judged by what others say: a figure set or measured by an authority; and no target at all."""

from decimal import Decimal

from services.indicators.rules.arithmetic import plain, truth
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.lines import comparator_of, line_of
from services.indicators.rules.series import (
    Judged,
    answered,
    judged_year,
    numbers,
    state_said,
    states,
    value_said,
    value_steps,
)
from services.indicators.rules.states import state_unknown
from services.indicators.rules.thresholds import undetermined
from services.indicators.rules.wording import Reason, amount, join, printed, target_of
from shared.schemas.targets import External, NoTarget
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

_DONE = {"完成", "已完成", "达标", "已达标", "达到", "已达到", "合格", "通过", "控制在指标内", "completed"}
_NOT_DONE = {"未完成", "未达标", "未达到", "不合格", "未通过", "超出指标", "not completed"}


def judge_none(_target: NoTarget, inputs: VerdictInputs) -> Finding:
    """——: nothing is set, nothing is judged."""
    raw = printed(inputs.raw)
    facts = Said(zh=f"{inputs.horizon}年目标栏为{raw.zh}", en=f"The {inputs.horizon} target cell says {raw.en}")
    return Finding(VerdictWord.NOT_EVALUATED, "none/not_evaluated", facts, reason=Reason.NO_TARGET)


def judge_external(target: External, inputs: VerdictInputs) -> Finding:
    """The value against the authority's figure for the year judged, else a reported completion; judged anew every year."""
    judged, points = judged_year(inputs, answered(inputs)), numbers(inputs)
    if isinstance(judged, Finding):
        return judged
    if inputs.external is not None and judged.year in points:
        return _against_figure(target, inputs, judged, inputs.external)
    told = states(inputs).get(judged.year)
    if told is None:
        return undetermined(inputs, points[judged.year], Reason.EXTERNAL_VALUE_MISSING)
    if told.text not in _DONE | _NOT_DONE:
        return state_unknown(inputs, judged.year, told)
    done = told.text in _DONE
    check = Step(name="completed", formula=f"{told.text} means completed", result=truth(done))
    facts = join(state_said(told), target_of(printed(inputs.raw), inputs.horizon))
    return Finding(yearly_word(judged.over, done), "external/state", facts, (*value_steps(told), check), judged.year)


def _against_figure(target: External, inputs: VerdictInputs, judged: Judged, figure: Decimal) -> Finding:
    point, comparator = numbers(inputs)[judged.year], comparator_of(target.comparator, inputs.polarity)
    if comparator is None:
        return undetermined(inputs, point, Reason.COMPARATOR_UNKNOWN)
    line, shown = line_of(comparator, figure), amount(figure, inputs.unit_of_measure)
    entered = Step(name="external", formula=f"{target.authority}: {target.sets}", result=plain(figure))
    set_by = Said(
        zh=f"{target.authority}的{target.sets}为{shown.zh}",
        en=f"the figure of {target.authority} ({target.sets}) is {shown.en}",
    )
    facts = join(value_said(point, inputs.unit_of_measure), set_by, target_of(printed(inputs.raw), inputs.horizon))
    word = yearly_word(judged.over, line.holds(point.value))
    return Finding(word, "external/value", facts, (*value_steps(point), entered, line.step("line", point.value)), judged.year)
