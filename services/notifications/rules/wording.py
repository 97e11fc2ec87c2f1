"""What is said on which occasion, and what stands in its places. The words are data: ``services/notifications/templates``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue

from services.notifications.rules.templates.rendering import day_en, day_zh
from services.notifications.rules.templates.sayings import overdue
from shared.rules.workdays import Workdays
from shared.schemas.policies import Audience
from shared.schemas.templates import Saying


@dataclass(frozen=True, slots=True)
class Text:
    """A saying with its places; a place by language is a mapping (zh, en), a day is in ISO form."""

    saying: Saying
    places: Mapping[str, JsonValue]

    @property
    def due_on(self) -> date | None:
        """By when something is wanted."""
        told = self.places.get("due_on")
        return date.fromisoformat(told) if isinstance(told, str) else None

    def counted(self, ahead: "Countdown") -> Mapping[str, JsonValue]:
        """The places, with how far away the due day is."""
        due_on = self.due_on
        return self.places if due_on is None else {**self.places, **ahead.to(due_on)}


@dataclass(frozen=True, slots=True)
class Countdown:
    """How many days and workdays lie between a day and others, before or after it; each is counted once."""

    day: date
    workdays: Workdays
    known: dict[date, Mapping[str, int]] = field(default_factory=dict)

    def to(self, due_on: date) -> Mapping[str, int]:
        """The places ``days`` and ``workdays``."""
        if due_on not in self.known:
            self.known[due_on] = {"days": abs((due_on - self.day).days), "workdays": abs(self.workdays.between(self.day, due_on))}
        return self.known[due_on]


def _said(saying: Saying, **places: JsonValue | date) -> Text:
    return Text(saying, {name: value.isoformat() if isinstance(value, date) else value for name, value in places.items()})


def reminder(title: str, unit: str, due_on: date, days: int, audience: Audience) -> Text:
    """What a step of the ladder says to its audience; ``days`` after the due day."""
    ahead = Saying.GAP if days < 0 and audience in {Audience.PLAN_OFFICE, Audience.LEAD_UNIT} else Saying.REMINDER
    saying = overdue(audience) if days > 0 else ahead
    return _said(saying, title=title, unit=unit, due_on=due_on)


def digest(owed: Sequence[tuple[Mapping[str, str], date, int, int]]) -> Text:
    """Several reminders in one message: (title in both languages, due day, days and workdays left) each, the first to end first."""
    zh: list[JsonValue] = []
    en: list[JsonValue] = []
    for title, due_on, days, workdays in owed:
        left = {"days": days, "workdays": workdays}
        zh.append({"title": title["zh"], "due": day_zh(due_on.isoformat()), **left})
        en.append({"title": title["en"], "due": day_en(due_on.isoformat()), **left})
    return _said(Saying.DIGEST, count=len(owed), owed={"zh": zh, "en": en})


def policy_changed(name: str, *, in_force: bool) -> Text:
    """Reminders come by another policy now."""
    return _said(Saying.POLICY_CHANGED if in_force else Saying.POLICY_ENDED, name=name)


def assigned(title: str, unit: str, items: int, due_on: date | None = None) -> Text:
    """A new task; its day is None where the event did not tell it yet."""
    return _said(Saying.ASSIGNED, title=title, unit=unit, items=items, due_on=due_on)


def waived(title: str, unit: str) -> Text:
    """A task that is no longer owed."""
    return _said(Saying.WAIVED, title=title, unit=unit)


def extended(title: str, unit: str, before: date, until: date, reason: str) -> Text:
    """One unit has longer."""
    return _said(Saying.EXTENDED, title=title, unit=unit, former_on=before, due_on=until, reason=reason)


def rectification(title: str, unit: str, due_on: date) -> Text:
    """Something to be put right."""
    return _said(Saying.RECTIFICATION, title=title, unit=unit, due_on=due_on)


def taken_over(title: str, unit: str, former: str, reason: str) -> Text:
    """A task that another unit had, with what it filled in."""
    return _said(Saying.TAKEN_OVER, title=title, unit=unit, former_unit=former, reason=reason)


def passed_on(title: str, unit: str, reason: str) -> Text:
    """A task that another unit has from now on."""
    return _said(Saying.PASSED_ON, title=title, unit=unit, reason=reason)


def items_changed(title: str, unit: str, added: Sequence[str], dropped: Sequence[str], reason: str) -> Text:
    """Items that came to a task, or went."""
    return _said(Saying.ITEMS_CHANGED, title=title, unit=unit, added=[*added], dropped=[*dropped], reason=reason)


def consulted(title: str, until: date) -> Text:
    """A draft on which comments are asked."""
    return _said(Saying.CONSULTED, title=title, due_on=until)


def submitted(title: str, unit: str, by: str) -> Text:
    """Something waits for review."""
    return _said(Saying.SUBMITTED, title=title, unit=unit, by=by)


def returned(title: str, unit: str, by: str, due_on: date, reasons: Sequence[tuple[str, str, str | None]]) -> Text:
    """Items came back: each with its reason and what is wanted."""
    rows: list[JsonValue] = [{"name": name, "reason": reason, "fix": fix} for name, reason, fix in reasons]
    return _said(Saying.RETURNED, title=title, unit=unit, by=by, due_on=due_on, count=len(rows), reasons=rows)


def approved(title: str, unit: str, values: int) -> Text:
    """The form passed."""
    return _said(Saying.APPROVED, title=title, unit=unit, values=values)


def round_opened(title: str, due_on: date) -> Text:
    """A round began."""
    return _said(Saying.ROUND_OPENED, title=title, due_on=due_on)


def round_changed(title: str, internal_on: date, due_on: date) -> Text:
    """A round's days moved."""
    return _said(Saying.ROUND_CHANGED, title=title, internal_on=internal_on, due_on=due_on)


def deadline_moved(title: str, unit: str, before: date, due_on: date) -> Text:
    """What a unit owes is due on another day."""
    return _said(Saying.DEADLINE_MOVED, title=title, unit=unit, former_on=before, due_on=due_on)


def round_closed(title: str) -> Text:
    """A round ended."""
    return _said(Saying.ROUND_CLOSED, title=title)


def verdict_turned(indicator: str, horizon: int, zh: str, en: str) -> Text:
    """A verdict turned for the worse."""
    return _said(Saying.VERDICT_TURNED, indicator=indicator, horizon=horizon, said={"zh": zh, "en": en})


def verdicts_turned(title: str) -> Text:
    """Several targets of a plan are judged badly at once."""
    return _said(Saying.VERDICTS_TURNED, title=title)


def took_over(former: str, unit: str, since: date, waiting: int) -> Text:
    """Somebody has another's post from a day on, and the messages that waited there."""
    return _said(Saying.TOOK_OVER, name=former, unit=unit, since=since, waiting=waiting)


def relieved(successor: str, unit: str, since: date) -> Text:
    """Somebody else has one's post from a day on."""
    return _said(Saying.RELIEVED, name=successor, unit=unit, since=since)


def endpoint_disabled(name: str) -> Text:
    """A program is told nothing any more."""
    return _said(Saying.ENDPOINT_DISABLED, name=name)


def late(reminders: int, deliveries: int) -> Text:
    """Something is due and does not go out."""
    return _said(Saying.LATE, reminders=reminders, deliveries=deliveries)
