"""The job that reads uploaded documents: claimed by lease, read in a process of its own, taken up again when its worker dies."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from services.plans.repository import directory, documents
from services.plans.rules.reading.doubts import region_doubt
from services.plans.rules.reading.work_list import WorkCode
from services.plans.settings import PlansSettings
from shared.kit.clock import real_now
from shared.kit.db import Database
from shared.kit.log import logger
from shared.kit.storage import NotKeptError, Store
from shared.schemas.documents import DocumentState, ReadingStage

MOST_ATTEMPTS = 3
READING_FAILED = "reading_failed"
KEPT = timedelta(hours=1)
"""Bytes that no row names are dropped after this: an upload puts them down before its row is durable."""
_LONGEST_ANSWER = 256 * 1024 * 1024


class Lost(Exception):  # noqa: N818 - an outcome
    """Somebody else has taken the document up, or it was deleted: what was read here no longer counts."""


class Reading:
    """Reads one document a turn."""

    def __init__(self, database: Database, store: Store, settings: PlansSettings) -> None:
        self._database, self._store = database, store
        self._lease = timedelta(seconds=settings.reading_lease_seconds)
        self._most = settings.reading_seconds

    async def turn(self) -> int:
        """Take up a document and read it; how many were taken up."""
        if not await documents.anything_to_read(self._database.read, real_now()):
            return 0
        claim = uuid4()
        async with self._database.write() as db:
            row = await documents.claim_one(db, claim, real_now(), real_now() + self._lease)
        if row is None:
            return 0
        if row.attempts > MOST_ATTEMPTS:
            await self._hold(row.id, claim, **_over(DocumentState.REFUSED), reason=READING_FAILED)
            return 1
        try:
            await self._read(row, claim)
        except Lost:
            logger.info("document was taken up elsewhere", document=str(row.id))
        return 1

    async def _read(self, row: Any, claim: UUID) -> None:
        """One attempt. A reader that dies or takes too long gives the document back; the next attempt may be the last."""
        try:
            async with asyncio.timeout(self._most):
                outcome = await self._outcome(row, claim)
        except (TimeoutError, NotKeptError):
            outcome = None
        if outcome is None:
            logger.error("document could not be read", document=str(row.id), attempt=row.attempts)
            await self._hold(row.id, claim, state=DocumentState.WAITING, stage=ReadingStage.BYTES, claimed_until=real_now())
        elif "refused" in outcome:
            await self._hold(row.id, claim, **_over(DocumentState.REFUSED), reason=outcome["refused"])
        else:
            await self._finish(row, claim, outcome["result"])

    async def _outcome(self, row: Any, claim: UUID) -> dict[str, Any] | None:
        """The reader's last word; None if it died without one."""
        async with self._store.as_file(row.sha256) as file, _reader(file, row.name) as process:
            assert process.stdout is not None
            while line := await self._next_line(process.stdout, row.id, claim):
                told: dict[str, Any] = json.loads(line)
                if "stage" not in told:
                    return told
                await self._hold(row.id, claim, stage=told["stage"])
        return None

    async def _next_line(self, stream: asyncio.StreamReader, document_id: UUID, claim: UUID) -> bytes:
        """The next line, the lease renewed for as long as it takes."""
        pending = asyncio.ensure_future(stream.readline())
        try:
            while not (await asyncio.wait([pending], timeout=self._lease.total_seconds() / 3))[0]:
                await self._hold(document_id, claim)
            return pending.result()
        finally:
            pending.cancel()

    async def _finish(self, row: Any, claim: UUID, result: dict[str, Any]) -> None:
        rows = [
            {"document_id": row.id, "position": position, "page": page, "start": start, "text": text}
            for position, (page, start, text) in enumerate(result["lines"])
        ]
        done = {"pages": result["pages"], "line_count": len(rows), "textless_pages": result["textless"]}
        if (region := await directory.region(self._database.read, row.region_id, row.uploaded_at.date())) is not None:
            _compare_region(result["reading"], region.name)
        async with self._database.write() as db:
            if not await documents.hold(db, row.id, claim, **_over(DocumentState.READ), **done):
                raise Lost
            await documents.store_reading(db, row.id, rows, result["reading"])

    async def _hold(self, document_id: UUID, claim: UUID, /, **values: Any) -> None:
        """Change the claimed document and renew the lease; raises Lost."""
        values.setdefault("claimed_until", real_now() + self._lease)
        async with self._database.write() as db:
            if not await documents.hold(db, document_id, claim, **values):
                raise Lost


def _compare_region(reading: dict[str, Any], region: str) -> None:
    """Put it on the work list where the text names another region than the one that the document was uploaded for."""
    head = reading["draft"]["head"]
    doubt = region_doubt(_named(reading), region, (head["clause"]["start"], head["clause"]["end"]))
    if doubt is not None:
        reading["work_list"].append({"id": f"W{len(reading['work_list']) + 1:03d}", **asdict(doubt)})


def _named(reading: dict[str, Any]) -> str | None:
    """The region that the text names; None where that is on the work list by itself."""
    missing = any(entry["code"] == WorkCode.NO_REGION for entry in reading["work_list"])
    return None if missing else reading["draft"]["head"]["region"]["name"]


def _over(state: DocumentState) -> dict[str, Any]:
    return {"state": state, "stage": ReadingStage.DRAFT if state is DocumentState.READ else ReadingStage.TEXT}


@asynccontextmanager
async def _reader(file: Path, name: str) -> AsyncIterator[Process]:
    """A reading process; killed if it is not wanted any more."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "services.plans.reader", str(file), name, stdout=PIPE, stderr=DEVNULL, stdin=DEVNULL, limit=_LONGEST_ANSWER
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


class Sweeping:
    """Drops bytes that no document needs: of deleted and refused ones, and of uploads that came to nothing."""

    def __init__(self, database: Database, store: Store) -> None:
        self._database, self._store = database, store

    async def turn(self) -> int:
        """Always 0: what is left is left until next time."""
        aged = await self._store.aged(real_now() - KEPT)
        needed = await documents.named(self._database.read, aged) if aged else set()
        await self._store.drop([name for name in aged if name not in needed])
        return 0
