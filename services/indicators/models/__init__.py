"""The tables of the indicators service, by noun."""

from services.indicators.models.base import Base
from services.indicators.models.catalogue import (
    FormulaInputRecord,
    IndicatorNameRecord,
    IndicatorRecord,
    IndicatorVersionRecord,
    PlanIndicatorRecord,
)
from services.indicators.models.known import ExpectedReport, KnownPlan, KnownUnit
from services.indicators.models.observations import ObservationRecord, ObservationVersionRecord
from services.indicators.models.targets import StatementRecord, TargetRecord
from services.indicators.models.verdicts import VerdictRecord

__all__ = [
    "Base",
    "ExpectedReport",
    "FormulaInputRecord",
    "IndicatorNameRecord",
    "IndicatorRecord",
    "IndicatorVersionRecord",
    "KnownPlan",
    "KnownUnit",
    "ObservationRecord",
    "ObservationVersionRecord",
    "PlanIndicatorRecord",
    "StatementRecord",
    "TargetRecord",
    "VerdictRecord",
]
