"""Keyset paging: an opaque cursor over (sort key, id); a page never shifts when rows are added before it."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Row, Select, literal, tuple_

from shared.kit.framework_problems import InvalidCursor
from shared.schemas.page import Page

Item = TypeVar("Item")
MAX_PAGE = 200


class PageQuery(BaseModel):
    """``limit`` rows after ``cursor``."""

    model_config = ConfigDict(frozen=True)

    limit: int = 50
    cursor: str | None = None


async def page_query(
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE, description="rows per page, at most 200")] = 50,
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before")] = None,
) -> PageQuery:
    """The paging parameters of every list."""
    return PageQuery(limit=limit, cursor=cursor)


InPaging = Annotated[PageQuery, Depends(page_query)]


def encode_cursor(*key: Any) -> str:
    """The opaque form of a sort key."""
    plain = json.dumps([str(part) if isinstance(part, UUID) else part for part in key], ensure_ascii=False)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """The sort key inside a cursor; raises InvalidCursor on anything this service did not make."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise ValueError("wrong shape")
        return [UUID(part) if kind is UUID else _checked(part, kind) for part, kind in zip(parts, kinds, strict=True)]
    except (ValueError, binascii.Error, UnicodeDecodeError, TypeError, AttributeError) as fault:
        raise InvalidCursor() from fault


def _checked(part: Any, kind: type) -> Any:
    """``part`` if a column could hold it: what a driver would choke on must be refused here."""
    if type(part) is not kind or (isinstance(part, int) and not -(2**31) <= part < 2**31):
        raise ValueError("wrong kind")
    if isinstance(part, str) and b"\0" in part.encode():  # a lone surrogate fails to encode: a ValueError as well
        raise ValueError("no column holds it")
    return part


def after(statement: Select[Any], query: PageQuery, *keys: tuple[ColumnElement[Any], type]) -> Select[Any]:
    """``statement`` in the total order of ``keys``, from the cursor on, one row more than asked (to know whether more follow)."""
    columns = [column for column, _ in keys]
    if query.cursor is not None:
        values = decode_cursor(query.cursor, [kind for _, kind in keys])
        start = [literal(value, column.type) for value, column in zip(values, columns, strict=True)]
        statement = statement.where(tuple_(*columns) > tuple_(*start))
    return statement.order_by(*columns).limit(query.limit + 1)


def page_of(rows: Sequence[Row[Any]], query: PageQuery, items: Sequence[Item], *key_names: str) -> Page[Item]:
    """The page of ``items`` made from ``rows`` (which may hold the one extra row)."""
    more = len(rows) > query.limit
    cursor = encode_cursor(*(getattr(rows[query.limit - 1], name) for name in key_names)) if more else None
    return Page(items=list(items[: query.limit]), next_cursor=cursor)
