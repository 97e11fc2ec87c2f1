"""Use cases on results: assess, compute anew, announce, make final; and what-if. The rules themselves are pure."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors.assessments import (
    AssessmentMoved,
    AssessmentSchemeNotPublished,
    NobodyAssessed,
    ShownAlready,
    StillUnsettled,
    WindowInPast,
)
from services.indicators.models import AssessmentRecord, StandingRecord
from services.indicators.repository import assessments as repository
from services.indicators.rules.assessing.comparing import Judged, changes
from services.indicators.rules.assessing.totals import assess, ranked
from services.indicators.service.assessment_schemes import refuse_faulty, thing, visible_scheme
from services.indicators.service.gathering import OPENNESS, Gathered, gather
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.ids import new_id
from shared.kit.rights import require, see
from shared.kit.work import Work
from shared.rules.access import Actor, Disclosure, Permission, decide
from shared.schemas.assessment_cards import Candidate, Card, CountedFact, Place
from shared.schemas.assessment_results import AnsweredStanding, AssessmentAnswer, AssessmentQuestion, AssessmentState, ChangedCount, Rerun
from shared.schemas.assessments import AssessmentSchemeDefinition, AssessmentSchemeState


async def visible_assessment(db: Db, actor: Actor, assessment_id: UUID) -> tuple[Any, bool]:
    """The result, and whether the actor may know of the whole; else only its own standings, once announced. NotFound for neither."""
    row = await repository.assessment(db, assessment_id)
    shown = row is not None and row.state != AssessmentState.PROVISIONAL
    if shown and not may_read(actor, row) and await repository.has_own_standing(db, actor, assessment_id):
        return row, False
    see(actor, Permission.ASSESSMENT_READ, thing(row) if row else None, what="assessment", what_zh="考核结果")
    return row, True


def may_read(actor: Actor, row: Any) -> bool:
    """Whether the actor may know of a whole result."""
    return decide(actor, Permission.ASSESSMENT_READ, thing(row)).allowed


async def run_assessment(work: Work, scheme_id: UUID) -> UUID:
    """Assess everybody by a published scheme, with what is official now; the result is provisional."""
    row = await visible_scheme(work.read, work.actor, scheme_id)
    require(work.actor, Permission.ASSESSMENT_RUN, thing(row))
    if row.state != AssessmentSchemeState.PUBLISHED:
        raise AssessmentSchemeNotPublished()
    scheme, day = AssessmentSchemeDefinition.model_validate(row.definition), today(work.service.clock)
    gathered = await gather(work.read, scheme, row.region_path, row.year, day)
    if not gathered.candidates:
        raise NobodyAssessed()
    judged = await asyncio.to_thread(judge_all, scheme, row.year, gathered.candidates)
    record = _result(work, row, day, gathered)
    work.db.add(record)
    await work.db.insert(StandingRecord, _standings(record.id, judged, gathered))
    await work.db.flush()
    await work.audit("run_assessment", record.id, scheme_id=str(scheme_id), assessed=len(judged))
    return record.id


def judge_all(scheme: AssessmentSchemeDefinition, year: int, candidates: Sequence[Candidate]) -> dict[UUID, Judged]:
    """Everybody's card and place, by id."""
    cards = assess(scheme, year, candidates)
    found = ranked(scheme, cards, {key: card.score for key, card in cards.items()})
    return {one.id: Judged(one, cards[one.id], found[one.id]) for one in candidates}


def _result(work: Work, scheme: Any, day: date, gathered: Gathered) -> AssessmentRecord:
    used = [seen.disclosure for one in gathered.candidates for seen in one.measures]
    copied = {name: getattr(scheme, name) for name in ("title", "edition", "year", "region_path")}
    return AssessmentRecord(
        id=new_id(),
        scheme_id=scheme.id,
        disclosure=min([Disclosure(scheme.disclosure), *used], key=OPENNESS.index),
        state=AssessmentState.PROVISIONAL,
        as_of=day,
        assessed=len(gathered.candidates),
        by=work.actor.name,
        at=work.now(),
        **copied,
    )


def _standings(assessment_id: UUID, judged: Mapping[UUID, Judged], gathered: Gathered) -> list[dict[str, Any]]:
    positions = positions_of({key: (one.place, one.inputs.name) for key, one in judged.items()})
    return [
        {
            "id": new_id(),
            "version": 1,
            "assessment_id": assessment_id,
            "assessed_id": key,
            "name": one.inputs.name,
            "own_path": gathered.whose[key][0],
            "unit_id": gathered.whose[key][1],
            "computed": one.card.score,
            "index_value": one.card.index.value if one.card.index else None,
            "vetoed": bool(one.card.vetoes),
            "card": one.card.model_dump(mode="json", exclude_none=True),
            "inputs": one.inputs.model_dump(mode="json", exclude_none=True),
            "score": one.card.score,
            **placing(one.place, positions[key]),
        }
        for key, one in judged.items()
    ]


def placing(place: Place, position: int) -> dict[str, Any]:
    """The columns of a standing that say where it stands."""
    return {"position": position, "rank": place.rank, "grade": place.grade, "place": place.said.model_dump(mode="json")}


def positions_of(found: Mapping[UUID, tuple[Place, str]]) -> dict[UUID, int]:
    """The order of the ranking: by rank, those without one last; equal ones by name."""
    in_order = sorted(found, key=lambda key: (found[key][0].rank is None, found[key][0].rank or 0, found[key][1], key))
    return {key: number for number, key in enumerate(in_order, 1)}


