"""What the channels of group robots look up beside what endpoints have: whose turn it is, and whom to mention."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from services.notifications.channels.base import Desk, Parcel, Target, Tried
from services.notifications.repository import readers
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.rates import ROBOT
from services.notifications.rules.robots import Mentions
from services.notifications.service.calling import by_address, note_refusals, share_out
from services.notifications.service.programs import TO_PROGRAMS
from shared.kit.db import WriteDb

_MOST_MENTIONED = 50


class RobotDesk:
    """Knows the robots that parcels go to; ``endpoints`` knows them as endpoints."""

    def __init__(self, endpoints: Desk) -> None:
        self._endpoints = endpoints

    async def address(self, db: WriteDb, parcels: Sequence[Parcel]) -> Mapping[UUID, Target | Outcome]:
        """Where each parcel goes; a robot that had its twenty within the minute is waited for."""
        found = dict(await self._endpoints.address(db, parcels))
        ready = [parcel for parcel in parcels if isinstance(found.get(parcel.delivery_id), Target)]
        called = by_address(ready)
        found |= await share_out(db, called, dict.fromkeys(called.values(), ROBOT))
        return {**found, **await _with_readers(db, ready, found)}

    async def note(self, db: WriteDb, tried: Sequence[Tried]) -> None:
        """How the robots fare, and which of them want to be left alone."""
        await self._endpoints.note(db, tried)
        await note_refusals(db, tried, by_address([one.parcel for one in tried]))


async def _with_readers(db: WriteDb, parcels: Sequence[Parcel], found: Mapping[UUID, Target | Outcome]) -> Mapping[UUID, Target]:
    """Targets that mention whoever is told the same, with their numbers of today."""
    to = [(parcel, one) for parcel in parcels if isinstance(one := found[parcel.delivery_id], Target) and one.mentions.readers]
    about = {parcel.about for parcel, _ in to if parcel.about is not None}
    if not about:
        return {}
    told: dict[str, list[str]] = defaultdict(list)
    for row in await readers.mobiles_of(db, about):
        told[row.dedupe_key.removesuffix(str(row.account_id))].append(row.mobile.removeprefix("+86"))
    return {parcel.delivery_id: replace(one, mentions=Mentions(tuple(told[_occasion(parcel)][:_MOST_MENTIONED]))) for parcel, one in to}


def _occasion(parcel: Parcel) -> str:
    """What the keys of all messages of one occasion begin with."""
    return parcel.dedupe_id.rpartition("/")[0].removesuffix(TO_PROGRAMS)
