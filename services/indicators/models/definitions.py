"""The table of comparisons across definitions (口径) that a person has accepted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from shared.kit.tables import Versioned

_STANDS = text("revoked_at is null")


class AcceptanceRecord(Versioned, Base):
    """Values of one definition that a plan's indicator may be held against although its targets follow another, until it is revoked.

    ``definition`` 0 stands for the plan's own baseline, printed with a qualifier (``rules.comparability``).
    """

    __tablename__ = "definition_acceptances"
    __table_args__ = (
        Index("uq_definition_acceptances_standing", "plan_indicator_id", "definition", unique=True, postgresql_where=_STANDS, sqlite_where=_STANDS),
        CheckConstraint("(revoked_at is null) = (revoked_by is null) and (revoked_at is null) = (revoked_because is null)", name="revoked_whole"),
    )

    plan_indicator_id: Mapped[UUID]
    definition: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[str] = mapped_column(String(300))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(300))
    revoked_because: Mapped[str | None] = mapped_column(Text)
