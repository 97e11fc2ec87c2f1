"""SDMX messages with data, written a few rows at a time: SDMX-CSV 2.0, and SDMX-JSON 2.0 in its flat form.

In SDMX-JSON the data sets come before the structures: a value names its codes by their places, and all places are known at the end only.
Figures are JSON numbers written digit by digit, so that they keep their zeros.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import orjson

from services.indicators.rules.exporting.codes import Code, part_code, time_period, unit_of
from services.indicators.rules.exporting.components import COMPONENTS, FIXED_CODES, FLOW, FLOW_NAMES, STRUCTURE, VERSION, Component, Role
from services.indicators.rules.exporting.rows import Exported, sdmx_cells
from services.indicators.rules.exporting.structures import header, named, urn
from shared.kit.language import Words
from shared.kit.sheets.streaming import Cell, csv_rows
from shared.rules.periods import parse_period
from shared.schemas.exports import StructureKind

_SCHEMA = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/sdmx-json-data-schema.json"
_ROLES = {role: [place for place, one in enumerate(COMPONENTS) if one.role is role] for role in Role}
_KEY = [*_ROLES[Role.DIMENSION], *_ROLES[Role.TIME]]
_OF_DIMENSION = [place for place in _ROLES[Role.ATTRIBUTE] if COMPONENTS[place].of]
_OF_VALUE = [place for place in _ROLES[Role.ATTRIBUTE] if not COMPONENTS[place].of]
_TOLD = [*_ROLES[Role.MEASURE], *_OF_VALUE]
_INDICATOR = [COMPONENTS[place].id for place in _KEY].index("INDICATOR")


def sdmx_csv_headings() -> bytes:
    """The first line of an SDMX-CSV file."""
    return csv_rows([["STRUCTURE", "STRUCTURE_ID", "ACTION", *(one.id for one in COMPONENTS)]])


def sdmx_csv_rows(agency: str, rows: Sequence[Exported]) -> bytes:
    """Some values; ACTION ``I``: information, nothing is to be done with it."""
    structure = f"{agency}:{FLOW}({VERSION})"
    return csv_rows([["dataflow", structure, "I", *sdmx_cells(row)] for row in rows])


class SdmxJson:
    """An SDMX-JSON message that grows: ``opening``, then ``observations`` as often as there are rows, then ``closing``.

    Memory holds every code once that a value has named, and no value.
    """

    def __init__(self, agency: str, prepared: datetime, held_back: int) -> None:
        self._agency, self._prepared, self._held_back = agency, prepared, held_back
        self._places: dict[int, dict[str, int]] = {place: {} for place, one in enumerate(COMPONENTS) if one.codes or place in _KEY}
        self._values: dict[int, list[dict[str, Any]]] = {place: [] for place in self._places}
        self._of_indicators: dict[str, list[int]] = {}

    def opening(self) -> bytes:
        """All that stands before the values."""
        meta = orjson.dumps(header(self._agency, self._prepared, f"VALUES_{FLOW}", _SCHEMA))
        links = orjson.dumps([{"rel": "structure", "urn": urn(StructureKind.DATA_STRUCTURE, self._agency, STRUCTURE)}])
        return (
            b'{"meta":'
            + meta
            + b',"data":{"dataSets":[{"structure":0,"action":"Information","annotations":[0],"links":'
            + links
            + b',"observations":{'
        )

    def observations(self, rows: Sequence[Exported], *, first: bool) -> bytes:
        """Some values; ``first``: there are none before them."""
        written = ",".join([self._observation(row) for row in rows])
        return (written if first else f",{written}").encode()

    def _observation(self, row: Exported) -> str:
        cells = sdmx_cells(row)
        key = [self._place(place, cells[place], row) for place in _KEY]
        indicator = str(key[_INDICATOR])
        if indicator not in self._of_indicators:
            self._of_indicators[indicator] = [self._place(place, cells[place], row) for place in _OF_DIMENSION]
        told = [self._told(place, cells[place], row) for place in _TOLD]
        return f'"{":".join(map(str, key))}":[{",".join(told)}]'

    def _told(self, place: int, cell: Cell, row: Exported) -> str:
        if cell is None:
            return "null"
        if place in self._places:
            return str(self._place(place, cell, row))
        return format(cell, "f") if isinstance(cell, Decimal) else orjson.dumps(cell).decode()

    def _place(self, place: int, cell: Cell, row: Exported) -> int:
        """The place of a code among those named so far."""
        code, known = str(cell), self._places[place]
        if code not in known:
            known[code] = len(known)
            self._values[place].append(_value(COMPONENTS[place], code, row))
        return known[code]

    def closing(self) -> bytes:
        """All that stands after the values."""
        groups = {":".join(place if number == _INDICATOR else "" for number in range(len(_KEY))): told for place, told in self._of_indicators.items()}
        if not groups:
            return b'}}],"structures":[{"dataSets":[0],"dimensions":{},"annotations":' + orjson.dumps(self._annotations()) + b"}]}}"
        return b'},"dimensionGroupAttributes":' + orjson.dumps(groups) + b'}],"structures":[' + orjson.dumps(self._structure()) + b"]}}"

    def _structure(self) -> dict[str, Any]:
        return {
            "dataSets": [0],
            "links": [{"rel": "dataflow", "urn": urn(StructureKind.DATAFLOW, self._agency, FLOW)}],
            **named(FLOW_NAMES),
            "dimensions": {"observation": [{**self._listed(place), "keyPosition": number} for number, place in enumerate(_KEY)]},
            "measures": {"observation": [self._listed(place) for place in _ROLES[Role.MEASURE]]},
            "attributes": {
                "dimensionGroup": [{**self._listed(place), "relationship": {"dimensions": [COMPONENTS[place].of]}} for place in _OF_DIMENSION],
                "observation": [{**self._listed(place), "relationship": {"observation": {}}} for place in _OF_VALUE],
            },
            "annotations": self._annotations(),
        }

    def _listed(self, place: int) -> dict[str, Any]:
        one = COMPONENTS[place]
        values = self._values.get(place)
        told = {"id": one.id, **named(one.names), "roles": [one.id]}
        return {**told, "values": values} if values else {**told, "format": {"dataType": one.data_type}}

    def _annotations(self) -> list[dict[str, Any]]:
        zh, en = f"另有{self._held_back}个值因公开方式不在此列", f"{self._held_back} more values are held back by their disclosure level"
        return [{"id": "HELD_BACK", "type": "HELD_BACK", "title": str(self._held_back), "text": zh, "texts": {"zh": zh, "en": en}}]


def _value(component: Component, code: str, row: Exported) -> dict[str, Any]:
    """A code that is named for the first time, with its names; ``row`` is what names it."""
    if component.role is Role.TIME:
        period = parse_period(row.period)
        return {"value": time_period(row.period), "start": _instant(period.first), "end": _instant(period.last + timedelta(days=1))}
    return {"id": code, **named(_names(component.codes or "", code, row))}


def _names(code_list: str, code: str, row: Exported) -> Words:
    match code_list:
        case "CL_AREA":
            return Words(row.area_name or code, row.area_name or code)
        case "CL_INDICATOR":
            return Words(row.indicator_name, row.indicator_name)
        case "CL_DISAGGREGATION":
            return part_code(row.disaggregation).names
        case "CL_UNIT_MEASURE":
            return unit_of(row.unit_of_measure).code.names
        case _:
            return _fixed(code_list)[code]


def _fixed(code_list: str) -> dict[str, Words]:
    codes: Sequence[Code] = FIXED_CODES[code_list]
    return {code.id: code.names for code in codes}


def _instant(day: date) -> str:
    """The beginning of a day in China."""
    return f"{day.isoformat()}T00:00:00+08:00"
