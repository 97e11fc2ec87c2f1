"""Who holds the roles that are told, where each is held: one question for many places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.notifications.repository import scanning
from shared.kit.db import Db
from shared.schemas.policies import Audience

Place = tuple[str, UUID | str]
"""A role, and the unit or region path where it is held."""


def place_of(audience: Audience, unit_id: UUID, region_path: str) -> Place:
    """Where the holders are looked for."""
    return audience.role.value, unit_id if audience.by_unit else region_path


async def holders_at(db: Db, wanted: Iterable[Place], day: date) -> Mapping[Place, Sequence[UUID]]:
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
