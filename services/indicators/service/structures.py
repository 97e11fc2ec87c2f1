"""The SDMX structures that describe the exported values, made from catalogue, directory and values as they are now."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from services.indicators.repository import exports as repository
from services.indicators.rules.exporting.codes import Code, area_code, indicator_code, part_code, unit_of
from services.indicators.rules.exporting.components import FIXED_CODES, GROWING_CODES, VERSION
from services.indicators.rules.exporting.structures import IDS, structure_message
from shared.kit.db import Db
from shared.kit.framework_problems import NotFound
from shared.kit.language import Words
from shared.rules.access import Actor
from shared.rules.workdays.instants import start_of_day
from shared.schemas.exports import References, StructureKind

_ABOVE = (StructureKind.DATAFLOW, StructureKind.DATA_STRUCTURE, StructureKind.CONCEPT_SCHEME, StructureKind.CODE_LIST)
"""Each of these refers to those behind it."""


async def read_structure(
    db: Db, actor: Actor, kind: StructureKind, structure_id: str, version: str, references: References, agency: str, day: date
) -> dict[str, Any]:
    """A structure message; NotFound for an id or version that there is not (``latest`` is the one there is).

    It was prepared when the day began: who asks twice on a day and finds nothing changed is told so (304).
    """
    if structure_id not in IDS[kind] or version not in (VERSION, "latest"):
        raise NotFound(what="structure", what_zh="数据结构")
    wanted = [(kind, structure_id)]
    if references is References.ALL and kind in (StructureKind.DATAFLOW, StructureKind.DATA_STRUCTURE):
        behind = _ABOVE[_ABOVE.index(kind) + 1 :]
        wanted += [(other, one) for other in behind for one in IDS[other]]
    lists = [one for other, one in wanted if other is StructureKind.CODE_LIST]
    return structure_message(agency, start_of_day(day), wanted, await _codes(db, actor, lists, day))


async def _codes(db: Db, actor: Actor, lists: Sequence[str], day: date) -> Mapping[str, Sequence[Code]]:
    """The codes of some lists; what grows is read from the database."""
    found: dict[str, Sequence[Code]] = dict(FIXED_CODES)
    growing = {one for one in lists if one in GROWING_CODES}
    if "CL_AREA" in growing:
        found["CL_AREA"] = list(_areas(await repository.areas(db, actor, day)))
    if "CL_DISAGGREGATION" in growing:
        found["CL_DISAGGREGATION"] = [part_code(part) for part in ("", *await repository.parts(db, actor))]
    if growing & {"CL_INDICATOR", "CL_UNIT_MEASURE"}:
        entries = await repository.entries(db)
        found["CL_INDICATOR"] = [Code(indicator_code(row.id, row.code), Words(row.name, row.name)) for row in entries]
        units = {unit_of(row.unit_of_measure).code for row in entries}
        found["CL_UNIT_MEASURE"] = sorted(units)
    return found


def _areas(rows: Sequence[Any]) -> Iterator[Code]:
    """Regions, each below the nearest one that is in the list too."""
    by_path: dict[str, str] = {}
    for row in rows:
        code = area_code(row.id, row.code, row.ended_on)
        above = row.path[:-1].rpartition(".")[0]
        by_path[row.path] = code
        yield Code(code, Words(row.name, row.name), by_path.get(f"{above}.") if above else None)
