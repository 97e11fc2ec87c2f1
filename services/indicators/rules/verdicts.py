"""The verdict of one target: the dispatcher by kind, the annual rule, and the wrapping with reasons.

Source: domain notes, sections 3 and 4.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import localcontext
from types import MappingProxyType
from typing import Any

from services.indicators.rules.arithmetic import EXACT
from services.indicators.rules.counts import judge_cumulative_count
from services.indicators.rules.definitions import differing
from services.indicators.rules.findings import Finding
from services.indicators.rules.outside import judge_external, judge_none
from services.indicators.rules.ranks import judge_rank
from services.indicators.rules.relatives import judge_relative
from services.indicators.rules.series import baseline_year, ended, known
from services.indicators.rules.states import judge_state
from services.indicators.rules.target_units import in_own_unit, unit_mismatch
from services.indicators.rules.thresholds import judge_per_member, judge_range, judge_threshold
from services.indicators.rules.trends import judge_second_order_trend, judge_trend
from services.indicators.rules.wording import join, sentence
from services.indicators.rules.yearly_steps import judge_yearly_step
from shared.schemas.plan_document import Clause
from shared.schemas.revisions import RevisionCited
from shared.schemas.targets import NoTarget
from shared.schemas.verdicts import Explanation, Said, Step, Verdict, VerdictInputs, VerdictWord

RULE_VERSION = 2
"""Raised when a rule changes its answer for any inputs; stored verdicts name the version that made them."""

RULES: Mapping[str, Callable[[Any, VerdictInputs], Finding]] = MappingProxyType(
    {
        "threshold": judge_threshold,
        "range": judge_range,
        "cumulative_count": judge_cumulative_count,
        "relative": judge_relative,
        "yearly_step": judge_yearly_step,
        "trend": judge_trend,
        "second_order_trend": judge_second_order_trend,
        "rank": judge_rank,
        "external": judge_external,
        "state": judge_state,
        "per_member": judge_per_member,
        "none": judge_none,
    }
)

_BY_YEAR = {VerdictWord.MET: VerdictWord.ON_TRACK, VerdictWord.NOT_MET: VerdictWord.BEHIND}


def judge(inputs: VerdictInputs, clause: Clause | None = None, cited: RevisionCited | None = None) -> Verdict:
    """The verdict of one target as of a day, with its explanation: pure, same inputs give the same verdict.

    Values of years after ``as_of`` are ignored and left out of the explanation's inputs. Never raises for valid inputs.
    """
    seen = in_own_unit(known(inputs))
    with localcontext(EXACT):
        found = unit_mismatch(seen) or differing(seen) or _annual(seen) or RULES[seen.expression.kind](seen.expression, seen)
    explanation = Explanation(
        rule=found.rule,
        rule_version=RULE_VERSION,
        inputs=seen,
        steps=list(found.steps),
        reason=found.reason,
        said=sentence(found.facts, found.reason, found.word),
        clause=clause,
        cited=cited,
    )
    return Verdict(word=found.word, year_judged=found.year, explanation=explanation)


def _annual(inputs: VerdictInputs) -> Finding | None:
    """Before the horizon an annual target in force for the latest year decides: held is on track, missed is behind.

    Where it cannot be decided itself (no comparable value, a missing figure), the horizon's own rule answers.
    """
    target, year = inputs.annual_target, _annual_year(inputs)
    if target is None or year is None or isinstance(inputs.expression, NoTarget):
        return None
    alone = inputs.model_copy(update={"expression": target, "horizon": year, "annual_target": None, "annual_target_year": None})
    found = RULES[target.kind](target, alone)
    if found.word not in _BY_YEAR:
        return None
    measured = Said(zh="按年度目标衡量", en="measured by the annual target")
    step = Step(name="annual_target", formula=f"{year}: {found.word}", result=_BY_YEAR[found.word])
    word, rule = _BY_YEAR[found.word], f"{target.kind}/annual"
    return replace(found, word=word, rule=rule, facts=join(found.facts, measured), steps=(*found.steps, step))


def _annual_year(inputs: VerdictInputs) -> int | None:
    """The latest year with a value, between baseline and horizon, if the annual target is of that year or names none."""
    latest = max((seen.year for seen in inputs.series), default=None)
    if latest is None or latest >= inputs.horizon or latest <= (baseline_year(inputs) or 0) or ended(inputs):
        return None
    return latest if inputs.annual_target_year in (None, latest) else None
