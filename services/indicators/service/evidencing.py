"""Use cases on the facts that deductions, bonuses and vetoes count: entered with evidence, or counted from events."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from services.indicators.errors.assessments import FactWithdrawn, UnknownSubject
from services.indicators.models import FactRecord
from services.indicators.repository import assessment_schemes, gathering
from shared.kit.clock import SHANGHAI
from shared.kit.db import Db, WriteDb
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.inbox import Received
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing, decide
from shared.schemas.assessment_appeals import FactEntry, FactSource
from shared.schemas.events.reporting import SubmissionEvent, SubmissionReturned, SubmissionSubmitted

RETURNED, LATE_FILING, LATE_DAY = "returned", "late_filing", "late_day"
"""The kinds of fact that events tell: a submission sent back, one handed in late, and by how many days."""


async def visible_fact(db: Db, actor: Actor, fact_id: UUID) -> Any:
    """The fact if the actor's office keeps it, or if it is about the actor's unit or region; NotFound otherwise."""
    row = await assessment_schemes.fact(db, fact_id)
    own = Thing(region_path=row.own_path, unit_id=row.unit_id) if row else None
    if own is None or not decide(actor, Permission.ASSESSMENT_APPEAL, own).allowed:
        see(actor, Permission.ASSESSMENT_READ, Thing(region_path=row.region_path) if row else None, what="fact", what_zh="考核事实")
    return row


async def record_fact(work: Work, body: FactEntry) -> UUID:
    """Enter a fact about a unit or region with what proves it."""
    require(work.actor, Permission.ASSESSMENT_RUN, Thing(region_path=body.region_path))
    subject = await gathering.subject(work.db, body.region_path, body.subject_id)
    if subject is None:
        raise UnknownSubject(subject_id=body.subject_id)
    name, own_path, unit_id = subject
    whose = {"subject_name": name, "own_path": own_path, "unit_id": unit_id}
    record = FactRecord(id=new_id(), source=FactSource.PERSON, by=work.actor.name, at=work.now(), **whose, **body.model_dump())
    work.db.add(record)
    await work.db.flush()
    await work.audit("record_fact", record.id, kind=body.kind, subject_id=str(body.subject_id))
    return record.id


async def withdraw_fact(work: Work, fact_id: UUID, reason: str, if_match: IfMatch) -> None:
    """Let a fact count no longer, an event's too; it stays readable. Results that counted it keep it until they are made anew."""
    row = await visible_fact(work.db, work.actor, fact_id)
    require(work.actor, Permission.ASSESSMENT_RUN, Thing(region_path=row.region_path))
    record = await assessment_schemes.fact_to_change(work.db, fact_id)
    if_match.check(record.version)
    if record.withdrawn_because is not None:
        raise FactWithdrawn(reason=record.withdrawn_because)
    record.withdrawn_because = reason
    await work.db.flush()
    await work.audit("withdraw_fact", fact_id, reason=reason)


async def count_return(db: WriteDb, event: Received[SubmissionReturned]) -> None:
    """A returned submission is one fact about its unit, of the year (in Asia/Shanghai) in which it was sent back."""
    told, at = event.data, event.envelope.time
    unit = await _unit(db, told.unit_id)
    reasons = "；".join(f"{item.name}：{item.reason}" for item in told.items)
    evidence = f"{told.round_name}，{told.actor_name}退回：{reasons}"
    await db.keep_first(FactRecord, [{**_about(told, unit, at), "kind": RETURNED, "evidence": evidence, "source_id": event.envelope.id}])


async def count_late(db: WriteDb, event: Received[SubmissionSubmitted]) -> None:
    """A late submission is one fact about its unit, and another one that counts the days; both of the year in which it was due."""
    told = event.data
    if told.days_late is None or told.due is None:
        return
    unit = await _unit(db, told.unit_id)
    evidence = f"{told.round_name}，应于{(told.due - timedelta(seconds=1)).astimezone(SHANGHAI).date()}前报送，逾期{told.days_late}天"
    common = {**_about(told, unit, event.envelope.time), "year": (told.due - timedelta(seconds=1)).astimezone(SHANGHAI).year, "evidence": evidence}
    facts = {LATE_FILING: 1, LATE_DAY: told.days_late}
    rows = [{**common, "id": new_id(), "kind": kind, "count": Decimal(count)} for kind, count in facts.items()]
    await db.keep_first(FactRecord, [{**row, "source_id": uuid5(event.envelope.id, str(row["kind"]))} for row in rows])


async def _unit(db: WriteDb, unit_id: UUID) -> Any:
    """The unit as the directory told it; LookupError where it was not heard of yet, so that the event comes again."""
    unit = (await gathering.units_named(db, [unit_id])).get(unit_id)
    if unit is None:
        raise LookupError(f"unit {unit_id} was not heard of yet; told again later")
    return unit


def _about(told: SubmissionEvent, unit: Any, at: datetime) -> dict[str, Any]:
    """A fact about a unit that an event tells: of the year (in Asia/Shanghai) in which it came about, counting once."""
    return {
        "id": new_id(),
        "version": 1,
        "region_path": told.region_path,
        "subject_id": told.unit_id,
        "subject_name": unit.name,
        "own_path": "",
        "unit_id": told.unit_id,
        "year": at.astimezone(SHANGHAI).year,
        "count": Decimal(1),
        "source": FactSource.EVENT,
        "by": told.actor_name,
        "at": at,
        "withdrawn_because": None,
    }
