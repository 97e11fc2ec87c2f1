"""Each row of an intake held against catalogue, directory and rights: a value to take in, or its faults. All rows, all faults."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from services.indicators.rules.intake.converting import Written, converted, counted
from services.indicators.rules.intake.faults import RowFault
from services.indicators.rules.intake.reading import Raw
from services.indicators.rules.measures import is_convertible, measure_of
from services.indicators.rules.shares import is_share, share
from shared.rules.access import Disclosure
from shared.rules.disaggregations import canonical_disaggregation
from shared.rules.periods import parse_period
from shared.rules.possible import Range, possible
from shared.schemas.verdicts import Standing

_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_MOST_DIGITS, _LONGEST_STATE, _SHOWN, _DIGITS_OF_A_COUNT = 38, 300, 80, 6
_STANDINGS, _LEVELS = frozenset(Standing), frozenset(Disclosure)
Slot = tuple[UUID, UUID, str, str]


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """A catalogue entry as far as an intake cares."""

    id: UUID
    name: str
    unit: str
    range: Range
    definitions: int


def known_indicator(indicator_id: UUID, name: str, unit: str, definitions: int) -> KnownIndicator:
    """A catalogue entry with its possible range; ``definitions``: how many it has had."""
    return KnownIndicator(indicator_id, name, unit, possible(name, unit), definitions)


class KnownPlace(NamedTuple):
    """A region, and whether the caller may bring in its values."""

    id: UUID
    path: str
    allowed: bool


class Filled(NamedTuple):
    """How a plan has an indicator of a region filled: by whom, and who may know."""

    unit_id: UUID | None
    disclosure: str


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against. ``indicators``: by id and by name; ``regions``: by id and by code; ``filled``: by (indicator, region)."""

    indicators: Mapping[str, Sequence[KnownIndicator]]
    regions: Mapping[str, KnownPlace]
    filled: Mapping[tuple[UUID, UUID], Filled]
    disclosure: str | None = None


class Candidate(NamedTuple):
    """A row without a fault. ``over`` is the indicator whose value is the denominator: the value is then still to be computed.

    ``written`` holds the cells that came in another unit, as they stood in the row; ``definition`` is the one the row names.
    """

    row: int
    indicator: KnownIndicator
    region: KnownPlace
    period: str
    year: int
    disaggregation: str
    value: Decimal | None
    state: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    standing: str
    disclosure: str
    unit_id: UUID | None
    over: KnownIndicator | None = None
    derived_from: list[dict[str, Any]] | None = None
    definition: int | None = None
    written: tuple[Written, ...] = ()

    @property
    def slot(self) -> Slot:
        """What the value is the value of."""
        return self.indicator.id, self.region.id, self.period, self.disaggregation


@dataclass(slots=True)
class Checked:
    """What came out of the rows."""

    values: list[Candidate] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    first_row: dict[Slot, int] = field(default_factory=dict)


def check_rows(rows: Iterable[Raw | RowFault], known: Known, into: Checked) -> None:
    """Hold rows against what is known; may be called with one part of a batch after the other."""
    for raw in rows:
        if isinstance(raw, RowFault):
            into.faults.append(raw)
            continue
        checked = _Row(raw, known)
        value = checked.candidate()
        if value is not None:
            first = into.first_row.setdefault(value.slot, raw.row)
            if first == raw.row:
                into.values.append(value)
                continue
            checked.fault("period", "twice", first=first)
        into.faults += checked.faults


