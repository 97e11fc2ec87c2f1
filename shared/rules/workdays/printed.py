"""What a printed date means: its last day, as the day part of a recurrence rule (RFC 5545)."""

from shared.schemas.plan_document import Due, DuePrecision

_EARLY, _MID = 10, 20
_SAFE = 28
_LAST = "BYMONTHDAY=-1"
_RULES = {DuePrecision.MONTH_EARLY: f"BYMONTHDAY={_EARLY}", DuePrecision.MONTH_MID: f"BYMONTHDAY={_MID}"}


def printed_rule(due: Due) -> str | None:
    """The last day of what ``due`` prints, within its month: 月初 ends on the 10th, 月中 on the 20th; None where nothing is printed.

    A day that some months lack is the last that there is: 29 February is ``BYMONTHDAY=28,29;BYSETPOS=-1``, where a plain
    ``BYMONTHDAY=29`` would leave three years of four without a date.
    """
    if due.precision is DuePrecision.NONE:
        return None
    if due.precision is not DuePrecision.DAY:
        return _RULES.get(due.precision, _LAST)
    day = due.day or 1
    if day <= _SAFE:
        return f"BYMONTHDAY={day}"
    return f"BYMONTHDAY={','.join(map(str, range(_SAFE, day + 1)))};BYSETPOS=-1"
