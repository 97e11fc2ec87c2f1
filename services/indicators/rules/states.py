"""State targets: 消除, 持续消除, 全覆盖, judged by the state that was reported."""

import re

from services.indicators.rules.arithmetic import truth
from services.indicators.rules.findings import Finding
from services.indicators.rules.series import Judged, Told, answered, judged_year, state_said, states, value_steps
from services.indicators.rules.thresholds import against_target
from services.indicators.rules.wording import Reason, join, printed, target_of
from shared.schemas.plan_document import BaselineKind
from shared.schemas.targets import State
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

_KEPT = re.compile(r"^(?:继续)?(?:持续|保持|维持|巩固)+")
_UNCLEAR = {"未知", "不明", "不详", "待定", "unknown"}


def judge_state(target: State, inputs: VerdictInputs) -> Finding:
    """The reported state is one of those wanted; 持续消除 is also satisfied by 消除, reported for the year judged."""
    judged = judged_year(inputs, answered(inputs))
    if isinstance(judged, Finding):
        return judged
    told = states(inputs).get(judged.year)
    if told is None or told.text in _UNCLEAR:
        return state_unknown(inputs, judged.year, told)
    wanted = list(dict.fromkeys([target.wanted, *target.accepted, _KEPT.sub("", target.wanted) or target.wanted]))
    return _judged_state(inputs, judged, told, wanted)


def _judged_state(inputs: VerdictInputs, judged: Judged, told: Told, wanted: list[str]) -> Finding:
    """At the horizon met or not; before it still kept, reached early, or not there (states have no pace)."""
    holds, steps = told.text in wanted, (*value_steps(told), _step("state", told.text, wanted))
    facts = join(state_said(told), target_of(printed(wanted[0]), inputs.horizon))
    if judged.over:
        return Finding(VerdictWord.MET if holds else VerdictWord.NOT_MET, "state/horizon", facts, steps, judged.year)
    baseline = inputs.baseline
    if baseline is not None and baseline.kind is BaselineKind.STATE and baseline.state in wanted:
        word, check = VerdictWord.ON_TRACK if holds else VerdictWord.WORSENING, _step("baseline_state", baseline.state, wanted)
        kept = join(facts, _kept(baseline.year, baseline.state, holds))
        return Finding(word, "state/holding", kept, (*steps, check), judged.year)
    if holds:
        return Finding(VerdictWord.MET_EARLY, "state/early", facts, steps, judged.year)
    said = Said(zh="尚未达到，状态指标没有进度可算", en="it is not reached yet and a state has no pace")
    return Finding(VerdictWord.PACE_UNKNOWN, "state/pace", join(facts, said), steps, judged.year)


def _kept(year: int, state: str, holds: bool) -> Said:
    zh, en = ("目前继续保持", "and it is kept") if holds else ("目前已不再保持", "but it is no longer kept")
    return Said(zh=f"基期（{year}年“{state}”）已达到目标，{zh}", en=f"the baseline ({year}: “{state}”) was already there, {en}")


def _step(name: str, state: str, wanted: list[str]) -> Step:
    return Step(name=name, formula=f"{state} in {{{', '.join(wanted)}}}", result=truth(state in wanted))


def state_unknown(inputs: VerdictInputs, year: int, told: Told | None) -> Finding:
    """Something was answered for the year, but no state that anybody can hold against the target."""
    target, rule = target_of(printed(inputs.raw), inputs.horizon), f"{inputs.expression.kind}/undetermined"
    facts = against_target(inputs, year) if told is None else join(state_said(told), target)
    steps = () if told is None else value_steps(told)
    return Finding(VerdictWord.UNDETERMINED, rule, facts, steps, year, Reason.STATE_UNKNOWN)
