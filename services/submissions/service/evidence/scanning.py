"""Asking the scanner: at once when a file comes, and again until it answers."""

from datetime import timedelta
from pathlib import Path

from services.submissions.models import EvidenceFileRecord
from services.submissions.repository import evidence
from services.submissions.rules.evidence import AFTER_SCAN, Outcome, seconds_to_wait
from services.submissions.service.evidence.keeping import Keeping
from shared.kit.clock import real_now
from shared.kit.log import logger
from shared.kit.metrics import Measured
from shared.kit.scanning import Scanner, ScannerUnavailableError
from shared.kit.service import Service
from shared.kit.storage import NotKeptError
from shared.schemas.evidence import ScanState

_AT_ONCE = 20
_LONGEST_MALWARE = 200


async def ask(scanner: Scanner, file: Path) -> tuple[Outcome, str | None]:
    """What a scanner says of a file, and the name of what it found."""
    try:
        verdict = await scanner.scan(file)
    except ScannerUnavailableError as fault:
        logger.warning("scanner gave no answer", fault=str(fault))
        return Outcome.NO_ANSWER, None
    return (Outcome.NOTHING_FOUND, None) if verdict.malware is None else (Outcome.FOUND, verdict.malware[:_LONGEST_MALWARE])


def state_after(state: ScanState, outcome: Outcome) -> ScanState:
    """The state after an answer; clean and infected stay."""
    return AFTER_SCAN.get((state, outcome), state)


class Scanning:
    """Asks about files that came while the scanner was away."""

    def __init__(self, service: Service, keeping: Keeping) -> None:
        self._service, self._keeping = service, keeping

    async def turn(self) -> int:
        """How many files the scanner told about; a scanner that does not answer is left alone until it is due again."""
        due = await evidence.due_for_scan(self._service.database.read, real_now(), _AT_ONCE)
        told = 0
        for sha256 in due:
            told += await self._scan(sha256)
        return told

    async def _scan(self, sha256: str) -> bool:
        if self._keeping.scanner is None:
            return False
        try:
            async with self._keeping.store.as_file(sha256) as file:
                outcome, malware = await ask(self._keeping.scanner, file)
        except NotKeptError:
            outcome, malware = Outcome.NO_ANSWER, None
        async with self._service.database.write() as db:
            for record in await evidence.files_to_change(db, [sha256]):
                _note(record, outcome, malware)
        return outcome is not Outcome.NO_ANSWER

    async def measure(self) -> list[Measured]:
        """How many files are in which state, as metrics."""
        counts = await evidence.counted_by_scan(self._service.database.read)
        return [
            Measured("evidence_files", "Files of evidence by what the scanner said.", counts.get(state, 0), {"scan": state}) for state in ScanState
        ]


def _note(record: EvidenceFileRecord, outcome: Outcome, malware: str | None) -> None:
    record.scan, record.malware = state_after(ScanState(record.scan), outcome), record.malware or malware
    record.scan_attempts += 1
    record.scan_at = real_now() + timedelta(seconds=seconds_to_wait(record.scan_attempts))
    if record.scan == ScanState.INFECTED:
        logger.error("evidence is infected", sha256=record.sha256, malware=record.malware)