async def rerun_assessment(db: Db, actor: Actor, assessment_id: UUID, day: date) -> Rerun:
    """Compute a result anew from its own inputs and from what is known now, and tell what differs; nothing is stored."""
    row, _ = await visible_assessment(db, actor, assessment_id)
    require(actor, Permission.ASSESSMENT_RUN, thing(row))
    scheme = AssessmentSchemeDefinition.model_validate((await visible_scheme(db, actor, row.scheme_id)).definition)
    stored = await repository.standings_of(db, assessment_id)
    was = _as_stored(scheme, stored)
    differences = changes(was, await asyncio.to_thread(judge_all, scheme, row.year, [one.inputs for one in was.values()]))
    gathered = await gather(db, scheme, row.region_path, row.year, day)
    changed = changes(was, await asyncio.to_thread(judge_all, scheme, row.year, gathered.candidates))
    return Rerun(assessment_id=assessment_id, repeats=not differences, differences=differences, equal=not changed, changed=changed)


def _as_stored(scheme: AssessmentSchemeDefinition, stored: Sequence[Any]) -> dict[UUID, Judged]:
    """Standings as they were computed, without what was adjusted since."""
    cards = {one.assessed_id: Card.model_validate(one.card) for one in stored}
    found = ranked(scheme, cards, {one.assessed_id: one.computed for one in stored})
    return {one.assessed_id: Judged(Candidate.model_validate(one.inputs), cards[one.assessed_id], found[one.assessed_id]) for one in stored}


async def announce_assessment(work: Work, assessment_id: UUID, appeals_until: date, if_match: IfMatch) -> None:
    """Show a provisional result to those it is about; they may appeal until the end of a day."""
    record = await to_move(work, assessment_id, if_match, AssessmentState.PROVISIONAL)
    day = today(work.service.clock)
    if appeals_until < day:
        raise WindowInPast(until=appeals_until.isoformat(), today=day.isoformat())
    shown = await repository.shown_result(work.db, record.scheme_id)
    if shown is not None:
        raise ShownAlready(assessment_id=shown)
    record.state, record.announced_at, record.appeals_until = AssessmentState.ANNOUNCED, work.now(), appeals_until
    await work.db.flush()
    await work.audit("announce_assessment", assessment_id, appeals_until=appeals_until.isoformat())


async def finalise_assessment(work: Work, assessment_id: UUID, if_match: IfMatch) -> None:
    """Make an announced result final, once the window is over and everything is settled."""
    record = await to_move(work, assessment_id, if_match, AssessmentState.ANNOUNCED)
    appeals, adjustments = await repository.unsettled(work.db, assessment_id)
    until = record.appeals_until
    if appeals or adjustments or (until is not None and until >= today(work.service.clock)):
        raise StillUnsettled(until=until, appeals=appeals, adjustments=adjustments)
    record.state, record.final_at = AssessmentState.FINAL, work.now()
    await work.db.flush()
    await work.audit("finalise_assessment", assessment_id)


async def to_move(work: Work, assessment_id: UUID, if_match: IfMatch, *states: AssessmentState) -> AssessmentRecord:
    """The result as a record, locked, in one of some states; NotFound, Denied, StaleEtag or AssessmentMoved otherwise."""
    row, _ = await visible_assessment(work.db, work.actor, assessment_id)
    require(work.actor, Permission.ASSESSMENT_RUN, thing(row))
    record = await repository.assessment_to_change(work.db, assessment_id)
    if_match.check(record.version)
    if record.state not in states:
        raise AssessmentMoved(state=record.state)
    return record


async def evaluate_assessment(db: Db, actor: Actor, question: AssessmentQuestion, day: date) -> AssessmentAnswer:
    """What everybody would get under a scheme, a draft too, with other values, counts or another definition; nothing is stored."""
    row = await visible_scheme(db, actor, question.scheme_id)
    require(actor, Permission.ASSESSMENT_RUN, thing(row))
    before = AssessmentSchemeDefinition.model_validate(row.definition)
    scheme = question.definition or before
    await refuse_faulty(db, scheme, row.region_path, row.year)
    known = await gather(db, before, row.region_path, row.year, day)
    asked = await gather(db, scheme, row.region_path, row.year, day, question.values)
    counted = [_with_counts(one, question.counts) for one in asked.candidates]
    was = await asyncio.to_thread(judge_all, before, row.year, known.candidates)
    now = await asyncio.to_thread(judge_all, scheme, row.year, counted)
    positions = positions_of({key: (one.place, one.inputs.name) for key, one in now.items()})
    standings = [_answered(now[key], was.get(key)) for key in sorted(now, key=positions.__getitem__)]
    return AssessmentAnswer(scheme_id=row.id, as_of=day, standings=standings)


def _with_counts(one: Candidate, counts: Sequence[ChangedCount]) -> Candidate:
    mine = {change.kind: change.count for change in counts if change.assessed_id == one.id}
    kept = [fact for fact in one.facts if fact.kind not in mine]
    return one.model_copy(update={"facts": [*kept, *(CountedFact(kind=kind, count=count) for kind, count in mine.items())]})


def _answered(now: Judged, was: Judged | None) -> AnsweredStanding:
    before: dict[str, Decimal | int | str | None] = {}
    if was is not None:
        before = {"score_before": was.card.score, "rank_before": was.place.rank, "grade_before": was.place.grade}
    after = {"score": now.card.score, "rank": now.place.rank, "grade": now.place.grade}
    return AnsweredStanding.model_validate({"assessed_id": now.inputs.id, "name": now.inputs.name, **before, **after, "card": now.card})