class _Row:
    """One row under check."""

    __slots__ = ("_known", "_raw", "faults", "written")

    def __init__(self, raw: Raw, known: Known) -> None:
        self._raw, self._known = raw, known
        self.faults: list[RowFault] = []
        self.written: tuple[Written, ...] = ()

    def fault(self, column: str, code: str, **places: object) -> None:
        """Note a fault of this row."""
        self.faults.append(RowFault(self._raw.row, column, code, places))

    def candidate(self) -> Candidate | None:
        """The value; None where something is wrong."""
        raw = self._raw
        indicator, region = self._indicator(), self._region()
        period, part = self._read("period", raw.period, parse_period), self._part()
        value, numerator, denominator = self._value(indicator), self._count("numerator"), self._count("denominator")
        over = self._over(indicator)
        self._amounts(indicator, value, numerator, denominator)
        standing = self._one_of("standing", raw.standing, _STANDINGS) if raw.standing else "reported"
        filled = self._known.filled.get((indicator.id, region.id)) if indicator and region else None
        disclosure, definition = self._disclosure(filled), self._definition(indicator)
        if self.faults or indicator is None or region is None or period is None:
            return None
        unit = filled.unit_id if filled else None
        amounts = (value, raw.state, numerator, denominator)
        place = (indicator, region, raw.period or "", period.year, part)  # a period has one printed form
        return Candidate(raw.row, *place, *amounts, standing, disclosure, unit, over, None, definition, self.written)

    def _indicator(self) -> KnownIndicator | None:
        raw = self._raw
        if raw.indicator is None:
            self.fault("indicator", "empty")
            return None
        found = self._known.indicators.get(raw.indicator, ())
        fitting = found if raw.unit is None else [one for one in found if one.unit == raw.unit] or _convertible(found, raw.unit)
        if len(fitting) == 1:
            return fitting[0]
        shown = raw.indicator[:_SHOWN]
        if not found:
            self.fault("indicator", "unknown-indicator", value=shown)
        elif fitting:
            self.fault("indicator", "ambiguous-indicator", value=shown, units=", ".join(one.unit or "''" for one in fitting))
        else:
            self.fault("unit", "unit-mismatch", value=shown, unit=found[0].unit, given=(raw.unit or "")[:_SHOWN])
        return None

    def _region(self) -> KnownPlace | None:
        written = self._raw.region
        if written is None:
            self.fault("region", "empty")
            return None
        place = self._known.regions.get(written)
        if place is None:
            self.fault("region", "unknown-region", value=written[:_SHOWN])
        elif not place.allowed:
            self.fault("region", "region-not-yours", value=written[:_SHOWN])
        return place

    def _read(self, column: str, text: str | None, read: Callable[[str], Any]) -> Any:
        if text is None:
            self.fault(column, "empty")
            return None
        try:
            return read(text)
        except ValueError:
            self.fault(column, f"{column}-form", value=text[:_SHOWN])
            return None

    def _part(self) -> str:
        return "" if self._raw.disaggregation is None else self._read("disaggregation", self._raw.disaggregation, canonical_disaggregation) or ""

    def _number(self, column: str) -> Decimal | None:
        text: str | None = getattr(self._raw, column)
        if text is None:
            return None
        if _NUMBER.fullmatch(text) is None or len(text) > _MOST_DIGITS:
            self.fault(column, "not-a-number", value=text[:_SHOWN])
            return None
        return Decimal(text)

    def _value(self, indicator: KnownIndicator | None) -> Decimal | None:
        """The value in the indicator's own unit."""
        value, unit = self._number("value"), self._raw.unit
        if value is None or indicator is None or unit is None or unit == indicator.unit:
            return value
        self.written += (Written("value", f"{self._raw.value}{unit}", indicator.unit or None),)
        return converted(value, unit, indicator.unit)

    def _count(self, column: str) -> Decimal | None:
        """A numerator or denominator, which may be written with its unit."""
        text: str | None = getattr(self._raw, column)
        found = None if text is None else counted(text)
        if text is None or found is None:
            return self._number(column)
        if found.value is None:
            self.fault(column, "part-unit", value=text[:_SHOWN], given=found.written_unit)
        self.written += (Written(column, text, found.unit),)
        return found.value

    def _definition(self, indicator: KnownIndicator | None) -> int | None:
        text = self._raw.definition
        if text is None or indicator is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < _DIGITS_OF_A_COUNT and 1 <= int(text) <= indicator.definitions):
            self.fault("definition", "unknown-definition", value=text[:_SHOWN], name=indicator.name, count=indicator.definitions)
            return None
        return int(text)

    def _amounts(self, indicator: KnownIndicator | None, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None) -> None:
        raw = self._raw
        if raw.denominator_indicator is None and (raw.value is None) == (raw.state is None):
            self.fault("value", "value-or-state")
        if raw.state is not None and len(raw.state) > _LONGEST_STATE:
            self.fault("state", "too-long", most=_LONGEST_STATE)
        if value is not None and indicator is not None and value not in indicator.range:
            self.faults.append(_beyond(raw.row, "value", value, indicator))
        if denominator is not None and not denominator:
            self.fault("denominator", "zero-denominator")
        if numerator is not None and raw.denominator is None and raw.denominator_indicator is None:
            self.fault("denominator", "numerator-alone")
        if indicator is not None and indicator.range.low is not None:
            for column, part in (("numerator", numerator), ("denominator", denominator)):
                if part is not None and part < 0:
                    self.fault(column, "negative-part", value=part)

    def _over(self, indicator: KnownIndicator | None) -> KnownIndicator | None:
        raw = self._raw
        if raw.denominator_indicator is None:
            return None
        found = self._known.indicators.get(raw.denominator_indicator, ())
        if len(found) != 1:
            code = "ambiguous-indicator" if found else "unknown-indicator"
            units = ", ".join(one.unit or "''" for one in found)
            self.fault("denominator_indicator", code, value=raw.denominator_indicator[:_SHOWN], units=units)
        if indicator is not None and not is_share(indicator.unit):
            self.fault("denominator_indicator", "not-a-share", name=indicator.name, unit=indicator.unit)
        if raw.value is not None or raw.state is not None or raw.denominator is not None:
            self.fault("denominator_indicator", "computed-twice")
        if raw.numerator is None:
            self.fault("numerator", "numerator-needed")
        return found[0] if found else None

    def _one_of(self, column: str, text: str, allowed: frozenset[Any]) -> str:
        if text not in allowed:
            self.fault(column, f"unknown-{column}", value=text[:_SHOWN])
        return text

    def _disclosure(self, filled: Filled | None) -> str:
        if self._raw.disclosure is not None:
            return self._one_of("disclosure", self._raw.disclosure, _LEVELS)
        level = filled.disclosure if filled else self._known.disclosure
        if level is None and not self.faults:
            self.fault("disclosure", "disclosure-needed")
        return level or ""


