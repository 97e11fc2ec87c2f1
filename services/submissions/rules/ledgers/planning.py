"""What the rows of a table would do to a ledger: new, changed, unchanged or refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.submissions.rules.ledgers.entries import Content, check, differences, fold, identity, merged
from services.submissions.rules.ledgers.tables import EntryLine
from shared.kit.sheets.faults import Findings
from shared.kit.sheets.outcomes import Outcome, settled
from shared.rules.similarity import alike
from shared.schemas.ledgers import LedgerDefinition

ALIKE = 0.7
"""From here on two names are put before a person: 东街道健康小屋 and 东街健康小屋, but not 王伟 and 王伟明."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An entry that is there; ``withdrawn_on`` None: it counts."""

    id: UUID
    identity: str
    content: Content
    withdrawn_on: date | None = None


@dataclass(slots=True)
class LedgerPlan:
    """What is stored if the rows go in."""

    outcomes: list[Outcome] = field(default_factory=list)
    fresh: list[tuple[UUID, str, Content]] = field(default_factory=list)
    changed: list[tuple[UUID, str, Content]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """Those that are there, by what they are known by."""

    open: Mapping[str, KnownEntry]
    withdrawn: Mapping[str, date]

    @classmethod
    def of(cls, known: Iterable[KnownEntry]) -> "Standing":
        """Open entries, and the last day of withdrawal of those that are not."""
        opened: dict[str, KnownEntry] = {}
        gone: dict[str, date] = {}
        for entry in known:
            if entry.withdrawn_on is None:
                opened[entry.identity] = entry
            else:
                gone[entry.identity] = max(entry.withdrawn_on, gone.get(entry.identity, entry.withdrawn_on))
        return cls(opened, gone)


def look_alikes(fresh: Mapping[str, str], there: Mapping[str, str]) -> dict[str, str]:
    """For each new name by key, the name there that is most like it, if any is like it enough; the same name in full is like it too."""
    folded_new, folded_there = ({key: fold(name) for key, name in names.items()} for names in (fresh, there))
    best: dict[str, tuple[float, str]] = {}
    for likeness, key, other in alike(folded_new, folded_there, ALIKE):
        if key != other and likeness > best.get(key, (0.0, ""))[0]:
            best[key] = (likeness, other)
    return {key: there[other] for key, (_, other) in best.items()}


def plan_entries(
    definition: LedgerDefinition, lines: Sequence[EntryLine], standing: Standing, today: date, new_id: Callable[[], UUID], findings: Findings
) -> LedgerPlan:
    """Plan every row; a row with a fault does nothing."""
    keys = {line.row: identity(definition, line.content) for line in lines}
    for line in lines:
        check(definition, line.content, line.row, today, findings)
    _find_doubles(keys, findings)
    _find_withdrawn(lines, keys, standing, findings)
    if definition.watches_names:
        _find_look_alikes(lines, keys, standing, findings)
    plan = LedgerPlan()
    for line in lines:
        if findings.spoil(line.row):
            plan.outcomes.append(Outcome(line.row, "refused", line.content.name, faults=findings.of(line.row)))
        else:
            _keep(plan, line, keys[line.row], standing, new_id)
    return plan


def _find_doubles(keys: Mapping[int, str], findings: Findings) -> None:
    first: dict[str, int] = {}
    for row, key in keys.items():
        if (other := first.setdefault(key, row)) != row:
            findings.add(row, "name", "twice", other=other)
            findings.add(other, "name", "twice", other=row)


def _find_withdrawn(lines: Sequence[EntryLine], keys: Mapping[int, str], standing: Standing, findings: Findings) -> None:
    for line in lines:
        on = standing.withdrawn.get(keys[line.row])
        if keys[line.row] not in standing.open and on is not None and line.content.held_on <= on:
            findings.add(line.row, "held_on", "withdrawn", on=on.isoformat())


def _find_look_alikes(lines: Sequence[EntryLine], keys: Mapping[int, str], standing: Standing, findings: Findings) -> None:
    """A new object whose name is much like one that is there, or like another row's: a person says which it is."""
    fresh = {keys[line.row]: line for line in lines if keys[line.row] not in standing.open}
    asked = {key: line.content.name for key, line in fresh.items() if not line.another}
    there = {key: entry.content.name for key, entry in standing.open.items()} | {key: line.content.name for key, line in fresh.items()}
    for key, name in look_alikes(asked, there).items():
        findings.add(fresh[key].row, "name", "near-duplicate", value=name)


def _keep(plan: LedgerPlan, line: EntryLine, key: str, standing: Standing, new_id: Callable[[], UUID]) -> None:
    there = standing.open.get(key)
    if there is None:
        entry_id = new_id()
        plan.fresh.append((entry_id, key, line.content))
        plan.outcomes.append(settled(line.row, line.content.name, new=True, id=entry_id, changes=()))
        return
    changes = differences(there.content, line.content)
    if changes:
        plan.changed.append((there.id, key, merged(there.content, line.content)))
    plan.outcomes.append(settled(line.row, line.content.name, new=False, id=there.id, changes=changes))
