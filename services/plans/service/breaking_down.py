"""Use cases on breakdowns of a target: state the parts, change them, say whether they reach the whole."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.plans.errors import BreakdownTwice, ForeignPart, NothingToBreakDown, UnknownIndicator
from services.plans.models import BreakdownPartRecord, BreakdownRecord, PlanRecord
from services.plans.repository import breakdowns as repository
from services.plans.rules.breaking_down import check, comparator_of
from services.plans.service.keeping import plan_to_keep, refuse_when_over, remember, want_reason
from services.plans.service.seeing import visible_plan
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work
from shared.rules.access import Actor, Permission
from shared.schemas.breakdowns import Breakdown, BreakdownEdit, BreakdownPart, NewBreakdown, RollUp
from shared.schemas.plan_document import PrintedIndicator
from shared.schemas.responsibilities import HistoryKind
from shared.schemas.targets import Comparator, Threshold

_FOREIGN = Words("{value} 不在计划所在行政区划之内，或不存在", "{value} does not lie in the plan's region, or does not exist")


async def visible_breakdown(db: Db, actor: Actor, breakdown_id: UUID) -> Any:
    """The breakdown's row if the actor may know of its plan; NotFound otherwise."""
    row = await repository.breakdown(db, breakdown_id)
    if row is None:
        raise NotFound(what="breakdown", what_zh="目标分解")
    await visible_plan(db, actor, row.plan_id)
    return row


async def break_down(work: Work, body: NewBreakdown) -> UUID:
    """State the parts of one printed target for a year."""
    plan = await plan_to_keep(work, body.plan_id, Permission.BREAKDOWN_KEEP)
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    printed = await _printed(work, plan.id, body.indicator)
    whole, comparator = _whole(printed, body)
    same = await repository.same_breakdown(work.db, plan.id, body.indicator, body.year)
    if same is not None:
        raise BreakdownTwice(breakdown_id=same)
    await _refuse_foreign(work, plan, body.parts)
    record = BreakdownRecord(
        id=new_id(),
        plan_id=plan.id,
        indicator_key=body.indicator,
        year=body.year,
        whole=whole,
        comparator=comparator,
        unit_of_measure=printed.unit_of_measure,
        roll_up=body.roll_up,
        basis=body.basis,
        clause=body.clause.model_dump(mode="json") if body.clause else None,
        edits=0,
    )
    work.db.add(record)
    await _keep(work, record, body.parts, "break_down", body.reason)
    return record.id


async def edit_breakdown(work: Work, breakdown_id: UUID, body: BreakdownEdit, if_match: IfMatch) -> None:
    """Put other parts in the place of those there are."""
    row = await visible_breakdown(work.db, work.actor, breakdown_id)
    plan = await plan_to_keep(work, row.plan_id, Permission.BREAKDOWN_KEEP)
    record = await repository.breakdown_to_change(work.db, breakdown_id)
    if_match.check(record.version)
    refuse_when_over(plan)
    want_reason(plan, body.reason)
    await _refuse_foreign(work, plan, body.parts)
    await repository.forget_parts(work.db, record.id)
    record.roll_up, record.edits = body.roll_up, record.edits + 1
    await _keep(work, record, body.parts, "edit_breakdown", body.reason)


async def _printed(work: Work, plan_id: UUID, key: str) -> PrintedIndicator:
    row = await repository.printed_indicator(work.db, plan_id, key)
    if row is None:
        raise UnknownIndicator(indicator=key)
    return PrintedIndicator.model_validate(row.fact)


def _whole(printed: PrintedIndicator, body: NewBreakdown) -> tuple[Decimal, Comparator]:
    """The line that the parts are held against: as given, or as printed for the year and the whole population."""
    lines = [s.expression for s in printed.statements if s.year == body.year and s.population is None and isinstance(s.expression, Threshold)]
    line = lines[0] if len(lines) == 1 else None
    whole = body.whole if body.whole is not None else line.value if line else None
    comparator = body.comparator or comparator_of(line.comparator if line else None, printed.polarity)
    if whole is None or comparator is None:
        raise NothingToBreakDown(indicator=body.indicator, year=body.year)
    return whole, comparator


async def _refuse_foreign(work: Work, plan: PlanRecord, parts: Sequence[BreakdownPart]) -> None:
    """Every part belongs to a region below the plan's, or to a unit that serves the plan's region or one below it."""
    regions, units = [p.region_id for p in parts if p.region_id], [p.unit_id for p in parts if p.unit_id]
    paths = await repository.paths_of(work.db, regions, units)
    faults = []
    for number, part in enumerate(parts, 1):
        path = paths.get(part.region_id or part.unit_id or plan.id, "")
        if not path.startswith(plan.region_path) or (part.region_id is not None and path == plan.region_path):
            faults.append(FaultWords("foreign-part", _FOREIGN, row=number, column="region_id" if part.region_id else "unit_id", value=part.written))
    if faults:
        raise ForeignPart(faults=faults, count=len(faults))


async def _keep(work: Work, record: BreakdownRecord, parts: Sequence[BreakdownPart], act: str, reason: str | None) -> None:
    await work.db.flush()
    rows = [{"id": new_id(), "breakdown_id": record.id, "position": place, **part.model_dump()} for place, part in enumerate(parts)]
    await work.db.insert(BreakdownPartRecord, rows)
    shares = "; ".join(f"{part.written} {part.value:f}" + (f" ×{part.weight:f}" if part.weight else "") for part in parts)
    head = {"indicator": record.indicator_key, "year": record.year, "whole": f"{record.whole:f}", "roll_up": record.roll_up}
    await remember(work, HistoryKind.BREAKDOWN, record, act, reason, {**head, "parts": shares})


async def told(db: Db, rows: Iterable[Any]) -> list[Breakdown]:
    """Breakdowns with their parts and their checks; one query for all parts."""
    rows = list(rows)
    parts = await repository.parts_of(db, [row.id for row in rows])
    return [_told(row, parts.get(row.id, [])) for row in rows]


def _told(row: Any, rows: Sequence[Any]) -> Breakdown:
    names = tuple(BreakdownPart.model_fields)
    parts = [BreakdownPart(**{name: getattr(part, name) for name in names}) for part in rows]
    comparator, roll_up = Comparator(row.comparator), RollUp(row.roll_up)
    copied = {name: getattr(row, name) for name in ("id", "version", "plan_id", "year", "whole", "unit_of_measure", "basis", "clause")}
    verdict = check(row.whole, comparator, roll_up, parts)
    return Breakdown(**copied, indicator=row.indicator_key, comparator=comparator, roll_up=roll_up, parts=parts, check=verdict)
