"""A place among peers (位居全市前三, 全省中上游): entered by an authority, reported as a state, or counted from the peers' official values."""

import re
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from services.indicators.rules.arithmetic import HUNDRED, ONE, operand, plain, truth
from services.indicators.rules.findings import Finding, yearly_word
from services.indicators.rules.series import Judged, Point, Told, answered, ended, judged_year, numbers, states, value_steps
from services.indicators.rules.thresholds import against_target, undetermined
from services.indicators.rules.wording import Reason, join, printed, target_of
from shared.schemas.targets import Polarity, Rank
from shared.schemas.verdicts import Said, Step, VerdictInputs, VerdictWord

_NAMED = 5
_PLACE = re.compile(r"第?\s*([0-9]+)\s*[名位]?(?:\s*/\s*([0-9]+))?")
_UPPER_HALF = re.compile(r"中上|中等偏上|中游以上")
_FIRST_SHARE = re.compile(r"前(\d{1,3})[%％]")


@dataclass(frozen=True, slots=True)
class _Place:
    """From the best to the worst place it can be; they differ where values of peers are missing."""

    best: int
    worst: int
    size: int | None
    steps: tuple[Step, ...]
    missing: tuple[str, ...] = ()


def place_told(text: str) -> tuple[int, int | None] | None:
    """3/11, 第3名, 3: the place and, where it is said, among how many; None for other words."""
    match = _PLACE.fullmatch(text.strip())
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def judge_rank(target: Rank, inputs: VerdictInputs) -> Finding:
    """The place against the last place that counts; judged anew every year.

    A place that an authority entered goes before one reported as a state, that before one counted from the peers' values.
    """
    judged = judged_year(inputs, answered(inputs))
    entered = _entered(target, inputs, judged.year if isinstance(judged, Judged) else min(inputs.as_of.year, inputs.horizon))
    if entered is not None and (isinstance(judged, Finding) or judged.year <= entered[0].year):
        return _held(target, inputs, *entered)
    if isinstance(judged, Finding):
        return judged
    place = _reported(states(inputs).get(judged.year)) or _counted(inputs, numbers(inputs).get(judged.year))
    if isinstance(place, Finding):
        return place
    if place is None:
        facts = against_target(inputs, judged.year)
        return Finding(VerdictWord.UNDETERMINED, "rank/undetermined", facts, (), judged.year, Reason.EXTERNAL_VALUE_MISSING)
    return _held(target, inputs, judged, place)


def _entered(target: Rank, inputs: VerdictInputs, undated: int) -> tuple[Judged, _Place] | None:
    """The place of an authority (of the year ``undated`` where it names none); once the horizon is over only one of the horizon year."""
    if inputs.external is None:
        return None
    year = inputs.external_year or undated
    if year > inputs.horizon or (ended(inputs) and year < inputs.horizon):
        return None
    step = Step(name="external", formula=f"place among {target.peer_set}", result=plain(inputs.external))
    place = ceil(inputs.external)
    return Judged(year, year == inputs.horizon), _Place(place, place, inputs.peers.size if inputs.peers else None, (step,))


def _reported(told: Told | None) -> _Place | None:
    said = place_told(told.text) if told else None
    return None if told is None or said is None else _Place(said[0], said[0], said[1], value_steps(told))


def _counted(inputs: VerdictInputs, point: Point | None) -> _Place | Finding | None:
    """One more than the peers with a better value; equal values share a place. Each missing one could be better."""
    peers = inputs.peers
    if point is None or peers is None or not (peers.values or peers.missing):
        return None
    if inputs.polarity not in (Polarity.UP, Polarity.DOWN):
        return undetermined(inputs, point, Reason.COMPARATOR_UNKNOWN)
    better = sum(_is_better(peer.value, point.value, inputs.polarity) for peer in peers.values)
    best, worst = better + 1, better + 1 + len(peers.missing)
    sign = ">" if inputs.polarity is Polarity.UP else "<"
    steps = (
        *value_steps(point),
        Step(name="better", formula=f"peers with a value {sign} {operand(point.value)}, of {len(peers.values)}", result=str(better)),
        Step(name="best_place", formula=f"1 + {better}", result=str(best)),
    )
    if peers.missing:
        lack = Step(name="missing", formula="no public value: " + ", ".join(peers.missing), result=str(len(peers.missing)))
        steps = (*steps, lack, Step(name="worst_place", formula=f"1 + {better} + {len(peers.missing)}", result=str(worst)))
    return _Place(best, worst, peers.size, steps, tuple(peers.missing))


def _is_better(value: Decimal, own: Decimal, polarity: Polarity) -> bool:
    return value > own if polarity is Polarity.UP else value < own


def _front(target: Rank, size: int | None) -> tuple[int, Step | None] | None:
    """The last place that counts: printed, the upper half for 中上游, so many per cent for 前10%; None for 前列 and the like."""
    if target.position is not None:
        return target.position, None
    wording = target.wording or ""
    if size is None:
        return None
    share = _FIRST_SHARE.match(wording)
    if share:
        front = max(int(Decimal(share[1]) * size / HUNDRED), 1)
        return front, Step(name="front", formula=f"first {share[1]} % of {size} places", result=str(front))
    if _UPPER_HALF.search(wording):
        front = (size + 1) // 2
        return front, Step(name="front", formula=f"{wording} taken as the upper half of {size} places", result=str(front))
    return None


def _held(target: Rank, inputs: VerdictInputs, judged: Judged, place: _Place) -> Finding:
    facts, front = join(_said(target, judged, place), target_of(printed(inputs.raw), inputs.horizon)), _front(target, place.size)
    holds = _counts(place, front[0] if front else None)
    if holds is None:
        reason = Reason.PEERS_MISSING if place.missing and front is not None else Reason.POSITION_UNKNOWN
        return Finding(VerdictWord.UNDETERMINED, "rank/undetermined", facts, place.steps, judged.year, reason)
    figure = str(place.worst if holds else place.best)
    check = Step(name="place", formula=f"{figure} <= {front[0] if front else 'places in front'}", result=truth(holds))
    assumed = (front[1],) if front and front[1] else ()
    return Finding(yearly_word(judged.over, holds), "rank/place", facts, (*place.steps, *assumed, check), judged.year)


def _counts(place: _Place, front: int | None) -> bool | None:
    """Where only 前列 is printed, the first place certainly counts and the last certainly does not; else nobody knows."""
    if front is None:
        return True if place.worst == ONE else False if place.best == place.size else None
    return True if place.worst <= front else False if place.best > front else None


def _said(target: Rank, judged: Judged, place: _Place) -> Said:
    zh, en = ("", "") if place.size is None else (f"（共{place.size}个）", f" of {place.size}")
    if not place.missing:
        return Said(
            zh=f"{judged.year}年在{target.peer_set}居第{place.best}位{zh}",
            en=f"The {judged.year} place among {target.peer_set} is {place.best}{en}",
        )
    named = "、".join(place.missing[:_NAMED])
    zh_more, en_more = (f"等{len(place.missing)}个", f" and {len(place.missing) - _NAMED} more") if len(place.missing) > _NAMED else ("", "")
    return Said(
        zh=f"{judged.year}年在{target.peer_set}居第{place.best}至{place.worst}位{zh}，尚缺{named}{zh_more}的公开数值",
        en=f"The {judged.year} place among {target.peer_set} is between {place.best} and {place.worst}{en}; no public value of {named}{en_more}",
    )
