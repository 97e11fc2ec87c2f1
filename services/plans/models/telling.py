"""The table of how far dated facts were told."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base


class ToldUntil(Base):
    """The last day whose beginnings and ends were told to the other services; one row."""

    __tablename__ = "told_until"

    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date]
