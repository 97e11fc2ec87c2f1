"""Tables of calendars: which version of a year counts, and every version there was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.calendars import CalendarSource


class CalendarYear(Base):
    """The version of a year that counts. Dates are computed under a lock of their years' rows, so that no change slips in between."""

    __tablename__ = "calendar_years"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]


class CalendarVersion(Identified, Base):
    """A year's calendar as it was published or read from the library; never changed."""

    __tablename__ = "calendar_versions"
    __table_args__ = (UniqueConstraint("year", "version"), one_of("source", CalendarSource))

    year: Mapped[int]
    version: Mapped[int]
    source: Mapped[str] = mapped_column(String(20))
    provisional: Mapped[bool]
    days_off: Mapped[list[Any]]
    make_up_workdays: Mapped[list[Any]]
    basis: Mapped[str | None] = mapped_column(String(300))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None]
    entered_by: Mapped[str | None] = mapped_column(String(300))
