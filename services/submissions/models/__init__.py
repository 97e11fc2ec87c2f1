"""The tables of the submissions service, by noun."""

from services.submissions.models.assignments import AssignmentMoveRecord, ExtensionRecord, RoundMoveRecord
from services.submissions.models.base import Base
from services.submissions.models.evidence import EvidenceFileRecord, EvidenceRecord
from services.submissions.models.kinds import FieldRecord, KindRecord
from services.submissions.models.known import (
    KnownCalendar,
    KnownIndicator,
    KnownOccurrence,
    KnownPlan,
    KnownRegion,
    KnownScheme,
    KnownTarget,
    KnownUnit,
    KnownValue,
)
from services.submissions.models.ledgers import LedgerEntryRecord, LedgerEntryVersionRecord, LedgerRecord
from services.submissions.models.rectifications import RectificationEventRecord, RectificationRecord
from services.submissions.models.rounds import NO_ACTION, AssignmentAction, AssignmentLead, AssignmentRecord, ItemRecord, RoundRecord
from services.submissions.models.submissions import AnswerRecord, SubmissionRecord, SubmissionVersionRecord

__all__ = [
    "NO_ACTION",
    "AnswerRecord",
    "AssignmentAction",
    "AssignmentLead",
    "AssignmentMoveRecord",
    "AssignmentRecord",
    "Base",
    "EvidenceFileRecord",
    "EvidenceRecord",
    "ExtensionRecord",
    "FieldRecord",
    "ItemRecord",
    "KindRecord",
    "KnownCalendar",
    "KnownIndicator",
    "KnownOccurrence",
    "KnownPlan",
    "KnownRegion",
    "KnownScheme",
    "KnownTarget",
    "KnownUnit",
    "KnownValue",
    "LedgerEntryRecord",
    "LedgerEntryVersionRecord",
    "LedgerRecord",
    "RectificationEventRecord",
    "RectificationRecord",
    "RoundMoveRecord",
    "RoundRecord",
    "SubmissionRecord",
    "SubmissionVersionRecord",
]
