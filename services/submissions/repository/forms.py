"""Queries on the fields of forms."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select

from services.submissions.models import FieldRecord
from shared.kit.db import Db, WriteDb
from shared.kit.tables import table_of

fields = table_of(FieldRecord)
_fields_of = select(fields).where(fields.c.submission_id == bindparam("submission"))


async def fields_of(db: Db, submission_id: UUID) -> Sequence[Row[Any]]:
    """What was filled in, field by field."""
    return await db.all(_fields_of, {"submission": submission_id})


async def field_records(db: WriteDb, submission_id: UUID) -> dict[str, FieldRecord]:
    """The same as records, by name."""
    found = await db.session.scalars(select(FieldRecord).where(FieldRecord.submission_id == submission_id))
    return {row.field: row for row in found}
