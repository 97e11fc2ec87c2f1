"""Use cases on uploaded documents: take one in, show it, drop it."""

import asyncio
import hashlib
from pathlib import PureWindowsPath
from typing import Any
from uuid import UUID

from services.plans.errors import (
    DocumentInUse,
    OtherRegion,
    RegionNeeded,
    UnknownRegionCode,
    UnreadableUpload,
    UnsupportedUpload,
    UploadTooLarge,
)
from services.plans.models import DocumentRecord
from services.plans.repository import directory, documents
from services.plans.rules.reading.sources import Refusal, UnreadableDocument, check_document
from services.plans.service.seeing import visible_plan
from shared.kit.clock import real_now, today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.storage import Store, receive, whole
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Role, Thing
from shared.schemas.documents import DocumentState, ReadingStage

_UNSUPPORTED = frozenset({Refusal.NOT_A_DOCUMENT, Refusal.IMAGE, Refusal.SPREADSHEET, Refusal.LEGACY_FORMAT})
_LONGEST_NAME = 300


async def visible_document(db: Db, actor: Actor, document_id: UUID) -> Any:
    """The document's row if the actor may know of it; NotFound otherwise."""
    row = await documents.document(db, document_id)
    see(actor, Permission.DOCUMENT_READ, Thing(region_path=row.region_path) if row else None, what="document", what_zh="文件")
    return row


async def upload_document(
    work: Work, store: Store, data: bytes, name: str | None, region_code: str | None, plan_id: UUID | None, largest: int
) -> tuple[UUID, bool]:
    """Take a document in for reading; its id, and whether it is new: the same bytes again are the first document.

    Whatever would refuse it is looked for first, before anything is written and before the transaction begins.
    """
    region_id, region_path = await _region(work, region_code, plan_id)
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=region_path))
    if len(data) > largest:
        raise UploadTooLarge(limit=largest)
    sha256 = hashlib.sha256(data).hexdigest()
    if (same := await documents.same_document(work.read, region_id, sha256)) is not None:
        return same.id, False
    media_type = await _checked(data, name)
    async with receive(whole(data), largest) as came:
        await store.keep(came.sha256, came.path)
    record = DocumentRecord(
        id=new_id(),
        name=_plain_name(name),
        sha256=sha256,
        size=len(data),
        media_type=media_type,
        region_id=region_id,
        region_path=region_path,
        state=DocumentState.WAITING,
        stage=ReadingStage.BYTES,
        textless_pages=[],
        uploaded_by=work.actor.id,
        uploaded_at=work.now(),
        amends_plan_id=plan_id,
        claimed_until=real_now(),
        attempts=0,
    )
    work.db.add(record)
    await work.db.flush()
    await work.audit("upload_document", record.id, sha256=sha256, size=len(data))
    return record.id, True


async def _region(work: Work, region_code: str | None, plan_id: UUID | None) -> tuple[UUID, str]:
    """The region a document is for: the plan's, the one that is named, or the only one whose plan office the actor is."""
    if plan_id is not None:
        plan = await visible_plan(work.read, work.actor, plan_id)
        region = await _by_code(work, region_code) if region_code else None
        if region is not None and region.id != plan.region_id:
            raise OtherRegion(region=plan.region_name)
        return plan.region_id, plan.region_path
    if region_code is not None:
        region = await _by_code(work, region_code)
        return region.id, region.path
    paths = {grant.region_path for grant in work.actor.grants if grant.role is Role.PLAN_OFFICE}
    if len(paths) > 1:
        raise RegionNeeded(count=len(paths))
    path = next(iter(paths), "")
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=path))
    return await directory.region_id_of_path(work.read, path), path


async def _by_code(work: Work, code: str) -> Any:
    region = (await directory.regions_by_code(work.read, [code], today(work.service.clock))).get(code)
    if region is None:
        raise UnknownRegionCode(region_code=code)
    return region


async def _checked(data: bytes, name: str | None) -> str:
    """The media type; raises the problem that tells why the bytes are refused."""
    try:
        return (await asyncio.to_thread(check_document, data, name)).value
    except UnreadableDocument as refusal:
        words = refusal.words
        problem = UnsupportedUpload if refusal.reason in _UNSUPPORTED else UnreadableUpload
        raise problem(faults=[FaultWords(refusal.reason.value, words, pointer="/file")], why_zh=words.zh, why=words.en) from refusal


def _plain_name(name: str | None) -> str:
    """A file name without the folders and control signs that some programs send along."""
    last = PureWindowsPath((name or "").replace("/", "\\")).name
    return "".join(sign for sign in last if sign.isprintable()).strip()[-_LONGEST_NAME:].strip() or "document"


async def delete_document(work: Work, document_id: UUID, if_match: IfMatch) -> None:
    """Drop a document that no plan cites; its bytes go with the next sweep."""
    row = await visible_document(work.db, work.actor, document_id)
    require(work.actor, Permission.PLAN_DRAFT, Thing(region_path=row.region_path))
    if_match.check(row.version)
    if row.plan_id is not None:
        raise DocumentInUse(plan_id=row.plan_id)
    await documents.remove(work.db, document_id)
    await work.audit("delete_document", document_id, sha256=row.sha256)
