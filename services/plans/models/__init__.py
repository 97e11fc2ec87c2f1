"""The tables of the plans service, by noun."""

from services.plans.models.accounts import AccountRecord, PostRecord
from services.plans.models.base import Base
from services.plans.models.calendars import CalendarVersion, CalendarYear
from services.plans.models.changes import DirectoryChange, RegionSuccession
from services.plans.models.consultations import CommentRecord, ConsultationRecord
from services.plans.models.directory import RegionCode, RegionRecord, UnitGroup, UnitGroupMember, UnitName, UnitRecord
from services.plans.models.duties import DutyRecord, OccurrenceMove, OccurrenceRecord
from services.plans.models.history import HistoryRecord
from services.plans.models.plans import ActionRecord, IndicatorRecord, PlanRecord, ResponsibilityRecord, SectionRecord
from services.plans.models.unit_people import UnitPerson

__all__ = [
    "AccountRecord",
    "ActionRecord",
    "Base",
    "CalendarVersion",
    "CalendarYear",
    "CommentRecord",
    "ConsultationRecord",
    "DirectoryChange",
    "DutyRecord",
    "HistoryRecord",
    "IndicatorRecord",
    "OccurrenceMove",
    "OccurrenceRecord",
    "PlanRecord",
    "PostRecord",
    "RegionCode",
    "RegionRecord",
    "RegionSuccession",
    "ResponsibilityRecord",
    "SectionRecord",
    "UnitGroup",
    "UnitGroupMember",
    "UnitName",
    "UnitPerson",
    "UnitRecord",
]
