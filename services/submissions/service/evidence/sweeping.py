"""Drops bytes that nothing needs: of uploads that came to nothing, and of files detached before they were ever handed in."""

from collections.abc import Sequence
from datetime import timedelta

from services.submissions.models import EvidenceFileRecord
from services.submissions.repository import evidence
from services.submissions.service.evidence.keeping import Keeping
from shared.kit.clock import real_now
from shared.kit.log import logger
from shared.kit.service import Service
from shared.schemas.evidence import ScanState

_AT_ONCE = 200


class Sweeping:
    """Looks for orphans older than ``hours``."""

    def __init__(self, service: Service, keeping: Keeping, hours: float) -> None:
        self._service, self._keeping, self._kept = service, keeping, timedelta(hours=hours)

    async def turn(self) -> int:
        """Always 0: what is left is left until next time."""
        aged = await self._keeping.store.aged(real_now() - self._kept)
        swept = 0
        for first in range(0, len(aged), _AT_ONCE):
            swept += await self._sweep(aged[first : first + _AT_ONCE])
        if swept:
            logger.info("evidence swept", files=swept)
        return 0

    async def _sweep(self, aged: Sequence[str]) -> int:
        """Drop those of the names that nothing needs.

        Each is held by the lock of its row while its bytes go (a row is made where there is none), and looked at again under it: who attaches
        the same bytes at this moment waits for that lock, then finds them gone and keeps them again.
        """
        free = set(aged) - await evidence.needed(self._service.database.read, aged)
        if not free:
            return 0
        async with self._service.database.write() as db:
            row = {"scan": ScanState.UNSCANNED, "scan_at": real_now(), "scan_attempts": 0}
            await db.keep_first(EvidenceFileRecord, [{"sha256": name, **row} for name in sorted(free)])
            await evidence.files_to_change(db, free)
            free -= await evidence.needed(db, free)
            await self._keeping.store.drop(sorted(free))
            await evidence.forget_files(db, free)
        return len(free)
