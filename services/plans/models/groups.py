"""Tables of groups of units and people, and of who is in them when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.plans.models.base import Base
from shared.kit.columns import RegionPath
from shared.kit.tables import Identified, Versioned, one_of
from shared.schemas.groups import GroupFunction, GroupKind


class UnitGroup(Versioned, Base):
    """A named set of units and people, resolved on use; ``touched_at`` moves the version when its members change.

    A working group is bound to an action of a plan or to a topic; the office of a leading group names that group.
    """

    __tablename__ = "unit_groups"
    __table_args__ = (
        UniqueConstraint("region_id", "name"),
        Index("ix_unit_groups_name", "name", "id"),
        one_of("kind", GroupKind),
        CheckConstraint("(plan_id is null) = (action_key is null)", name="action_of_a_plan"),
        CheckConstraint("kind <> 'working_group' or action_key is not null or topic is not null", name="working_on_something"),
        CheckConstraint("kind <> 'leading_group_office' or office_of_id is not null", name="office_of_a_group"),
    )

    name: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(30), default=GroupKind.OTHER, server_default=GroupKind.OTHER.value)
    region_id: Mapped[UUID]
    region_path: Mapped[str] = mapped_column(RegionPath)
    plan_id: Mapped[UUID | None] = mapped_column(index=True)
    action_key: Mapped[str | None] = mapped_column(String(80))
    topic: Mapped[str | None] = mapped_column(String(300))
    office_of_id: Mapped[UUID | None]
    touched_at: Mapped[datetime | None]


def _once(column: str) -> Index:
    """Nobody is in a group twice without end; other overlaps are refused under the group's lock."""
    open_end = text(f"valid_until is null and {column} is not null")
    name = f"uq_unit_group_members_group_id_{column}"
    return Index(name, "group_id", column, unique=True, sqlite_where=open_end, postgresql_where=open_end)


class UnitGroupMember(Identified, Base):
    """A unit, or a person (known as a unit's leader or contact, or by an account), in a group between two days."""

    __tablename__ = "unit_group_members"
    __table_args__ = (
        one_of("function", GroupFunction),
        CheckConstraint(
            "(case when unit_id is null then 0 else 1 end) + (case when person_id is null then 0 else 1 end)"
            " + (case when account_id is null then 0 else 1 end) = 1",
            name="one_member",
        ),
        CheckConstraint("valid_until is null or valid_from < valid_until", name="runs_forward"),
        *map(_once, ("unit_id", "person_id", "account_id")),
    )

    group_id: Mapped[UUID] = mapped_column(index=True)
    unit_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    function: Mapped[str] = mapped_column(String(20), default=GroupFunction.MEMBER, server_default=GroupFunction.MEMBER.value)
    valid_from: Mapped[date] = mapped_column(index=True, server_default="1949-10-01")
    valid_until: Mapped[date | None] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(Text)
