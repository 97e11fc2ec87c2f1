"""Who holds the roles that are told, where each is held: one question for many places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.notifications.repository import scanning
from shared.kit.db import Db
from shared.schemas.policies import Audience

Place = tuple[str, UUID | str]
"""A role, and the unit or region path where it is held."""
Held = Mapping[Place, Sequence[UUID]]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose deadline it is: the unit, its region, and the units that lead the actions it is about."""

    unit_id: UUID
    region_path: str
    leads: Collection[UUID] = ()


def places_of(audience: Audience, whose: Whose) -> list[Place]:
    """Where the holders are looked for. A unit that leads its own action is told as the unit."""
    role = audience.role.value
    if audience is Audience.LEAD_UNIT:
        return [(role, unit) for unit in sorted(whose.leads) if unit != whose.unit_id]
    return [(role, whose.unit_id if audience.by_unit else whose.region_path)]


def told_at(held: Held, places: Iterable[Place]) -> list[UUID]:
    """The holders at any of the places, each once."""
    return sorted({account for place in places for account in held.get(place, ())})


async def holders_at(db: Db, wanted: Iterable[Place], day: date) -> Held:
    """Who holds each role where it is held; each account once."""
    places = set(wanted)
    by_unit = {(role, where) for role, where in places if isinstance(where, UUID)}
    by_region = places - by_unit
    asked = scanning.Asked(
        units=frozenset(where for _, where in by_unit if isinstance(where, UUID)),
        of_units=frozenset(role for role, _ in by_unit),
        regions=frozenset(where for _, where in by_region if isinstance(where, str)),
        of_regions=frozenset(role for role, _ in by_region),
    )
    found: dict[Place, set[UUID]] = defaultdict(set)
    for post in await scanning.holders(db, asked, day):
        for place in ((post.role, post.unit_id), (post.role, post.region_path)):
            if place in places:
                found[place].add(post.account_id)
    return {place: sorted(held) for place, held in found.items()}
