"""Who owes what on a day: which entries hold, and what a group's entry means for its members."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.plans.rules.grouping import is_others, other_members
from services.plans.rules.resolving import leads_of


def holds(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    """Whether something holds on ``day``; ``valid_until`` is the first day on which it does not, null is no bound."""
    return (valid_from is None or valid_from <= day) and (valid_until is None or day < valid_until)


class Entry(NamedTuple):
    """A unit entry of an action: a unit, a group, or (resolved to neither) a name on the work list."""

    responsibility_id: UUID
    action: str
    role: str
    written: str
    office: str | None = None
    unit_id: UUID | None = None
    group_id: UUID | None = None
    through_group_id: UUID | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def is_unresolved(self) -> bool:
        """Whether the written name stands for nobody yet."""
        return self.unit_id is None and self.group_id is None


def on(entries: Iterable[Entry], day: date) -> list[Entry]:
    """The entries that hold on ``day``, in their order."""
    return [entry for entry in entries if holds(entry.valid_from, entry.valid_until, day)]


def expanded(entries: Iterable[Entry], members: Mapping[UUID, Sequence[UUID]]) -> Iterator[Entry]:
    """Every entry of a group followed by one for each member; of "other members" (其他成员单位), less the units that lead the action.

    Nothing is merged: the same body may be named twice for one action, by itself and through a group or through two of its
    offices, and what is named decides (domain notes, section 2).
    """
    entries = list(entries)
    leads = leads_of((entry.action, entry.role, entry.unit_id) for entry in entries)
    for entry in entries:
        yield entry
        if entry.group_id is not None:
            left_out = leads.get(entry.action, []) if is_others(entry.written) else []
            for unit_id in other_members(members.get(entry.group_id, ()), left_out):
                yield entry._replace(unit_id=unit_id, group_id=None, through_group_id=entry.group_id)


def actions_by_role(entries: Iterable[Entry]) -> Counter[tuple[UUID, str]]:
    """In how many different actions each unit has each role, by itself or through a group."""
    named = {(entry.unit_id, entry.role, entry.action) for entry in entries if entry.unit_id is not None}
    return Counter((unit_id, role) for unit_id, role, _ in named)
