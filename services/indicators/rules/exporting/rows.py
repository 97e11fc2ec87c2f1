"""One exported value, as it comes from the database and as the components of SDMX say it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from services.indicators.rules.exporting.codes import area_code, decimals_of, frequency_of, indicator_code, part_code, time_period, unit_of
from services.indicators.rules.exporting.components import CONFIDENTIALITY, MISSING, STATUS
from shared.kit.sheets.streaming import Cell
from shared.rules.access import Disclosure
from shared.schemas.verdicts import Standing


class Exported(NamedTuple):
    """A value with the codes and names of what it is the value of; the query gives its columns in this order, without the region's."""

    indicator_id: UUID
    indicator_code: str | None
    indicator_name: str
    unit_of_measure: str
    region_id: UUID
    period: str
    disaggregation: str
    value: Decimal | None
    state: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    reported: dict[str, Any] | None
    disclosure: str
    version: int
    recorded_at: datetime
    area_code: str | None = None
    area_name: str | None = None
    ended_on: date | None = None

    @property
    def area(self) -> str:
        """The code of the region."""
        return area_code(self.region_id, self.area_code, self.ended_on)

    @property
    def indicator(self) -> str:
        """The code of the indicator."""
        return indicator_code(self.indicator_id, self.indicator_code)

    @property
    def reported_value(self) -> Decimal | None:
        """The reported number beside a verified one."""
        told = (self.reported or {}).get("value")
        return None if told is None else Decimal(told)

    @property
    def recorded(self) -> str:
        """When this version was recorded, in UTC."""
        return _instant(self.recorded_at)

    @property
    def status(self) -> str:
        """A normal, provisional or missing number."""
        return MISSING if self.value is None else STATUS[Standing(self.standing)]


@lru_cache(maxsize=1024)
def _instant(at: datetime) -> str:
    """Kept, because values that came in one bulk were recorded at one instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def sdmx_cells(row: Exported) -> list[Cell]:
    """The row in the order of ``COMPONENTS``."""
    unit, decimals = unit_of(row.unit_of_measure), decimals_of(row.value)
    return [
        frequency_of(row.period),
        row.area,
        row.indicator,
        part_code(row.disaggregation).id,
        time_period(row.period),
        row.value,
        unit.code.id,
        str(unit.multiplier),
        row.status,
        CONFIDENTIALITY[Disclosure(row.disclosure)],
        None if decimals is None else str(decimals),
        row.standing,
        row.state,
        row.numerator,
        row.denominator,
        row.reported_value,
        row.recorded,
    ]
