"""Queries on evidence and on the bytes behind it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, func, or_, select

from services.submissions.models import EvidenceFileRecord, EvidenceRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of
from shared.schemas.evidence import ScanState

evidence, files = table_of(EvidenceRecord), table_of(EvidenceFileRecord)
_counts = or_(evidence.c.until_version.is_(None), evidence.c.until_version > evidence.c.since_version)
"""What is attached, or was when some version was made."""
_shown = (
    select(evidence, func.coalesce(files.c.scan, ScanState.UNSCANNED.value).label("scan"), files.c.malware)
    .outerjoin(files, files.c.sha256 == evidence.c.sha256)
    .where(evidence.c.submission_id == bindparam("submission"))
    .order_by(evidence.c.id)
)
_attached = _shown.where(evidence.c.detached_at.is_(None))
_one = _shown.where(evidence.c.id == bindparam("evidence"))
_there = _attached.where(evidence.c.sha256 == bindparam("sha256"))
_now = evidence.c.detached_at.is_(None)
_used = select(
    func.count().filter(_now).label("attached"), func.count().label("ever"), func.coalesce(func.sum(evidence.c.size).filter(_now), 0).label("bytes")
).where(evidence.c.submission_id == bindparam("submission"))
_due = (
    select(files.c.sha256)
    .where(files.c.scan.in_((ScanState.UNSCANNED, ScanState.FAILED)), files.c.scan_at <= bindparam("now"))
    .order_by(files.c.scan_at)
)
_by_scan = select(files.c.scan, func.count().label("files")).group_by(files.c.scan)


async def evidence_of(db: Db, submission_id: UUID, *, with_detached: bool = False) -> Sequence[Row[Any]]:
    """Files of a submission in the order in which they came, with what the scanner said."""
    return await db.all(_shown if with_detached else _attached, {"submission": submission_id})


async def one_evidence(db: Db, submission_id: UUID, evidence_id: UUID) -> Row[Any] | None:
    """One file of a submission, attached or not."""
    return await db.one(_one, {"submission": submission_id, "evidence": evidence_id})


async def same_evidence(db: Db, submission_id: UUID, item_id: UUID | None, sha256: str) -> Row[Any] | None:
    """The same bytes, attached at the same place."""
    return next((row for row in await db.all(_there, {"submission": submission_id, "sha256": sha256}) if row.item_id == item_id), None)


async def used(db: Db, submission_id: UUID) -> tuple[int, int, int]:
    """Of a submission: files attached, files ever, bytes attached."""
    row = await db.one(_used, {"submission": submission_id})
    assert row is not None
    return int(row.attached), int(row.ever), int(row.bytes)


async def evidence_to_change(db: WriteDb, submission_id: UUID, evidence_id: UUID) -> EvidenceRecord | None:
    """One file of a submission, locked."""
    wanted = select(EvidenceRecord).where(EvidenceRecord.id == evidence_id, EvidenceRecord.submission_id == submission_id)
    return (await db.session.scalars(wanted.with_for_update())).one_or_none()


async def files_to_change(db: WriteDb, names: Collection[str]) -> Sequence[EvidenceFileRecord]:
    """The rows of these bytes, locked in the order of their names."""
    wanted = select(EvidenceFileRecord).where(EvidenceFileRecord.sha256.in_(names)).order_by(EvidenceFileRecord.sha256)
    return (await db.session.scalars(wanted.with_for_update())).all()


async def needed(db: Db, names: Collection[str]) -> set[str]:
    """Those of the names whose bytes are attached somewhere, or belong to a version."""
    found = select(evidence.c.sha256).where(evidence.c.sha256.in_(names), _counts).distinct()
    return {row.sha256 for row in await db.all(found)}


async def forget_files(db: WriteDb, names: Collection[str]) -> None:
    """Drop the rows of bytes that are not needed."""
    await db.run(delete(EvidenceFileRecord).where(EvidenceFileRecord.sha256.in_(names)))


async def due_for_scan(db: Db, now: datetime, most: int) -> list[str]:
    """Names of bytes that a scanner is to be asked about, the longest waiting first."""
    return [row.sha256 for row in await db.all(_due.limit(most), {"now": now})]


async def counted_by_scan(db: Db) -> dict[str, int]:
    """How many files are in which state of scanning."""
    return {row.scan: int(row.files) for row in await db.all(_by_scan)}
