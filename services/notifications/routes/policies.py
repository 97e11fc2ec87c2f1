"""Reminder policies: who is told of a deadline, when, and by which channels."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.notifications.deps import InTerms
from services.notifications.errors import InvalidPolicy, PolicyMoved, PolicyToConfirm
from services.notifications.repository import policies as queries
from services.notifications.repository import replanning
from services.notifications.service import policies
from services.notifications.service.previewing import preview_policy as previewed
from shared.kit.app import InRead, InService, api_router
from shared.kit.auth import CurrentActor
from shared.kit.etag import OptionalIfMatch, RequiredIfMatch, etag
from shared.kit.framework_problems import ConcurrentChange, InvalidCursor, KeyReused, MissingIdempotencyKey, MissingIfMatch, StaleEtag
from shared.kit.paging import InPaging, page_of
from shared.kit.routing import guarded
from shared.kit.work import InWork
from shared.rules.access import Permission
from shared.schemas.page import Page
from shared.schemas.policies import NewPolicy, Policy, PolicyContent, PolicyPreview, PolicyState, PolicySwitch, PolicySwitched

router = api_router("/api/v1/notifications/policies", "policies")
_ONE = "/{policy_id:uuid}"
_MOVE = (PolicyMoved, PolicyToConfirm, ConcurrentChange, StaleEtag, MissingIdempotencyKey, KeyReused)
_EDIT = (PolicyMoved, InvalidPolicy, ConcurrentChange, StaleEtag, MissingIfMatch)


def _policy(row: Any) -> Policy:
    return Policy(**{name: getattr(row, name) for name in Policy.model_fields})


def _tagged(row: Any, response: Response) -> Policy:
    response.headers["ETag"] = etag(row.version)
    return _policy(row)


@router.get("", operation_id="list_policies", **guarded(Permission.POLICY_READ, InvalidCursor))
async def list_policies(db: InRead, actor: CurrentActor, paging: InPaging, state: PolicyState | None = None) -> Page[Policy]:
    """Reminder policies of the caller's regions, oldest first; where none is active, the shipped ladder governs."""
    rows = await queries.policy_page(db, paging, actor, state)
    return page_of(rows, paging, [_policy(row) for row in rows], "id")


@router.post("", operation_id="draft_policy", status_code=201, **guarded(Permission.POLICY_KEEP, InvalidPolicy, MissingIdempotencyKey, KeyReused))
async def draft_policy(work: InWork, body: NewPolicy, response: Response) -> Policy:
    """Enter a policy as a draft; it governs nothing before `:activate`."""
    record = await policies.draft_policy(work, body)
    response.headers["Location"] = f"{router.prefix}/{record.id}"
    return _tagged(record, response)


@router.get(_ONE, operation_id="read_policy", **guarded(Permission.POLICY_READ))
async def read_policy(db: InRead, actor: CurrentActor, policy_id: UUID, response: Response) -> Policy:
    """One policy, and between which instants it was in force."""
    return _tagged(await policies.visible_policy(db, actor, policy_id), response)


@router.put(_ONE, operation_id="rewrite_policy", **guarded(Permission.POLICY_KEEP, *_EDIT))
async def rewrite_policy(work: InWork, policy_id: UUID, body: PolicyContent, if_match: RequiredIfMatch, response: Response) -> Policy:
    """Replace what a draft says."""
    await policies.rewrite_policy(work, policy_id, body, if_match)
    return _tagged(await queries.policy(work.db, policy_id), response)


@router.get(f"{_ONE}/preview", operation_id="preview_policy", **guarded(Permission.POLICY_READ, InvalidCursor))
async def preview_policy(
    db: InRead, service: InService, actor: CurrentActor, paging: InPaging, terms: InTerms, policy_id: UUID, deadline_id: UUID | None = None
) -> Page[PolicyPreview]:
    """Who would be told what, and when, if it were in force from now on: by open deadline, or of one."""
    policy = await policies.visible_policy(db, actor, policy_id)
    rows = await replanning.open_page(db, paging, actor, policy, deadline_id)
    return page_of(rows, paging, await previewed(db, policy, rows, service.clock, terms.shipped), "id")


@router.post(f"{_ONE}:activate", operation_id="activate_policy", **guarded(Permission.POLICY_KEEP, *_MOVE))
async def activate_policy(
    work: InWork, policy_id: UUID, body: PolicySwitch, if_match: OptionalIfMatch, terms: InTerms, response: Response
) -> PolicySwitched:
    """Put a draft in force: it retires the one before, and what lies ahead of open deadlines is planned anew."""
    effect = await policies.activate_policy(work, policy_id, body.confirmed_messages, if_match, terms)
    return _switched(_tagged(await queries.policy(work.db, policy_id), response), effect)


@router.post(f"{_ONE}:retire", operation_id="retire_policy", **guarded(Permission.POLICY_KEEP, *_MOVE))
async def retire_policy(
    work: InWork, policy_id: UUID, body: PolicySwitch, if_match: OptionalIfMatch, terms: InTerms, response: Response
) -> PolicySwitched:
    """Take a policy out of force, or a draft off the table; the next that governs takes over."""
    effect = await policies.retire_policy(work, policy_id, body.confirmed_messages, if_match, terms)
    return _switched(_tagged(await queries.policy(work.db, policy_id), response), effect)


def _switched(policy: Policy, effect: policies.Effect) -> PolicySwitched:
    counts = {"deadlines": effect.deadlines, "reminders": effect.reminders, "messages": effect.messages}
    return PolicySwitched(**policy.model_dump(), **counts)
