"""The tables of the submissions service, by noun."""

from services.submissions.models.base import Base
from services.submissions.models.kinds import FieldRecord, KindRecord
from services.submissions.models.known import (
    KnownCalendar,
    KnownIndicator,
    KnownOccurrence,
    KnownPlan,
    KnownScheme,
    KnownTarget,
    KnownUnit,
    KnownValue,
)
from services.submissions.models.rounds import AssignmentLead, AssignmentRecord, ItemRecord, RoundRecord
from services.submissions.models.submissions import AnswerRecord, SubmissionRecord, SubmissionVersionRecord

__all__ = [
    "AnswerRecord",
    "AssignmentLead",
    "AssignmentRecord",
    "Base",
    "FieldRecord",
    "ItemRecord",
    "KindRecord",
    "KnownCalendar",
    "KnownIndicator",
    "KnownOccurrence",
    "KnownPlan",
    "KnownScheme",
    "KnownTarget",
    "KnownUnit",
    "KnownValue",
    "RoundRecord",
    "SubmissionRecord",
    "SubmissionVersionRecord",
]
