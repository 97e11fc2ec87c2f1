"""Attach a file to a submission or to one of its items, and detach it: only while the form can be written."""

from collections.abc import AsyncIterable, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.submissions import errors
from services.submissions.models import EvidenceFileRecord, EvidenceRecord
from services.submissions.repository import evidence, rounds, submissions
from services.submissions.rules.evidence import LONGEST_NAME, Content, Outcome, is_usable_name
from services.submissions.rules.moves import Move
from services.submissions.service.evidence.inspecting import inspect
from services.submissions.service.evidence.keeping import MOST_EVER, Keeping
from services.submissions.service.evidence.scanning import ask, state_after
from services.submissions.service.moving import Moving, begin, require_possible
from services.submissions.service.reading import visible_submission
from shared.kit.clock import real_now
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import Busy
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.storage import Incoming, NotKeptError, TooLargeError, receive
from shared.kit.work import Work
from shared.rules.access import Permission
from shared.schemas.evidence import ScanState
from shared.schemas.submissions import SubmissionState

_NOT_ASKED = Words("填报项 {item_id} 不属于本填报单", "item {item_id} is not of this submission")
_NOT_RETURNED = Words("填报项 {item_id} 未被退回，其佐证材料不能改动", "item {item_id} was not returned; its evidence cannot be changed")


@dataclass(frozen=True, slots=True)
class Offered:
    """What an upload says of itself before its bytes come."""

    submission_id: UUID
    item_id: UUID | None
    sha256: str
    name: str
    label: str
    announced: int | None


async def attach_evidence(work: Work, keeping: Keeping, offered: Offered, chunks: AsyncIterable[bytes]) -> tuple[UUID, bool]:
    """Take a file in and attach it; its id, and whether it is new: the same bytes under the same name again are the first.

    Whatever would refuse it is looked for before a byte is read, the bytes are taken in, looked at, scanned and kept before the
    transaction begins, and everything is looked for again under its lock.
    """
    row = await _welcome(work, offered)
    if (there := await _there(work.read, offered)) is not None:
        return there, False
    await _require_room(work.read, keeping, offered, offered.announced or 0)
    async with _received(keeping, offered, chunks) as came:
        content = await inspect(came.path, offered.name, offered.label)
        scan = await _first_scan(keeping, came)
        await keeping.store.keep(came.sha256, came.path)
        return await _attach(work, keeping, offered, came, content, scan, row)


async def _welcome(work: Work, offered: Offered) -> Any:
    """The submission's row, if it takes this file from this actor now."""
    row, known = await visible_submission(work.read, work.actor, offered.submission_id)
    require(work.actor, Permission.SUBMISSION_FILL, known)
    if not is_usable_name(offered.name):
        raise errors.EvidenceNameUnusable(most=LONGEST_NAME)
    require_possible(work, row, row, Move.ATTACH, IfMatch(None))
    await _require_open(work.read, row, row.state, offered.item_id)
    return row


async def _require_open(db: Db, row: Any, state: str, item_id: UUID | None) -> None:
    """Raise UnknownItem, ItemNotAsked or ItemNotReopened unless files of the item may be changed; those of the whole form always may."""
    if item_id is None:
        return
    item = next((one for one in await rounds.items_of(db, row.assignment_id) if one.id == item_id), None)
    if item is None:
        raise errors.UnknownItem(faults=[FaultWords("unknown-item", _NOT_ASKED, pointer="query/item_id", item_id=item_id)], count=1)
    if item.waived_at is not None:
        raise errors.ItemNotAsked(reason=item.waived_because)
    answer = (await submissions.answers_of(db, row.id)).get(item_id)
    if state == SubmissionState.RETURNED and not (answer is not None and answer.returned):
        raise errors.ItemNotReopened(faults=[FaultWords("not-returned", _NOT_RETURNED, pointer="query/item_id", item_id=item_id)])


async def _there(db: Db, offered: Offered) -> UUID | None:
    there = await evidence.same_evidence(db, offered.submission_id, offered.item_id, offered.sha256)
    if there is not None and there.name != offered.name:
        raise errors.EvidenceTwice(name=there.name)
    return there.id if there is not None else None


async def _require_room(db: Db, keeping: Keeping, offered: Offered, size: int) -> None:
    attached, ever, total = await evidence.used(db, offered.submission_id)
    if attached >= keeping.most_files or ever >= MOST_EVER or total + size > keeping.most_bytes:
        raise errors.EvidenceQuota(files=keeping.most_files, size=keeping.most_bytes)


