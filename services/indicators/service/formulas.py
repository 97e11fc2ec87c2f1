"""Keeping an entry's formula: its symbols become entries; circles, unknown symbols and units that do not fit are refused."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.indicators.models import IndicatorRecord
from services.indicators.repository import entries as repository
from services.indicators.rules import formulas
from services.indicators.rules.measures import UNSTATED, measure_of
from services.indicators.rules.names import fold
from shared.kit.ids import new_id
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.kit.work import Work

_UNREADABLE = Words("公式在第 {value} 个字符处无法读懂", "the formula cannot be read at character {value}")
_UNKNOWN_SYMBOL = Words("没有编号或名称为“{value}”的指标", "no entry has the code or name {value}")
_SEVERAL = Words("“{value}”是几个指标的名称，请改用编号", "{value} is a name of several entries; write the code")
_CIRCLE = Words("公式循环引用：{value}", "the formula needs itself: {value}")
_UNITS = Words("计量单位不相容：{one} {sign} {other}", "units do not fit: {one} {sign} {other}")


async def keep_formula(work: Work, record: IndicatorRecord, row: int | None) -> Sequence[FaultWords]:
    """Store what the entry's formula needs; every fault where it does not hold (the caller refuses, and with it the transaction)."""
    if record.formula is None:
        await repository.replace_inputs(work.db, record.id, [])
        return []

    def fault(code: str, words: Words, **places: str | int) -> FaultWords:
        found = FaultWords(code, words, row=row, column="formula")
        found.places = dict(places)
        return found

    try:
        node = formulas.parse(record.formula)
    except formulas.FormulaError as refused:
        return [fault("formula-unreadable", _UNREADABLE, value=refused.place)]
    symbols = formulas.symbols(node)
    found = await _entries(work, symbols)
    several = [fault("symbol-ambiguous", _SEVERAL, value=name) for name in symbols if len(found[name]) > 1]
    unknown = [fault("unknown-symbol", _UNKNOWN_SYMBOL, value=name) for name in symbols if not found[name]]
    if several or unknown:
        return [*unknown, *several]
    inputs = {name: next(iter(found[name])) for name in symbols}
    await repository.replace_inputs(
        work.db, record.id, [{"id": new_id(), "indicator_id": record.id, "symbol": s, "input_id": i} for s, i in inputs.items()]
    )
    circle = await _circle(work, record.id)
    if circle is not None:
        return [fault("formula-circle", _CIRCLE, value=" → ".join(circle))]
    return await _unit_faults(work, record, node, inputs, fault)


async def _entries(work: Work, symbols: Sequence[str]) -> dict[str, set[UUID]]:
    """Entries by symbol: one by its code, else all that bear it as a name."""
    codes = await repository.codes(work.db, symbols)
    named = await repository.same_names(work.db, symbols)
    return {s: {codes[s]} if s in codes else {known.indicator_id for known in named if known.folded == fold(s)} for s in symbols}


async def _circle(work: Work, start: UUID) -> list[str] | None:
    """The names along the circle that the entry's formula closes."""
    edges = await repository.formula_edges(work.db)
    path = formulas.cycle(str(start), {str(one): tuple(map(str, others)) for one, others in edges.items()})
    if path is None:
        return None
    rows = await repository.indicators_by_id(work.db, map(UUID, path))
    return [rows[UUID(part)].code or rows[UUID(part)].name for part in path]


async def _unit_faults(work: Work, record: IndicatorRecord, node: formulas.Node, inputs: Mapping[str, UUID], fault: Any) -> list[FaultWords]:
    rows = await repository.indicators_by_id(work.db, inputs.values())
    units = {symbol: measure_of(rows[entry].unit_of_measure) or UNSTATED for symbol, entry in inputs.items()}
    try:
        formulas.check_units(node, units, measure_of(record.unit_of_measure) or UNSTATED)
    except formulas.UnitsDifferError as refused:
        return [fault("units-differ", _UNITS, one=refused.one, sign=refused.sign, other=refused.other)]
    return []
