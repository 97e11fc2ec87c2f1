"""Rows of a group table, one per member, against the groups that are there; members are only added."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.plans.rules import uscc
from services.plans.rules.importing.names import NameBook, Named
from shared.kit.sheets.cells import Line, check_order
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, Outcome
from shared.kit.sheets.places import Place, Places, Reach
from shared.schemas.groups import SINCE_EVER

Times = tuple[date, date | None]
"""The first day of a membership and the first day after it; None: without end."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One row, read: a unit is in a group."""

    row: int
    group: str
    place: Place
    member: str
    member_place: Place
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """What is there: names in use, (unit, its region) by credit code, who is in which group."""

    names: Sequence[Named]
    codes: Mapping[str, tuple[UUID, UUID]]
    members: Mapping[tuple[UUID, UUID], Sequence[Times]]


@dataclass(frozen=True, slots=True)
class Membership:
    """A unit is in a group."""

    group_id: UUID
    unit_id: UUID
    since: date | None
    until: date | None


@dataclass(slots=True)
class GroupPlan:
    """What is stored if the rows go in; ``changed`` are groups that gain a member."""

    outcomes: list[Outcome] = field(default_factory=list)
    fresh: dict[UUID, tuple[str, Place]] = field(default_factory=dict)
    changed: dict[UUID, None] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)


def read_group(line: Line, places: Places, findings: Findings) -> GroupLine | None:
    """A row's cells; None where it cannot be said which group or member is meant."""
    group, member = line.text("group", findings, required=True), line.text("member", findings, required=True)
    written, elsewhere = line.text("region", findings, required=True), line.text("member_region", findings)
    place = places.find(line, "region", written, findings) if written else None
    member_place = places.find(line, "member_region", elsewhere, findings) if elsewhere else place
    since, until = _dates(line, findings)
    if place is None or member_place is None or not group or not member:
        return None
    return GroupLine(line.row, group, place, member, member_place, since, until)


def _dates(line: Line, findings: Findings) -> tuple[date | None, date | None]:
    """From when and until when somebody is a member."""
    since, until = line.day("valid_from", findings), line.day("valid_until", findings)
    check_order(line.row, since, until, "valid_until", findings)
    return since, until


def plan_groups(lines: Sequence[GroupLine], known: KnownGroups, reach: Reach, new_id: Callable[[], UUID], findings: Findings) -> GroupPlan:
    """Plan every row: the first good row of a new group founds it."""
    planner = _Planner(known, reach, new_id, findings)
    for line in lines:
        outcome = None if findings.spoil(line.row) else planner.take(line)
        planner.plan.outcomes.append(outcome or Outcome(line.row, "refused", line.group, faults=findings.of(line.row)))
    return planner.plan


class _Planner:
    def __init__(self, known: KnownGroups, reach: Reach, new_id: Callable[[], UUID], findings: Findings) -> None:
        self._known, self._reach, self._new_id, self._findings = known, reach, new_id, findings
        self._book = NameBook(known.names)
        self._first: dict[tuple[UUID, UUID], int] = {}
        self.plan = GroupPlan()

    def take(self, line: GroupLine) -> Outcome | None:
        """What becomes of a row; None if it is refused."""
        member, group_id = self._member(line), self._group(line)
        times = self._known.members.get((group_id, member), ()) if member is not None else ()
        is_member = any(_says(line, one) for one in times)
        if not is_member and not self._reach(line.place.path):
            self._findings.add(line.row, "region", "out-of-reach")
        if member is not None and (other := self._first.setdefault((group_id, member), line.row)) != line.row:
            self._findings.add(line.row, "member", "twice", other=other)
        if not is_member and any(_meet(line, one) for one in times):
            self._findings.add(line.row, "valid_from" if line.since else "valid_until", "member-at-other-times")
        if member is None or self._findings.spoil(line.row):
            return None
        if is_member:
            return Outcome(line.row, "unchanged", line.group, group_id)
        return self._add(line, group_id, member)

    def _group(self, line: GroupLine) -> UUID:
        there = self._book.owner(line.place.id, line.group)
        if there is not None and not there.is_group:
            self._findings.add(line.row, "group", "name-taken", value=line.group, owner=line.group)
        return there.owner_id if there else self._new_id()

    def _member(self, line: GroupLine) -> UUID | None:
        coded, _ = self._known.codes.get(uscc.plain(line.member), (None, None))
        found = coded or self._book.unit(line.member_place.id, line.member)
        if found is None:
            self._findings.add(line.row, "member", "unknown-unit", value=line.member, region=line.member_place.name)
        return found

    def _add(self, line: GroupLine, group_id: UUID, member: UUID) -> Outcome:
        if self._book.owner(line.place.id, line.group) is None:
            self._book.claim(Named(line.place.id, line.group, group_id, is_group=True))
            self.plan.fresh[group_id] = (line.group, line.place)
        self.plan.memberships.append(Membership(group_id, member, line.since, line.until))
        if group_id in self.plan.fresh:
            return Outcome(line.row, "new", line.group, group_id)
        self.plan.changed[group_id] = None
        return Outcome(line.row, "changed", line.group, group_id, (Change("member", None, line.member),))


def _says(line: GroupLine, there: Times) -> bool:
    """Whether a membership is what the row says; a row without days asks for no more than that there is one."""
    return (line.since is None and line.until is None) or (line.since or SINCE_EVER, line.until) == there


def _meet(line: GroupLine, there: Times) -> bool:
    """Whether the row and a membership have a day in common."""
    return (line.until is None or there[0] < line.until) and (there[1] is None or (line.since or SINCE_EVER) < there[1])
