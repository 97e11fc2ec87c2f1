"""The data catalogue for the one who asks: the issued plans that the caller may know of, a page at a time."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from services.indicators.repository import exports as repository
from services.indicators.rules.exporting.data_catalogue import PlanTold, Publisher, catalogue
from shared.kit.db import Db
from shared.kit.paging import PageQuery, page_parts
from shared.rules.access import Actor


async def read_data_catalogue(db: Db, actor: Actor, publisher: Publisher, query: PageQuery, day: date) -> dict[str, Any]:
    """A page of the catalogue; the data set of all values stands on the first one."""
    rows = await repository.plan_page(db, actor, query, day)
    parts = page_parts(rows, query, [PlanTold._make(row) for row in rows], "id")
    asked: dict[str, object] = {"limit": query.limit} | ({"cursor": query.cursor} if query.cursor else {})
    following = _page(publisher, asked | {"cursor": parts["next_cursor"]}) if parts["next_cursor"] else None
    return catalogue(publisher, parts["items"], whole=query.cursor is None, page=_page(publisher, asked), following=following)


def _page(publisher: Publisher, asked: dict[str, object]) -> str:
    return f"{publisher.catalogue}?{urlencode(asked)}"
