"""What-if: a verdict's case with some inputs changed is judged and drawn on; nothing is stored."""

from datetime import date
from typing import Any

from services.indicators.errors import TargetUnclear
from services.indicators.repository import measuring
from services.indicators.rules.projecting import project
from services.indicators.rules.verdicts import judge
from services.indicators.service.judging import Source, source_of
from services.indicators.service.managing import thing
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Permission
from shared.rules.targets import parse
from shared.schemas.targets import TargetExpression
from shared.schemas.verdicts import VerdictInputs, VerdictWord
from shared.schemas.what_if import NotProjected, VerdictQuestion, WhatIf


async def evaluate(db: Db, actor: Actor, question: VerdictQuestion, today: date) -> WhatIf:
    """The verdict that a case would get; NotFound for a verdict that the actor may not know of, TargetUnclear for an unclear target."""
    before, source, inputs = await _case(db, actor, question, today)
    inputs = _changed(inputs, question)
    verdict = judge(inputs, *source)
    drawn = None if question.project is None else project(inputs, question.project)
    if drawn is None or isinstance(drawn, NotProjected):
        return WhatIf(before=before, verdict=verdict, not_projected=drawn)
    return WhatIf(before=before, verdict=verdict, projection=drawn)


async def _case(db: Db, actor: Actor, question: VerdictQuestion, today: date) -> tuple[VerdictWord | None, Source, VerdictInputs]:
    """The stored word, where the target comes from, and the inputs to begin with."""
    if question.inputs is not None:
        return None, (None, None), question.inputs.model_copy(update={"as_of": question.as_of or question.inputs.as_of})
    row: Any = await measuring.verdict(db, question.verdict_id) if question.verdict_id else None
    see(actor, Permission.VERDICT_READ, thing(row) if row else None, what="verdict", what_zh="达标判定")
    inputs = VerdictInputs.model_validate(row.explanation["inputs"]).model_copy(update={"as_of": question.as_of or today})
    return VerdictWord(row.word), (None, None) if question.target or question.expression else source_of(row), inputs


def _changed(inputs: VerdictInputs, question: VerdictQuestion) -> VerdictInputs:
    years = {value.year for value in question.values}
    changes: dict[str, Any] = {"series": [seen for seen in inputs.series if seen.year not in years] + question.values}
    if question.external is not None:
        changes["external"] = question.external
    if question.target is not None:
        changes |= {"expression": _read(question.target, inputs), "raw": question.target}
    if question.expression is not None:
        changes |= {"expression": question.expression, "raw": ""}
    if "expression" in changes:
        changes |= {"annual_target": None, "annual_target_year": None}
    return inputs.model_copy(update=changes)


def _read(text: str, inputs: VerdictInputs) -> TargetExpression:
    """The one target of the horizon that the text sets."""
    found = parse(text, polarity=inputs.polarity, unit=inputs.unit_of_measure)
    fitting = [one for one in found.targets if one.year in (None, inputs.horizon)]
    if len(fitting) != 1 or found.refused:
        refused = found.refused[0] if found.refused else None
        why_zh, why = (f"（{refused.zh}）", f" ({refused.en})") if refused else ("", "")
        raise TargetUnclear(raw=text, horizon=inputs.horizon, count=len(fitting), why=why, why_zh=why_zh)
    return fitting[0].expression
