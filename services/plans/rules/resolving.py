"""How written unit names resolve to units and groups; what does not is for a person (never guessed)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.plans.rules.grouping import is_others, without_others
from shared.schemas.plan_document import PlanDocument, Responsibility
from shared.schemas.responsibilities import ObligationKind


@dataclass(frozen=True, slots=True)
class Named:
    """What a written name stands for: one unit, or a group of units."""

    unit_id: UUID | None = None
    group_id: UUID | None = None


NOBODY = Named()


def resolve(written: str, names: Mapping[str, Named]) -> Named:
    """What ``written`` stands for in a region's names; NOBODY when it is for a person to decide (never guessed).

    The other members of a group (领导小组其他成员单位) are the group: who of them leads is left out on use.
    """
    plain = "".join(written.split())
    found = names.get(plain, NOBODY)
    if found == NOBODY and is_others(plain):
        whole = names.get(without_others(plain), NOBODY)
        return whole if whole.group_id is not None else NOBODY
    return found


def resolve_entry(entry: Responsibility, names: Mapping[str, Named]) -> Named:
    """A unit entry by its whole written form first (区卫健局（爱卫健康科） may be known as such), then by its body."""
    whole = resolve(entry.written, names)
    return whole if whole != NOBODY else resolve(entry.unit, names)


def parties(document: PlanDocument) -> Iterator[tuple[ObligationKind, str, str]]:
    """Whom the duties and indicators of a document name: (what for, its key, the name as written), in document order."""
    for duty in document.duties:
        if duty.who is not None:
            yield ObligationKind.DUTY, duty.key, duty.who
    for indicator in document.indicators:
        for department in dict.fromkeys(indicator.departments):
            yield ObligationKind.INDICATOR, indicator.key, department


def leads_of(entries: Iterable[tuple[str, str, UUID | None]]) -> dict[str, list[UUID]]:
    """Action key → ids of its lead units, from (action, role, unit id) rows."""
    leads: dict[str, list[UUID]] = {}
    for action, role, unit_id in entries:
        if role == "lead" and unit_id is not None and unit_id not in leads.setdefault(action, []):
            leads[action].append(unit_id)
    return leads
