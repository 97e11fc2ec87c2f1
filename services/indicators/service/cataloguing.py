"""Use cases on the catalogue: bring entries in, change them by versions, suggest what a new name may mean."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.errors import RefusedEntry
from services.indicators.models import IndicatorNameRecord, IndicatorRecord, IndicatorVersionRecord
from services.indicators.repository import entries as repository
from services.indicators.rules import names
from services.indicators.rules.definitions import FIRST
from services.indicators.rules.measures import is_same_size, measure_of
from services.indicators.rules.names import KnownName, fold, unit_fits
from services.indicators.service.dependents import follow_formula
from services.indicators.service.formulas import keep_formula
from shared.kit.db import Db
from shared.kit.etag import IfMatch
from shared.kit.framework_problems import NotFound
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.catalogue import Alias, IndicatorEdit, IndicatorFacts, Meaning, NewIndicator, NewName, Suggestion, Suggestions

_UNKNOWN_UNIT = Words("没有“{value}”这一计量单位", "{value} is no known unit of measure")
_CODE_TAKEN = Words("编号 {value} 已属于另一指标", "code {value} belongs to another entry")
_NAME_TAKEN = Words("“{value}”已是另一指标（{owner}）的名称", "{value} is already a name of another entry ({owner})")
_TWICE = Words("“{value}”出现两次", "{value} appears twice")
_TOO_EARLY = Words("生效日期须晚于上一版本的 {value}", "the day must be after {value}, from which the version before is valid")
_ALIAS_UNIT = Words(
    "别名的计量单位 {value} 与指标的计量单位 {unit} 不可换算", "the alias's unit {value} is not convertible into the entry's unit {unit}"
)
_UNIT_IN_USE = Words("指标已被计划采用，计量单位不能由 {value} 改为 {unit}", "plans use the entry: its unit cannot become {unit} from {value}")
_MEANING_UNSAID = Words(
    "“{value}”一经修改，须说明含义是否改变（meaning：changed 或 kept）：改变则此后的值与此前的不可直接比较",
    "an edit of {value} must say whether the meaning changed (meaning: changed or kept): if so, values after it are not compared with those before",
)
_MEANING = ("definition", "numerator", "denominator", "formula")
_FIELDS = tuple(IndicatorFacts.model_fields)


async def visible_indicator(db: Db, indicator_id: UUID) -> Any:
    """The entry's row; the catalogue is everybody's to read."""
    row = await repository.indicator(db, indicator_id)
    if row is None:
        raise NotFound(what="indicator", what_zh="指标")
    return row


def refuse(faults: Sequence[FaultWords]) -> None:
    """Raise RefusedEntry with every fault, if there is one."""
    if faults:
        raise RefusedEntry(faults=faults, count=len(faults))


async def add_indicator(work: Work, row: NewIndicator) -> UUID:
    """Bring one entry in."""
    [made] = await _add(work, {None: row}, "add_indicator")
    return made


async def import_indicators(work: Work, rows: Sequence[NewIndicator]) -> int:
    """Bring entries in, all or none; formulas may need entries of the same import."""
    return len(await _add(work, dict(enumerate(rows, 1)), "import_indicators"))


async def _add(work: Work, numbered: Mapping[int | None, NewIndicator], act: str) -> list[UUID]:
    rows = numbered.values()
    for path in sorted({row.region_path for row in rows}):
        require(work.actor, Permission.CATALOGUE_KEEP, Thing(region_path=path))
    refuse(await _faults(work.db, numbered))
    records = [_record(row) for row in rows]
    work.db.add(*records)
    await work.db.flush()
    for record, row in zip(records, rows, strict=True):
        work.db.add(*name_records(record, row.aliases), version_of(work, record, row.aliases, None))
    await work.db.flush()
    refuse([fault for number, record in zip(numbered, records, strict=True) if record.formula for fault in await keep_formula(work, record, number)])
    for record in records:
        await follow_formula(work.db, record, work.now())
        await work.audit(act, record.id, name=record.name)
    return [record.id for record in records]


def _record(row: NewIndicator) -> IndicatorRecord:
    facts = row.model_dump(include=set(_FIELDS))
    facts["unit_of_measure"] = row.unit_of_measure or ""
    return IndicatorRecord(id=new_id(), region_path=row.region_path, valid_from=row.valid_from, unmatched=False, definition_number=FIRST, **facts)


def name_records(record: IndicatorRecord, aliases: Sequence[Alias]) -> list[IndicatorNameRecord]:
    """The entry's own name and its aliases as rows; an alias that only repeats the own name is left out."""
    own = (fold(record.name), record.unit_of_measure)
    others = {(fold(alias.name), alias.unit_of_measure or ""): alias for alias in aliases}
    others.pop(own, None)
    plain = {"indicator_id": record.id}
    first = IndicatorNameRecord(name=record.name, folded=own[0], unit_of_measure=own[1], is_alias=False, **plain)
    return [first] + [
        IndicatorNameRecord(name=alias.name, folded=folded, unit_of_measure=unit, origin=alias.origin, is_alias=True, **plain)
        for (folded, unit), alias in others.items()
    ]


