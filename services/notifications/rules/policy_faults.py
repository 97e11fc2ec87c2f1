"""What is wrong with a policy that a person enters: every fault, with its place."""

from collections.abc import Collection, Iterator
from enum import StrEnum
from itertools import pairwise
from uuid import UUID
from zoneinfo import available_timezones

from services.notifications.rules.policies import Quiet
from shared.kit.language import Words
from shared.kit.problems import FaultWords
from shared.schemas.policies import Audience, Counted, PolicyContent, PolicyStep, QuietHours, StepChannel

_HOURS = range(24)
_ZONE = Words("没有“{word}”这个时区；请用如 Asia/Shanghai", 'there is no time zone "{word}"; write one such as Asia/Shanghai')
_KIND = Words("没有“{word}”这类时限；可用：{known}", 'there is no kind of deadline "{word}"; known are {known}')
_PLAN = Words(
    "本地区没有已印发的规划“{word}”；请用本地区或下级地区的规划",
    'no issued plan "{word}" is known in this region; name one of the region or below',
)
_WORD = Words("没有“{word}”；可用：{known}", 'there is no "{word}"; known are {known}')
_TWICE = Words("“{word}”重复", '"{word}" stands there twice')
_HOUR = Words("没有{hour}时；请用 0 至 23", "there is no hour {hour}; write 0 to 23")
_QUIET = Words("免打扰时段的起止相同，请改正", "quiet hours begin and end at the same hour; correct one of them")
_IN_QUIET = Words("汇总时刻{hour}时在免打扰时段内，请改在时段外", "the digest hour {hour} lies in the quiet hours; choose one outside them")
_NO_HOURS = Words("第{number}步要求汇总发送，但未填汇总时刻", "step {number} goes into a digest, but there are no digest hours; name one")
_MUST_COME = Words(
    "第{number}步在截止日之后，属于催办或通报，不能汇总，也不能因签收而停发",
    "step {number} comes after the due day: it cannot wait for a digest, nor stop because somebody signed for an earlier message",
)
_ORDER = Words(
    "第{number}步（{offset}）早于前一步（{before}）；请按先后排列",
    "step {number} ({offset}) lies before the one above it ({before}); put them in order",
)
_SAME = Words("第{number}步对“{word}”与第{other}步相同", 'step {number} tells "{word}" on the same day as step {other}')


def plan_faults(plan_id: UUID, is_there: bool) -> list[FaultWords]:
    """A policy is for an issued plan of its region or below."""
    return [] if is_there else [FaultWords("unknown-plan", _PLAN, pointer="/plan_id", word=plan_id)]


def policy_faults(content: PolicyContent, kind: str | None, kinds: Collection[str]) -> list[FaultWords]:
    """Every fault of a policy; ``kinds``: the kinds of deadlines there are."""
    found = list(_head(content, kind, kinds))
    for place, step in enumerate(content.steps):
        found += _step(f"/steps/{place}", step)
    return [*found, *_digests(content), *_order(content.steps), *_same_day(content.steps)]


def _digests(content: PolicyContent) -> Iterator[FaultWords]:
    hours = content.digest_hours
    for place, hour in enumerate(hours):
        yield from _hour(f"/digest_hours/{place}", hour)
        if content.quiet is not None and Quiet(content.quiet.from_hour, content.quiet.until_hour).holds(hour):
            yield FaultWords("digest-in-quiet-hours", _IN_QUIET, pointer=f"/digest_hours/{place}", hour=hour)
        if hour in hours[:place]:
            yield FaultWords("twice", _TWICE, pointer=f"/digest_hours/{place}", word=hour)
    for number, step in enumerate(content.steps, 1):
        if step.digest and not hours:
            yield FaultWords("digest-without-hours", _NO_HOURS, pointer=f"/steps/{number - 1}/digest", number=number)
        if step.offset > 0 and (step.digest or step.unless_acknowledged):
            yield FaultWords("must-be-sent", _MUST_COME, pointer=f"/steps/{number - 1}", number=number)


def _head(content: PolicyContent, kind: str | None, kinds: Collection[str]) -> Iterator[FaultWords]:
    if content.zone not in available_timezones():
        yield FaultWords("unknown-zone", _ZONE, pointer="/zone", word=content.zone)
    if kind is not None and kind not in kinds:
        yield FaultWords("unknown-kind", _KIND, pointer="/kind", word=kind, known=", ".join(sorted(kinds)))
    if content.quiet is not None:
        yield from hours_faults(content.quiet)


def hours_faults(quiet: QuietHours) -> Iterator[FaultWords]:
    """Hours that there are not, or that hold for the whole day or for none of it."""
    yield from _hour("/quiet/from_hour", quiet.from_hour)
    yield from _hour("/quiet/until_hour", quiet.until_hour)
    if quiet.from_hour == quiet.until_hour:
        yield FaultWords("quiet-without-end", _QUIET, pointer="/quiet")


def _step(place: str, step: PolicyStep) -> Iterator[FaultWords]:
    yield from word_faults(f"{place}/counted", [step.counted], Counted)
    yield from _hour(f"{place}/hour", step.hour)
    yield from word_faults(f"{place}/to", step.to, Audience)
    yield from word_faults(f"{place}/channels", step.channels or [], StepChannel)


def _hour(pointer: str, hour: int) -> Iterator[FaultWords]:
    if hour not in _HOURS:
        yield FaultWords("unknown-hour", _HOUR, pointer=pointer, hour=hour)


def word_faults(pointer: str, words: list[str], known: type[StrEnum]) -> Iterator[FaultWords]:
    """Words that are not known or stand there twice."""
    for place, word in enumerate(words):
        at = f"{pointer}/{place}" if len(words) > 1 else pointer
        if word not in set(known):
            yield FaultWords("unknown-word", _WORD, pointer=at, word=word, known=", ".join(known))
        elif word in words[:place]:
            yield FaultWords("twice", _TWICE, pointer=at, word=word)


def _order(steps: list[PolicyStep]) -> Iterator[FaultWords]:
    """Days among days and workdays among workdays rise; which of one day and one workday comes first is for the calendar to say."""
    for counted in Counted:
        numbered = [(number, step.offset) for number, step in enumerate(steps, 1) if step.counted == counted]
        for (_, before), (number, offset) in pairwise(numbered):
            if offset < before:
                yield FaultWords("out-of-order", _ORDER, pointer=f"/steps/{number - 1}/offset", number=number, offset=offset, before=before)


def _same_day(steps: list[PolicyStep]) -> Iterator[FaultWords]:
    first: dict[tuple[int, str, str], int] = {}
    for number, step in enumerate(steps, 1):
        for role in dict.fromkeys(step.to):
            other = first.setdefault((step.offset, step.counted, role), number)
            if other != number:
                yield FaultWords("same-step", _SAME, pointer=f"/steps/{number - 1}", number=number, other=other, word=role)
