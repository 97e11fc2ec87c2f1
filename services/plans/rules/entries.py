"""Which unit entries an amendment ends and begins. What a person assigned, ended or resolved is left as that person left it.

The two texts decide, not the entries: whoever both texts name keeps the entry, and with it the unit that a person said it stands for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.plans.rules.resolving import NOBODY, Named, parties, resolve, resolve_entry
from shared.schemas.plan_document import Clause, PlanDocument, Responsibility
from shared.schemas.responsibilities import ObligationKind

ACTION = ObligationKind.ACTION


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """``ended`` are entries of the plan; ``kept`` stand elsewhere in the text now; ``printed`` and ``named`` begin, each with whom it stands for."""

    ended: list[Any]
    kept: list[tuple[Any, Clause]]
    printed: list[tuple[Responsibility, Named]]
    named: list[tuple[ObligationKind, str, str, Named]]


def entry_changes(rows: Sequence[Any], before: PlanDocument, after: PlanDocument, names: Mapping[str, Named]) -> EntryChanges:
    """What becomes of the entries ``rows`` of a plan that said ``before`` and says ``after``; ``names`` are those of its region."""
    old, new = ({(entry.action, entry.written): entry for entry in document.responsibilities} for document in (before, after))
    changed = {place for place, entry in old.items() if place not in new or new[place].role != entry.role}
    begun = [entry for place, entry in new.items() if place not in old or place in changed]
    parties_before, parties_after = set(parties(before)), list(parties(after))
    dropped = parties_before - set(parties_after)
    gone = {action.key for action in before.actions} - {action.key for action in after.actions}
    known = {row.written: bearer for row in rows if (bearer := Named(row.unit_id, row.group_id)) != NOBODY}
    own = {(row.action_key, row.written): bearer for row in rows if row.about == ACTION and (bearer := Named(row.unit_id, row.group_id)) != NOBODY}
    return EntryChanges(
        ended=[row for row in rows if _ends(row, changed, dropped, gone)],
        kept=[(row, new[place].clause) for row in rows if (place := _place(row)) in new and place not in changed],
        printed=[(entry, _bearer(entry, own, known, names)) for entry in begun],
        named=[(*party, _first(resolve(party[2], names), known.get(party[2]))) for party in parties_after if party not in parties_before],
    )


def _place(row: Any) -> tuple[str, str] | None:
    return (row.action_key, row.written) if row.about == ACTION and row.clause_path is not None else None


def _ends(row: Any, changed: set[tuple[str, str]], dropped: set[tuple[ObligationKind, str, str]], gone: set[str]) -> bool:
    """An entry ends that the text no longer names so; what a person assigned ends only with its action."""
    if row.about != ACTION:
        return (ObligationKind(row.about), row.action_key, row.written) in dropped
    return row.action_key in gone or _place(row) in changed


def _bearer(entry: Responsibility, own: Mapping[tuple[str, str], Named], known: Mapping[str, Named], names: Mapping[str, Named]) -> Named:
    """Whoever the same entry stood for before; else by the names of the region; else as a person said elsewhere in the plan."""
    return own.get((entry.action, entry.written)) or _first(resolve_entry(entry, names), known.get(entry.written))


def _first(named: Named, otherwise: Named | None) -> Named:
    return named if named != NOBODY or otherwise is None else otherwise
