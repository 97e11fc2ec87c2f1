"""What shipped messages say, in both languages; whatever a name contains."""

from datetime import date
from typing import Any, Literal

import pytest

from services.notifications.rules import wording
from services.notifications.rules.templates.faults import template_faults
from services.notifications.rules.templates.rendering import Filled, day_en, day_zh
from services.notifications.rules.templates.sayings import FRAMED, SHAPES, role_said
from services.notifications.rules.wording import Countdown, Text
from services.notifications.service.rewording import framed
from services.notifications.service.speaking import LANGUAGES, shipped, shipped_words
from shared.rules.workdays import Workdays
from shared.schemas.policies import Audience
from shared.schemas.templates import Saying, TemplateFamily

Language = Literal["zh", "en"]
DUE = date(2023, 5, 10)
TITLE, UNIT = "2022年度监测填报", "县卫生健康局"
OFF = Workdays(frozenset({date(2023, 5, 1), date(2023, 5, 2), date(2023, 5, 3)}), frozenset({date(2023, 5, 6)}))
"""Labour Day of 2023; the sixth, a Saturday, is worked."""


def said(text: Text, language: Language, today: date = date(2023, 5, 3)) -> Filled:
    """The shipped words on a day."""
    return shipped_words(text.saying, text.counted(Countdown(today, OFF)), language)


@pytest.mark.parametrize(
    ("days", "audience", "title", "zh", "en"),
    [
        (-7, Audience.LIAISON, "填报提醒", "请县卫生健康局于2023年5月10日（星期三）24时前完成", "by the end of 2023-05-10 (Wednesday) (7 days left"),
        (-7, Audience.LIAISON, "填报提醒", "（还有7天，其中6个工作日）", "(7 days left, 6 of them workdays)"),
        (0, Audience.LIAISON, "填报提醒", "还有0天", "(0 days left"),
        (-3, Audience.PLAN_OFFICE, "未报提示", "县卫生健康局尚未报送", "has not filed yet"),
        (1, Audience.LIAISON, "逾期催办", "已逾期1天（1个工作日）", "1 days late (1 workdays). Please file now"),
        (1, Audience.UNIT_LEADER, "逾期催办", "您单位", "Your unit"),
        (3, Audience.PLAN_OFFICE, "请催办", "请电话催办", "Please call them"),
        (7, Audience.LEADERSHIP, "逾期通报", "特此通报", "7 days late (5 workdays)"),
    ],
)
def test_a_reminder_says_what_is_owed_and_by_when(days: int, audience: Audience, title: str, zh: str, en: str) -> None:
    text, today = wording.reminder(TITLE, UNIT, DUE, days, audience), date.fromordinal(DUE.toordinal() + days)
    assert title in said(text, "zh", today).title and zh in said(text, "zh", today).body and en in said(text, "en", today).body
    assert UNIT in said(text, "en", today).body and TITLE in said(text, "en", today).body


@pytest.mark.parametrize(
    ("due_on", "zh"),
    [(DUE, "中填报。请于2023年5月10日（星期三）24时前完成（还有6个工作日）。"), (None, "中填报。")],
)
def test_a_task_says_its_day_where_it_is_known(due_on: date | None, zh: str) -> None:
    assert said(wording.assigned(TITLE, UNIT, 3, due_on), "zh").body == f"{UNIT}有3项指标需在“{TITLE}”{zh}"


@pytest.mark.parametrize(("day", "zh", "en"), [("2023-05-10", "星期三", "Wednesday"), ("2026-05-10", "星期日", "Sunday")])
def test_a_day_is_said_with_its_weekday(day: str, zh: str, en: str) -> None:
    year = day[:4]
    assert (day_zh(day), day_en(day)) == (f"{year}年5月10日（{zh}）", f"{day} ({en})")


def test_a_return_lists_every_item_with_reason_and_fix() -> None:
    text = wording.returned(TITLE, UNIT, "沈若彤", DUE, [("健康素养水平", "与抽样不符", "附调查报告"), ("吸烟率", "单位有误", None)])
    assert said(text, "zh").body.endswith("（还有6个工作日）。健康素养水平：与抽样不符（请附调查报告）；吸烟率：单位有误")
    assert "returned 2 items" in said(text, "en").body and "健康素养水平: 与抽样不符 (附调查报告); 吸烟率: 单位有误" in said(text, "en").body


