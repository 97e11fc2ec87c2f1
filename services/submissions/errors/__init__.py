"""The problems that only submissions know, by noun."""

from services.submissions.errors.ledgers import (
    EntryRefused,
    EntryThere,
    EntryWithdrawn,
    NearDuplicate,
    UnknownLedgerKind,
    UnknownLedgerRegion,
    UnknownLedgerUnit,
)
from services.submissions.errors.rectifications import (
    DueDayPassed,
    RectificationFourEyes,
    UnknownFinding,
    UnknownRectificationUnit,
    WrongRectificationState,
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
    "DueDayPassed",
    "EntryRefused",
    "EntryThere",
    "EntryWithdrawn",
    "FourEyes",
    "ItemNotReopened",
    "NearDuplicate",
    "NoDueDay",
    "NobodyToAsk",
    "PlanNoLongerAsked",
    "PlanNotKnown",
    "PlansOfSeveralRegions",
    "RectificationFourEyes",
    "RoundClosed",
    "RoundNotOpen",
    "RoundTwice",
    "SubmissionExists",
    "UnknownFinding",
    "UnknownItem",
    "UnknownLedgerKind",
    "UnknownLedgerRegion",
    "UnknownLedgerUnit",
    "UnknownRectificationUnit",
    "WrongAssignmentState",
    "WrongRectificationState",
    "WrongSubmissionState",
]
