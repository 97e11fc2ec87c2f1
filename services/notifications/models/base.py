"""The metadata that all tables of this service belong to."""

from sqlalchemy.orm import DeclarativeBase

from shared.kit.tables import COLUMN_TYPES, naming_metadata


class Base(DeclarativeBase):
    """The notifications service's own metadata."""

    metadata = naming_metadata()
    type_annotation_map = COLUMN_TYPES
