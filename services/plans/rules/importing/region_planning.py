"""What becomes of region rows: highest level first, so that parents stand before their children whatever the order of the file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.plans.rules.borders import overlaps
from services.plans.rules.importing.levels import ORDER
from services.plans.rules.importing.regions import Bearing, Kinship, RegionLine, RegionPlan, Rename
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, Outcome, differing, settled
from shared.kit.sheets.places import Reach
from shared.schemas.plan_document import RegionLevel


def plan_regions(
    lines: Sequence[RegionLine],
    known: Sequence[Bearing],
    kin: Iterable[tuple[UUID, UUID]],
    reach: Reach,
    today: date,
    new_id: Callable[[], UUID],
    findings: Findings,
) -> RegionPlan:
    """Plan every row; one that is refused is in ``findings``, and nowhere in the plan but its outcome.

    What hangs on a refused row is refused too, and history is looked at last: where that refuses one more row, all are planned anew.
    """
    _find_doubles(lines, findings)
    pairs = list(kin)
    while True:
        planner = _Planner(known, pairs, reach, today, new_id)
        plan = planner.take(lines, findings)
        if planner.settled:
            return plan


class _Planner:
    """Takes rows in, highest level first, so that parents stand before their children whatever the order of the file."""

    def __init__(self, known: Iterable[Bearing], kin: Iterable[tuple[UUID, UUID]], reach: Reach, today: date, new_id: Callable[[], UUID]) -> None:
        self._reach, self._today, self._new_id = reach, today, new_id
        self._bearings: dict[str, list[Bearing]] = {}
        self._codes: dict[UUID, Bearing] = {}
        self._kin = set(kin)
        self._refused: dict[str, int] = {}
        for bearing in known:
            self._bear(bearing)
        self.plan = RegionPlan()
        self.settled = False

    def _bear(self, bearing: Bearing) -> None:
        self._bearings.setdefault(bearing.code, []).append(bearing)
        self._codes[bearing.region_id] = bearing

    def take(self, lines: Sequence[RegionLine], findings: Findings) -> RegionPlan:
        """Plan every row."""
        taken = {line.row: self._take(line, findings) for line in sorted(lines, key=lambda one: (ORDER[one.level], one.code, one.begins))}
        found = findings.count
        for line in lines:
            bearing, changes = taken[line.row]
            added = self._link(line, bearing, findings) if bearing is not None and not findings.spoil(line.row) else ()
            self.plan.outcomes.append(self._outcome(line, bearing, (*changes, *added), findings))
        self.settled = findings.count == found
        return self.plan

    def _outcome(self, line: RegionLine, bearing: Bearing | None, changes: Sequence[Change], findings: Findings) -> Outcome:
        if bearing is None or findings.spoil(line.row):
            return Outcome(line.row, "refused", line.name, faults=findings.of(line.row))
        return settled(line.row, line.name, new=bearing.row == line.row, id=bearing.region_id, changes=changes)

    def _take(self, line: RegionLine, findings: Findings) -> tuple[Bearing | None, Sequence[Change]]:
        if findings.spoil(line.row):
            self._refused[line.code] = line.row
            return None, ()
        there = self._match(line)
        taken = self._hold(line, there, findings) if there is not None else self._found(line, findings)
        if findings.spoil(line.row):
            self._refused.setdefault(line.code, line.row)
        return taken

    def _match(self, line: RegionLine) -> Bearing | None:
        """Which bearing of the code the row speaks of: the one that begins on its day, else the one it falls into, else one of the same name."""
        known = self._bearings.get(line.code, ())
        day = line.since or line.day(self._today)
        ways: tuple[Callable[[Bearing], bool], ...] = (
            lambda one: one.since == line.since,
            lambda one: one.on(day),
            lambda one: one.name == line.name and overlaps(one.since, one.until, line.begins, line.until),
        )
        return next((one for fits in ways for one in known if fits(one)), None)

    def _found(self, line: RegionLine, findings: Findings) -> tuple[Bearing | None, Sequence[Change]]:
        """A code that nobody bears at that time: a new region, or the next name of the one that bore it until that day."""
        known = self._bearings.get(line.code, ())
        if (other := next((one for one in known if overlaps(one.since, one.until, line.begins, line.until)), None)) is not None:
            findings.add(line.row, "code", "code-taken", value=line.code, name=other.name)
            return None, ()
        before = next((one for one in known if one.until == line.begins), None)
        parent = self._parent(line, findings)
        if findings.spoil(line.row):
            return None, ()
        path = before.path if before else parent.path if parent else ""
        if not self._reach(path):
            findings.add(line.row, "code", "out-of-reach")
            return None, ()
        bearing = self._continued(line, before) if before else self._founded(line, parent)
        self._bear(bearing)
        (self.plan.continued if before else self.plan.founded).append(bearing)
        return bearing, ()

    def _founded(self, line: RegionLine, parent: Bearing | None) -> Bearing:
        """A path ends in the random tail of its region's id: no code is in it, so a change of code moves nothing."""
        region_id = self._new_id()
        path = (parent.path if parent else "") + region_id.hex[-12:] + "."
        parent_id = parent.region_id if parent else None
        return Bearing(self._new_id(), region_id, line.code, line.name, line.level, parent_id, path, line.begins, line.until, line.row)

    def _continued(self, line: RegionLine, before: Bearing) -> Bearing:
        return replace(before, id=self._new_id(), name=line.name, since=line.begins, until=line.until, row=line.row)

    def _parent(self, line: RegionLine, findings: Findings) -> Bearing | None:
        """The parent that a row names, else the nearest shorter code that is borne."""
        if line.parent_code is None and (line.top or line.level is RegionLevel.PROVINCE):
            return None
        day = line.day(self._today)
        for code in (line.parent_code,) if line.parent_code else _shorter(line.code):
            if (parent := next((one for one in self._bearings.get(code, ()) if one.on(day)), None)) is not None:
                if ORDER[parent.level] >= ORDER[line.level]:
                    findings.add(line.row, "parent_code", "parent-not-above", value=code)
                return parent
            if (row := self._refused.get(code)) is not None:
                findings.add(line.row, "parent_code", "depends-on-refused", other=row)
                return None
        findings.add(line.row, "parent_code", *(("unknown-region",) if line.parent_code else ("parent-needed",)), value=line.parent_code or "")
        return None

    def _hold(self, line: RegionLine, there: Bearing, findings: Findings) -> tuple[Bearing | None, Sequence[Change]]:
        """A row about what is there: its name may change from a day on, name and first day may be corrected; borders do not move."""
        if there.level is not line.level:
            findings.add(line.row, "level", "level-differs", before=there.level.value)
        self._hold_parent(line, there, findings)
        if line.until is not None and line.until != there.until:
            findings.add(line.row, "valid_until", "ends-by-change")
        renamed = line.name != there.name and line.since is not None and line.since > there.since
        changes = differing("name", there.name, line.name)
        if not renamed:
            changes += differing("valid_from", there.since, line.since)
        if changes and not self._reach(there.path):
            findings.add(line.row, "code", "out-of-reach")
        if findings.spoil(line.row):
            return there, ()
        if renamed and line.since is not None:
            self.plan.renamed.append(Rename(replace(there, row=line.row), self._new_id(), line.name, line.since))
        elif changes:
            self.plan.corrected.append(replace(there, name=line.name, since=line.since or there.since, row=line.row))
        return there, changes

    def _hold_parent(self, line: RegionLine, there: Bearing, findings: Findings) -> None:
        if line.parent_code is None:
            return
        parent = self._parent(line, findings)
        if parent is not None and parent.region_id != there.parent_id:
            before = self._codes.get(there.parent_id) if there.parent_id else None
            findings.add(line.row, "parent_code", "parent-differs", before=before.name if before else "—")

    def _link(self, line: RegionLine, bearing: Bearing, findings: Findings) -> Sequence[Change]:
        """History: what a region was made of, what became of it. Nothing moves; what is to come needs a change of its own."""
        named = [("predecessors", code, line.since) for code in line.predecessors] + [("successors", code, line.until) for code in line.successors]
        changes: list[Change] = []
        for column, code, on in named:
            if on is None or on > self._today:
                findings.add(line.row, column, "day-ahead", value=on)
                continue
            heir = column == "successors"
            other = self._bearer(code, on if heir else on - timedelta(days=1))
            if other is None or other.region_id == bearing.region_id:
                findings.add(line.row, column, *self._why_unknown(code), value=code, other=self._refused.get(code))
            elif not (self._reach(other.path) and self._reach(bearing.path)):
                findings.add(line.row, column, "out-of-reach")
            else:
                changes += self._kinship(column, bearing, other, on)
        return changes

    def _why_unknown(self, code: str) -> tuple[str]:
        return ("depends-on-refused",) if code in self._refused else ("unknown-region",)

    def _bearer(self, code: str, day: date) -> Bearing | None:
        """Who bears a code on a day, else who bore it at any time."""
        known = [one for one in self._bearings.get(code, ()) if one.row is None or code not in self._refused]
        return next((one for one in known if one.on(day)), known[0] if known else None)

    def _kinship(self, column: str, bearing: Bearing, other: Bearing, on: date) -> Sequence[Change]:
        giver, heir = (bearing, other) if column == "successors" else (other, bearing)
        pair = (giver.region_id, heir.region_id)
        if pair in self._kin:
            return ()
        self._kin.add(pair)
        self.plan.kin.append(Kinship(*pair, on, in_part=giver.until != on))
        return (Change(column, None, other.code),)


