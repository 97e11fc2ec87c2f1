"""Templates of messages: what is said, by region, channel family and language."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.notifications.deps import InPublicUrl
from services.notifications.errors import InvalidTemplate, TemplateMoved, TemplateSaysOtherwise
from services.notifications.repository import templates as queries
from services.notifications.service import template_previews, templates
from shared.kit.app import InClock, InRead, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.page import Page
from shared.schemas.templates import NewTemplate, Saying, Sayings, Template, TemplateContent, TemplateFamily, TemplatePreview, TemplateState

router = api_router("/api/v1/notifications/templates", "templates")
_ONE = "/{template_id:uuid}"
_MOVE = (TemplateMoved, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_EDIT = (TemplateMoved, InvalidTemplate, ConcurrentChange, StaleEtag, MissingIfMatch)


def _template(row: Any) -> Template:
    return Template(**{name: getattr(row, name) for name in Template.model_fields})


def _tagged(row: Any, response: Response) -> Template:
    response.headers["ETag"] = etag(row.version)
    return _template(row)


@router.get("", operation_id="list_templates", **guarded(Permission.TEMPLATE_READ, InvalidCursor))
async def list_templates(
    db: InRead,
    actor: CurrentActor,
    paging: InPaging,
    state: TemplateState | None = None,
    saying: Saying | None = None,
    family: TemplateFamily | None = None,
) -> Page[Template]:
    """Templates of the caller's regions, oldest first; where none is active, the shipped words are said."""
    rows = await queries.template_page(db, paging, actor, queries.TemplateFilter(state, saying, family))
    return page_of(rows, paging, [_template(row) for row in rows], "id")


@router.get("/sayings", operation_id="read_sayings", **guarded(Permission.TEMPLATE_READ))
async def read_sayings(actor: CurrentActor) -> Sayings:
    """Everything that messages say: the places of each, with examples, and the shipped words to begin from."""
    return template_previews.sayings()


@router.post(
    "", operation_id="draft_template", status_code=201, **guarded(Permission.TEMPLATE_KEEP, InvalidTemplate, MissingIdempotencyKey, KeyReused)
)
async def draft_template(work: InWork, body: NewTemplate, response: Response) -> Template:
    """Enter a template as a draft; nothing is said by it before `:activate`."""
    record = await templates.draft_template(work, body)
    response.headers["Location"] = f"{router.prefix}/{record.id}"
    return _tagged(record, response)


@router.get(_ONE, operation_id="read_template", **guarded(Permission.TEMPLATE_READ))
async def read_template(db: InRead, actor: CurrentActor, template_id: UUID, response: Response) -> Template:
    """One template, between which instants it was in force, and whether it ever failed."""
    return _tagged(await templates.visible_template(db, actor, template_id), response)


@router.put(_ONE, operation_id="rewrite_template", **guarded(Permission.TEMPLATE_KEEP, *_EDIT))
async def rewrite_template(work: InWork, template_id: UUID, body: TemplateContent, if_match: RequiredIfMatch, response: Response) -> Template:
    """Replace what a draft says."""
    await templates.rewrite_template(work, template_id, body, if_match)
    return _tagged(await queries.template(work.db, template_id), response)


@router.get(f"{_ONE}/preview", operation_id="preview_template", **guarded(Permission.TEMPLATE_READ, TemplateSaysOtherwise))
async def preview_template(
    db: InRead,
    clock: InClock,
    actor: CurrentActor,
    public_url: InPublicUrl,
    template_id: UUID,
    message_id: UUID | None = None,
    deadline_id: UUID | None = None,
) -> TemplatePreview:
    """What it says about one of the caller's own messages, about a deadline as it stands today, or about the examples."""
    row = await templates.visible_template(db, actor, template_id)
    return await template_previews.Shown(db, actor, clock, public_url).preview(row, message_id, deadline_id)


@router.post(f"{_ONE}:activate", operation_id="activate_template", **guarded(Permission.TEMPLATE_KEEP, InvalidTemplate, *_MOVE))
async def activate_template(work: InWork, template_id: UUID, if_match: OptionalIfMatch, response: Response) -> Template:
    """Put a draft in force for what is told from now on: it retires the one before."""
    await templates.activate_template(work, template_id, if_match)
    return _tagged(await queries.template(work.db, template_id), response)


@router.post(f"{_ONE}:retire", operation_id="retire_template", **guarded(Permission.TEMPLATE_KEEP, *_MOVE))
async def retire_template(work: InWork, template_id: UUID, if_match: OptionalIfMatch, response: Response) -> Template:
    """Take a template out of force, or a draft off the table; the next that governs takes over."""
    await templates.retire_template(work, template_id, if_match)
    return _tagged(await queries.template(work.db, template_id), response)
