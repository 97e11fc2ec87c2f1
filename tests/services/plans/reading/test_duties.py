"""Duties out of sentences: how often, due when, who, to whom."""

import pytest

from services.plans.rules.reading.due_dates import due_of
from services.plans.rules.reading.duties import FoundDuty, find_duties
from services.plans.rules.reading.facts import printed_due
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import DutyKind, Recurrence


def duties(text: str, *, organisational: bool = True, lead: str | None = None) -> list[FoundDuty]:
    found = [block for block in blocks(SourceText.of(text)) if isinstance(block, Paragraph)]
    return find_duties(found, organisational=organisational, lead=lead)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("每年5月10日前报送", "05-10"),
        ("每年4月初报送", "04-early"),
        ("于12月上旬报送", "12-early"),
        ("每年6月中旬前完成", "06-mid"),
        ("每年10月底前形成材料上报", "10-end"),
        ("每年3月下旬召开会议", "03-end"),
        ("十一月三十日前报送", "11-30"),
        ("每年年底前报送总结", "12-end"),
        ("2025年10月底前开展评估", "2025-10-31"),
        ("2024年2月底前完成", "2024-02-29"),
        ("2026年上半年开展评估", "2026-06-30"),
        ("2030年12月31日前完成评估", "2030-12-31"),
        ("定期开展评估", None),
        ("15个月内完成", None),
        ("每年13月45日前报送", None),
    ],
)
def test_when_something_is_due(text: str, due: str | None) -> None:
    assert printed_due(due_of(text)) == due


@pytest.mark.parametrize(
    ("text", "recurrence", "count"),
    [
        ("领导小组每季度召开一次会议。", Recurrence.QUARTERLY, 1),
        ("领导小组每年至少召开2次工作协调会议。", Recurrence.YEARLY, 2),
        ("领导小组每半年召开1次会议。", Recurrence.YEARLY, 2),
        ("定期做好行动月播报工作。", Recurrence.MONTHLY, None),
        ("各部门制定年度工作计划。", Recurrence.YEARLY, None),
        ("建立健康影响评估机制。", Recurrence.ONCE, None),
        ("定期对实施效果开展评估。", Recurrence.CONTINUOUS, None),
    ],
)
def test_how_often(text: str, recurrence: Recurrence, count: int | None) -> None:
    (duty,) = duties(text)
    assert (duty.recurrence, duty.count_per_period) == (recurrence, count)


def test_one_sentence_with_two_deliverables_gives_two_duties_of_one_day() -> None:
    found = duties("各部门每年5月10日前完成上一年度监测数据的填报任务及行动监测评估实施进展报告。")
    assert [(duty.what, duty.kind, printed_due(duty.due), duty.who, duty.subject_offset) for duty in found] == [
        ("完成上一年度监测数据的填报任务", DutyKind.MONITORING, "05-10", "各部门", -1),
        ("行动监测评估实施进展报告", DutyKind.PROGRESS_REPORT, "05-10", "各部门", -1),
    ]


@pytest.mark.parametrize(
    ("text", "who", "to"),
    [
        ("每年4月初向云岭市健康办报送年度示范试点行动培育计划。", None, "云岭市健康办"),
        ("各牵头部门于每年12月10日前向市健康委员会办公室报送年度工作总结。", "各牵头部门", "市健康委员会办公室"),
        ("各单位每年11月30日前将工作总结报县健康办。", "各单位", "县健康办"),
        ("每年12月底前，县健康办报送年度工作总结。", "县健康办", None),
        ("健康云岭建设领导小组主要负责人每年牵头召开一次推进工作会议。", "健康云岭建设领导小组主要负责人", None),
    ],
)
def test_who_owes_it_to_whom(text: str, who: str | None, to: str | None) -> None:
    (duty,) = duties(text)
    assert (duty.who, duty.to) == (who, to)


def test_inside_an_action_only_dates_and_recurrence_make_a_duty_and_its_lead_owes_it() -> None:
    text = "完善工作机制，加强部门协作。持续开展健康讲师巡讲。开展食品安全风险监测。"
    assert [(duty.what, duty.who) for duty in duties(text, organisational=False, lead="市卫健委")] == [("持续开展健康讲师巡讲", "市卫健委")]


@pytest.mark.parametrize("text", ["到2025年，吸烟率每年下降1个百分点以上。", "近视率逐年下降。", "到2025年，覆盖率达到90%。", "坚持政府主导。"])
def test_targets_and_principles_are_no_duties(text: str) -> None:
    assert duties(text) == []


def test_a_duty_stands_where_it_says() -> None:
    source = SourceText.of("一是加强领导，落实责任，领导小组每年\n召开一次会议，研究问题。")
    found = find_duties([block for block in blocks(source) if isinstance(block, Paragraph)], organisational=True)
    meeting = next(duty for duty in found if duty.kind is DutyKind.MEETING)
    assert "".join(source.text[meeting.start : meeting.end].split()) == "领导小组每年召开一次会议"
