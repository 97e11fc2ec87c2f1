"""Use cases on assessment schemes: draft, edit, publish, begin the next edition. Every fault is told at once."""

from typing import Any
from uuid import UUID

from services.indicators.errors.assessments import (
    AssessmentSchemeDraftOpen,
    AssessmentSchemeNotPublished,
    AssessmentSchemePublished,
    RefusedAssessmentScheme,
)
from services.indicators.models import AssessmentSchemeRecord
from services.indicators.repository import assessment_schemes as repository
from services.indicators.repository import gathering as sources
from services.indicators.rules.assessing.checking import faults_of
from services.indicators.service.gathering import known_indicators, selected_indicators
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, Thing
from shared.schemas.assessments import (
    AssessmentSchemeDefinition,
    AssessmentSchemeDraft,
    AssessmentSchemeEdit,
    AssessmentSchemeRevision,
    AssessmentSchemeState,
)


def thing(row: Any) -> Thing:
    """A scheme or a result as far as rights care."""
    return Thing(region_path=row.region_path, state=row.state, disclosure=Disclosure(row.disclosure))


async def visible_scheme(db: Db, actor: Actor, scheme_id: UUID) -> Any:
    """The edition if the actor may know of it; NotFound otherwise."""
    row = await repository.scheme(db, scheme_id)
    see(actor, Permission.ASSESSMENT_READ, thing(row) if row else None, what="assessment scheme", what_zh="考核方案")
    return row


async def draft_assessment_scheme(work: Work, body: AssessmentSchemeDraft) -> UUID:
    """Begin a scheme with its first edition."""
    require(work.actor, Permission.ASSESSMENT_RUN, Thing(region_path=body.region_path))
    await refuse_faulty(work.db, body.definition, body.region_path, body.year)
    scheme_id = new_id()
    head = {"title": body.title, "year": body.year, "disclosure": body.disclosure, "region_path": body.region_path}
    definition = body.definition.model_dump(mode="json", exclude_none=True)
    work.db.add(_record(work, id=scheme_id, series_id=scheme_id, edition=1, definition=definition, **head))
    await work.db.flush()
    await work.audit("draft_assessment_scheme", scheme_id, title=body.title)
    return scheme_id


def _record(work: Work, **values: Any) -> AssessmentSchemeRecord:
    return AssessmentSchemeRecord(state=AssessmentSchemeState.DRAFT, by=work.actor.name, at=work.now(), **values)


async def refuse_faulty(db: Db, scheme: AssessmentSchemeDefinition, region_path: str, year: int) -> None:
    """Raise RefusedAssessmentScheme with every fault of a definition."""
    known = await known_indicators(db, scheme)
    plans = await sources.known_plans(db, scheme.plan_ids) if scheme.plan_ids else set()
    faults = faults_of(scheme, known, plans, await selected_indicators(db, scheme, region_path, year))
    if faults:
        raise RefusedAssessmentScheme(faults=faults, count=len(faults))


async def edit_assessment_scheme(work: Work, scheme_id: UUID, body: AssessmentSchemeEdit, if_match: IfMatch) -> None:
    """Change a draft; what is absent stays."""
    record = await _draft_to_change(work, scheme_id, if_match)
    if body.definition is not None:
        record.definition = body.definition.model_dump(mode="json", exclude_none=True)
    for name in ("title", "year", "disclosure"):
        if (value := getattr(body, name)) is not None:
            setattr(record, name, value)
    await refuse_faulty(work.db, AssessmentSchemeDefinition.model_validate(record.definition), record.region_path, record.year)
    await work.db.flush()
    await work.audit("edit_assessment_scheme", scheme_id, changed=sorted(body.model_fields_set))


async def publish_assessment_scheme(work: Work, scheme_id: UUID, if_match: IfMatch) -> None:
    """Publish a draft: from now on it is never edited. It is checked again, for the catalogue and plans may have changed."""
    record = await _draft_to_change(work, scheme_id, if_match)
    await refuse_faulty(work.db, AssessmentSchemeDefinition.model_validate(record.definition), record.region_path, record.year)
    record.state, record.published_by, record.published_at = AssessmentSchemeState.PUBLISHED, work.actor.name, work.now()
    await work.db.flush()
    await work.audit("publish_assessment_scheme", scheme_id, edition=record.edition)


async def _draft_to_change(work: Work, scheme_id: UUID, if_match: IfMatch) -> AssessmentSchemeRecord:
    row = await visible_scheme(work.db, work.actor, scheme_id)
    require(work.actor, Permission.ASSESSMENT_RUN, thing(row))
    record = await repository.scheme_to_change(work.db, scheme_id)
    if_match.check(record.version)
    if record.state != AssessmentSchemeState.DRAFT:
        raise AssessmentSchemePublished()
    return record


async def revise_assessment_scheme(work: Work, scheme_id: UUID, body: AssessmentSchemeRevision) -> UUID:
    """Begin the next edition as a draft with the same content; only from the newest one, and only once that is published."""
    row = await visible_scheme(work.db, work.actor, scheme_id)
    require(work.actor, Permission.ASSESSMENT_RUN, thing(row))
    await repository.scheme_to_change(work.db, row.series_id)
    newest = await repository.newest_edition(work.db, row.series_id)
    if newest.id != row.id:
        raise AssessmentSchemeDraftOpen(edition=newest.edition, state=newest.state)
    if row.state != AssessmentSchemeState.PUBLISHED:
        raise AssessmentSchemeNotPublished()
    copied = {name: getattr(row, name) for name in ("series_id", "region_path", "title", "disclosure", "definition")}
    record = _record(work, id=new_id(), edition=row.edition + 1, year=body.year or row.year, reason=body.reason, **copied)
    work.db.add(record)
    await work.db.flush()
    await work.audit("revise_assessment_scheme", record.id, reason=body.reason, before=str(scheme_id))
    return record.id
