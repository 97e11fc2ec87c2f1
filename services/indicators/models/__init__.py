"""The tables of the indicators service, by noun."""

from services.indicators.models.assessments import (
    AdjustmentRecord,
    AppealRecord,
    AssessmentRecord,
    AssessmentSchemeRecord,
    FactRecord,
    StandingRecord,
)
from services.indicators.models.base import Base
from services.indicators.models.catalogue import (
    FormulaInputRecord,
    IndicatorNameRecord,
    IndicatorRecord,
    IndicatorVersionRecord,
    PlanIndicatorRecord,
)
from services.indicators.models.definitions import AcceptanceRecord
from services.indicators.models.derivations import DerivationRecord
from services.indicators.models.known import ExpectedReport, KnownPlan, KnownRegion, KnownUnit
from services.indicators.models.observations import IntakeChunkRecord, IntakeRecord, ObservationRecord, ObservationVersionRecord
from services.indicators.models.revisions import FormerTargetRecord, RevisionRecord
from services.indicators.models.schemes import SchemeItemRecord, SchemeRecord, SchemeVersionRecord
from services.indicators.models.targets import StatementRecord, TargetRecord
from services.indicators.models.verdicts import VerdictRecord

__all__ = [
    "AcceptanceRecord",
    "AdjustmentRecord",
    "AppealRecord",
    "AssessmentRecord",
    "AssessmentSchemeRecord",
    "Base",
    "DerivationRecord",
    "ExpectedReport",
    "FactRecord",
    "FormerTargetRecord",
    "FormulaInputRecord",
    "IndicatorNameRecord",
    "IndicatorRecord",
    "IndicatorVersionRecord",
    "IntakeChunkRecord",
    "IntakeRecord",
    "KnownPlan",
    "KnownRegion",
    "KnownUnit",
    "ObservationRecord",
    "ObservationVersionRecord",
    "PlanIndicatorRecord",
    "RevisionRecord",
    "SchemeItemRecord",
    "SchemeRecord",
    "SchemeVersionRecord",
    "StandingRecord",
    "StatementRecord",
    "TargetRecord",
    "VerdictRecord",
]
