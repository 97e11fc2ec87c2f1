"""What a change of borders is, what is wrong with one, and what a path becomes (domain notes, section 2: change of offices and borders)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.schemas.borders import ChangeKind, RegionChange, RegionShare


@dataclass(frozen=True, slots=True)
class BorderFault:
    """One thing wrong, with a JSON pointer into the change."""

    pointer: str
    code: str


def kind_of(predecessors: int, successors: int) -> ChangeKind:
    """How a change from so many regions to so many is called."""
    match predecessors > 1, successors > 1:
        case True, True:
            return ChangeKind.REGION_REDIVIDED
        case True, False:
            return ChangeKind.REGION_MERGED
        case False, True:
            return ChangeKind.REGION_SPLIT
        case _:
            return ChangeKind.REGION_SUCCEEDED


def faults_of(change: RegionChange, paths: Mapping[UUID, str]) -> Iterator[BorderFault]:
    """Everything wrong with ``change``; ``paths`` holds the regions that exist on its day."""
    given = [share.region_id for share in change.predecessors]
    for number, region_id in enumerate(given):
        if region_id not in paths:
            yield BorderFault(f"/predecessors/{number}/region_id", "unknown-region")
        elif region_id in given[:number]:
            yield BorderFault(f"/predecessors/{number}/region_id", "twice")
    yield from _faults_of_successors(change, paths)


def _faults_of_successors(change: RegionChange, paths: Mapping[UUID, str]) -> Iterator[BorderFault]:
    given: dict[UUID, RegionShare] = {share.region_id: share for share in change.predecessors}
    taken: set[UUID] = set()
    heirs: set[UUID] = set()
    for number, heir in enumerate(change.successors):
        place = f"/successors/{number}"
        wanted = heir.region_id or (heir.founded.parent_id if heir.founded else None)
        if wanted is not None and wanted not in paths:
            yield BorderFault(f"{place}/region_id" if heir.region_id else f"{place}/founded/parent_id", "unknown-region")
        if heir.region_id is not None and (heir.region_id in given or heir.region_id in heirs):
            yield BorderFault(f"{place}/region_id", "own-successor")
        if heir.region_id is not None:
            heirs.add(heir.region_id)
        seat = paths.get(wanted, "") if wanted is not None else ""
        if any(seat.startswith(paths[one]) for one, share in given.items() if not share.in_part and one in paths and one != heir.region_id):
            yield BorderFault(place, "below-predecessor")
        for index, region_id in enumerate(heir.takes):
            if code := _fault_of_taking(region_id, taken, given, paths, seat):
                yield BorderFault(f"{place}/takes/{index}", code)
            taken.add(region_id)


def _fault_of_taking(region_id: UUID, taken: set[UUID], given: Mapping[UUID, RegionShare], paths: Mapping[UUID, str], seat: str) -> str | None:
    if region_id not in paths:
        return "unknown-region"
    if region_id in taken:
        return "twice"
    path = paths[region_id]
    if seat.startswith(path):
        return "takes-itself"
    below = any(path.startswith(paths[one]) and path != paths[one] for one in given if one in paths)
    return None if below else "not-below-predecessor"


@dataclass(frozen=True, slots=True)
class Move:
    """Everything at ``old`` and below lies at ``new`` from the day on; ``itself`` tells whether the region at ``old`` moves too or has ended."""

    region_id: UUID
    old: str
    new: str
    itself: bool
    heir_id: UUID


def moves_of(predecessors: Sequence[tuple[UUID, str, bool]], heirs: Sequence[tuple[UUID, str, Sequence[tuple[UUID, str]]]]) -> list[Move]:
    """What moves: what each heir takes by name, then the rest of every predecessor that ends and has exactly one heir.

    ``predecessors`` are (id, path, in part), ``heirs`` (id, path, (id, path) of what they take). Where a region ends and
    several heirs share it, what nobody named stays where it is and is for a person (never guessed).
    """
    moves = [Move(taken, old, path + _tail(old), True, heir) for heir, path, takes in heirs for taken, old in takes]
    if len(heirs) == 1:
        heir, path, _ = heirs[0]
        moves += [Move(region, old, path, False, heir) for region, old, in_part in predecessors if not in_part]
    return moves


def _tail(path: str) -> str:
    """The last step of a path: 'a.b.' → 'b.'."""
    return path[:-1].rpartition(".")[2] + "."


def follows(path: str, moves: Sequence[Move]) -> str:
    """Where ``path`` lies after ``moves``; they apply one after the other, the first that fits alone."""
    for move in moves:
        if path.startswith(move.old):
            return move.new + path[len(move.old) :]
    return path


def overlaps(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Whether two stretches of days share a day; ``until`` is the first day after."""
    return (until is None or other_since < until) and (other_until is None or since < other_until)
