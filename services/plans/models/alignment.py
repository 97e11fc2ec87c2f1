"""The table of links between actions of plans."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified


class ActionLinkRecord(Identified, Base):
    """An action follows an action of the parent plan; confirmed by a person."""

    __tablename__ = "action_links"
    __table_args__ = (UniqueConstraint("plan_id", "action_key", "parent_id", "parent_key"),)

    plan_id: Mapped[UUID]
    action_key: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[UUID] = mapped_column(index=True)
    parent_key: Mapped[str] = mapped_column(String(80))
    by: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
