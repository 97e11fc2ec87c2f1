"""Keyset paging: an opaque cursor over (sort key, id); a page never shifts when rows are added before it."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar, cast
from uuid import UUID

import orjson
from fastapi import Depends, Query, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Row, Select, literal, tuple_

from shared.kit.framework_problems import InvalidCursor
from shared.schemas.page import Page

Shape = TypeVar("Shape")
MAX_PAGE = 200
_READ: dict[type, Callable[[str], Any]] = {UUID: UUID, date: date.fromisoformat}


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
    plain = json.dumps([str(part) if isinstance(part, UUID | date) else part for part in key], ensure_ascii=False)
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: Sequence[type]) -> list[Any]:
    """The sort key inside a cursor; raises InvalidCursor on anything this service did not make."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise ValueError("wrong shape")
        return [_READ[kind](part) if kind in _READ else _checked(part, kind) for part, kind in zip(parts, kinds, strict=True)]
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


def page_of(rows: Sequence[Row[Any]], query: PageQuery, items: Sequence[Any], *key_names: str) -> Page[Any]:
    """The page of ``items`` (wire models, or plain dicts of the same shape) as ready JSON.

    ``rows`` may hold the one extra row; its keys make the cursor.
    """
    return ready(Page, page_parts(rows, query, items, *key_names))


def page_parts(rows: Sequence[Row[Any]], query: PageQuery, items: Sequence[Any], *key_names: str) -> dict[str, Any]:
    """The members of a page, for answers that have more to say than a page."""
    more = len(rows) > query.limit
    cursor = encode_cursor(*(getattr(rows[query.limit - 1], name) for name in key_names)) if more else None
    return {"items": items[: query.limit], "next_cursor": cursor}


def ready(shape: type[Shape], answer: Any) -> Shape:
    """``answer`` (wire models, plain dicts of their shape, or both) as ready JSON.

    FastAPI hands a Response on as it is instead of checking and building everything a second time; the route's annotation documents
    the shape, and ``tests/api/test_lists.py`` holds every list against it. Hence the cast.
    """
    return cast("Shape", Response(orjson.dumps(answer, _plain, orjson.OPT_UTC_Z), media_type="application/json"))


def as_dicts(rows: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Rows as plain dicts; a row's own mapping costs several times as much."""
    names = [str(name) for name in rows[0]._fields] if rows else []  # a Core table's names are a kind of str that orjson refuses
    return [dict(zip(names, row, strict=True)) for row in rows]


def _plain(value: Any) -> Any:
    """What orjson does not know: decimals keep their zeros and never get an exponent, models say themselves, driver ids are text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
