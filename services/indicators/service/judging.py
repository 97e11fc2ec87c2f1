"""Judging: every change that can change a verdict ends here; the rules themselves are pure."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.indicators.models import VerdictRecord
from services.indicators.repository import catalogue, definitions, measuring, observations
from services.indicators.rules.comparability import at_odds, told_definitions
from services.indicators.rules.printing import as_printed, printed_unit
from services.indicators.rules.verdicts import judge
from services.indicators.service.figures import figures_for
from shared.kit.db import WriteDb
from shared.kit.outbox import Outbox
from shared.schemas.base import PlanId
from shared.schemas.events.measuring import VerdictChanged
from shared.schemas.lifecycle import ENDED
from shared.schemas.plan_document import Baseline, Clause
from shared.schemas.revisions import RevisionCited
from shared.schemas.verdicts import ValueUsed, Verdict, VerdictInputs, VerdictWord

Source = tuple[Clause | None, RevisionCited | None]


async def rejudge(db: WriteDb, outbox: Outbox, owners: Sequence[Any], *, day: date, at: datetime, on_track_from: Decimal) -> int:
    """Judge every target in force of some plan indicators anew as of ``day``; how many verdicts have another word now."""
    plans = {plan_id: await catalogue.plan(db, plan_id) for plan_id in {row.plan_id for row in owners}}
    by_id = {row.id: row for row in owners if _is_judged(plans[row.plan_id])}
    if not by_id:
        return 0
    owners = list(by_id.values())
    await measuring.hold_for_judging(db, by_id)  # before anything it depends on is read
    targets = await catalogue.targets_of(db, by_id)
    expected = {plan_id: await catalogue.expected_reports(db, plan_id) for plan_id in plans}
    series = await observations.series(db, {(row.indicator_id, row.region_id) for row in owners})
    figures = await figures_for(db, targets, by_id, day)
    odd = [row.id for row in owners if at_odds(row, series.get((row.indicator_id, row.region_id), ()))]
    accepted = await definitions.acceptances_standing(db, odd) if odd else {}
    stored = await measuring.verdict_records(db, [target.id for target in targets])
    events = []
    for target in targets:
        owner = by_id[target.plan_indicator_id]
        plan: Any = plans[owner.plan_id]
        values = series.get((owner.indicator_id, owner.region_id), [])
        annual = _annual_target(target, targets, plan)
        expected_on = _expected_on(target, plan, expected[owner.plan_id])
        inputs = _inputs(target, owner, plan, values, annual, expected_on, day, on_track_from)
        inputs = told_definitions(inputs, owner, values, accepted.get(owner.id, ()))
        verdict = judge(inputs.model_copy(update=figures.given(target, owner, inputs)), *source_of(target))
        event = _store(db, stored.get(target.id), verdict, target, owner, day)
        if event is not None:
            events.append(event)
    await db.flush()
    await outbox.record(db, *events, at=at)
    return len(events)


def source_of(target: Any) -> Source:
    """Where the target comes from: a clause of the plan, or a document that revises it."""
    clause = Clause.model_validate(target.clause) if target.clause else None
    return clause, RevisionCited.model_validate(target.cited) if target.cited else None


def _is_judged(plan: Any) -> bool:
    """A plan that was withdrawn or gave way to another one keeps the verdicts it had on that day."""
    return plan is None or plan.state not in ENDED


def _inputs(
    target: Any, owner: Any, plan: Any, values: Sequence[Any], annual: Any, expected_on: date | None, day: date, on_track_from: Decimal
) -> VerdictInputs:
    return VerdictInputs(
        expression=target.expression,
        raw=target.raw,
        polarity=owner.polarity,
        unit_of_measure=printed_unit(owner),
        horizon=target.year,
        plan_start=plan.period_start,
        as_of=day,
        baseline=Baseline.model_validate(owner.baseline) if owner.baseline and not target.population else None,
        series=[] if target.population else [_value(row, owner) for row in values],
        annual_target=annual.expression if annual else None,
        annual_target_year=annual.year if annual else None,
        expected_on=expected_on,
        on_track_from=on_track_from,
    )


def _value(row: Any, owner: Any) -> ValueUsed:
    return ValueUsed(year=row.year, value=as_printed(row.value, owner), state=row.state, standing=row.standing, source=row.source)


def _annual_target(target: Any, targets: Sequence[Any], plan: Any) -> Any:
    """The nearest target of a year that is no horizon of the plan: an annual target (年度目标) on the way to this one."""
    own = [
        other
        for other in targets
        if other.plan_indicator_id == target.plan_indicator_id
        and other.population == target.population
        and other.year < target.year
        and other.year not in plan.horizon_years
    ]
    return max(own, key=lambda other: other.year, default=None)


def _expected_on(target: Any, plan: Any, reports: Sequence[Any]) -> date | None:
    """When the horizon year's values are due by the plan's own monitoring duty."""
    due = [report.due_on for report in reports if report.subject_year == target.year and report.duty_key in plan.monitoring_duties]
    return max(due, default=None)


def _store(db: WriteDb, stored: VerdictRecord | None, verdict: Verdict, target: Any, owner: Any, day: date) -> VerdictChanged | None:
    before = VerdictWord(stored.word) if stored else None
    values = {
        "word": verdict.word,
        "year_judged": verdict.year_judged,
        "as_of": day,
        "explanation": verdict.explanation.model_dump(mode="json", exclude_none=True),
        "unit_id": owner.unit_id,
    }
    if stored is None:
        place = {"plan_id": owner.plan_id, "plan_indicator_id": owner.id, "region_path": owner.region_path, "disclosure": owner.disclosure}
        stored = VerdictRecord(target_id=target.id, **place, **values)
        db.add(stored)
    else:
        for name, value in values.items():
            setattr(stored, name, value)
    return _changed(stored, before, verdict, target, owner) if before != verdict.word else None


def _changed(stored: VerdictRecord, before: VerdictWord | None, verdict: Verdict, target: Any, owner: Any) -> VerdictChanged:
    return VerdictChanged(
        version=(stored.version or 0) + 1,
        target_id=target.id,
        plan_id=PlanId(owner.plan_id),
        plan_indicator_id=owner.id,
        region_path=owner.region_path,
        filling_unit_id=owner.unit_id,
        indicator_name=owner.name,
        horizon=target.year,
        word=verdict.word,
        before=before,
        said=verdict.explanation.said,
    )
