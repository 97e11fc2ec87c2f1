"""What becomes of unit rows: who each speaks of, which names it gives, whom it hangs under."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from uuid import UUID

from services.plans.rules import uscc
from services.plans.rules.importing.names import NameBook, Named
from services.plans.rules.importing.units import KnownUnit, KnownUnits, UnitLine, UnitPlan, UnitState
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Change, Outcome, differing, settled
from shared.kit.sheets.places import Reach


def plan_units(lines: Sequence[UnitLine], known: KnownUnits, reach: Reach, today: date, new_id: Callable[[], UUID], findings: Findings) -> UnitPlan:
    """Plan every row; what hangs on a refused row is refused too, so rows are planned anew until no more are."""
    _find_doubles(lines, findings)
    while True:
        found = findings.count
        plan = _Planner(known, reach, today, new_id, findings).take(lines)
        if findings.count == found:
            return plan


def _find_doubles(lines: Sequence[UnitLine], findings: Findings) -> None:
    _find_same("name", [(line.row, (line.place.id, line.name)) for line in lines], findings)
    _find_same("uscc", [(line.row, line.uscc) for line in lines if line.uscc], findings)


def _find_same(column: str, keyed: Iterable[tuple[int, object]], findings: Findings) -> None:
    first: dict[object, int] = {}
    for row, key in keyed:
        if (other := first.setdefault(key, row)) != row:
            findings.add(row, column, "twice", other=other)
            findings.add(other, column, "twice", other=row)


class _Planner:
    def __init__(self, known: KnownUnits, reach: Reach, today: date, new_id: Callable[[], UUID], findings: Findings) -> None:
        self._reach, self._today, self._new_id, self._findings = reach, today, new_id, findings
        self._units = {unit.id: unit for unit in known.units}
        self._by_code = {unit.uscc: unit.id for unit in known.units if unit.uscc}
        self._book = NameBook(known.names)
        self._superiors = dict(known.superiors)
        self._called = {unit.id: unit.name for unit in known.units}
        self._lines: dict[UUID, UnitLine] = {}
        self._above: dict[UUID, UUID] = {}
        self._new_names: dict[UUID, str] = {}
        self._refused: dict[tuple[UUID, str], int] = {}

    def take(self, lines: Sequence[UnitLine]) -> UnitPlan:
        """Every step over all rows before the next one, so that the order of rows does not matter."""
        self._refused = {(line.place.id, name): line.row for line in lines if self._findings.spoil(line.row) for name in (line.name, *line.aliases)}
        for line in lines:
            if not self._findings.spoil(line.row):
                self._meet(line, self._match(line))
        for step in (self._claim, self._hang, self._refuse_circle, self._require_reach):
            for unit_id, line in self._lines.items():
                if not self._findings.spoil(line.row):
                    step(line, unit_id)
        return self._planned(lines)

    def _match(self, line: UnitLine) -> UUID:
        """The unit that a row speaks of; a new id where it is none that is there."""
        by_code = self._by_code.get(line.uscc) if line.uscc else None
        by_name = self._book.unit(line.place.id, line.name)
        if by_code and by_name and by_code != by_name:
            self._findings.add(line.row, "uscc", "identities-differ", one=self._called[by_code], other=self._called.get(by_name, line.name))
        return by_code or by_name or self._new_id()

    def _meet(self, line: UnitLine, unit_id: UUID) -> None:
        """Two rows may mean one unit, by an alias or a credit code."""
        if (other := self._lines.setdefault(unit_id, line)) is not line:
            self._findings.add(line.row, "name", "twice", other=other.row)
            self._findings.add(other.row, "name", "twice", other=line.row)
        elif (there := self._units.get(unit_id)) is not None:
            self._hold(line, there)
        else:
            self._begin(line, unit_id)

    def _hold(self, line: UnitLine, there: KnownUnit) -> None:
        """What an import does not do to a unit that is there: move it, close it, touch it once it is closed."""
        if there.region_id != line.place.id:
            self._findings.add(line.row, "region", "region-differs", before=there.region_name)
        if there.closed_on is not None and line.closed_on != there.closed_on:
            self._findings.add(line.row, "name", "unit-closed", on=there.closed_on.isoformat())
        elif there.closed_on is None and line.closed_on is not None:
            self._findings.add(line.row, "closed_on", "closes-by-operation")
        if there.uscc and line.uscc and there.uscc != line.uscc:
            self._findings.add(line.row, "uscc", "uscc-differs", before=there.uscc)
        if there.closed_on is None and self._book.unit(line.place.id, line.name) != there.id:
            self._new_names[there.id] = line.name

    def _begin(self, line: UnitLine, unit_id: UUID) -> None:
        self._called[unit_id] = line.name
        if line.uscc is not None:
            self._by_code[line.uscc] = unit_id
        if line.kind is None:
            self._findings.add(line.row, "kind", "empty")
        if line.closed_on is not None and line.closed_on > self._today:
            self._findings.add(line.row, "closed_on", "day-ahead", value=line.closed_on.isoformat())

    def _claim(self, line: UnitLine, unit_id: UUID) -> None:
        """Names are claimed by open units; one that is gone answers to none."""
        if line.closed_on is not None:
            return
        for column, name in (("name", line.name), *(("aliases", alias) for alias in line.aliases)):
            if (owner := self._book.claim(Named(line.place.id, name, unit_id))) is not None:
                self._findings.add(line.row, column, "name-taken", value=name, owner=self._called.get(owner.owner_id, name))

    def _hang(self, line: UnitLine, unit_id: UUID) -> None:
        """The superior that a row names, by any name or by credit code, in any row."""
        if not line.superior or line.superior_place is None:
            return
        code = uscc.plain(line.superior)
        found = self._by_code.get(code) if uscc.is_valid(code) else self._book.unit(line.superior_place.id, line.superior)
        if found is not None:
            self._superiors[unit_id] = self._above[unit_id] = found
        elif (row := self._refused.get((line.superior_place.id, line.superior))) is not None:
            self._findings.add(line.row, "superior", "depends-on-refused", other=row)
        else:
            self._findings.add(line.row, "superior", "unknown-unit", value=line.superior, region=line.superior_place.name)

    def _refuse_circle(self, line: UnitLine, unit_id: UUID) -> None:
        chain = list(self._chain(unit_id))
        if unit_id in self._above and unit_id in chain[1:]:
            names = [self._called.get(one, "…") for one in chain[: chain.index(unit_id, 1) + 1]]
            self._findings.add(line.row, "superior", "unit-circle", chain=" → ".join(names))

    def _chain(self, unit_id: UUID) -> Iterator[UUID]:
        """A unit and those above it, until the top or until one comes again."""
        seen: set[UUID] = set()
        at: UUID | None = unit_id
        while at is not None:
            yield at
            if at in seen:
                return
            seen.add(at)
            at = self._superiors.get(at)

    def _require_reach(self, line: UnitLine, unit_id: UUID) -> None:
        there = self._units.get(unit_id)
        if (there is None or self._changes(line, there)) and not self._reach(line.place.path):
            self._findings.add(line.row, "region", "out-of-reach")

    def _changes(self, line: UnitLine, there: KnownUnit) -> tuple[Change, ...]:
        """What a row says otherwise; empty cells say nothing, aliases are only added."""
        aliases = [name for name in self._book.given(there.id) if name != line.name]
        above = self._above.get(there.id)
        hung = (Change("superior", there.superior_name, self._called.get(above, line.superior)),) if above and above != there.superior_id else ()
        return (
            *differing("name", there.name, self._new_names.get(there.id)),
            *differing("kind", there.kind, line.kind.value if line.kind else None),
            *hung,
            *differing("aliases", None, "、".join(aliases)),
            *differing("uscc", there.uscc, line.uscc),
        )

    def _planned(self, lines: Sequence[UnitLine]) -> UnitPlan:
        plan, ids = UnitPlan(), {line.row: unit_id for unit_id, line in self._lines.items()}
        for line in lines:
            if self._findings.spoil(line.row):
                plan.outcomes.append(Outcome(line.row, "refused", line.name, faults=self._findings.of(line.row)))
            else:
                self._keep(plan, line, ids[line.row])
        kept = {state.id for state in (*plan.fresh, *plan.changed)}
        plan.names = [name for name in self._book.fresh if name.owner_id in kept]
        return plan

    def _keep(self, plan: UnitPlan, line: UnitLine, unit_id: UUID) -> None:
        there = self._units.get(unit_id)
        changes = self._changes(line, there) if there else ()
        if there is None or changes:
            state = self._state(line, unit_id, there)
            (plan.changed if there else plan.fresh).append(state)
            if there is not None and state.name != there.name:
                plan.renamed.append((state, there.name))
        plan.outcomes.append(settled(line.row, line.name, new=there is None, id=unit_id, changes=changes))

    def _state(self, line: UnitLine, unit_id: UUID, there: KnownUnit | None) -> UnitState:
        if there is None:
            kind = line.kind.value if line.kind else ""
            place, above = line.place, self._above.get(unit_id)
            return UnitState(unit_id, 1, line.name, kind, place.id, place.path, above, line.uscc, line.closed_on)
        return UnitState(
            there.id,
            there.version + 1,
            self._new_names.get(there.id, there.name),
            line.kind.value if line.kind else there.kind,
            there.region_id,
            there.region_path,
            self._above.get(there.id, there.superior_id),
            line.uscc or there.uscc,
            there.closed_on,
        )
