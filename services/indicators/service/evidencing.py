"""Use cases on the facts that deductions, bonuses and vetoes count: entered with evidence, or counted from events."""

from decimal import Decimal
from typing import Any
from uuid import UUID

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
from shared.schemas.events.reporting import SubmissionReturned

RETURNED = "returned"
"""The kind of fact that a returned submission is."""


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
    unit = (await gathering.units_named(db, [told.unit_id])).get(told.unit_id)
    if unit is None:
        raise LookupError(f"unit {told.unit_id} was not heard of yet; told again later")
    reasons = "；".join(f"{item.name}：{item.reason}" for item in told.items)
    row = {
        "id": new_id(),
        "version": 1,
        "region_path": told.region_path,
        "subject_id": told.unit_id,
        "subject_name": unit.name,
        "own_path": "",
        "unit_id": told.unit_id,
        "year": at.astimezone(SHANGHAI).year,
        "kind": RETURNED,
        "count": Decimal(1),
        "evidence": f"{told.round_name}，{told.actor_name}退回：{reasons}",
        "source": FactSource.EVENT,
        "source_id": event.envelope.id,
        "by": told.actor_name,
        "at": at,
        "withdrawn_because": None,
    }
    await db.keep_first(FactRecord, [row])
