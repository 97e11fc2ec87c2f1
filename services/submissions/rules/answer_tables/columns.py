"""The columns of a table of answers, and an answer as its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from shared.kit.language import Language, Words
from shared.kit.sheets.columns import Column, TableForm
from shared.schemas.answers import Answer, AnswerKind

KINDS: Mapping[AnswerKind, Words] = MappingProxyType(
    {
        AnswerKind.VALUE: Words("数值", "value"),
        AnswerKind.STATE: Words("状态", "state"),
        AnswerKind.NOT_SURVEY_YEAR: Words("非调查年", "not a survey year"),
        AnswerKind.NOT_YET_PUBLISHED: Words("尚未公布", "not yet published"),
        AnswerKind.NOTHING_TO_REPORT: Words("无此事项", "nothing to report"),
    }
)
"""How an item may be answered, as a drop-down says it."""
PROVISIONAL = Words("初步", "provisional")
_SHOWN = Words("系统填写，请勿改动", "filled in by the system; leave it as it is")
_NUMBER = Words("只填数，不带单位，如 32.6", "a number without its unit, such as 32.6")

FORM = TableForm(
    "answers",
    Words("填报表", "answers"),
    (
        Column("indicator", "指标", _SHOWN, True, fixed=True, width=40),
        Column("unit", "填报单位", _SHOWN, fixed=True),
        Column("region", "地区", _SHOWN, fixed=True, width=12),
        Column("year", "年度", _SHOWN, fixed=True, width=8),
        Column("unit_of_measure", "计量单位", _SHOWN, fixed=True, width=12),
        Column("targets", "目标", _SHOWN, fixed=True, width=24),
        Column("last", "上次数值", _SHOWN, fixed=True, width=16),
        Column(
            "kind",
            "填报情况",
            Words(
                "数值、状态、非调查年、尚未公布（另填预计日期）、无此事项（另填原因）；填了数值或状态的可留空",
                "value, state, not a survey year, not yet published (with a date), nothing to report (with a reason);"
                " may be left out beside a value or state",
            ),
            choices=tuple(KINDS.values()),
            width=14,
        ),
        Column("value", "数值", _NUMBER, width=14),
        Column("state", "状态", Words("如 消除、达到", "such as eliminated"), width=14),
        Column("numerator", "分子", _NUMBER, width=12),
        Column("denominator", "分母", _NUMBER, width=12),
        Column("provisional", "是否初步", Words("数值尚未最终确定的填“初步”", "provisional, if it is not final"), choices=(PROVISIONAL,), width=10),
        Column("expected_on", "预计日期", Words("尚未公布的，预计何日公布，如 2026-09-30", "the day of publication, such as 2026-09-30"), width=14),
        Column("reason", "原因", Words("无此事项的原因", "why there is nothing to report"), width=24),
        Column("explanation", "说明", Words("数值较上年变化较大等情况的说明", "what explains a jump and the like"), width=30),
        Column("seen", "所见版本", _SHOWN, fixed=True, hidden=True, width=8),
        Column("item", "编号", _SHOWN, True, fixed=True, hidden=True, width=38),
    ),
)
"""One row for each item. ``seen`` is the version of the answer that the file shows: whoever changed it meanwhile is named."""

WRITTEN = ("kind", "value", "state", "numerator", "denominator", "provisional", "expected_on", "reason", "explanation")
"""The columns that say the answer; the others are the system's."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """An item of a form that somebody may fill in, and what it says now. ``shut`` is the code of why it cannot be changed."""

    item_id: UUID
    assignment_id: UUID
    submission_id: UUID | None
    indicator: str
    unit: str
    region: str
    year: int
    unit_of_measure: str | None
    targets: tuple[str, ...]
    last: Decimal | str | None
    last_year: int | None
    answer: Answer | None = None
    version: int = 0
    answered_by: str | None = None
    shut: str | None = None


def cells_of(answer: Answer | None, language: Language) -> dict[str, str]:
    """An answer as the cells of ``WRITTEN`` that it fills."""
    if answer is None:
        return {}
    found = {
        "kind": KINDS[answer.kind].say(language),
        "value": _number(answer.value),
        "state": answer.state,
        "numerator": _number(answer.numerator),
        "denominator": _number(answer.denominator),
        "provisional": PROVISIONAL.say(language) if answer.provisional else None,
        "expected_on": answer.expected_on.isoformat() if answer.expected_on else None,
        "reason": answer.reason,
        "explanation": answer.explanation,
    }
    return {name: text for name, text in found.items() if text}


def row_of(asked: AskedRow, language: Language) -> list[str]:
    """One row of the table, in the order of its columns."""
    last = _number(asked.last) if isinstance(asked.last, Decimal) else asked.last
    shown = {
        "indicator": asked.indicator,
        "unit": asked.unit,
        "region": asked.region,
        "year": str(asked.year),
        "unit_of_measure": asked.unit_of_measure or "",
        "targets": "；".join(asked.targets),
        "last": f"{last}（{asked.last_year}）" if last and asked.last_year else last or "",
        "seen": str(asked.version),
        "item": str(asked.item_id),
        **cells_of(asked.answer, language),
    }
    return [shown.get(column.key, "") for column in FORM.columns]


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
