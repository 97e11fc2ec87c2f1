"""Column types that keep their promise on both databases: exact decimals, aware instants, typed JSON."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Numeric, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document: JSONB on PostgreSQL, text on SQLite."""


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with its zeros: ``numeric`` on PostgreSQL, text on SQLite (which has only binary floats).

    On SQLite text order is not number order: never sort or compare such a column in SQL.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that the database itself has."""
        return dialect.type_descriptor(Numeric(asdecimal=True) if dialect.name == "postgresql" else String(64))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """On the way into the database."""
        if value is None or dialect.name == "postgresql":
            return value
        return format(value, "f")

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """None on PostgreSQL: its driver brings decimals already."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """On the way out of the database."""
        return None if value is None else Decimal(value)


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant: ``timestamptz`` on PostgreSQL; SQLite keeps UTC without its zone and gets it back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be stored")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """None on PostgreSQL: its driver brings aware instants in UTC already."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """On the way out of the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RegionPath = String(200).with_variant(String(200, collation="C"), "postgresql")
"""A materialised path of regions ('a1.b2.'); byte order, so that "below" is an index range on both databases."""
