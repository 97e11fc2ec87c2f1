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
    "RoundClosed",
    "RoundNotOpen",
    "RoundTwice",
    "SubmissionExists",
    "UnknownItem",
    "UnknownLedgerKind",
    "UnknownLedgerRegion",
    "UnknownLedgerUnit",
    "WrongAssignmentState",
    "WrongSubmissionState",
]
