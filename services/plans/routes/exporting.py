"""A plan to take along: JSON (the draft it could be drafted from again), XLSX, DOCX."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

from fastapi import Response
from fastapi.responses import StreamingResponse

from services.plans.rules.exporting.docx import document
from services.plans.rules.exporting.xlsx import workbook
from services.plans.service import exporting
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.clock import today
from shared.kit.downloads import XLSX, attachment
from shared.kit.language import Words
from shared.kit.routing import guarded
from shared.rules.access import Permission
from shared.schemas.plans import PlanDraft

router = api_router("/api/v1/plans", "export")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHUNK = 64 * 1024


def _chunks(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]


def _streamed(content: bytes, media_type: str, title: str, ending: str) -> StreamingResponse:
    headers = {**attachment(Words(f"{title}.{ending}", f"plan.{ending}")), "Content-Length": str(len(content))}
    return StreamingResponse(_chunks(content), media_type=media_type, headers=headers)


def _file(media_type: str) -> dict[int | str, dict[str, object]]:
    return {200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}, "description": "the file"}}


_GUARDED = guarded(Permission.PLAN_READ)
_AS_XLSX = {**_GUARDED, "responses": _GUARDED["responses"] | _file(XLSX)}
_AS_DOCX = {**_GUARDED, "responses": _GUARDED["responses"] | _file(DOCX)}


@router.get("/{plan_id:uuid}/export.json", operation_id="export_plan_as_json", **_GUARDED)
async def export_plan_as_json(db: InRead, clock: InClock, actor: CurrentActor, plan_id: UUID, response: Response) -> PlanDraft:
    """The plan as the body of `draft_plan`: the document with every fact and clause, and whom people assigned besides."""
    exported = await exporting.export_of(db, actor, plan_id, today(clock))
    response.headers.update(attachment(Words(f"{exported.row.title}.json", "plan.json")))
    return exported.draft


@router.get("/{plan_id:uuid}/export.xlsx", operation_id="export_plan_as_xlsx", response_class=StreamingResponse, **_AS_XLSX)
async def export_plan_as_xlsx(db: InRead, clock: InClock, actor: CurrentActor, plan_id: UUID) -> StreamingResponse:
    """The plan as a workbook: head, actions, responsibilities, indicators with every target, duties, remarks. Every cell is text."""
    exported = await exporting.export_of(db, actor, plan_id, today(clock))
    content = await asyncio.to_thread(workbook, exported.written)
    return _streamed(content, XLSX, exported.row.title, "xlsx")


@router.get("/{plan_id:uuid}/export.docx", operation_id="export_plan_as_docx", response_class=StreamingResponse, **_AS_DOCX)
async def export_plan_as_docx(db: InRead, clock: InClock, actor: CurrentActor, plan_id: UUID) -> StreamingResponse:
    """The plan as a document to be read, with tables and citations."""
    exported = await exporting.export_of(db, actor, plan_id, today(clock))
    content = await asyncio.to_thread(document, exported.written)
    return _streamed(content, DOCX, exported.row.title, "docx")
