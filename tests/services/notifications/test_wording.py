"""What messages say, in both languages; whatever a name contains."""

from datetime import date

import pytest

from services.notifications.rules import wording
from services.notifications.rules.wording import Text, plain
from shared.schemas.policies import Audience

DUE = date(2023, 5, 10)
TITLE, UNIT = "2022年度监测填报", "县卫生健康局"


@pytest.mark.parametrize(
    ("days", "audience", "title", "zh", "en"),
    [
        (-7, Audience.LIAISON, "填报提醒", "请县卫生健康局于2023年5月10日（星期三）24时前完成", "by the end of 2023-05-10 (7 days left)"),
        (0, Audience.LIAISON, "填报提醒", "还有0天", "(0 days left)"),
        (-3, Audience.PLAN_OFFICE, "未报提示", "县卫生健康局尚未报送", "has not filed yet"),
        (1, Audience.LIAISON, "逾期催办", "已逾期1天", "1 days late. Please file now"),
        (1, Audience.UNIT_LEADER, "逾期催办", "您单位", "Your unit"),
        (3, Audience.PLAN_OFFICE, "请催办", "请电话催办", "Please call them"),
        (7, Audience.LEADERSHIP, "逾期通报", "特此通报", "7 days late"),
    ],
)
def test_a_reminder_says_what_is_owed_and_by_when(days: int, audience: Audience, title: str, zh: str, en: str) -> None:
    text = wording.reminder(TITLE, UNIT, DUE, days, audience)
    assert title in plain(text.title)["zh"] and zh in plain(text.body)["zh"] and en in plain(text.body)["en"]
    assert UNIT in plain(text.body)["en"] and TITLE in plain(text.body)["en"]


@pytest.mark.parametrize(("day", "said"), [(date(2023, 5, 10), "2023年5月10日（星期三）"), (date(2026, 5, 10), "2026年5月10日（星期日）")])
def test_a_day_is_said_with_its_weekday(day: date, said: str) -> None:
    assert wording.day_zh(day) == said


def test_a_return_lists_every_item_with_reason_and_fix() -> None:
    text = wording.returned(TITLE, "沈若彤", DUE, [("健康素养水平", "与抽样不符", "附调查报告"), ("吸烟率", "单位有误", None)])
    assert plain(text.body)["zh"].endswith("重新提交。健康素养水平：与抽样不符（请附调查报告）；吸烟率：单位有误")
    assert "returned 2 items" in plain(text.body)["en"] and "健康素养水平: 与抽样不符 (附调查报告); 吸烟率: 单位有误" in plain(text.body)["en"]


ODD = "带{花括号}的{0}名称{"
EVERYTHING = [
    wording.reminder(ODD, ODD, DUE, -7, Audience.LIAISON),
    wording.assigned(ODD, ODD, 3),
    wording.waived(ODD, ODD),
    wording.submitted(ODD, ODD, ODD),
    wording.returned(ODD, ODD, DUE, [(ODD, ODD, ODD)]),
    wording.approved(ODD, 2),
    wording.round_opened(ODD, DUE),
    wording.round_closed(ODD),
    wording.verdict_turned(ODD, 2030, ODD, ODD),
]


@pytest.mark.parametrize("text", EVERYTHING)
def test_braces_in_a_name_are_just_braces(text: Text) -> None:
    for words in (text.title, text.body):
        said = plain(words)
        assert set(said) == {"zh", "en"} and said["zh"] != "" != said["en"]
    assert ODD in plain(text.title)["zh"] + plain(text.body)["zh"]
    assert ODD in plain(text.title)["en"] + plain(text.body)["en"]