@pytest.mark.parametrize(("added", "dropped"), [(["素养"], []), ([], ["床位"]), (["素养", "吸烟"], ["床位"])])
def test_changed_items_are_named(added: list[str], dropped: list[str]) -> None:
    body = said(wording.items_changed(TITLE, UNIT, added, dropped, "口径调整"), "zh").body
    assert all(name in body for name in (*added, *dropped)) and "口径调整" in body
    assert ("新增" in body, "不再填报" in body) == (bool(added), bool(dropped))


# What each message must say, by hand from the issue ("what, for whom, by when"): W its matter, U the unit it is for, D by when.
# A consultation and the messages of a round go to whole circles, who are addressed by their role; alarms are about no unit.
MUST = {
    "reminder": "WUD",
    "gap": "WUD",
    "overdue": "WUD",
    "overdue_unit_leader": "WUD",
    "overdue_lead_unit": "WUD",
    "overdue_plan_office": "WUD",
    "overdue_leadership": "WUD",
    "digest": "D",
    "policy_changed": "W",
    "policy_ended": "W",
    "assigned": "WUD",
    "waived": "WU",
    "extended": "WUD",
    "rectification": "WUD",
    "taken_over": "WU",
    "passed_on": "WU",
    "items_changed": "WU",
    "consulted": "WD",
    "submitted": "WU",
    "returned": "WUD",
    "approved": "WU",
    "round_opened": "WD",
    "round_changed": "WD",
    "deadline_moved": "WUD",
    "round_closed": "W",
    "verdict_turned": "W",
    "verdicts_turned": "W",
    "took_over": "WU",
    "relieved": "WU",
    "endpoint_disabled": "W",
    "late": "",
}
DAY = {"zh": "2023年5月10日（星期三）", "en": "2023-05-10 (Wednesday)"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("saying", Saying)
def test_every_shipped_template_says_what_for_whom_by_when_why_and_where(saying: Saying, language: Language) -> None:
    assert set(MUST) == set(Saying)
    assert template_faults(shipped(saying, language), saying) == []
    places: dict[str, Any] = {place.name: place.example for place in SHAPES[saying].places} | {"workdays": 4321}
    filled = shipped_words(saying, places, language)
    whole = filled.title + filled.body
    matter = places.get("title") or places.get("name") or places.get("indicator") or ""
    wanted = {"W": [matter], "U": [UNIT], "D": [DAY[language], "6" if saying is Saying.DIGEST else "4321"]}
    assert [words for letter in MUST[saying] for words in wanted[letter] if words not in whole] == []
    for family in FRAMED:
        around: dict[str, Any] = {"link": "https://jianxing.example.cn/m/1", "role": dict(role_said("unit_leader"))}
        told = framed(family, language, filled, around).body
        assert told.count("https://") == 1 and {"zh": "单位负责人", "en": "unit leader"}[language] in told, family
        assert all(words in told for letter in MUST[saying] for words in wanted[letter])


ODD = "带{花括号}的{0}名称{{ x }}{% if %}"
EVERYTHING = [
    wording.reminder(ODD, ODD, DUE, -7, Audience.LIAISON),
    wording.assigned(ODD, ODD, 3, DUE),
    wording.waived(ODD, ODD),
    wording.submitted(ODD, ODD, ODD),
    wording.returned(ODD, ODD, ODD, DUE, [(ODD, ODD, ODD)]),
    wording.approved(ODD, ODD, 2),
    wording.round_opened(ODD, DUE),
    wording.round_closed(ODD),
    wording.verdict_turned(ODD, 2030, ODD, ODD),
]


@pytest.mark.parametrize("text", EVERYTHING)
@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_a_name_are_just_braces(text: Text, language: Language) -> None:
    filled = said(text, language)
    assert ODD in filled.title + filled.body


def test_a_name_that_is_too_long_is_cut_and_never_loses_the_message() -> None:
    filled = said(wording.waived("长" * 300, UNIT), "zh")
    assert len(filled.title) == 300 and filled.title.endswith("…") and filled.body.startswith(UNIT)


def test_in_a_chat_group_a_name_makes_no_link() -> None:
    inbox = Filled("提醒", "[点我](http://evil.example) **报送**")
    around: dict[str, Any] = {"link": "https://jianxing.example.cn/m/1", "role": dict(role_said("liaison"))}
    told = framed(TemplateFamily.MARKDOWN, "zh", inbox, around).body
    assert "[点我]" not in told and "**" not in told and "[打开](https://jianxing.example.cn/m/1)" in told