def _shorter(code: str) -> Sequence[str]:
    return [code[:length] for length in (9, 6, 4, 2) if length < len(code)]


def _find_doubles(lines: Sequence[RegionLine], findings: Findings) -> None:
    """Rows that give one code to two regions at once."""
    by_code: dict[str, list[RegionLine]] = {}
    for line in lines:
        by_code.setdefault(line.code, []).append(line)
    for rows in by_code.values():
        for place, line in enumerate(rows):
            for other in rows[:place]:
                if overlaps(line.begins, line.until, other.begins, other.until) and not _follows(line, other):
                    findings.add(line.row, "code", "twice", other=other.row)
                    findings.add(other.row, "code", "twice", other=line.row)


def _follows(line: RegionLine, other: RegionLine) -> bool:
    """Two open rows of one code with different first days: the later one renames what the earlier one names."""
    return line.since is not None and other.since is not None and line.since != other.since and line.until is other.until is None


def components(kin: Iterable[Kinship]) -> Sequence[Sequence[Kinship]]:
    """Kinships of one day that hang together: one change of borders each."""
    groups: list[tuple[date, set[UUID], list[Kinship]]] = []
    for one in kin:
        ends = {one.predecessor_id, one.successor_id}
        joined = [group for group in groups if group[0] == one.on and group[1] & ends]
        merged = (one.on, ends.union(*(group[1] for group in joined)), [kinship for group in joined for kinship in group[2]] + [one])
        groups = [group for group in groups if group not in joined] + [merged]
    return [group[2] for group in groups]
