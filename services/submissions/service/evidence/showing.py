"""Evidence as it is shown: with the items and the form it belongs to, to whom they are shown."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.submissions import errors
from services.submissions.repository import evidence, kinds, rounds
from services.submissions.rules.evidence import may_download
from services.submissions.rules.moves import MOVES, Move
from services.submissions.service.evidence.keeping import Keeping
from services.submissions.service.reading import leads_for, places_of_files, shown, shows_form, visible_submission
from services.submissions.service.showing import attached_file
from shared.kit.db import Db
from shared.kit.rights import see
from shared.rules.access import Actor, Permission, decide
from shared.schemas.evidence import Evidence, EvidenceMove, ScanState
from shared.schemas.submissions import SubmissionState


def told(row: Any, actor: Actor, *, is_scanned_here: bool, writable: bool) -> Evidence:
    """A file as the actor is told of it."""
    may = []
    if may_download(ScanState(row.scan), is_scanned_here=is_scanned_here, is_own=row.attached_by == actor.id):
        may.append(EvidenceMove.DOWNLOAD)
    if writable and row.detached_at is None:
        may.append(EvidenceMove.DETACH)
    gone = {"detached_by": row.detached_by_name, "detached_at": row.detached_at}
    return Evidence(**attached_file(row).model_dump(), submission_id=row.submission_id, **gone, may=may)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Items whose files the actor may know of (None: those of the whole form), detached ones too or not, and whether they can be changed."""

    places: Collection[UUID | None]
    with_detached: bool
    writable: bool

    def shows(self, row: Any) -> bool:
        """Whether the actor may know of this file: what was detached before the approval stays inside the chain."""
        return row.item_id in self.places and (self.with_detached or row.detached_at is None)


async def _seen(db: Db, actor: Actor, submission_id: UUID) -> _Seen:
    row, known = await visible_submission(db, actor, submission_id)
    every = await rounds.items_of(db, row.assignment_id)
    items = shown(actor, known, every, await leads_for(db, actor, known, every))
    places = places_of_files(items, with_whole=shows_form(actor, known, await kinds.kind(db, row.kind_id)))
    table = MOVES[Move.ATTACH]
    in_chain = decide(actor, Permission.SUBMISSION_READ, replace(known, state=SubmissionState.SUBMITTED)).allowed
    return _Seen(places, in_chain, row.state in table.before and decide(actor, table.permission, known).allowed)


async def list_evidence(db: Db, actor: Actor, keeping: Keeping, submission_id: UUID, *, with_detached: bool) -> list[Evidence]:
    """Files of a submission, in the order in which they came."""
    seen, scanned = await _seen(db, actor, submission_id), keeping.scanner is not None
    rows = await evidence.evidence_of(db, submission_id, with_detached=with_detached)
    return [told(row, actor, is_scanned_here=scanned, writable=seen.writable) for row in rows if seen.shows(row)]


async def _visible(db: Db, actor: Actor, submission_id: UUID, evidence_id: UUID) -> tuple[Any, bool]:
    seen = await _seen(db, actor, submission_id)
    row = await evidence.one_evidence(db, submission_id, evidence_id)
    if row is None or not seen.shows(row):
        see(actor, Permission.SUBMISSION_READ, None, what="evidence", what_zh="佐证材料")
    return row, seen.writable


async def read_evidence(db: Db, actor: Actor, keeping: Keeping, submission_id: UUID, evidence_id: UUID) -> Evidence:
    """One file, attached or detached."""
    row, writable = await _visible(db, actor, submission_id, evidence_id)
    return told(row, actor, is_scanned_here=keeping.scanner is not None, writable=writable)


async def evidence_to_send(db: Db, actor: Actor, keeping: Keeping, submission_id: UUID, evidence_id: UUID) -> Any:
    """The row of a file whose bytes the actor may have now; EvidenceInfected or EvidenceNotScanned otherwise."""
    row, _ = await _visible(db, actor, submission_id, evidence_id)
    if row.scan == ScanState.INFECTED:
        raise errors.EvidenceInfected(malware=row.malware)
    if not may_download(ScanState(row.scan), is_scanned_here=keeping.scanner is not None, is_own=row.attached_by == actor.id):
        raise errors.EvidenceNotScanned(headers={"Retry-After": "30"})
    return row
