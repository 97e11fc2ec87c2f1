"""The problems that only submissions know, by noun."""

from services.submissions.errors.kinds import (
    FieldNotReopened,
    FieldsChanged,
    ItemChanged,
    KindFaulty,
    KindNotKnown,
    KindUnchanged,
    UnitNotAsked,
    UnitsNotNamed,
    UnknownField,
)
from services.submissions.errors.reviews import FourEyes
from services.submissions.errors.rounds import (
    DatesOutOfOrder,
    NobodyToAsk,
    NoDueDay,
    PlanNoLongerAsked,
    PlanNotKnown,
    PlansOfSeveralRegions,
    RoundClosed,
    RoundNotOpen,
    RoundTwice,
    WrongAssignmentState,
)
from services.submissions.errors.submissions import ChecksFailed, ItemNotReopened, SubmissionExists, UnknownItem, WrongSubmissionState

__all__ = [
    "ChecksFailed",
    "DatesOutOfOrder",
    "FieldNotReopened",
    "FieldsChanged",
    "FourEyes",
    "ItemChanged",
    "ItemNotReopened",
    "KindFaulty",
    "KindNotKnown",
    "KindUnchanged",
    "NoDueDay",
    "NobodyToAsk",
    "PlanNoLongerAsked",
    "PlanNotKnown",
    "PlansOfSeveralRegions",
    "RoundClosed",
    "RoundNotOpen",
    "RoundTwice",
    "SubmissionExists",
    "UnitNotAsked",
    "UnitsNotNamed",
    "UnknownField",
    "UnknownItem",
    "WrongAssignmentState",
    "WrongSubmissionState",
]