def version_of(work: Work, record: IndicatorRecord, aliases: Sequence[Alias], reason: str | None) -> IndicatorVersionRecord:
    """What the entry says now, for its history; after flush, for the version is made there."""
    facts = {name: getattr(record, name) for name in _FIELDS} | {"unit_of_measure": record.unit_of_measure or None}
    return IndicatorVersionRecord(
        indicator_id=record.id,
        version=record.version,
        valid_from=record.valid_from,
        definition_number=record.definition_number,
        reason=reason,
        recorded_at=work.now(),
        recorded_by=work.actor.name,
        facts=IndicatorFacts.model_validate(facts).model_dump(mode="json"),
        aliases=[alias.model_dump(mode="json") for alias in aliases],
    )


async def _faults(db: Db, numbered: Mapping[int | None, NewIndicator]) -> list[FaultWords]:
    """Every fault of new entries by row and column, formulas aside."""
    rows = numbered.values()
    taken = await repository.same_names(db, (name for row in rows for name in (row.name, *(alias.name for alias in row.aliases))))
    codes = await repository.codes(db, (row.code for row in rows if row.code))
    faults, seen_codes = [], set[str]()
    for number, row in numbered.items():
        faults += unit_faults(row, number)
        if row.code and (row.code in codes or row.code in seen_codes):
            faults.append(FaultWords("code-taken", _CODE_TAKEN, row=number, column="code", value=row.code))
        seen_codes |= {row.code} if row.code else set()
        own = new_id()
        faults += name_faults(row.name, row.unit_of_measure or "", row.aliases, taken, own, number)
        taken += [KnownName(own, name, fold(name), unit) for _, name, unit in _said_names(row.name, row.unit_of_measure or "", row.aliases)]
    return faults


def unit_faults(row: NewIndicator | IndicatorEdit, number: int | None) -> list[FaultWords]:
    """Units that are not known."""
    said = [
        ("unit_of_measure", row.unit_of_measure),
        *((f"aliases/{n}/unit_of_measure", alias.unit_of_measure) for n, alias in enumerate(row.aliases)),
    ]
    return [FaultWords("unknown-unit", _UNKNOWN_UNIT, row=number, column=column, value=unit) for column, unit in said if measure_of(unit) is None]


def _said_names(name: str, unit: str, aliases: Sequence[Alias]) -> list[tuple[str, str, str]]:
    return [("name", name, unit), *((f"aliases/{n}/name", alias.name, alias.unit_of_measure or "") for n, alias in enumerate(aliases))]


def name_faults(name: str, unit: str, aliases: Sequence[Alias], taken: Sequence[KnownName], own: UUID, number: int | None) -> list[FaultWords]:
    """Names that, with a unit that fits, belong to another entry, or appear twice among the aliases."""
    faults, seen = [], set[tuple[str, str]]()
    for column, said, printed in _said_names(name, unit, aliases):
        slot = (fold(said), printed)
        if printed and not unit_fits(unit, printed):
            faults.append(FaultWords("units-differ", _ALIAS_UNIT, row=number, column=column, value=printed, unit=unit or "—"))
        owner = next((k for k in taken if k.folded == slot[0] and k.indicator_id != own and unit_fits(k.unit_of_measure, printed)), None)
        if owner is not None:
            faults.append(FaultWords("name-taken", _NAME_TAKEN, row=number, column=column, value=said, owner=owner.indicator_id))
        elif slot in seen:
            faults.append(FaultWords("twice", _TWICE, row=number, column=column, value=said))
        seen.add(slot)
    return faults


