"""Queries on gateways of text messages and work notices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select

from services.notifications.models import ProviderRecord
from shared.kit.db import Db, WriteDb
from shared.kit.paging import PageQuery, after
from shared.kit.rights import RightsColumns, ancestors, visible
from shared.kit.tables import table_of
from shared.rules.access import Actor, Permission

providers = table_of(ProviderRecord)
_RIGHTS = RightsColumns(region_path=providers.c.region_path)
_by_id = select(providers).where(providers.c.id == bindparam("id"))
_above = select(providers).where(
    providers.c.region_path.in_(bindparam("regions", expanding=True)), providers.c.channel.in_(bindparam("channels", expanding=True))
)


async def provider(db: Db, provider_id: UUID) -> Row[Any] | None:
    """A gateway."""
    return await db.one(_by_id, {"id": provider_id})


async def provider_to_change(db: WriteDb, provider_id: UUID) -> ProviderRecord | None:
    """A gateway as a record, locked; None if it is gone."""
    return (await db.session.scalars(select(ProviderRecord).where(ProviderRecord.id == provider_id).with_for_update())).one_or_none()


async def provider_page(db: Db, query: PageQuery, actor: Actor) -> Sequence[Row[Any]]:
    """Gateways the actor may know of, oldest first."""
    return await db.all(after(select(providers).where(visible(actor, Permission.ENDPOINT_READ, _RIGHTS)), query, (providers.c.id, UUID)))


async def there_is(db: Db, region_path: str, channel: str) -> bool:
    """Whether the region has a gateway of its own for the channel."""
    found = select(providers.c.id).where(providers.c.region_path == region_path, providers.c.channel == channel)
    return await db.one(found) is not None


async def serving(db: Db, region_paths: Iterable[str], channels: Iterable[str]) -> Mapping[tuple[str, str], Row[Any]]:
    """The nearest gateway of each region and channel, where there is one."""
    regions, wanted = {*region_paths}, [*channels]
    above = sorted({one for path in regions for one in ancestors(path)})
    rows = await db.all(_above, {"regions": above, "channels": wanted}) if above and wanted else ()
    ordered = sorted(rows, key=lambda row: len(row.region_path))
    return {(path, row.channel): row for path in regions for row in ordered if path.startswith(row.region_path)}


async def drop(db: WriteDb, provider_id: UUID) -> None:
    """The gateway is gone; what it sent stays."""
    await db.run(delete(providers).where(providers.c.id == provider_id))
