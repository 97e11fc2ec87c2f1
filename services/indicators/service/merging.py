"""Two catalogue entries that prove the same made one; a plan's indicator linked anew. A person decides, with a reason."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.indicators.errors import RefusedMerge
from services.indicators.models import IndicatorRecord, ObservationRecord, PlanIndicatorRecord
from services.indicators.repository import catalogue, entries
from services.indicators.repository import derivations as formulas_due
from services.indicators.repository import merging as repository
from services.indicators.rules.formulas import cycle
from services.indicators.rules.measures import is_same_size
from services.indicators.rules.names import unit_fits
from services.indicators.service.cataloguing import alias_of, version_of, visible_indicator
from services.indicators.service.definitions import definition_of_plan, number_anew
from services.indicators.service.dependents import ask_for, follow_formula
from services.indicators.service.managing import judge_again, thing, visible_plan_indicator
from services.indicators.service.observing import told
from services.indicators.service.taking_over import indicator_changed
from shared.kit.clock import today
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.merging import MergeConflict, MergeFault, MergePreview, Merging, OnConflict, Relinking
from shared.schemas.verdicts import Said

_MOST_CONFLICTS = 200
_SAYS = {
    "itself": Words("不能与自身合并", "an entry is not merged with itself"),
    "merged-already": Words("指标“{value}”已合并到其他指标", "{value} was made one with another entry already"),
    "units-differ": Words("计量单位不同：{one} 与 {other}；请先统一单位", "units differ: {one} and {other}; bring them to one unit first"),
    "formula-circle": Words("合并后公式循环引用：{value}", "a formula would need itself: {value}"),
    "value-conflict": Words(
        "地区 {value} 在 {period} 两个指标都有值；请更正，或以保留指标的值为准（on_conflict）",
        "both entries have a value for region {value} in {period}; mend one, or keep theirs (on_conflict)",
    ),
}


async def preview_merge(db: Db, indicator_id: UUID, into: UUID) -> MergePreview:
    """What making one entry another would move, and what stands against it."""
    source, target = await visible_indicator(db, indicator_id), await visible_indicator(db, into)
    faults, found = await _faults(db, source, target), await repository.conflicts(db, indicator_id, into, _MOST_CONFLICTS)
    values = await repository.count_of(db, ObservationRecord, indicator_id)
    return MergePreview(
        into_id=into,
        possible=not faults,
        faults=[_told(fault) for fault in faults],
        names=[row.name for row in await repository.names_of(db, indicator_id)],
        plan_indicators=await repository.count_of(db, PlanIndicatorRecord, indicator_id),
        values=values - len(found),
        formulas=[row.name for row in await repository.needing(db, indicator_id)],
        conflicts=[_conflict(row) for row in found],
    )


def _told(fault: FaultWords) -> MergeFault:
    words = _SAYS[fault.code]
    return MergeFault.model_validate({"code": fault.code, "said": Said(zh=words.say("zh", **fault.places), en=words.say("en", **fault.places))})


def _conflict(row: Any) -> MergeConflict:
    ours = row.our_state if row.our_value is None else row.our_value
    theirs = row.their_state if row.their_value is None else row.their_value
    return MergeConflict(region_id=row.region_id, period=row.period, disaggregation=row.disaggregation, ours=ours, theirs=theirs)


async def _faults(db: Db, source: Any, target: Any) -> list[FaultWords]:
    if source.id == target.id:
        return [_fault("itself")]
    faults = [_fault("merged-already", value=one.name) for one in (source, target) if one.merged_into is not None]
    if not is_same_size(source.unit_of_measure, target.unit_of_measure):
        faults.append(_fault("units-differ", one=source.unit_of_measure or "—", other=target.unit_of_measure or "—"))
    circle = await _circle(db, source.id, target.id)
    return [*faults, _fault("formula-circle", value=" → ".join(circle))] if circle else faults


def _fault(code: str, **places: str) -> FaultWords:
    fault = FaultWords(code, _SAYS[code])
    fault.places = dict(places)
    return fault


async def _circle(db: Db, source: UUID, target: UUID) -> list[str]:
    """The names along the circle that would close if formulas needed ``target`` where they need ``source``."""
    edges = {str(one): tuple(str(target if two == source else two) for two in needs) for one, needs in (await entries.formula_edges(db)).items()}
    edges.pop(str(source), None)
    path = cycle(str(target), edges)
    if path is None:
        return []
    rows = await entries.indicators_by_id(db, map(UUID, path))
    return [rows[UUID(one)].code or rows[UUID(one)].name for one in path]


async def merge_indicators(work: Work, indicator_id: UUID, body: Merging, if_match: IfMatch, on_track_from: Decimal) -> None:
    """Make an entry one with another: names, plans, values and formulas pass over, verdicts follow, what went stays readable."""
    source, target = await _both(work, indicator_id, body.into_id)
    if_match.check(source.version)
    await _require_reach(work, source, target)
    await _refuse(work, source, target, body.on_conflict)
    affected = [row.id for row in await repository.needing(work.db, source.id)]
    await repository.move_names(work.db, source.id, target.id, source.code or source.name)
    await repository.move_inputs(work.db, source.id, target.id)
    await entries.replace_inputs(work.db, source.id, [])
    await formulas_due.forget(work.db, [source.id])
    moved = await repository.move_plan_indicators(work.db, source.id, target.id, target.unit_of_measure or None)
    values = [dict(row._mapping) for row in await repository.move_values(work.db, source.id, target.id)]
    moved = await number_anew(work.db, target.id, moved, values)
    await _retire(work, source, target, body.reason)
    await ask_for(work.db, values, work.now())
    for formula in (await entries.indicators_by_id(work.db, affected)).values():
        await follow_formula(work.db, formula, work.now())
    await work.tell(*(indicator_changed(dict(row._mapping)) for row in moved), *told(values))
    pairs = {(target.id, row["region_id"]) for row in values}
    measured = {row.id: row for row in (*moved, *await catalogue.plan_indicators_measuring(work.db, pairs))}
    await judge_again(work, list(measured.values()), on_track_from)
    await work.audit("merge_indicators", source.id, into=str(target.id), plans=len(moved), values=len(values), reason=body.reason)


async def _both(work: Work, indicator_id: UUID, into: UUID) -> tuple[IndicatorRecord, IndicatorRecord]:
    """Both entries, locked in one order for everybody."""
    found = {one: await entries.indicator_to_change(work.db, one) for one in sorted({indicator_id, into})}
    source, target = found[indicator_id], found[into]
    if source is None or target is None:
        raise NotFound(what="indicator", what_zh="指标")
    return source, target


async def _require_reach(work: Work, source: IndicatorRecord, target: IndicatorRecord) -> None:
    """Only who keeps both entries, and every region where the one that goes is used, may make them one."""
    for path in sorted({source.region_path, target.region_path, *await repository.places_of(work.db, source.id)}):
        require(work.actor, Permission.CATALOGUE_KEEP, Thing(region_path=path))


async def _refuse(work: Work, source: IndicatorRecord, target: IndicatorRecord, on_conflict: OnConflict) -> None:
    faults = await _faults(work.db, source, target)
    if on_conflict is OnConflict.REFUSE:
        rows: Sequence[Any] = await repository.conflicts(work.db, source.id, target.id, _MOST_CONFLICTS)
        faults += [_fault("value-conflict", value=str(row.region_id), period=f"{row.period} {row.disaggregation}".strip()) for row in rows]
    if faults:
        raise RefusedMerge(faults=faults, count=len(faults))


async def _retire(work: Work, source: IndicatorRecord, target: IndicatorRecord, reason: str) -> None:
    """Both entries get a next version: the one that went says where to, the one that stays has its names."""
    await repository.retire(work.db, source.id, target.id)
    day = today(work.service.clock)
    source.merged_into, source.unmatched = target.id, False
    for record in (source, target):
        record.valid_from = max(day, record.valid_from + timedelta(days=1))
    await work.db.flush()
    aliases = (await entries.aliases_of(work.db, [target.id])).get(target.id, [])
    work.db.add(version_of(work, source, [], reason), version_of(work, target, [alias_of(row) for row in aliases], reason))
    await work.db.flush()


async def relink(work: Work, plan_indicator_id: UUID, body: Relinking, on_track_from: Decimal) -> None:
    """Link a plan's indicator to another entry, whose values it is judged by from now on; values stay with the entries they were filed under."""
    owner = await visible_plan_indicator(work.db, work.actor, plan_indicator_id)
    require(work.actor, Permission.PLAN_INDICATOR_MANAGE, thing(owner))
    entry = await visible_indicator(work.db, body.indicator_id)
    faults = [_fault("merged-already", value=entry.name)] if entry.merged_into is not None else []
    if not unit_fits(entry.unit_of_measure, owner.unit_of_measure or ""):
        faults.append(_fault("units-differ", one=owner.unit_of_measure or "—", other=entry.unit_of_measure or "—"))
    if faults:
        raise RefusedMerge(faults=faults, count=len(faults))
    definition = await definition_of_plan(work.db, entry.id, owner.plan_id)
    row = await repository.link_plan_indicator(work.db, plan_indicator_id, entry.id, entry.unit_of_measure or None, definition)
    await work.tell(indicator_changed(dict(row._mapping)))
    await judge_again(work, [row], on_track_from)
    await work.audit("relink_plan_indicator", plan_indicator_id, entry=str(entry.id), before=str(owner.indicator_id), reason=body.reason)
