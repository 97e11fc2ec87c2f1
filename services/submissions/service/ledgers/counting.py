"""What a ledger proves on a day: totals, levels and regions, with what does not count and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.submissions.repository import known_regions
from services.submissions.repository import ledgers as repository
from services.submissions.rules.ledgers.counting import share
from services.submissions.service.ledgers.seeing import definition_of
from shared.kit.db import Db
from shared.schemas.base import RegionId
from shared.schemas.ledgers import Counting, LedgerCounts, LevelCount, RegionCount
from shared.schemas.verdicts import Said


async def count_ledger(db: Db, kept: Any, path: str, *, as_of: date, since: date | None, of: int | None, today: date) -> LedgerCounts:
    """The counts of a ledger in a region and below, at the end of ``as_of``; ``of`` is the whole that the total is a share of."""
    rows = await repository.tally(db, kept.id, path, as_of, since)
    below = await known_regions.children(db, path, today)
    reasons: Counter[Counting] = Counter()
    for row in rows:
        reasons[Counting(row.reason)] += row.entries
    counted = [row for row in rows if row.reason == Counting.COUNTED.value]
    total = reasons[Counting.COUNTED]
    by_region = _by_region(counted, below, total)
    return LedgerCounts(
        ledger_id=kept.id,
        as_of=as_of,
        since=since,
        region_path=path,
        total=total,
        reasons={reason: reasons[reason] for reason in Counting},
        by_level=_by_level(counted, definition_of(kept).levels, total),
        by_region=by_region,
        here=total - sum(one.count for one in by_region),
        covered=sum(one.count > 0 for one in by_region),
        share=share(total, of),
        said=_said(kept.name, total, as_of, reasons),
    )


def _by_level(counted: Iterable[Any], levels: Sequence[str], total: int) -> list[LevelCount]:
    """In the order of the definition; entries without a level come last, and only if there are any."""
    found: Counter[str | None] = Counter()
    for row in counted:
        found[row.level] += row.entries
    shown: list[str | None] = [*levels, *sorted(name for name in found if name is not None and name not in levels), *([None] if found[None] else [])]
    return [LevelCount(level=level, count=found[level], share=share(found[level], total)) for level in shown]


def _by_region(counted: Sequence[Any], below: Sequence[Any], total: int) -> list[RegionCount]:
    found: Counter[str] = Counter()
    depth = below[0].path.count(".") if below else 0
    for row in counted:
        found[".".join(row.region_path.split(".")[:depth]) + "."] += row.entries
    return [
        RegionCount(
            region_id=RegionId(one.id), region_name=one.name, region_path=one.path, count=found[one.path], share=share(found[one.path], total)
        )
        for one in below
    ]


def _said(name: str, total: int, as_of: date, reasons: Counter[Counting]) -> Said:
    left_out = reasons[Counting.NOT_YET] + reasons[Counting.BEFORE] + reasons[Counting.WITHDRAWN]
    gone = reasons[Counting.WITHDRAWN]
    return Said(
        zh=f"截至{as_of.isoformat()}，《{name}》计入 {total} 条；另有 {left_out} 条未计入，其中已撤销 {gone} 条。",
        en=f"As of {as_of.isoformat()}, {total} entries of {name} count; {left_out} do not, {gone} of them withdrawn.",
    )
