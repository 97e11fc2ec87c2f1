"""Whether an entry counts on a day, shares, and when it is checked again."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from shared.kit.language import Words
from shared.schemas.ledgers import Counting
from shared.schemas.verdicts import Said

_HUNDREDTH = Decimal("0.01")
REASONS: Mapping[Counting, Words] = {
    Counting.COUNTED: Words("自 {held_on} 起计入", "counts from {held_on}"),
    Counting.NOT_YET: Words("{held_on} 才开始，晚于统计日", "begins on {held_on}, after the day asked about"),
    Counting.BEFORE: Words("{held_on} 早于统计期起始日", "of {held_on}, before the period asked about"),
    Counting.WITHDRAWN: Words("已于 {withdrawn_on} 撤销", "withdrawn on {withdrawn_on}"),
}


def counting(held_on: date, withdrawn_on: date | None, *, as_of: date, since: date | None = None) -> Counting:
    """Whether an entry counts at the end of ``as_of``; ``since`` leaves out what began earlier. On the day of its withdrawal it counts no more."""
    if held_on > as_of:
        return Counting.NOT_YET
    if withdrawn_on is not None and withdrawn_on <= as_of:
        return Counting.WITHDRAWN
    return Counting.BEFORE if since is not None and held_on < since else Counting.COUNTED


def because(reason: Counting, held_on: date, withdrawn_on: date | None) -> Said:
    """The reason in both languages."""
    places = {"held_on": held_on.isoformat(), "withdrawn_on": withdrawn_on.isoformat() if withdrawn_on else ""}
    return Said(zh=REASONS[reason].say("zh", **places), en=REASONS[reason].say("en", **places))


def share(part: int, whole: int | None) -> Decimal | None:
    """``part`` of ``whole`` in per cent, two places, halves up; None where there is no whole."""
    return (Decimal(100 * part) / whole).quantize(_HUNDREDTH, ROUND_HALF_UP) if whole else None


def recheck_due(checked_on: date, months: int | None) -> date | None:
    """The day until which an entry is to be checked again; a month that is too short gives its last day."""
    return checked_on + relativedelta(months=months) if months else None
