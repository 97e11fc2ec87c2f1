"""Titles, numbers, bodies, dates, regions, periods and the basis of documents in the layouts they come in."""

# ruff: noqa: E501 - what a document prints on one line stays on one line

from datetime import date

import pytest

from services.plans.rules.reading.clauses import clause_tree
from services.plans.rules.reading.head import FoundHead, read_head
from services.plans.rules.reading.issuing import to_date
from services.plans.rules.reading.paragraphs import blocks
from services.plans.rules.reading.text import SourceText
from shared.schemas.plan_document import DocumentStatus, RegionLevel

NOTICE = """云岭市青溪区人民政府文件

青区政发〔2024〕7号

云岭市青溪区人民政府关于印发健康青溪三年行动计划的通知

各镇人民政府、街道办事处，区政府各部门：

现将《健康青溪三年行动计划（2024—2026年）》印发给你们，请认真贯彻执行。

云岭市青溪区人民政府

2024年3月15日

健康青溪三年行动计划（2024—2026年）

为推进健康青溪建设，根据《健康中国行动（2019—2030年）》《云岭市人民政府关于推进健康云岭行动的实施意见》，结合我区实际，制定本计划。

一、总体目标

到2026年，居民健康素养水平达到40%。到2030年，达到45%。
"""


def head(text: str) -> FoundHead:
    return read_head(clause_tree(blocks(SourceText.of(text))))


def test_a_notice_that_wraps_a_plan_has_two_titles() -> None:
    found = head(NOTICE)
    assert found.title == "健康青溪三年行动计划（2024—2026年）"
    assert found.notice_title == "云岭市青溪区人民政府关于印发健康青溪三年行动计划的通知"
    assert (found.document_number, found.issuer, found.dated) == ("青区政发〔2024〕7号", "云岭市青溪区人民政府", date(2024, 3, 15))
    assert (found.region, found.region_level, found.region_parent) == ("青溪区", RegionLevel.COUNTY, "云岭市")
    assert (found.period, found.horizon_years, found.status) == ((2024, 2026), (2026, 2030), DocumentStatus.ISSUED)
    assert found.based_on == ("健康中国行动（2019—2030年）", "云岭市人民政府关于推进健康云岭行动的实施意见")


def test_a_draft_for_consultation_says_so_on_a_line_of_its_own() -> None:
    found = head("健康平湾建设规划\n（2022-2030年）\n（征求意见稿）\n\n为加快推进健康平湾建设，结合我区实际，制定本规划。\n一、目标\n")
    assert (found.title, found.status, found.document_number) == ("健康平湾建设规划（2022-2030年）", DocumentStatus.CONSULTATION, None)


def test_lines_of_metadata_on_a_web_page() -> None:
    text = "索引号：\n1234/2020-1\n发布机构：\n县政府办公室\n公开方式：\n主动公开\n发布日期：2020-10-30\n成文日期：\n2020-10-29\n文件编号：\n江政发〔2020〕34号\n\n江畔县健康行动方案\n\n为推进健康江畔建设，制定本方案。\n"
    found = head(text)
    assert (found.dated, found.published_on, found.disclosure) == (date(2020, 10, 29), date(2020, 10, 30), "主动公开")
    assert (found.document_number, found.issuer, found.title) == ("江政发〔2020〕34号", "县政府办公室", "江畔县健康行动方案")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024年3月15日", date(2024, 3, 15)),
        ("2024-03-15", date(2024, 3, 15)),
        ("二〇二四年三月十五日", date(2024, 3, 15)),
        ("二○二一年十二月三十一日", date(2021, 12, 31)),
        ("2O24年6月8日", date(2024, 6, 8)),
        ("2024年2月30日", None),
        ("没有日期", None),
    ],
)
def test_dates(line: str, day: date | None) -> None:
    assert to_date(line) == day


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("健康甲县行动计划（2023-2025年）", (2023, 2025)),
        ("甲市卫生健康“十四五”规划", (2021, 2025)),
        ("甲县健康城市建设重点任务分解表（2024年）", (2024, 2024)),
    ],
)
def test_periods_that_a_title_names(title: str, period: tuple[int, int]) -> None:
    assert head(f"{title}\n\n为做好相关工作，结合实际，制定本文件。\n").period == period


def test_a_document_that_says_nothing_of_itself_has_an_empty_head() -> None:
    found = head("推进健康建设。\n加强宣传教育。")
    assert (found.document_number, found.issuer, found.region, found.dated, found.period, found.horizon_years) == (None, None, None, None, None, ())


@pytest.mark.parametrize(
    ("title", "units", "region"),
    [
        ("健康甲溪县建设行动计划", "县卫健局、县教育局", "甲溪县"),
        ("健康钱溪三年行动计划", "区卫健局、区教育局", "钱溪区"),
        ("健康江口行动方案", "市卫健委、市教育局", "江口市"),
    ],
)
def test_a_region_named_by_its_title_takes_its_kind_from_the_units(title: str, units: str, region: str) -> None:
    text = f"{title}\n\n为推进健康建设，结合实际，制定本计划。\n一、任务\n1.甲行动。\n责任单位：某局、{units}\n"
    assert head(text).region == region
