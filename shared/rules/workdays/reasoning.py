"""Why an occurrence is due when it is: the steps as data, and one sentence in each language (domain notes, sections 2 and 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.rules.workdays import wording
from shared.rules.workdays.moving import Settled
from shared.rules.workdays.recurrence import Instance
from shared.schemas.calendars import CalendarUsed
from shared.schemas.duties import Reasoning
from shared.schemas.plan_document import Duty, WorkdayPolicy
from shared.schemas.verdicts import Said


@dataclass(frozen=True, slots=True)
class Dated:
    """An occurrence as it was computed: what it is about, the printed and the due day, and with which calendars."""

    subject_from: date
    subject_until: date
    printed_on: date | None
    due_on: date | None
    policy: WorkdayPolicy
    calendars: Sequence[CalendarUsed]

    @classmethod
    def of(cls, instance: Instance, settled: Settled | None, policy: WorkdayPolicy) -> "Dated":
        """An instance under its settled day; None where no day follows."""
        used = [calendar.used() for calendar in settled.calendars] if settled else []
        due_on = settled.due_on if settled else None
        return cls(instance.subject_from, instance.subject_until, instance.printed_on, due_on, policy, used)


def explain(duty: Duty, dated: Dated, rule: str | None) -> Reasoning:
    """The reasons for one occurrence of ``duty``, whose dates follow ``rule`` (``recurrence_rule``). Same inputs, same words."""
    return Reasoning(
        clause=duty.clause,
        entered_by=duty.entered_by,
        recurrence=duty.recurrence,
        rule=rule,
        subject_from=dated.subject_from,
        subject_until=dated.subject_until,
        printed=duty.due,
        read_as=wording.read_as(duty.due.precision),
        printed_on=dated.printed_on,
        workday_policy=dated.policy,
        due_on=dated.due_on,
        moved=dated.due_on != dated.printed_on,
        calendars=list(dated.calendars),
        final=not any(calendar.provisional for calendar in dated.calendars),
        said=_said(duty, dated),
    )


def _said(duty: Duty, dated: Dated) -> Said:
    parts = [wording.source(duty), wording.period(duty.recurrence, dated.subject_from, dated.subject_until)]
    if dated.printed_on is None or dated.due_on is None:
        parts.append(wording.NO_DAY)
    else:
        parts += [wording.day_read(duty.due.precision, dated.printed_on), wording.move(dated.policy, dated.printed_on, dated.due_on)]
        parts.append(wording.standing(dated.calendars))
    return Said(zh="；".join(part.zh for part in parts) + "。", en="; ".join(part.en for part in parts) + ".")
