"""Gathering what an assessment is about into candidates; the same statements however many are assessed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.indicators.repository import gathering
from services.indicators.repository.gathering import Wanted
from services.indicators.rules.assessing.measuring import YearJudged, deciding, judged_for, with_value, worst_of
from services.indicators.rules.assessing.places import KnownIndicator
from shared.kit.db import Db
from shared.rules.access import Disclosure
from shared.schemas.assessment_cards import Candidate, CountedFact, Measured
from shared.schemas.assessment_results import ChangedValue
from shared.schemas.assessments import AssessedRegions, AssessedUnits, AssessmentSchemeDefinition
from shared.schemas.base import PlanId
from shared.schemas.targets import Polarity
from shared.schemas.verdicts import VerdictInputs

OPENNESS = (Disclosure.INTERNAL, Disclosure.UPWARD, Disclosure.PUBLIC)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The candidates, and whose each is: (own path, unit id)."""

    candidates: list[Candidate]
    whose: Mapping[UUID, tuple[str, UUID | None]]


@dataclass(frozen=True, slots=True)
class _Sources:
    """What was read, by what it is looked up by."""

    catalogue: Mapping[UUID, Any]
    targets: Mapping[UUID, Sequence[Any]]
    values: Mapping[tuple[UUID, UUID], Any]
    facts: Mapping[UUID, Sequence[Any]]
    year: int
    day: date
    changed: Mapping[tuple[UUID, UUID], ChangedValue]
    """What-if values by (assessed, indicator)."""


def named_indicators(scheme: AssessmentSchemeDefinition) -> set[UUID]:
    """Every indicator that a definition names."""
    items = {item.indicator_id for group in scheme.groups for item in group.items}
    vetoes = {veto.indicator_id for veto in scheme.vetoes if veto.indicator_id is not None}
    return items | vetoes | ({component.indicator_id for component in scheme.index.components} if scheme.index else set())


async def known_indicators(db: Db, scheme: AssessmentSchemeDefinition) -> dict[UUID, KnownIndicator]:
    """What the catalogue says of the indicators that a definition names."""
    rows = await gathering.catalogue(db, named_indicators(scheme))
    return {key: KnownIndicator(row.name, row.unit_of_measure or None, Polarity(row.polarity)) for key, row in rows.items()}


async def selected_indicators(db: Db, scheme: AssessmentSchemeDefinition, region_path: str, year: int) -> set[UUID]:
    """Every indicator that the selections of a definition find in its plans now."""
    selections = [group.each for group in scheme.groups if group.each is not None]
    if not selections:
        return set()
    rows = await gathering.plan_indicators(db, Wanted(region_path, year, scheme.plan_ids, None))
    return {row.indicator_id for row in rows for each in selections if each.action in (None, row.action) and each.nature in (None, row.nature)}


async def gather(
    db: Db, scheme: AssessmentSchemeDefinition, region_path: str, year: int, day: date, changed: Sequence[ChangedValue] = ()
) -> Gathered:
    """Everybody whom the scheme assesses, with all that decides, as it is known on ``day``; ``changed``: what-if values in place of official ones."""
    explicit = named_indicators(scheme)
    every = any(group.each is not None for group in scheme.groups)
    wanted = Wanted(region_path, year, scheme.plan_ids, None if every else explicit)
    owners = await gathering.plan_indicators(db, wanted)
    case = _Case(scheme, wanted, owners, day, {(one.assessed_id, one.indicator_id): one for one in changed})
    if isinstance(scheme.assessed, AssessedUnits):
        return await _units(db, case, scheme.assessed)
    return await _regions(db, case, scheme.assessed)


@dataclass(frozen=True, slots=True)
class _Case:
    """What is asked: the scheme, whose plan indicators, as of when, with which changes."""

    scheme: AssessmentSchemeDefinition
    wanted: Wanted
    owners: Sequence[Any]
    day: date
    changed: Mapping[tuple[UUID, UUID], ChangedValue]


async def _regions(db: Db, case: _Case, assessed: AssessedRegions) -> Gathered:
    rows = await gathering.regions_at(db, case.wanted.region_path, assessed.level, case.day)
    explicit = named_indicators(case.scheme)
    mine: dict[UUID, list[Any]] = {row.id: [] for row in rows}
    for owner in case.owners:
        mine.get(owner.region_id, []).append(owner)
    sources = await _sources(db, case, mine)
    found = [_candidate(row.id, row.name, row.path, _region_measures(row.id, mine[row.id], explicit, sources), sources) for row in rows]
    return Gathered(found, {row.id: (row.path, None) for row in rows})


def _region_measures(region_id: UUID, owners: Sequence[Any], explicit: Collection[UUID], sources: _Sources) -> list[Measured]:
    """A measure for each plan indicator of the region, the first of a kind only; named indicators without one are measured by themselves."""
    first = {owner.indicator_id: owner for owner in reversed(owners)}
    told = [_measured(owner, region_id, sources) for owner in owners if first[owner.indicator_id] is owner]
    return told + [_bare(indicator_id, region_id, sources) for indicator_id in sorted(explicit - first.keys()) if indicator_id in sources.catalogue]