@asynccontextmanager
async def _received(keeping: Keeping, offered: Offered, chunks: AsyncIterable[bytes]) -> AsyncIterator[Incoming]:
    """All bytes, whole and as named, in a temporary file."""
    if offered.announced is not None and offered.announced > keeping.largest:
        raise errors.EvidenceTooLarge(limit=keeping.largest)
    try:
        async with receive(chunks, keeping.largest) as came:
            if came.size == 0:
                raise errors.EvidenceEmpty()
            if offered.announced not in (None, came.size):
                raise errors.EvidenceIncomplete(came=came.size)
            if came.sha256 != offered.sha256:
                raise errors.EvidenceDigestDiffers(sha256=came.sha256)
            yield came
    except TooLargeError as fault:
        raise errors.EvidenceTooLarge(limit=keeping.largest) from fault


async def _first_scan(keeping: Keeping, came: Incoming) -> ScanState:
    """What the scanner says at once; without its answer the file waits. Infected bytes are never kept."""
    if keeping.scanner is None:
        return ScanState.UNSCANNED
    outcome, malware = await ask(keeping.scanner, came.path)
    if outcome is Outcome.FOUND:
        raise errors.EvidenceInfected(malware=malware)
    return state_after(ScanState.UNSCANNED, outcome)


async def _attach(work: Work, keeping: Keeping, offered: Offered, came: Incoming, content: Content, scan: ScanState, row: Any) -> tuple[UUID, bool]:
    moving = await begin(work, offered.submission_id, Move.ATTACH, IfMatch(None))
    await _require_open(work.db, row, moving.submission.state, offered.item_id)
    if (there := await _there(work.db, offered)) is not None:
        return there, False
    await _require_room(work.db, keeping, offered, came.size)
    await _hold_file(work, keeping, came, scan)
    record = EvidenceRecord(
        id=new_id(),
        submission_id=offered.submission_id,
        item_id=offered.item_id,
        sha256=came.sha256,
        name=offered.name,
        media_type=content.media_type,
        size=came.size,
        attached_by=work.actor.id,
        attached_by_name=work.actor.name,
        attached_at=work.now(),
        since_version=await submissions.next_version(work.db, offered.submission_id),
    )
    work.db.add(record)
    await _touch(work, moving, "attach_evidence", record)
    return record.id, True


async def _hold_file(work: Work, keeping: Keeping, came: Incoming, scan: ScanState) -> None:
    """Lock the row of the bytes, so that they are not swept from under it; a sweep that was just faster made them go: they are kept again."""
    fresh = {"sha256": came.sha256, "scan": scan, "scan_at": real_now(), "scan_attempts": 0}
    held: Sequence[EvidenceFileRecord] = ()
    for _ in range(3):
        await work.db.keep_first(EvidenceFileRecord, [fresh])
        if held := await evidence.files_to_change(work.db, [came.sha256]):
            break
    if not held:
        raise Busy(headers={"Retry-After": "2"})
    if held[0].scan == ScanState.INFECTED:
        raise errors.EvidenceInfected(malware=held[0].malware)
    if scan is ScanState.CLEAN:
        held[0].scan = scan
    try:
        await keeping.store.size(came.sha256)
    except NotKeptError:
        await keeping.store.keep(came.sha256, came.path)


async def detach_evidence(work: Work, submission_id: UUID, evidence_id: UUID) -> None:
    """Take a file off the form; versions that had it keep it."""
    moving = await begin(work, submission_id, Move.ATTACH, IfMatch(None))
    record = await evidence.evidence_to_change(work.db, submission_id, evidence_id)
    if record is None:
        see(work.actor, Permission.SUBMISSION_READ, None, what="evidence", what_zh="佐证材料")
    assert record is not None
    if record.detached_at is not None:
        raise errors.EvidenceDetached(by=record.detached_by_name, at=record.detached_at.isoformat())
    await _require_open(work.db, moving.row, moving.submission.state, record.item_id)
    record.detached_by_name, record.detached_at = work.actor.name, work.now()
    record.until_version = await submissions.next_version(work.db, submission_id)
    await _touch(work, moving, "detach_evidence", record)


async def _touch(work: Work, moving: Moving, act: str, record: EvidenceRecord) -> None:
    """Every change of evidence moves the form's ETag, and is in the log by the digest of the bytes."""
    moving.submission.edited_at = work.now()
    await work.db.flush()
    about = {"evidence": str(record.id), "item": str(record.item_id) if record.item_id else None, "sha256": record.sha256, "name": record.name}
    await work.audit(act, record.submission_id, size=record.size, **about)
