"""Use cases of templates: entered as a draft, rewritten, activated, retired."""

from typing import Any
from uuid import UUID

from services.notifications.errors import InvalidTemplate, TemplateMoved
from services.notifications.models import TemplateRecord
from services.notifications.repository import templates
from services.notifications.rules.templates.faults import template_faults, unknown_saying
from services.notifications.rules.templates.rendering import Source
from services.notifications.service.speaking import source_of
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.problems import FaultWords
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Permission, Thing
from shared.schemas.templates import NewTemplate, Saying, TemplateContent, TemplateState


async def visible_template(db: Db, actor: Actor, template_id: UUID) -> Any:
    """The template if the actor may know of it; NotFound otherwise."""
    row = await templates.template(db, template_id)
    see(actor, Permission.TEMPLATE_READ, Thing(region_path=row.region_path) if row else None, what="template", what_zh="消息模板")
    return row


async def draft_template(work: Work, body: NewTemplate) -> TemplateRecord:
    """Enter a template; nothing is said by it until it is activated."""
    require(work.actor, Permission.TEMPLATE_KEEP, Thing(region_path=body.region_path))
    if body.saying not in set(Saying):
        _refuse([unknown_saying(body.saying)])
    _refuse(template_faults(source_of(body), Saying(body.saying)))
    record = TemplateRecord(id=new_id(), state=TemplateState.DRAFT, **body.model_dump(mode="json"))
    work.db.add(record)
    await work.db.flush()
    await work.audit("draft_template", record.id, saying=body.saying, family=body.family, language=body.language)
    return record


async def rewrite_template(work: Work, template_id: UUID, body: TemplateContent, if_match: IfMatch) -> None:
    """Replace what a draft says. What was active is never edited: messages were made by it."""
    record = await _to_change(work, template_id, if_match)
    if record.state != TemplateState.DRAFT:
        raise TemplateMoved(state=record.state)
    before = source_of(record)
    _refuse(template_faults(Source(body.title, body.body, before.language, before.family), Saying(record.saying)))
    record.title, record.body = body.title, body.body
    await work.db.flush()
    await work.audit("rewrite_template", template_id)


async def activate_template(work: Work, template_id: UUID, if_match: IfMatch) -> None:
    """Put a draft in force for what is told from now on: it retires the one before. It must fit the places that its saying has today."""
    record = await _to_change(work, template_id, if_match)
    if record.state != TemplateState.DRAFT:
        raise TemplateMoved(state=record.state)
    _refuse(template_faults(source_of(record), Saying(record.saying)))
    now = work.service.clock.now()
    former = await templates.active_to_change(work.db, record)
    if former is not None:
        former.state, former.retired_at = TemplateState.RETIRED, now
        await work.db.flush()
    record.state, record.activated_at, record.edition = TemplateState.ACTIVE, now, await templates.editions(work.db, record) + 1
    await work.db.flush()
    await work.audit("activate_template", template_id, edition=record.edition)


async def retire_template(work: Work, template_id: UUID, if_match: IfMatch) -> None:
    """Take a template out of force, or a draft off the table; the next that governs takes over."""
    record = await _to_change(work, template_id, if_match)
    if record.state == TemplateState.RETIRED:
        raise TemplateMoved(state=record.state)
    record.state, record.retired_at = TemplateState.RETIRED, work.service.clock.now()
    await work.db.flush()
    await work.audit("retire_template", template_id)


def _refuse(faults: list[FaultWords]) -> None:
    if faults:
        raise InvalidTemplate(faults=faults, count=len(faults))


async def _to_change(work: Work, template_id: UUID, if_match: IfMatch) -> TemplateRecord:
    row = await visible_template(work.db, work.actor, template_id)
    require(work.actor, Permission.TEMPLATE_KEEP, Thing(region_path=row.region_path))
    record = await templates.template_to_change(work.db, template_id)
    if record is None:
        raise NotFound(what="template", what_zh="消息模板")
    if_match.check(record.version)
    return record
