"""Who answers to which name in which region, while rows are taken in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Named:
    """A unit or group answers to a name in a region."""

    region_id: UUID
    name: str
    owner_id: UUID
    is_group: bool = False


class NameBook:
    """Names that are in use, and those that rows claim."""

    def __init__(self, known: Iterable[Named]) -> None:
        self._owners = {(one.region_id, one.name): one for one in known}
        self.fresh: list[Named] = []
        self._fresh_of: dict[UUID, list[str]] = {}

    def owner(self, region_id: UUID, name: str) -> Named | None:
        """Who answers to it."""
        return self._owners.get((region_id, name))

    def unit(self, region_id: UUID, name: str) -> UUID | None:
        """The unit that answers to it; None where nobody or a group does."""
        found = self.owner(region_id, name)
        return found.owner_id if found and not found.is_group else None

    def group(self, region_id: UUID, name: str) -> UUID | None:
        """The group that answers to it; None where nobody or a unit does."""
        found = self.owner(region_id, name)
        return found.owner_id if found and found.is_group else None

    def claim(self, wanted: Named) -> Named | None:
        """Give a name; who has it, where that is somebody else."""
        there = self._owners.setdefault((wanted.region_id, wanted.name), wanted)
        if there is wanted:
            self.fresh.append(wanted)
            self._fresh_of.setdefault(wanted.owner_id, []).append(wanted.name)
        return None if there.owner_id == wanted.owner_id else there

    def given(self, owner_id: UUID) -> Sequence[str]:
        """Names that rows gave to somebody."""
        return self._fresh_of.get(owner_id, ())
