"""Tables of the search index."""

from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.tables import Identified, one_of
from shared.schemas.search import SearchKind

_GRAM = String(2).with_variant(String(2, collation="C"), "postgresql")


class SearchEntry(Identified, Base):
    """A text of a plan that can be found; ``normal`` is its plain form (``rules/searching.plain``)."""

    __tablename__ = "search_entries"
    __table_args__ = (one_of("kind", SearchKind), Index("ix_search_entries_plan_id_rank", "plan_id", "rank"))

    plan_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    key: Mapped[str | None] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    normal: Mapped[str] = mapped_column(Text)
    clause_path: Mapped[str | None] = mapped_column(String(200))


class SearchGram(Base):
    """A pair of neighbouring characters and an entry that has it; in the order in which finds are listed."""

    __tablename__ = "search_grams"

    gram: Mapped[str] = mapped_column(_GRAM, primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
