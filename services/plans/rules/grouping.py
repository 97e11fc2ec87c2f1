"""Who may be in a group, when memberships collide, and what "other members" means (domain notes, sections 1 and 2)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.plans.rules.borders import overlaps
from shared.schemas.groups import GroupKind

WITH_PEOPLE = frozenset({GroupKind.LEADING_GROUP, GroupKind.LEADING_GROUP_OFFICE, GroupKind.WORKING_GROUP, GroupKind.EXPERT_COMMITTEE})
"""The kinds that have people of their own; the others are sets of units."""
OTHERS = ("其他", "其它")
"""What a document writes before the name of a group whose lead is named apart."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody's membership: ``column`` tells whether ``who`` is a unit, a person or an account; ``until`` is the first day after."""

    column: str
    who: UUID
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, person or account as far as membership cares: where it lies (None: anywhere) and from when it is no more."""

    region_path: str | None = None
    gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class MemberFault:
    """One thing wrong with the member at ``place`` of the request."""

    place: int
    column: str
    code: str


def same_tree(path: str, other: str) -> bool:
    """Whether one region lies in the other or is it: a city's dispatched organ may sit in a county's group, a neighbour's bureau not."""
    return path.startswith(other) or other.startswith(path)


def faults_of(
    wanted: Sequence[Stretch], present: Iterable[Stretch], known: Mapping[UUID, Candidate], kind: GroupKind, region_path: str
) -> Iterator[MemberFault]:
    """Everything wrong with ``wanted`` as new members of a group: unknown, of another tree, not fit for its kind, ending before begun, twice."""
    before: list[Stretch] = list(present)
    for place, one in enumerate(wanted):
        candidate = known.get(one.who)
        if candidate is None or (candidate.gone_on is not None and candidate.gone_on <= one.since):
            yield MemberFault(place, one.column, f"unknown-{one.column.removesuffix('_id')}")
        elif candidate.region_path is not None and not same_tree(candidate.region_path, region_path):
            yield MemberFault(place, one.column, "other-tree")
        if one.column != "unit_id" and kind not in WITH_PEOPLE:
            yield MemberFault(place, one.column, "units-only")
        if one.until is not None and one.until <= one.since:
            yield MemberFault(place, "valid_until", "ends-before-begin")
        elif any(other.who == one.who and overlaps(one.since, one.until, other.since, other.until) for other in before):
            yield MemberFault(place, one.column, "member-twice")
        before.append(one)


def uncovered(since: date, until: date | None, others: Iterable[tuple[date, date | None]]) -> list[tuple[date, date | None]]:
    """The parts of a stretch of days on which none of ``others`` holds; ``until`` is the first day after."""
    gaps: list[tuple[date, date | None]] = []
    for begin, end in sorted(others, key=lambda other: other[0]):
        if not overlaps(since, until, begin, end):
            continue
        if since < begin:
            gaps.append((since, begin))
        if end is None or (until is not None and end >= until):
            return gaps
        since = max(since, end)
    return [*gaps, (since, until)]


def is_others(written: str) -> bool:
    """Whether a written name means a group's other members: 领导小组其他成员单位, beside a lead that is named apart."""
    return any(word in written for word in OTHERS)


def without_others(written: str) -> str:
    """The name of the group whose other members are meant: 领导小组其他成员单位 → 领导小组成员单位."""
    for word in OTHERS:
        written = written.replace(word, "")
    return written


def other_members(members: Sequence[UUID], leads: Collection[UUID]) -> list[UUID]:
    """Members less the lead, in their order; derived on use, never stored."""
    return [one for one in members if one not in leads]
