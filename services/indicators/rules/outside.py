"""Targets that are judged by what others say: a figure set by an authority, a place among peers; and no target at all."""

import re
from dataclasses import dataclass
from decimal import Decimal

from services.indicators.rules.arithmetic import ONE, plain, truth
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.lines import comparator_of, line_of
from services.indicators.rules.series import (
    Judged,
    Told,
    answered,
    ended,
    judged_year,
    numbers,
    state_said,
    states,
    value_said,
    value_steps,
)
from services.indicators.rules.states import state_unknown
from services.indicators.rules.thresholds import against_target, undetermined
from services.indicators.rules.wording import Reason, amount, join, printed, target_of
from shared.schemas.targets import External, NoTarget, Rank
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

_DONE = {"完成", "已完成", "达标", "已达标", "达到", "已达到", "合格", "通过", "控制在指标内", "completed"}
_NOT_DONE = {"未完成", "未达标", "未达到", "不合格", "未通过", "超出指标", "not completed"}
_PLACE = re.compile(r"第?\s*([0-9]+)\s*[名位]?(?:\s*/\s*([0-9]+))?")


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


def judge_rank(target: Rank, inputs: VerdictInputs) -> Finding:
    """The place (3/11, 第3名, or the one fed from outside) against the last place that counts; judged anew every year."""
    judged = judged_year(inputs, answered(inputs))
    if inputs.external is not None:
        year = judged.year if isinstance(judged, Judged) else min(inputs.as_of.year, inputs.horizon)
        over = judged.over if isinstance(judged, Judged) else ended(inputs)
        entered = Step(name="external", formula=f"place among {target.peer_set}", result=plain(inputs.external))
        return _placed(target, inputs, Judged(year, over), _Place(inputs.external, None, (entered,)))
    if isinstance(judged, Finding):
        return judged
    place = _place(states(inputs).get(judged.year))
    if place is None:
        facts = against_target(inputs, judged.year)
        return Finding(VerdictWord.UNDETERMINED, "rank/undetermined", facts, (), judged.year, Reason.EXTERNAL_VALUE_MISSING)
    return _placed(target, inputs, judged, place)


@dataclass(frozen=True, slots=True)
class _Place:
    achieved: Decimal
    peers: Decimal | None
    steps: tuple[Step, ...]

    def counts(self, position: int | None) -> bool | None:
        """Where only 前列 is printed, the first place certainly counts and the last certainly does not; else nobody knows."""
        if position is not None:
            return self.achieved <= position
        return True if self.achieved == ONE else False if self.achieved == self.peers else None


def _place(told: Told | None) -> _Place | None:
    match = _PLACE.fullmatch(told.text.strip()) if told else None
    if told is None or match is None:
        return None
    return _Place(Decimal(match[1]), Decimal(match[2]) if match[2] else None, value_steps(told))


def _placed(target: Rank, inputs: VerdictInputs, judged: Judged, place: _Place) -> Finding:
    achieved, holds = plain(place.achieved), place.counts(target.position)
    zh, en = ("", "") if place.peers is None else (f"（共{plain(place.peers)}个）", f" of {plain(place.peers)}")
    said = Said(
        zh=f"{judged.year}年在{target.peer_set}居第{achieved}位{zh}",
        en=f"The {judged.year} place among {target.peer_set} is {achieved}{en}",
    )
    facts = join(said, target_of(printed(inputs.raw), inputs.horizon))
    if holds is None:
        return Finding(VerdictWord.UNDETERMINED, "rank/undetermined", facts, place.steps, judged.year, Reason.POSITION_UNKNOWN)
    check = Step(name="place", formula=f"{achieved} <= {target.position or 'places in front'}", result=truth(holds))
    return Finding(yearly_word(judged.over, holds), "rank/place", facts, (*place.steps, check), judged.year)
