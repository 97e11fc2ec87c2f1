"""Where evidence is kept, who scans it, and how much of it a submission may have."""

from dataclasses import dataclass

from services.submissions.settings import SubmissionsSettings
from shared.kit.scanning import Clamd, Scanner
from shared.kit.storage import Store

MOST_EVER = 1000
"""Files that a submission may ever have had, detached ones with them: its list stays bounded."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """A store, perhaps a scanner, and the limits: bytes of one file, files and bytes of one submission."""

    store: Store
    scanner: Scanner | None
    largest: int
    most_files: int
    most_bytes: int


def keeping_of(settings: SubmissionsSettings) -> Keeping:
    """As it is configured."""
    scanner = Clamd(settings.scanner, settings.scanner_seconds) if settings.scanner else None
    store = settings.store(settings.evidence_folder)
    return Keeping(store, scanner, settings.max_evidence_bytes, settings.max_evidence_files, settings.max_evidence_total)
