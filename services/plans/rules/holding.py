"""Who may hold what at the same time: one A and one B liaison of a unit on any day (domain notes, section 1: liaison)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.plans.rules.borders import overlaps


@dataclass(frozen=True, slots=True)
class Held:
    """A post as far as collisions care."""

    id: UUID
    account_id: UUID
    role: str
    region_path: str
    unit_id: UUID | None
    seat: str | None
    since: date
    until: date | None


def collides(wanted: Held, others: Iterable[Held]) -> Held | None:
    """The first post that cannot stand beside ``wanted``: the same seat of a unit taken, or the same post held twice by one person."""
    for other in others:
        if other.id != wanted.id and overlaps(wanted.since, wanted.until, other.since, other.until) and _same(wanted, other):
            return other
    return None


class Roster:
    """Posts that are held, and those that are to be: who comes later finds the seat taken."""

    def __init__(self, held: Iterable[Held]) -> None:
        self._held: dict[tuple[str, UUID], list[Held]] = {}
        for one in held:
            self._beside(one).append(one)

    def _beside(self, one: Held) -> list[Held]:
        """Posts that could collide: of the same role in the same unit, else of the same person."""
        return self._held.setdefault((one.role, one.unit_id or one.account_id), [])

    def enter(self, wanted: Held) -> Held | None:
        """Take a post in, or say which one it cannot stand beside."""
        beside = self._beside(wanted)
        taken = collides(wanted, beside)
        if taken is None:
            beside.append(wanted)
        return taken


def _same(wanted: Held, other: Held) -> bool:
    if wanted.role != other.role or wanted.unit_id != other.unit_id:
        return False
    if wanted.seat is not None and wanted.seat == other.seat:
        return True
    return wanted.account_id == other.account_id and wanted.region_path == other.region_path