async def _units(db: Db, case: _Case, assessed: AssessedUnits) -> Gathered:
    mine: dict[UUID, list[Any]] = {}
    for owner in case.owners:
        for unit_id in _bearers(owner, assessed):
            mine.setdefault(unit_id, []).append(owner)
    units = await gathering.units_named(db, mine)
    sources = await _sources(db, case, {owner.region_id for owner in case.owners})
    found = [
        _candidate(unit.id, unit.name, unit.region_path, [_measured(owner, unit.id, sources) for owner in mine[unit.id]], sources)
        for unit in units.values()
    ]
    return Gathered(found, {unit_id: ("", unit_id) for unit_id in units})


def _bearers(owner: Any, assessed: AssessedUnits) -> list[UUID]:
    if assessed.role == "lead":
        return [UUID(str(unit_id)) for unit_id in owner.lead_unit_ids]
    return [owner.unit_id] if owner.unit_id is not None else []


async def _sources(db: Db, case: _Case, region_ids: Collection[UUID]) -> _Sources:
    owners, wanted = case.owners, case.wanted
    indicator_ids = named_indicators(case.scheme) | {owner.indicator_id for owner in owners}
    targets: dict[UUID, list[Any]] = {}
    for row in await gathering.judged_targets(db, {owner.plan_id for owner in owners}) if owners else []:
        targets.setdefault(row.plan_indicator_id, []).append(row)
    values = await gathering.values(db, wanted, indicator_ids, region_ids, wanted.year - case.scheme.last_years)
    facts: dict[UUID, list[Any]] = {}
    for fact in await gathering.facts_of(db, wanted.region_path, wanted.year):
        facts.setdefault(fact.subject_id, []).append(fact)
    latest = {(row.indicator_id, row.region_id): row for row in values}
    return _Sources(await gathering.catalogue(db, indicator_ids), targets, latest, facts, wanted.year, case.day, case.changed)


def _candidate(assessed_id: UUID, name: str, path: str, measures: Sequence[Measured], sources: _Sources) -> Candidate:
    facts = [CountedFact(fact_id=one.id, version=one.version, kind=one.kind, count=one.count) for one in sources.facts.get(assessed_id, [])]
    return Candidate(id=assessed_id, name=name, region_path=path, measures=list(measures), facts=facts)


def _bare(indicator_id: UUID, region_id: UUID, sources: _Sources) -> Measured:
    """An indicator that no plan of the region holds: its value alone."""
    entry = sources.catalogue[indicator_id]
    place = {"indicator_id": indicator_id, "name": entry.name, "unit_of_measure": entry.unit_of_measure or None, "polarity": entry.polarity}
    return Measured.model_validate({**place, **_value(indicator_id, region_id, region_id, Disclosure(entry.disclosure), sources)})


def _measured(owner: Any, assessed_id: UUID, sources: _Sources) -> Measured:
    unit = sources.catalogue[owner.indicator_id].unit_of_measure or None
    place = {
        "indicator_id": owner.indicator_id,
        "key": owner.key,
        "plan_id": PlanId(owner.plan_id),
        "plan_indicator_id": owner.id,
        "action": owner.action,
        "nature": owner.nature,
        "name": owner.name,
        "unit_of_measure": unit,
        "polarity": owner.polarity,
    }
    value = _value(owner.indicator_id, owner.region_id, assessed_id, Disclosure(owner.disclosure), sources)
    return Measured.model_validate({**place, **value, **_verdict(owner, assessed_id, unit, sources)})


def _value(indicator_id: UUID, region_id: UUID, assessed_id: UUID, disclosure: Disclosure, sources: _Sources) -> dict[str, Any]:
    changed = sources.changed.get((assessed_id, indicator_id))
    if changed is not None:
        return {"value": changed.value, "state": changed.state, "year": sources.year, "disclosure": disclosure}
    row = sources.values.get((indicator_id, region_id))
    if row is None:
        return {"disclosure": disclosure}
    narrow = min(disclosure, Disclosure(row.disclosure), key=OPENNESS.index)
    told = {"value": row.value, "state": row.state, "year": row.year, "standing": row.standing, "disclosure": narrow}
    return {**told, "observation_id": row.id, "observation_version": row.version}


def _verdict(owner: Any, assessed_id: UUID, unit: str | None, sources: _Sources) -> dict[str, Any]:
    """The verdict on the year assessed, of the targets that decide for it; of several the worst."""
    changed = sources.changed.get((assessed_id, owner.indicator_id))
    rows = deciding(sources.targets.get(owner.id, []), sources.year)
    cases = [(row, with_value(VerdictInputs.model_validate(row.inputs), changed, sources.year, unit)) for row in rows]
    judged = [(row, judged_for(inputs, sources.year, sources.day, unit)) for row, inputs in cases]
    worst: YearJudged | None = worst_of([one for _, one in judged])
    if worst is None:
        return {}
    row = next(row for row, one in judged if one is worst)
    told = {"word": worst.word, "word_year": worst.word_year, "line": worst.line, "base": worst.base}
    return {**told, "target": row.raw, "verdict_id": row.id, "verdict_version": row.version}
