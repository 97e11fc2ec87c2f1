"""What the channels of text messages and work notices look up: the gateway of the region, its approved template, whose turn it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row

from services.notifications.channels.base import Call, Parcel, Target, Tried
from services.notifications.repository import providers
from services.notifications.rules.addresses import place
from services.notifications.rules.delivery import Outcome, may_reach
from services.notifications.rules.gateways import Envelope, MissingVariableError, filled, filled_text, variables
from services.notifications.rules.rates import Rate, minute
from services.notifications.rules.templates.sayings import role_said
from services.notifications.service.calling import note_refusals, share_out
from services.notifications.service.endpoint_secrets import Secrets
from shared.kit.db import WriteDb
from shared.schemas.providers import AnswerRule, ApprovedTemplate


@dataclass(frozen=True, slots=True)
class Reach:
    """``allowed``: hosts that may be called, None for all; ``public_url``: where links lead."""

    allowed: Sequence[str] | None
    public_url: str


class ProviderDesk:
    """Knows the gateways of one channel."""

    def __init__(self, channel: str, secrets: Secrets, reach: Reach) -> None:
        self._channel, self._secrets, self._reach = channel, secrets, reach

    async def address(self, db: WriteDb, parcels: Sequence[Parcel]) -> Mapping[UUID, Target | Outcome]:
        """The call of each parcel; what is beyond a gateway's rate waits."""
        serving = await self._serving(db, parcels)
        found = {parcel.delivery_id: self._call(parcel, serving.get(parcel.delivery_id)) for parcel in parcels}
        ready = {one: serving[one] for one, to in found.items() if isinstance(to, Target)}
        rates: dict[str, Rate] = {_called(row): minute(row.per_minute) for row in ready.values()}
        return {**found, **await share_out(db, {one: _called(row) for one, row in ready.items()}, rates)}

    async def note(self, db: WriteDb, tried: Sequence[Tried]) -> None:
        """Which gateways want to be left alone."""
        serving = await self._serving(db, [one.parcel for one in tried])
        known = [one for one in tried if one.parcel.delivery_id in serving]
        await note_refusals(db, known, {one: _called(row) for one, row in serving.items()})

    async def _serving(self, db: WriteDb, parcels: Sequence[Parcel]) -> Mapping[UUID, Row[Any]]:
        near = await providers.serving(db, {parcel.region_path for parcel in parcels}, [self._channel])
        found = {parcel.delivery_id: near.get((parcel.region_path, self._channel)) for parcel in parcels}
        return {one: row for one, row in found.items() if row is not None}

    def _call(self, parcel: Parcel, row: Row[Any] | None) -> Target | Outcome:
        template = approved(row, parcel.saying) if row is not None else None
        if row is None or template is None:
            return Outcome.suppressed("no-provider" if row is None else "no-template")
        if self._reach.allowed is not None and not may_reach(place(row.url).host, self._reach.allowed):
            return Outcome.suppressed("not-allowed")
        secret = self._secrets.address(row).secret if row.sealed else ""
        if row.sealed and not secret:
            return Outcome.suppressed("unreadable-secret")
        link = f"{self._reach.public_url.rstrip('/')}{parcel.link or ''}"
        try:
            said = variables(template, {**(parcel.places or {}), "link": link, "role": {**role_said(parcel.why)}}, row.language)
        except MissingVariableError as missing:
            return Outcome.suppressed(f"no-place-{missing}")
        around = Envelope(parcel.address.removeprefix("+86"), template.template_id, str(parcel.delivery_id), secret)
        headers = {name: filled_text(value, around, said) for name, value in row.headers.items()}
        rule = AnswerRule.model_validate(row.answer) if row.answer else None
        return Target(row.url, (), call=Call(headers, orjson.dumps(filled(row.body, around, said)), rule))


def approved(row: Any, saying: str | None) -> ApprovedTemplate | None:
    """The template that a gateway has for a saying."""
    return next((ApprovedTemplate.model_validate(one) for one in row.templates if one["saying"] == saying), None)


def _called(row: Row[Any]) -> str:
    return f"provider/{row.id}"
