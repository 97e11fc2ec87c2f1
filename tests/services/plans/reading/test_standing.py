"""Targets without a number in sentences: what sets one, for which year, and what is only a way of working."""

import pytest

from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.standing import all_targets
from services.plans.rules.reading.text import SourceText


def told(text: str, *, goals: bool = False) -> list[tuple[str, str, int | None]]:
    (paragraph,) = (block for block in blocks(SourceText.of(text)) if isinstance(block, Paragraph))
    return [(target.parsed.expression.kind, target.indicator, target.year) for target in all_targets(paragraph, goals=goals)]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("加强宣传，提高居民慢病知晓率。", [("trend", "居民慢病知晓率", None)]),
        ("持续改善城乡居民饮用水水质。", [("trend", "城乡居民饮用水水质", None)]),
        ("有效降低流感流行水平，减轻患者就医负担。", [("trend", "流感流行水平", None), ("trend", "患者就医负担", None)]),
        ("全面消除劣质饮水点。", [("state", "劣质饮水点", None)]),
        ("巩固国家卫生县城创建成果。", [("state", "创建成果的国家卫生县城", None)]),
        ("坚决防范群体性食物中毒事故发生。", [("state", "群体性食物中毒事故发生", None)]),
        ("到2027年，狂犬病零发生。", [("state", "狂犬病", 2027)]),
        ("到2025年和2030年，康复服务体系持续完善。", [("trend", "康复服务体系", 2025), ("trend", "康复服务体系", 2030)]),
        ("到2028年，签约率达到60%，二级医院全部设立老年科。", [("threshold", "签约率", 2028), ("state", "二级医院", 2028)]),
        ("到2028年，满意度不低于85%，且逐年提升。", [("threshold", "满意度", 2028), ("trend", "满意度", 2028)]),
        ("打造群众身边的“15分钟健身圈”。", [("threshold", "健身圈（时间）", None)]),
    ],
)
def test_what_sets_a_target(text: str, targets: list[tuple[str, str, int | None]]) -> None:
    assert told(text) == targets


@pytest.mark.parametrize(
    "text",
    [
        "不断提升医疗服务水平。",
        "提高医保基金管理的精细化水平。",
        "完善体制机制，加强队伍建设。",
        "十三五以来，居民健康素养水平不断提高。",
        "严格落实国家体育与健康课程标准。",
        "推动康养产业高质量发展。",
        "按照城市居民出行15分钟医疗服务圈的要求，加大投入。",
        "开展病媒生物防制。",
        "每学期开展视力监测2次。",
    ],
)
def test_how_one_works_is_no_target(text: str) -> None:
    assert told(text) == []


def test_in_a_chapter_of_goals_a_direction_needs_no_measured_thing() -> None:
    assert told("健康服务体系更加完善。") == []
    assert told("健康服务体系更加完善。", goals=True) == [("trend", "健康服务体系", None)]
