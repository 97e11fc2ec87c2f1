"""Use cases of gateways: entered, rewritten, dropped."""

from typing import Any
from uuid import UUID

from services.notifications.channels.outbound import PrivateAddressError, UnresolvedError
from services.notifications.errors import InvalidProvider, ProviderTwice
from services.notifications.models import ProviderRecord
from services.notifications.repository import providers
from services.notifications.rules.addresses import PRIVATE
from services.notifications.rules.gateway_faults import provider_faults
from services.notifications.service.endpoint_secrets import Address, Secrets
from services.notifications.service.endpoints import WayOut
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.providers import NewProvider, ProviderContent

UNRESOLVED = "unresolved", Words("网址的域名无法解析", "the host of the URL has no address")
_STORED = ("name", "url", "headers", "body", "templates", "answer", "per_minute", "language")


async def visible_provider(db: Db, actor: Actor, provider_id: UUID) -> Any:
    """The gateway if the actor may know of it; NotFound otherwise."""
    row = await providers.provider(db, provider_id)
    see(actor, Permission.ENDPOINT_READ, Thing(region_path=row.region_path) if row else None, what="provider", what_zh="发送平台")
    return row


async def enter_provider(work: Work, body: NewProvider, out: WayOut) -> ProviderRecord:
    """Enter the gateway of a region; from now on what its templates say goes through it."""
    require(work.actor, Permission.ENDPOINT_KEEP, Thing(region_path=body.region_path))
    await _refuse_faults(body, body.channel, out, has_secret=bool(body.secret))
    if await providers.there_is(work.read, body.region_path, body.channel):
        raise ProviderTwice(channel=body.channel)
    provider_id = new_id()
    sealed = Secrets(work.service.signer).sealed(provider_id, Address(body.url, body.secret)) if body.secret else None
    record = ProviderRecord(id=provider_id, region_path=body.region_path, channel=body.channel, sealed=sealed, **_stored(body))
    work.db.add(record)
    await work.db.flush()
    await work.audit("enter_provider", provider_id, channel=body.channel, url=body.url)
    return record


async def rewrite_provider(work: Work, provider_id: UUID, body: ProviderContent, if_match: IfMatch, out: WayOut) -> None:
    """Replace how it is called; what waits goes by the new way. A secret stays at its address: another one wants it entered again."""
    row = await visible_provider(work.read, work.actor, provider_id)
    require(work.actor, Permission.ENDPOINT_KEEP, Thing(region_path=row.region_path))
    keeps = row.sealed is not None and row.url == body.url
    await _refuse_faults(body, row.channel, out, has_secret=bool(body.secret) or keeps)
    record = await _to_change(work, provider_id, if_match)
    if body.secret or not keeps:
        record.sealed = Secrets(work.service.signer).sealed(provider_id, Address(body.url, body.secret)) if body.secret else None
    for name, value in _stored(body).items():
        setattr(record, name, value)
    await work.db.flush()
    await work.audit("rewrite_provider", provider_id, url=body.url)


async def drop_provider(work: Work, provider_id: UUID, if_match: IfMatch) -> None:
    """Forget the gateway; what waits for it is suppressed when its turn comes."""
    row = await visible_provider(work.read, work.actor, provider_id)
    require(work.actor, Permission.ENDPOINT_KEEP, Thing(region_path=row.region_path))
    await _to_change(work, provider_id, if_match)
    await providers.drop(work.db, provider_id)
    await work.audit("drop_provider", provider_id, url=row.url)


def _stored(body: ProviderContent) -> dict[str, Any]:
    told = body.model_dump(mode="json")
    return {name: told[name] for name in _STORED}


async def _to_change(work: Work, provider_id: UUID, if_match: IfMatch) -> ProviderRecord:
    record = await providers.provider_to_change(work.db, provider_id)
    if record is None:
        raise NotFound(what="provider", what_zh="发送平台")
    if_match.check(record.version)
    return record


async def _refuse_faults(body: ProviderContent, channel: str, out: WayOut, *, has_secret: bool) -> None:
    faults = provider_faults(body, channel, out.inside, has_secret=has_secret)
    if not faults and out.outbound is not None:
        try:
            await out.outbound.check(body.url)
        except PrivateAddressError:
            faults = [FaultWords(*PRIVATE, pointer="/url")]
        except UnresolvedError:
            faults = [FaultWords(*UNRESOLVED, pointer="/url")]
    if faults:
        raise InvalidProvider(faults=faults, count=len(faults))
