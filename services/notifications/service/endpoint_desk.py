"""What the channels of webhooks and robots look up before it tries and remember after: addresses, secrets, the circuit breaker."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.notifications.channels.base import Parcel, Target, Tried
from services.notifications.channels.robots import UNREADABLE
from services.notifications.repository import directory, endpoints
from services.notifications.rules import wording
from services.notifications.rules.addresses import place
from services.notifications.rules.breaker import Health, admit, after, is_given_up
from services.notifications.rules.delivery import Outcome, may_reach
from services.notifications.rules.robots import GONE, REFUSED, Mentions
from services.notifications.service.delivering import Outside
from services.notifications.service.endpoint_secrets import Secrets
from services.notifications.service.telling import Circle, Occasion, tell
from shared.kit.clock import real_now, today
from shared.kit.db import WriteDb
from shared.kit.ids import parsed_id
from shared.kit.service import Service
from shared.rules.access import Role
from shared.schemas.deliveries import AttemptOutcome
from shared.schemas.endpoints import EndpointKind, EndpointState, Mention
from shared.schemas.messages import MessageKind

_NOT_TRIED = frozenset({AttemptOutcome.POSTPONED, AttemptOutcome.SUPPRESSED})
_GONE = ("410", GONE)


@dataclass(frozen=True, slots=True)
class Terms:
    """``allowed``: hosts that may be reached, None for all. ``trial``: how long one trial may take. ``patience``: failing for longer is given up."""

    allowed: Sequence[str] | None
    trial: timedelta
    patience: timedelta


class EndpointDesk:
    """Knows the endpoints that parcels go to."""

    def __init__(self, service: Service, terms: Terms, outside: Outside) -> None:
        self._service, self._terms, self._outside = service, terms, outside
        self._secrets = Secrets(service.signer)

    async def address(self, db: WriteDb, parcels: Sequence[Parcel]) -> Mapping[UUID, Target | Outcome]:
        """Where each parcel goes; those of an endpoint that rests wait, but for one that tries whether it is back."""
        by_endpoint = _by_endpoint(parcels)
        known = {row.id: row for row in await endpoints.endpoints_locked(db, by_endpoint)}
        now, found, trials = real_now(), dict[UUID, Target | Outcome](), list[dict[str, Any]]()
        for endpoint_id, mine in by_endpoint.items():
            row = known.get(endpoint_id)
            refusal = self._refusal(row)
            if row is None or refusal is not None:
                found |= {parcel.delivery_id: refusal or Outcome.suppressed("endpoint-gone") for parcel in mine}
                continue
            admitted = admit(_health(row), len(mine), now)
            rest = max((row.resting_until or now) - now, self._terms.trial) if admitted else (row.resting_until or now) - now
            found |= {parcel.delivery_id: self._target(row, now) for parcel in mine[:admitted]}
            found |= {parcel.delivery_id: Outcome.postponed("circuit-open", rest) for parcel in mine[admitted:]}
            if admitted and _health(row).is_open:
                trials.append({"row": endpoint_id, "rest": now + self._terms.trial})
        await endpoints.rest_until(db, trials)
        return found

    def _refusal(self, row: Row[Any] | None) -> Outcome | None:
        if row is None:
            return Outcome.suppressed("endpoint-gone")
        if row.state != EndpointState.ACTIVE:
            return Outcome.suppressed(f"endpoint-{row.state}")
        if not self._secrets.address(row).url:
            return Outcome.suppressed(UNREADABLE)
        allowed = self._terms.allowed
        return Outcome.suppressed("not-allowed") if allowed is not None and not may_reach(place(row.url).host, allowed) else None

    def _target(self, row: Row[Any], now: datetime) -> Target:
        address = self._secrets.address(row)
        if row.kind != EndpointKind.WEBHOOK:
            return Target(address.url, (address.secret,), _mentions(row))
        return Target(address.url, self._secrets.valid(row.id, row.secret_number, row.former_secret_until, now))

    async def note(self, db: WriteDb, tried: Sequence[Tried]) -> None:
        """How the endpoints fare now; one that is given up is told to those who answer for it."""
        went = {
            one.parcel.delivery_id: one.outcome for one in tried if one.outcome.word not in _NOT_TRIED and not one.outcome.code.startswith(REFUSED)
        }
        by_endpoint = _by_endpoint([one.parcel for one in tried if one.parcel.delivery_id in went])
        rows = await endpoints.endpoints_locked(db, by_endpoint) if by_endpoint else []
        now, changed, lost = real_now(), list[dict[str, Any]](), list[Row[Any]]()
        for row in rows:
            fares = self._after(row, [went[parcel.delivery_id] for parcel in by_endpoint[row.id]], now)
            if fares is not None:
                changed.append(fares)
                if fares["to"] == EndpointState.DISABLED and row.state == EndpointState.ACTIVE:
                    lost.append(row)
        await endpoints.set_health(db, changed)
        for row in lost:
            await self._tell_lost(db, row)

    def _after(self, row: Row[Any], outcomes: Sequence[Outcome], now: datetime) -> dict[str, Any] | None:
        """The row's new health; None where nothing changes."""
        health = before = _health(row)
        for outcome in outcomes:
            health = after(health, arrived=outcome.word is AttemptOutcome.DELIVERED, now=now)
        gone = any(outcome.code.startswith(_GONE) for outcome in outcomes) or is_given_up(health, now, self._terms.patience)
        if health == before and not gone:
            return None
        said = outcomes[-1].code[:60] if health.failures or gone else None
        to = EndpointState.DISABLED if gone and row.state == EndpointState.ACTIVE else row.state
        return {"row": row.id, "failed": health.failures, "since": health.failing_since, "rest": health.resting_until, "to": to, "because": said}

    async def _tell_lost(self, db: WriteDb, row: Row[Any]) -> None:
        day = today(self._service.clock)
        occasion = Occasion(f"endpoint-disabled/{row.id}/{row.version}", MessageKind.ALARM, wording.endpoint_disabled(row.name), row.id)
        administrators = await directory.all_holders(db, Role.ADMINISTRATOR, day)
        offices = await directory.holders(db, Role.PLAN_OFFICE, day, region_path=row.region_path)
        for role, told in ((Role.ADMINISTRATOR, administrators), (Role.PLAN_OFFICE, sorted({*offices} - {*administrators}))):
            await tell(db, occasion, told, Circle(role, None, row.region_path, self._service.clock.now()), self._outside)


def _mentions(row: Row[Any]) -> Mentions:
    listed = tuple(row.mobiles) if row.mention == Mention.LISTED else ()
    return Mentions(listed, row.mention == Mention.EVERYBODY, row.mention == Mention.READERS)


def _by_endpoint(parcels: Sequence[Parcel]) -> dict[UUID, list[Parcel]]:
    found: dict[UUID, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        endpoint_id = parsed_id(parcel.address)
        if endpoint_id is not None:
            found[endpoint_id].append(parcel)
    return found


def _health(row: Row[Any]) -> Health:
    return Health(row.failures, row.failing_since, row.resting_until)
