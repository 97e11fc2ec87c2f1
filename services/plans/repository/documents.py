"""Queries on uploaded documents and the job of reading them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update

from services.plans.models import DocumentDraftRecord, DocumentLineRecord, DocumentRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission
from shared.schemas.documents import DocumentState

documents, lines, drafts = table_of(DocumentRecord), table_of(DocumentLineRecord), table_of(DocumentDraftRecord)
_RIGHTS = RightsColumns(region_path=documents.c.region_path)
_OPEN = (DocumentState.WAITING.value, DocumentState.READING.value)

_by_id = select(documents).where(documents.c.id == bindparam("id"))
_same = select(documents).where(documents.c.region_id == bindparam("region"), documents.c.sha256 == bindparam("sha256"))
_due = (
    select(documents.c.id)
    .where(documents.c.state.in_(_OPEN), documents.c.claimed_until <= bindparam("now"))
    .order_by(documents.c.claimed_until, documents.c.id)
    .limit(1)
)
_claim = (
    update(documents)
    .where(documents.c.id.in_(_due.with_for_update(skip_locked=True).scalar_subquery()))
    .values(
        state=DocumentState.READING.value,
        claim=bindparam("by"),
        claimed_until=bindparam("until"),
        attempts=documents.c.attempts + 1,
        version=documents.c.version + 1,
    )
    .returning(documents)
)
_held = update(documents).where(documents.c.id == bindparam("document"), documents.c.claim == bindparam("by"))
_draft = select(drafts.c.draft, drafts.c.confidences, drafts.c.work_list).where(drafts.c.document_id == bindparam("document"))
_clauses = select(drafts.c.document_id, drafts.c.clauses).where(drafts.c.document_id.in_(bindparam("documents", expanding=True)))
_named = select(documents.c.sha256).where(
    documents.c.sha256.in_(bindparam("hashes", expanding=True)), documents.c.state != DocumentState.REFUSED.value
)


async def document(db: Db, document_id: UUID) -> Row[Any] | None:
    """A document."""
    return await db.one(_by_id, {"id": document_id})


async def document_to_change(db: WriteDb, document_id: UUID) -> DocumentRecord:
    """A document as a record, locked until the transaction ends; it must exist."""
    return (await db.session.scalars(select(DocumentRecord).where(DocumentRecord.id == document_id).with_for_update())).one()


async def same_document(db: Db, region_id: UUID, sha256: str) -> Row[Any] | None:
    """What a region already has of these bytes."""
    return await db.one(_same, {"region": region_id, "sha256": sha256})


async def document_page(
    db: Db, query: PageQuery, actor: Actor, region_id: UUID | None, state: str | None, plan_id: UUID | None
) -> Sequence[Row[Any]]:
    """Documents the actor may know of, in the order of their upload."""
    statement = select(documents).where(visible(actor, Permission.DOCUMENT_READ, _RIGHTS))
    if region_id is not None:
        statement = statement.where(documents.c.region_id == region_id)
    if state is not None:
        statement = statement.where(documents.c.state == state)
    if plan_id is not None:
        statement = statement.where((documents.c.plan_id == plan_id) | (documents.c.amends_plan_id == plan_id))
    return await db.all(after(statement, query, (documents.c.id, UUID)))


async def line_page(db: Db, query: PageQuery, document_id: UUID, page: int | None) -> Sequence[Row[Any]]:
    """Lines of a document in their order."""
    statement = select(lines.c.position, lines.c.page, lines.c.start, lines.c.text).where(lines.c.document_id == document_id)
    if page is not None:
        statement = statement.where(lines.c.page == page)
    return await db.all(after(statement, query, (lines.c.position, int)))


async def anything_to_read(db: Db, now: datetime) -> bool:
    """Whether a document waits, or its reader gave no sign of life."""
    return bool(await db.all(_due, {"now": now}))


async def claim_one(db: WriteDb, by: UUID, now: datetime, until: datetime) -> Row[Any] | None:
    """Take up the document that waits longest; nobody else gets it before ``until``."""
    return await db.one(_claim, {"now": now, "by": by, "until": until})


async def hold(db: WriteDb, document_id: UUID, by: UUID, **values: Any) -> bool:
    """Change a claimed document; False if somebody else has taken it up meanwhile."""
    changed = _held.values(version=documents.c.version + 1, **values)
    return await db.run(changed, {"document": document_id, "by": by}) == 1


async def store_reading(db: WriteDb, document_id: UUID, rows: Sequence[dict[str, Any]], draft: dict[str, Any]) -> None:
    """What was read: the document's lines, and its draft."""
    await db.insert(lines, rows)
    await db.insert(drafts, [{"document_id": document_id, **draft}])


async def draft_of(db: Db, document_id: UUID) -> Row[Any] | None:
    """The draft that was read out of a document."""
    return await db.one(_draft, {"document": document_id})


async def clauses_of(db: Db, *document_ids: UUID) -> dict[UUID, list[Any]]:
    """The clauses of some documents."""
    return {row.document_id: row.clauses for row in await db.all(_clauses, {"documents": list(document_ids)})}


async def remove(db: WriteDb, document_id: UUID) -> None:
    """Drop a document with everything that was read."""
    await db.run(delete(lines).where(lines.c.document_id == document_id))
    await db.run(delete(drafts).where(drafts.c.document_id == document_id))
    await db.run(delete(documents).where(documents.c.id == document_id))


async def named(db: Db, hashes: Iterable[str]) -> set[str]:
    """Those hashes whose bytes a document still needs."""
    return {row.sha256 for row in await db.all(_named, {"hashes": sorted(hashes)})}
