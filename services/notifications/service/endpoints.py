"""Use cases of endpoints (programs and group robots): entered, tested, edited, paused, dropped, their secret changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import Any
from uuid import UUID

import orjson

from services.notifications.channels.base import Target
from services.notifications.channels.outbound import Outbound, PrivateAddressError, UnresolvedError
from services.notifications.channels.robots import UNREADABLE, speak
from services.notifications.channels.webhook import TYPE_PREFIX, post, signed
from services.notifications.errors import EndpointNotAllowed, InvalidEndpoint, NothingIsSent, NotOurSecret
from services.notifications.models import EndpointRecord
from services.notifications.repository import endpoints
from services.notifications.rules.addresses import PRIVATE, Inside, place
from services.notifications.rules.delivery import Outcome, may_reach
from services.notifications.rules.listeners import Listener, listener_faults
from services.notifications.service.endpoint_secrets import Address, Secrets
from shared.kit.clock import real_now
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.deliveries import AttemptOutcome
from shared.schemas.endpoints import EndpointEdit, EndpointKind, EndpointState, NewEndpoint

UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class WayOut:
    """How programs are reached from here. ``allowed``: hosts that may be, None for all; ``outbound`` is None while nothing may leave."""

    inside: Inside
    allowed: Sequence[str] | None
    outbound: Outbound | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a test brought."""

    outcome: Outcome
    took_ms: int

    @property
    def reached(self) -> bool:
        """Whether the program took the test over."""
        return self.outcome.word is AttemptOutcome.DELIVERED


async def visible_endpoint(db: Db, actor: Actor, endpoint_id: UUID) -> Any:
    """The endpoint if the actor may know of it; NotFound otherwise."""
    row = await endpoints.endpoint(db, endpoint_id)
    see(actor, Permission.ENDPOINT_READ, Thing(region_path=row.region_path) if row else None, what="endpoint", what_zh="接收端")
    return row


async def enter_endpoint(work: Work, body: NewEndpoint, out: WayOut) -> EndpointRecord:
    """Enter a program or robot; it is told of nothing until it has answered a test."""
    require(work.actor, Permission.ENDPOINT_KEEP, Thing(region_path=body.region_path))
    _refuse(listener_faults(Listener(body.kind, body.url, body.secret, body.events, body.mention, body.mobiles), out.inside))
    why, endpoint_id = await _looked_up(body.url, out), new_id()
    record = EndpointRecord(
        id=endpoint_id,
        region_path=body.region_path,
        kind=body.kind,
        name=body.name,
        **Secrets(work.service.signer).kept(endpoint_id, body.kind, Address(body.url, body.secret or "")),
        events=list(body.events),
        mention=body.mention,
        mobiles=_short(body.mobiles),
        state=EndpointState.UNPROVEN,
        why=why,
        failures=0,
        secret_number=1,
    )
    work.db.add(record)
    await work.db.flush()
    await work.audit("enter_endpoint", record.id, kind=record.kind, url=record.url, events=body.events)
    return record


async def edit_endpoint(work: Work, endpoint_id: UUID, body: EndpointEdit, if_match: IfMatch, out: WayOut) -> None:
    """Change what is given; another address or secret has to answer a test first."""
    row = await _kept(work, endpoint_id)
    given, secrets = body.model_dump(exclude_none=True), Secrets(work.service.signer)
    was = secrets.address(row)
    to = replace(was, **{name: given[name] for name in ("url", "secret") if name in given})
    mention, mobiles = given.get("mention", row.mention), given.get("mobiles", row.mobiles)
    _refuse(listener_faults(Listener(row.kind, to.url, to.secret, body.events or [], mention, mobiles), out.inside))
    why = await _looked_up(to.url, out) if to.url != was.url else None
    record = await _to_change(work, endpoint_id, if_match)
    record.name, record.mention, record.mobiles = body.name or record.name, mention, _short(mobiles)
    record.events = list(body.events) if body.events else record.events
    if to != was:
        _move(record, secrets.kept(endpoint_id, record.kind, to), why)
    await work.db.flush()
    await work.audit("edit_endpoint", endpoint_id, **{**given, **_hidden(record, given)})


def _move(record: EndpointRecord, kept: dict[str, str | None], why: str | None) -> None:
    record.url, record.sealed = kept["url"] or "", kept["sealed"]
    record.state, record.why = EndpointState.UNPROVEN, why
    _forget_failures(record)


def _hidden(record: EndpointRecord, given: Mapping[str, Any]) -> dict[str, str]:
    """What the audit trail shows instead of a robot's address and secret."""
    return {name: shown for name, shown in {"url": record.url, "secret": "***"}.items() if name in given}


def _short(mobiles: Sequence[str]) -> list[str]:
    """Eleven digits each, as robots want them; each once."""
    return list(dict.fromkeys(mobile.removeprefix("+86") for mobile in mobiles))


async def pause_endpoint(work: Work, endpoint_id: UUID, if_match: IfMatch) -> None:
    """Tell it nothing until it answers a test again; what waits for it is suppressed when its turn comes."""
    await _kept(work, endpoint_id)
    record = await _to_change(work, endpoint_id, if_match)
    record.state, record.why = EndpointState.PAUSED, None
    await work.db.flush()
    await work.audit("pause_endpoint", endpoint_id)