def _convertible(found: Iterable[KnownIndicator], unit: str) -> list[KnownIndicator]:
    return [one for one in found if is_convertible(measure_of(unit), measure_of(one.unit))]


def _beyond(row: int, column: str, value: Decimal, indicator: KnownIndicator) -> RowFault:
    low, high = ("…" if bound is None else bound for bound in (indicator.range.low, indicator.range.high))
    return RowFault(row, column, "out-of-range", {"value": format(value, "f"), "name": indicator.name, "low": low, "high": high})


def denominators(values: Iterable[Candidate]) -> list[Slot]:
    """The slots whose values are wanted as denominators: of the same region, period and part."""
    return list({(value.over.id, value.region.id, value.period, value.disaggregation) for value in values if value.over is not None})


def with_shares(checked: Checked, there: Mapping[Slot, Any]) -> None:
    """Compute the values that have a denominator indicator; a missing denominator is a fault of its row."""
    computed = []
    for value in checked.values:
        found = _computed(value, there)
        if isinstance(found, RowFault):
            checked.faults.append(found)
        else:
            computed.append(found)
    checked.values = computed


def _computed(value: Candidate, there: Mapping[Slot, Any]) -> Candidate | RowFault:
    over = value.over
    if over is None or value.numerator is None:
        return value
    row = there.get((over.id, value.region.id, value.period, value.disaggregation))
    result = None if row is None or row.value is None else share(value.numerator, row.value, value.indicator.unit)
    if row is None or result is None:
        return RowFault(value.row, "denominator_indicator", "denominator-missing", {"name": over.name})
    if result not in value.indicator.range:
        return _beyond(value.row, "numerator", result, value.indicator)
    return value._replace(value=result, denominator=row.value, derived_from=[{"observation_id": str(row.id), "version": row.version}])
