"""The metadata that all tables of this service belong to."""

from decimal import Decimal

from sqlalchemy.orm import DeclarativeBase

from shared.kit.columns import ExactDecimal
from shared.kit.tables import COLUMN_TYPES, naming_metadata


class Base(DeclarativeBase):
    """The submissions service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = {**COLUMN_TYPES, Decimal: ExactDecimal()}