async def drop_endpoint(work: Work, endpoint_id: UUID, if_match: IfMatch) -> None:
    """Forget the program; what it was sent stays on record."""
    await _kept(work, endpoint_id)
    record = await _to_change(work, endpoint_id, if_match)
    await endpoints.drop(work.db, endpoint_id)
    await work.audit("drop_endpoint", endpoint_id, url=record.url)


async def rotate_secret(work: Work, endpoint_id: UUID, overlap_hours: int, if_match: IfMatch) -> str:
    """The new secret of a webhook; the former one signs beside it for ``overlap_hours``."""
    if (await _kept(work, endpoint_id)).kind != EndpointKind.WEBHOOK:
        raise NotOurSecret()
    record = await _to_change(work, endpoint_id, if_match)
    record.secret_number += 1
    record.former_secret_until = real_now() + timedelta(hours=overlap_hours) if overlap_hours else None
    await work.db.flush()
    await work.audit("rotate_endpoint_secret", endpoint_id, overlap_hours=overlap_hours)
    return Secrets(work.service.signer).secret(endpoint_id, record.secret_number)


async def test_endpoint(work: Work, endpoint_id: UUID, if_match: IfMatch, out: WayOut) -> Answered:
    """Send a signed test; a program that answers it is active from now on, one that does not is flagged with what went wrong."""
    row = await _kept(work, endpoint_id)
    if_match.check(row.version)
    answered = await _try(row, out, Secrets(work.service.signer))
    record = await _to_change(work, endpoint_id, IfMatch(None))
    if (record.url, record.sealed) != (row.url, row.sealed):
        raise NotFound(what="endpoint", what_zh="接收端")
    record.tested_at, record.why = real_now(), None if answered.reached else answered.outcome.code[:60]
    if answered.reached:
        record.state = EndpointState.ACTIVE
        _forget_failures(record)
    await work.db.flush()
    await work.audit("test_endpoint", endpoint_id, code=answered.outcome.code, reached=answered.reached)
    return answered


async def _try(row: Any, out: WayOut, secrets: Secrets) -> Answered:
    if out.outbound is None:
        raise NothingIsSent()
    if out.allowed is not None and not may_reach(place(row.url).host, out.allowed):
        raise EndpointNotAllowed(host=place(row.url).host)
    began, address = monotonic(), secrets.address(row)
    outcome = await (_try_webhook(row, out.outbound, secrets) if row.kind == EndpointKind.WEBHOOK else _try_robot(row, out.outbound, address))
    return Answered(outcome, round((monotonic() - began) * 1000))


async def _try_webhook(row: Any, outbound: Outbound, secrets: Secrets) -> Outcome:
    now, test_id = real_now(), str(new_id())
    event = {"specversion": "1.0", "id": test_id, "source": "/api/v1/notifications", "type": f"{TYPE_PREFIX}test", "subject": str(row.id)}
    content = orjson.dumps({**event, "time": now.isoformat(), "datacontenttype": "application/json", "data": {"region_path": row.region_path}})
    headers = signed(content, test_id, secrets.valid(row.id, row.secret_number, row.former_secret_until, now))
    return await post(outbound, row.url, content, headers)


async def _try_robot(row: Any, outbound: Outbound, address: Address) -> Outcome:
    """The group sees the test; nobody is mentioned."""
    if not address.url:
        return Outcome.permanent(UNREADABLE)
    words = Words(f"健行测试：本群将收到“{row.name}”的消息", f'a test: this group will be told what "{row.name}" is told')
    return await speak(outbound, EndpointKind(row.kind), Target(address.url, (address.secret,)), words.zh, f"{words.zh}\n\n{words.en}", str(new_id()))


async def _kept(work: Work, endpoint_id: UUID) -> Any:
    """The endpoint, if the actor may change it; read before the transaction begins, for what follows may call outside."""
    row = await visible_endpoint(work.read, work.actor, endpoint_id)
    require(work.actor, Permission.ENDPOINT_KEEP, Thing(region_path=row.region_path))
    return row


async def _to_change(work: Work, endpoint_id: UUID, if_match: IfMatch) -> EndpointRecord:
    record = await endpoints.endpoint_to_change(work.db, endpoint_id)
    if record is None:
        raise NotFound(what="endpoint", what_zh="接收端")
    if_match.check(record.version)
    return record


def _forget_failures(record: EndpointRecord) -> None:
    record.failures, record.failing_since, record.resting_until = 0, None, None


async def _looked_up(url: str, out: WayOut) -> str | None:
    """Why the address cannot be called just now, to be shown; one inside of a private network is refused.

    Nothing is looked up while nothing may leave.
    """
    if out.outbound is None:
        return None
    try:
        await out.outbound.check(url)
    except PrivateAddressError:
        code, words = PRIVATE
        _refuse([FaultWords(code, words, pointer="/url")])
    except UnresolvedError:
        return UNRESOLVED
    return None


def _refuse(faults: list[FaultWords]) -> None:
    if faults:
        raise InvalidEndpoint(faults=faults, count=len(faults))
