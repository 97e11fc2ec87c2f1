"""The tables of the plans service, by noun."""

from services.plans.models.accounts import AccountRecord, PostRecord
from services.plans.models.alignment import ActionLinkRecord
from services.plans.models.base import Base
from services.plans.models.breakdowns import BreakdownPartRecord, BreakdownRecord
from services.plans.models.calendars import CalendarVersion, CalendarYear
from services.plans.models.changes import DirectoryChange, RegionSuccession
from services.plans.models.consultations import CommentRecord, ConsultationRecord
from services.plans.models.directory import RegionCode, RegionRecord, UnitName, UnitRecord
from services.plans.models.documents import DocumentDraftRecord, DocumentLineRecord, DocumentRecord
from services.plans.models.duties import DutyRecord, OccurrenceMove, OccurrenceRecord
from services.plans.models.funding import FundingRecord
from services.plans.models.groups import UnitGroup, UnitGroupMember
from services.plans.models.history import HistoryRecord
from services.plans.models.milestones import KnownSubmission, MilestoneRecord
from services.plans.models.plans import ActionRecord, IndicatorRecord, PlanRecord, ResponsibilityRecord, SectionRecord
from services.plans.models.search import SearchEntry, SearchGram
from services.plans.models.telling import ToldUntil
from services.plans.models.unit_people import UnitPerson
from services.plans.models.versions import AmendmentRecord, PlanVersionRecord

__all__ = [
    "AccountRecord",
    "ActionLinkRecord",
    "ActionRecord",
    "AmendmentRecord",
    "Base",
    "BreakdownPartRecord",
    "BreakdownRecord",
    "CalendarVersion",
    "CalendarYear",
    "CommentRecord",
    "ConsultationRecord",
    "DirectoryChange",
    "DocumentDraftRecord",
    "DocumentLineRecord",
    "DocumentRecord",
    "DutyRecord",
    "FundingRecord",
    "HistoryRecord",
    "IndicatorRecord",
    "KnownSubmission",
    "MilestoneRecord",
    "OccurrenceMove",
    "OccurrenceRecord",
    "PlanRecord",
    "PlanVersionRecord",
    "PostRecord",
    "RegionCode",
    "RegionRecord",
    "RegionSuccession",
    "ResponsibilityRecord",
    "SearchEntry",
    "SearchGram",
    "SectionRecord",
    "ToldUntil",
    "UnitGroup",
    "UnitGroupMember",
    "UnitName",
    "UnitPerson",
    "UnitRecord",
]
