"""Values that follow from others by a formula: what was asked for, and what came of it."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.indicators.models.base import Base
from services.indicators.models.observations import Printed
from shared.kit.columns import Document, RegionPath
from shared.kit.tables import Identified, one_of
from shared.rules.access import Disclosure
from shared.schemas.derivations import DerivationOutcome

_ASKED = text("asked_at is not null")


class DerivationRecord(Identified, Base):
    """What the formula of an entry gives for a slot. ``asked_at`` is set by whoever changes an input, in the same transaction.

    So no change of an input is lost: two transactions that bring one input each meet at this row, and it is computed after the later one.
    """

    __tablename__ = "derivations"
    __table_args__ = (
        UniqueConstraint("indicator_id", "region_id", "period", "disaggregation"),
        one_of("outcome", DerivationOutcome),
        one_of("disclosure", Disclosure),
        Index("ix_derivations_asked", "asked_at", postgresql_where=_ASKED, sqlite_where=_ASKED),
    )

    indicator_id: Mapped[UUID]
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath, index=True)
    period: Mapped[str] = mapped_column(Printed)
    disaggregation: Mapped[str] = mapped_column(Printed)
    disclosure: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(20))
    formula: Mapped[str | None] = mapped_column(Text)
    formula_version: Mapped[int | None]
    value: Mapped[Decimal | None]
    missing: Mapped[list[Any]]
    inputs: Mapped[list[Any]] = mapped_column(Document)
    computed_at: Mapped[datetime | None]
