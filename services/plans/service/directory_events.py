"""The directory's events, made from its rows."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.schemas.base import AccountId, RegionId, UnitId
from shared.schemas.events.directory import AccountChanged, PostHeld, RegionNamed, UnitChanged
from shared.schemas.plan_document import RegionLevel

_HELD = tuple(PostHeld.model_fields)


def region_named(region_id: UUID, path: str, level: str, code: str, name: str, valid_from: date) -> RegionNamed:
    """The code and name that a region bears from a day on."""
    return RegionNamed(
        version=1, region_id=RegionId(region_id), region_path=path, level=RegionLevel(level), code=code, name=name, valid_from=valid_from
    )


def unit_changed(unit: Any) -> UnitChanged:
    """A unit as it now is; after ``flush``, which makes the version."""
    return UnitChanged(
        version=unit.version,
        unit_id=UnitId(unit.id),
        name=unit.name,
        region_id=RegionId(unit.region_id),
        region_path=unit.region_path,
        kind=unit.kind,
        superior_id=unit.superior_id,
        closed_on=unit.closed_on,
    )


def account_changed(account: Any, posts: Sequence[Any]) -> AccountChanged:
    """An account with its posts as they now are."""
    held = [PostHeld.model_validate({name: getattr(post, name) for name in _HELD}) for post in posts]
    told = {name: getattr(account, name) for name in ("version", "name", "active", "email", "mobile")}
    return AccountChanged(account_id=AccountId(account.id), posts=held, **told)
