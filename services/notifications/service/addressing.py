"""The last look before something goes to a person: their address, wishes and account as they are now, not as they were when it was planned."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.notifications.channels.base import Parcel
from services.notifications.repository import deliveries, directory, dispatching
from services.notifications.rules.delivery import Outcome
from services.notifications.rules.preferences import Preference
from services.notifications.service.delivering import CONTACTS
from services.notifications.service.preference_rows import preferences_of
from shared.kit.db import WriteDb

Refused = tuple[Parcel, Outcome]


@dataclass(frozen=True, slots=True)
class _Bound:
    """A parcel with its reader as the directory has them (None: never heard of) and what they wish."""

    parcel: Parcel
    reader: Any | None
    wish: Preference

    def at(self, contact: str) -> "_Bound":
        """The same at the address of today, in the language of today."""
        if self.reader is None:
            return self
        return replace(self, parcel=replace(self.parcel, address=getattr(self.reader, contact) or "", language=self.wish.language))

    def hindrance(self, channel: str, gone: set[str]) -> str | None:
        """Why it is not to be sent."""
        if not self.wish.wants(self.parcel.kind, channel):
            return "preference"
        if self.reader is not None and not self.reader.active:
            return "account-inactive"
        if not self.parcel.address:
            return "no-address"
        return "bounced" if self.parcel.address in gone else None


async def look_again(db: WriteDb, channel: str, parcels: Sequence[Parcel]) -> tuple[list[Parcel], list[Refused]]:
    """(parcels at the address of today, those that are not to be sent and why); what goes to programs and groups is left as it is."""
    if channel not in CONTACTS or not parcels:
        return [*parcels], []
    bound = [one.at(CONTACTS[channel]) for one in await _bound(db, parcels)]
    moved = {new.parcel.delivery_id: new.parcel.address for new, old in zip(bound, parcels, strict=True) if new.parcel.address != old.address}
    await dispatching.move(db, moved)
    gone = await deliveries.bounced_among(db, channel, [one.parcel.address for one in bound])
    found = [(one.parcel, one.hindrance(channel, gone)) for one in bound]
    return [one for one, why in found if why is None], [(one, Outcome.suppressed(why)) for one, why in found if why is not None]


async def _bound(db: WriteDb, parcels: Sequence[Parcel]) -> list[_Bound]:
    readers = {parcel.account_id for parcel in parcels if parcel.account_id is not None}
    contacts, wishes = await directory.contacts(db, readers), await preferences_of(db, readers)
    return [
        _Bound(parcel, contacts.get(parcel.account_id), wishes.get(parcel.account_id, Preference()))
        if parcel.account_id is not None
        else _Bound(parcel, None, Preference())
        for parcel in parcels
    ]