async def edit_indicator(work: Work, indicator_id: UUID, body: IndicatorEdit, if_match: IfMatch) -> None:
    """The entry's next version: valid from a later day than the one before, for a reason; the history keeps both."""
    record = await repository.indicator_to_change(work.db, indicator_id)
    if record is None:
        raise NotFound(what="indicator", what_zh="指标")
    require(work.actor, Permission.CATALOGUE_KEEP, Thing(region_path=record.region_path))
    if_match.check(record.version)
    told = await repository.aliases_of(work.db, [indicator_id])
    aliases = body.aliases if "aliases" in body.model_fields_set else [alias_of(row) for row in told.get(indicator_id, [])]
    refuse(await _edit_faults(work.db, record, body, aliases))
    for name in body.model_fields_set - {"reason", "aliases", "meaning"}:
        setattr(record, name, getattr(body, name))
    record.definition_number += body.meaning is Meaning.CHANGED
    record.unit_of_measure = record.unit_of_measure or ""
    await work.db.flush()
    rows = [
        {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"} for row in name_records(record, aliases)
    ]
    await repository.replace_aliases(work.db, indicator_id, [{"id": new_id(), **row} for row in rows])
    work.db.add(version_of(work, record, aliases, body.reason))
    await work.db.flush()
    refuse(await keep_formula(work, record, None))
    await follow_formula(work.db, record, work.now())
    await work.audit("edit_indicator", indicator_id, valid_from=body.valid_from.isoformat(), reason=body.reason)


async def _edit_faults(db: Db, record: IndicatorRecord, body: IndicatorEdit, aliases: Sequence[Alias]) -> list[FaultWords]:
    faults = unit_faults(body, None)
    if body.valid_from <= record.valid_from:
        faults.append(FaultWords("valid-before-predecessor", _TOO_EARLY, column="valid_from", value=record.valid_from.isoformat()))
    faults += [FaultWords("meaning-unsaid", _MEANING_UNSAID, column="meaning", value=name) for name in _meaning_at_stake(record, body)]
    if body.code and (await repository.codes(db, [body.code])).get(body.code, record.id) != record.id:
        faults.append(FaultWords("code-taken", _CODE_TAKEN, column="code", value=body.code))
    name = body.name if "name" in body.model_fields_set else record.name
    unit = (body.unit_of_measure or "") if "unit_of_measure" in body.model_fields_set else record.unit_of_measure
    if record.unit_of_measure and not is_same_size(record.unit_of_measure, unit) and await repository.is_in_use(db, record.id):
        faults.append(FaultWords("unit-in-use", _UNIT_IN_USE, column="unit_of_measure", value=record.unit_of_measure, unit=unit or "—"))
    taken = await repository.same_names(db, [name, *(alias.name for alias in aliases)])
    return faults + name_faults(name, unit, aliases, taken, record.id, None)


def _meaning_at_stake(record: IndicatorRecord, body: IndicatorEdit) -> list[str]:
    """What the edit changes of the definition without saying whether that changes the meaning; the first definition changes nothing."""
    if body.meaning is not None:
        return []
    return [name for name in _MEANING if name in body.model_fields_set and getattr(record, name) not in (None, getattr(body, name))]


def alias_of(row: Any) -> Alias:
    """An alias as told."""
    return Alias(name=row.name, unit_of_measure=row.unit_of_measure or None, origin=row.origin)


async def suggest_indicators(db: Db, body: NewName) -> Suggestions:
    """Entries that a new name may mean, ranked and explained; nothing is linked."""
    unit = body.unit_of_measure or ""
    found = names.suggest(body.name, unit, await repository.like_names(db, body.name))[: body.limit]
    rows = await repository.indicators_by_id(db, [match.known.indicator_id for match in found])
    items = [
        Suggestion(
            indicator_id=match.known.indicator_id,
            code=rows[match.known.indicator_id].code,
            name=rows[match.known.indicator_id].name,
            unit_of_measure=rows[match.known.indicator_id].unit_of_measure or None,
            matched_name=match.known.name,
            likeness=round(match.likeness, 3),
            exact=match.exact,
            unit_fits=match.unit_fits,
            said=names.said(match, body.name, unit),
        )
        for match in found
    ]
    return Suggestions(items=items)
