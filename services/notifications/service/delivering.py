"""Deliveries are planned in the transaction that puts the message into the inbox: what is told is also on its way."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifications.models import DeliveryRecord
from services.notifications.repository import deliveries, directory, dispatching, providers
from services.notifications.rules.delivery import lane_of
from services.notifications.rules.preferences import Preference
from services.notifications.service.preference_rows import preferences_of
from shared.kit.clock import real_now
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.schemas.deliveries import DeliveryState
from shared.schemas.endpoints import EndpointKind
from shared.schemas.messages import MessageKind
from shared.schemas.providers import ProviderChannel

CONTACTS = {"email": "email", "sms": "mobile", "work_notice": "mobile"}
"""Channels to a person, and the contact of the account that is their address."""
_NO_WISH = Preference()
_STILL_NEWS = timedelta(days=7)
"""How long a message that could not be sent is worth sending once its reader can be reached; the inbox has it anyway."""


@dataclass(frozen=True, slots=True)
class Outside:
    """The channels to a person that are switched on here, and those to programs and group robots; ``not_before``: nobody is disturbed earlier."""

    channels: Sequence[str] = field(default=())
    programs: Sequence[str] = field(default=())
    not_before: datetime | None = None

    def only(self, channels: Collection[str]) -> "Outside":
        """As far as these channels go; programs (webhooks) choose for themselves what they hear."""
        told = {*channels, EndpointKind.WEBHOOK}
        return replace(self, channels=[one for one in self.channels if one in channels], programs=[one for one in self.programs if one in told])

    def without_people(self) -> "Outside":
        """Programs and groups are told now, people at another time."""
        return replace(self, channels=())

    def later(self, not_before: datetime | None) -> "Outside":
        """The same from an instant on."""
        return replace(self, not_before=not_before)


async def plan_deliveries(db: WriteDb, messages: Sequence[Mapping[str, Any]], outside: Outside) -> None:
    """A delivery of each message on each channel that is switched on; whoever has no address gets a suppressed one, so that it is seen."""
    accounts = {message["account_id"] for message in messages if message["account_id"] is not None}
    if not accounts or not outside.channels:
        return
    contacts, wishes = await directory.contacts(db, accounts), await preferences_of(db, accounts)
    serving = await _serving(db, messages, outside.channels)
    for channel in outside.channels:
        addresses = {account: getattr(row, CONTACTS[channel]) for account, row in contacts.items()}
        gone = await deliveries.bounced_among(db, channel, filter(None, addresses.values()))
        told = [
            (message, wishes.get(message["account_id"], _NO_WISH))
            for message in messages
            if message["account_id"] is not None and serving(channel, message)
        ]
        rows = [_delivery(message, channel, _address(message, addresses), gone, wish) for message, wish in told]
        await db.insert(DeliveryRecord, [_not_before(row, outside.not_before) for row in rows])


def _not_before(row: dict[str, Any], instant: datetime | None) -> dict[str, Any]:
    return row if instant is None else row | {"not_before": max(row["not_before"], instant)}


async def _serving(db: WriteDb, messages: Sequence[Mapping[str, Any]], channels: Sequence[str]) -> Callable[[str, Mapping[str, Any]], bool]:
    """Whether a channel takes a message at all: one with a gateway takes what the region's has an approved template for, any other takes all."""
    by_gateway = [channel for channel in channels if channel in set(ProviderChannel)]
    near = await providers.serving(db, {message["region_path"] for message in messages if message["region_path"]}, by_gateway) if by_gateway else {}
    sayings = {place: {one["saying"] for one in row.templates} for place, row in near.items()}
    return lambda channel, message: channel not in by_gateway or message["saying"] in sayings.get((message["region_path"], channel), ())


async def redirect(db: WriteDb, account_id: UUID, contact: Mapping[str, str | None], at: datetime) -> None:
    """What the account was not sent yet follows its contacts; so does what it missed of late for want of one."""
    for channel, kind in CONTACTS.items():
        address = contact.get(kind)
        await dispatching.readdress(db, account_id, channel, address, at)
        if address:
            await dispatching.revive(db, account_id, channel, address, at - _STILL_NEWS)


def _address(message: Mapping[str, Any], addresses: Mapping[UUID, str | None]) -> str:
    return (addresses.get(message["account_id"]) if message["account_id"] else None) or ""


def _delivery(message: Mapping[str, Any], channel: str, address: str, gone: set[str], wish: Preference) -> dict[str, Any]:
    kind = MessageKind(message["kind"])
    why = None if wish.wants(kind, channel) else "preference"
    why = why or ("no-address" if not address else "bounced" if address in gone else None)
    return delivery_row(message, channel, address, wish.not_before(kind, message["sent_at"]), why)


def delivery_row(message: Mapping[str, Any], channel: str, address: str, not_before: datetime, why: str | None = None) -> dict[str, Any]:
    """A row of the table of deliveries: planned, or suppressed where ``why`` says so."""
    return {
        "id": new_id(),
        "version": 1,
        "message_id": message["id"],
        "channel": channel,
        "address": address,
        "region_path": message["region_path"] or "",
        "state": DeliveryState.SUPPRESSED if why else DeliveryState.PLANNED,
        "lane": lane_of(MessageKind(message["kind"])),
        "why": why,
        "not_before": not_before,
        "held_until": real_now(),
        "attempts": 0,
        "planned_at": message["sent_at"],
        "settled_at": message["sent_at"] if why else None,
    }
