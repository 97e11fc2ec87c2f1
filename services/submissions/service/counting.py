"""The count as told: tallies with their shares, and the median days beside them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from services.submissions.repository import counts
from services.submissions.repository.counts import KEYS, Scope
from services.submissions.rules.counting import days, share
from shared.kit.db import Db
from shared.kit.paging import PageQuery
from shared.schemas.counts import CountBy, CountLine, MedianDays, RoundCount

_ADDED = ("asked", "expected", "filed", "on_time", "missing", "extended", "returned", "returned_often", "untouched")


async def round_count(db: Db, scope: Scope, round_id: UUID) -> RoundCount:
    """The count of one round."""
    row, medians = await counts.count(db, scope), await counts.median_days(db, scope)
    return RoundCount(round_id=round_id, **_tally(row, medians))


async def count_lines(db: Db, scope: Scope, by: CountBy, query: PageQuery, *, phantoms: bool) -> tuple[Sequence[Any], list[CountLine]]:
    """A page of lines: the rows (with one more where more follow) and what is told of them."""
    rows = await counts.count_page(db, scope, by, query, phantoms=phantoms)
    return rows, await _told(db, scope, by, rows[: query.limit])


async def all_lines(db: Db, scope: Scope, by: CountBy, most: int) -> list[CountLine]:
    """Every line, one more than ``most`` if there are more."""
    return await _told(db, scope, by, await counts.every_line(db, scope, by, most))


async def _told(db: Db, scope: Scope, by: CountBy, rows: Sequence[Any]) -> list[CountLine]:
    medians: dict[Any, list[Any]] = {}
    for one in await counts.median_days_of(db, scope, by, rows):
        medians.setdefault(_key(one), []).append(one)
    return [CountLine(id=row.id, action=getattr(row, "action", None), name=row.name, **_tally(row, medians.get(_key(row), ()))) for row in rows]


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name, None) for name in KEYS)


def _tally(row: Any, medians: Iterable[Any]) -> dict[str, Any]:
    added = {name: int(getattr(row, name)) for name in _ADDED}
    expected, filed, on_time = added["expected"], added["filed"], added["on_time"]
    return {
        **added,
        "exempt": added["asked"] - expected,
        "late": filed - on_time,
        "waiting": expected - filed - added["missing"],
        "completeness": share(filed, expected),
        "timeliness": share(on_time, expected),
        "median_days": MedianDays(**{one.state: days(float(one.days)) for one in medians}),
    }
