"""Sayings: the kind of message that each is, and its places with an example of what stands in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from shared.schemas.messages import MessageKind
from shared.schemas.policies import Audience
from shared.schemas.templates import PlaceSort, Saying, TemplateFamily


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a template. ``needed``: a message without it would not say what, for whom or by when."""

    name: str
    sort: PlaceSort
    example: JsonValue
    needed: bool = True
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of message, and its places."""

    kind: MessageKind
    places: tuple[Place, ...]


def _text(name: str, example: JsonValue) -> Place:
    return Place(name, PlaceSort.TEXT, example)


def _number(name: str, example: int, *, needed: bool = True) -> Place:
    return Place(name, PlaceSort.NUMBER, example, needed)


_TITLE, _UNIT, _NAME, _REASON = (
    _text("title", "2022年度监测填报"),
    _text("unit", "县卫生健康局"),
    _text("name", "县级提醒"),
    _text("reason", "数据未出"),
)
_WHEN = (Place("due_on", PlaceSort.DAY, "2023-05-10"), _number("days", 7, needed=False), _number("workdays", 6, needed=False))
_SINCE = Place("since", PlaceSort.DAY, "2023-05-04")
_FORMER_DAY = Place("former_on", PlaceSort.DAY, "2023-05-04")
_ROWS: JsonValue = [{"name": "健康素养水平", "reason": "与抽样不符", "fix": "附调查报告"}, {"name": "吸烟率", "reason": "单位有误", "fix": None}]
_REASONS = Place("reasons", PlaceSort.ROWS, _ROWS, fields=("name", "reason", "fix"))
_OWED: JsonValue = {
    "zh": [{"title": "填报提醒：2022年度监测填报", "due": "2023年5月10日（星期三）", "days": 7, "workdays": 6}],
    "en": [{"title": "Reminder: 2022年度监测填报", "due": "2023-05-10 (Wednesday)", "days": 7, "workdays": 6}],
}
_LISTED = Place("owed", PlaceSort.ROWS, _OWED, fields=("title", "due", "days", "workdays"))
_ADDED = Place("added", PlaceSort.TEXTS, ["健康素养水平", "吸烟率"])
_DROPPED = Place("dropped", PlaceSort.TEXTS, ["千人床位"])
_DUE = (_TITLE, _UNIT, *_WHEN)

SHAPES: Mapping[Saying, Shape] = {
    Saying.REMINDER: Shape(MessageKind.REMINDER, _DUE),
    Saying.GAP: Shape(MessageKind.REMINDER, _DUE),
    Saying.OVERDUE: Shape(MessageKind.ESCALATION, _DUE),
    Saying.OVERDUE_UNIT_LEADER: Shape(MessageKind.ESCALATION, _DUE),
    Saying.OVERDUE_LEAD_UNIT: Shape(MessageKind.ESCALATION, _DUE),
    Saying.OVERDUE_PLAN_OFFICE: Shape(MessageKind.ESCALATION, _DUE),
    Saying.OVERDUE_LEADERSHIP: Shape(MessageKind.ESCALATION, _DUE),
    Saying.DIGEST: Shape(MessageKind.DIGEST, (_number("count", 1), _LISTED)),
    Saying.POLICY_CHANGED: Shape(MessageKind.ROUND, (_NAME,)),
    Saying.POLICY_ENDED: Shape(MessageKind.ROUND, (_NAME,)),
    Saying.ASSIGNED: Shape(MessageKind.ASSIGNED, (*_DUE, _number("items", 3))),
    Saying.WAIVED: Shape(MessageKind.WAIVED, (_TITLE, _UNIT)),
    Saying.EXTENDED: Shape(MessageKind.ROUND, (*_DUE, _FORMER_DAY, _REASON)),
    Saying.RECTIFICATION: Shape(MessageKind.ASSIGNED, _DUE),
    Saying.TAKEN_OVER: Shape(MessageKind.ASSIGNED, (_TITLE, _UNIT, _text("former_unit", "县体育局"), _REASON)),
    Saying.PASSED_ON: Shape(MessageKind.WAIVED, (_TITLE, _UNIT, _REASON)),
    Saying.ITEMS_CHANGED: Shape(MessageKind.ASSIGNED, (_TITLE, _UNIT, _ADDED, _DROPPED, _REASON)),
    Saying.CONSULTED: Shape(MessageKind.CONSULTATION, (_TITLE, *_WHEN)),
    Saying.SUBMITTED: Shape(MessageKind.SUBMITTED, (_TITLE, _UNIT, _text("by", "沈若彤"))),
    Saying.RETURNED: Shape(MessageKind.RETURNED, (*_DUE, _text("by", "沈若彤"), _number("count", 2), _REASONS)),
    Saying.APPROVED: Shape(MessageKind.APPROVED, (_TITLE, _UNIT, _number("values", 3))),
    Saying.ROUND_OPENED: Shape(MessageKind.ROUND, (_TITLE, *_WHEN)),
    Saying.ROUND_CHANGED: Shape(MessageKind.ROUND, (_TITLE, *_WHEN, Place("internal_on", PlaceSort.DAY, "2023-04-24"))),
    Saying.DEADLINE_MOVED: Shape(MessageKind.ROUND, (*_DUE, _FORMER_DAY)),
    Saying.ROUND_CLOSED: Shape(MessageKind.ROUND, (_TITLE,)),
    Saying.VERDICT_TURNED: Shape(
        MessageKind.VERDICT,
        (_text("indicator", "健康素养水平"), _number("horizon", 2030), _text("said", {"zh": "健康素养水平进度落后。", "en": "Behind the pace."})),
    ),
    Saying.VERDICTS_TURNED: Shape(MessageKind.VERDICT, (_TITLE,)),
    Saying.TOOK_OVER: Shape(MessageKind.ASSIGNED, (_NAME, _UNIT, _SINCE, _number("waiting", 2))),
    Saying.RELIEVED: Shape(MessageKind.WAIVED, (_NAME, _UNIT, _SINCE)),
    Saying.ENDPOINT_DISABLED: Shape(MessageKind.ALARM, (_NAME,)),
    Saying.LATE: Shape(MessageKind.ALARM, (_number("reminders", 3), _number("deliveries", 2))),
}

_LINK, _ROLE = _text("link", "https://jianxing.example.cn/api/v1/notifications/1"), _text("role", {"zh": "联络员", "en": "liaison"})
FRAMED = frozenset({TemplateFamily.SHORT, TemplateFamily.MARKDOWN})
"""Families in which nothing stands around the words: they say themselves why they come and where they lead."""


def places_of(saying: Saying, family: TemplateFamily) -> tuple[Place, ...]:
    """The places that a template may use; those of ``FRAMED`` families have the role and the link beside."""
    places = SHAPES[saying].places
    return (*places, _LINK, _ROLE) if family in FRAMED else places


def overdue(audience: Audience) -> Saying:
    """What each audience of the ladder is told once the day is over."""
    return Saying.OVERDUE if audience is Audience.LIAISON else Saying(f"overdue_{audience}")


_ROLES_ZH = {
    "liaison": "联络员",
    "unit_leader": "单位负责人",
    "lead_unit": "牵头单位",
    "plan_office": "健康办",
    "leadership": "领导小组",
    "administrator": "管理员",
    "programs": "本群成员",
}
_ROLES_EN = {"programs": "member of this group"}


def role_said(why: str) -> dict[str, str]:
    """The role in which somebody is told, in both languages."""
    return {"zh": _ROLES_ZH.get(why, why), "en": _ROLES_EN.get(why, why.replace("_", " "))}
