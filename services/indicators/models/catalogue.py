"""Tables of the catalogue: entries, their names, versions and formula inputs; and the indicators inside plans."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.rules.access import Disclosure
from shared.schemas.catalogue import Arrival, CollectingLevel, Frequency, HealthDimension, MeasuredOn
from shared.schemas.plan_document import NatureKind


class IndicatorRecord(Versioned, Base):
    """A catalogue entry in its newest version; ``region_path`` is the region that keeps it, empty for the platform.

    ``definition_number`` counts the definitions (口径) it has had: one more whenever an edit changed what it means.
    ``merged_into`` is the entry that stands for it since a person made the two one.
    """

    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("name", "unit_of_measure"),
        UniqueConstraint("code"),
        one_of("arrival", Arrival),
        one_of("measured_on", MeasuredOn),
        one_of("disclosure", Disclosure),
        one_of("nature", NatureKind),
        one_of("dimension", HealthDimension),
        one_of("frequency", Frequency),
        one_of("collecting_level", CollectingLevel),
        Index(None, "unmatched", "name"),
        Index(None, "dimension", "name"),
    )

    code: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    region_path: Mapped[str] = mapped_column(RegionPath, default="")
    unmatched: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    arrival: Mapped[str] = mapped_column(String(20), default=Arrival.FILLED)
    survey_years: Mapped[list[Any]] = mapped_column(default=list)
    filling_unit: Mapped[str | None] = mapped_column(String(300))
    measured_on: Mapped[str] = mapped_column(String(20), default=MeasuredOn.OWN)
    disclosure: Mapped[str] = mapped_column(String(20), default=Disclosure.PUBLIC)
    nature: Mapped[str] = mapped_column(String(20), default=NatureKind.NOT_STATED)
    dimension: Mapped[str | None] = mapped_column(String(20))
    definition: Mapped[str | None] = mapped_column(Text)
    definition_number: Mapped[int] = mapped_column(server_default="1")
    numerator: Mapped[str | None] = mapped_column(String(300))
    denominator: Mapped[str | None] = mapped_column(String(300))
    formula: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str | None] = mapped_column(String(300))
    frequency: Mapped[str] = mapped_column(String(20), default=Frequency.YEARLY)
    collecting_level: Mapped[str | None] = mapped_column(String(20))
    disaggregations: Mapped[list[Any]] = mapped_column(default=list)
    merged_into: Mapped[UUID | None] = mapped_column(index=True)


class IndicatorNameRecord(Identified, Base):
    """A name of an entry: its own, or an alias. ``folded`` is what names are compared by; an empty unit: none is printed."""

    __tablename__ = "indicator_names"
    __table_args__ = (UniqueConstraint("folded", "unit_of_measure"),)

    indicator_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(900))
    unit_of_measure: Mapped[str] = mapped_column(String(300))
    origin: Mapped[str | None] = mapped_column(String(300))
    is_alias: Mapped[bool]


class IndicatorVersionRecord(Identified, Base):
    """Every version an entry ever had: what it said, from when, who changed it and why."""

    __tablename__ = "indicator_versions"
    __table_args__ = (UniqueConstraint("indicator_id", "version"),)

    indicator_id: Mapped[UUID]
    version: Mapped[int]
    valid_from: Mapped[date]
    definition_number: Mapped[int] = mapped_column(server_default="1")
    reason: Mapped[str | None] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(300))
    facts: Mapped[dict[str, Any]]
    aliases: Mapped[list[Any]]


class FormulaInputRecord(Identified, Base):
    """An entry whose values another entry's formula needs, under the symbol written there."""

    __tablename__ = "formula_inputs"
    __table_args__ = (UniqueConstraint("indicator_id", "symbol"),)

    indicator_id: Mapped[UUID]
    symbol: Mapped[str] = mapped_column(String(300))
    input_id: Mapped[UUID] = mapped_column(index=True)


class PlanIndicatorRecord(Versioned, Base):
    """An indicator inside a plan; ``unit_id`` is the filling unit. ``measured_in`` is the catalogue's unit: that of the values.

    ``definition`` is the number of the definition that the plan's baseline and targets follow: the one valid on its day.
    """

    __tablename__ = "plan_indicators"
    __table_args__ = (UniqueConstraint("plan_id", "key"), one_of("disclosure", Disclosure))

    plan_id: Mapped[UUID]
    key: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    indicator_id: Mapped[UUID] = mapped_column(index=True)
    definition: Mapped[int] = mapped_column(server_default="1")
    name: Mapped[str] = mapped_column(String(300))
    unit_of_measure: Mapped[str | None] = mapped_column(String(300))
    measured_in: Mapped[str | None] = mapped_column(String(300))
    polarity: Mapped[str] = mapped_column(String(10))
    nature: Mapped[str] = mapped_column(String(20))
    action: Mapped[str | None] = mapped_column(String(80))
    lead_unit_ids: Mapped[list[Any]]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    disclosure: Mapped[str] = mapped_column(String(20))
    departments: Mapped[list[Any]]
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    baseline: Mapped[dict[str, Any] | None]
    clause: Mapped[dict[str, Any]]
