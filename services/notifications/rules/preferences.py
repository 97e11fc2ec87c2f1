"""What a reader may choose, and what follows from it. Escalations are statutory (催办, 通报): nobody can silence them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from services.notifications.rules.delivery import lane_of
from services.notifications.rules.policies import Quiet
from services.notifications.rules.policy_faults import hours_faults, word_faults
from shared.kit.language import Language, Words
from shared.kit.problems import FaultWords
from shared.rules.workdays import SHANGHAI
from shared.schemas.deliveries import Lane
from shared.schemas.messages import MessageKind
from shared.schemas.preferences import MessageFamily, OwnChannel, PreferenceContent

ALWAYS = frozenset({MessageFamily.ESCALATIONS})
FAMILIES: Mapping[MessageKind, MessageFamily] = {
    MessageKind.ASSIGNED: MessageFamily.TASKS,
    MessageKind.WAIVED: MessageFamily.TASKS,
    MessageKind.CONSULTATION: MessageFamily.TASKS,
    MessageKind.REMINDER: MessageFamily.REMINDERS,
    MessageKind.DIGEST: MessageFamily.REMINDERS,
    MessageKind.ESCALATION: MessageFamily.ESCALATIONS,
    MessageKind.SUBMITTED: MessageFamily.REVIEWS,
    MessageKind.RETURNED: MessageFamily.REVIEWS,
    MessageKind.APPROVED: MessageFamily.REVIEWS,
    MessageKind.ROUND: MessageFamily.ROUNDS,
    MessageKind.VERDICT: MessageFamily.WARNINGS,
    MessageKind.ALARM: MessageFamily.WARNINGS,
}
_FAMILY = Words("没有“{word}”这类消息；可用：{known}", 'there is no family "{word}"; known are {known}')
_STATUTORY = Words("“{word}”属法定催办、通报，不能关闭；请去掉此项", '"{word}" are statutory and cannot be silenced; leave them out')
_KNOWN = ", ".join(family for family in MessageFamily if family not in ALWAYS)


@dataclass(frozen=True, slots=True)
class Preference:
    """What a reader said; nothing by default."""

    language: Language | None = None
    channels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    quiet: Quiet | None = None

    def wants(self, kind: MessageKind, channel: str) -> bool:
        """Whether messages of ``kind`` go out on ``channel``; an escalation always does, whatever is stored."""
        family = FAMILIES.get(kind)
        if family is None or family in ALWAYS:
            return True
        return channel in self.channels.get(family, (channel,))

    def not_before(self, kind: MessageKind, at: datetime) -> datetime:
        """When a message of ``kind`` may go out: what only tells waits for the end of the quiet hours, what asks for work does not."""
        local = at.astimezone(SHANGHAI)
        if self.quiet is None or lane_of(kind) is not Lane.BULK or not self.quiet.holds(local.hour):
            return at
        day = local.date() + timedelta(days=int(local.hour >= self.quiet.until_hour))
        return datetime.combine(day, time(self.quiet.until_hour), SHANGHAI).astimezone(UTC)


def preference_faults(content: PreferenceContent) -> list[FaultWords]:
    """Every fault of what a reader enters."""
    quiet = hours_faults(content.quiet) if content.quiet is not None else ()
    return [*quiet, *(fault for family, channels in content.channels.items() for fault in _family(family, channels))]


def _family(family: str, channels: list[str]) -> Iterator[FaultWords]:
    pointer = f"/channels/{family}"
    if family in ALWAYS:
        yield FaultWords("statutory", _STATUTORY, pointer=pointer, word=family)
    elif family not in set(MessageFamily):
        yield FaultWords("unknown-family", _FAMILY, pointer=pointer, word=family, known=_KNOWN)
    yield from word_faults(pointer, channels, OwnChannel)
