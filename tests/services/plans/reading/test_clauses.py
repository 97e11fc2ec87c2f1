"""Lines become paragraphs, paragraphs become the tree of clauses, and every character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.rules.reading.characters import plain, repaired
from services.plans.rules.reading.clauses import ClauseNode, clause_tree
from services.plans.rules.reading.headings import Marker, heading_of, ordinal
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.text import SourceText


def tree(text: str) -> ClauseNode:
    return clause_tree(blocks(SourceText.of(text)))


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(SourceText.of(text)) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("line", "marker", "number", "title"),
    [
        ("一、总体要求", Marker.CHINESE, "一", "总体要求"),
        ("十二、附则", Marker.CHINESE, "十二", "附则"),
        ("（三）营造健康社会", Marker.BRACKETED_CHINESE, "三", "营造健康社会"),
        ("(二) 持续改善健康环境", Marker.BRACKETED_CHINESE, "二", "持续改善健康环境"),
        ("1.健康知识普及行动", Marker.ARABIC, "1", "健康知识普及行动"),
        ("12、道路交通行动。加强统筹。", Marker.ARABIC, "12", "道路交通行动"),
        ("（1）建立台账", Marker.BRACKETED_ARABIC, "1", "建立台账"),
        ("③ 组织培训", Marker.CIRCLED, "③", "组织培训"),
        ("第一章 总则", Marker.CHAPTER, "第一章", "总则"),
        ("第二节 工作目标", Marker.SECTION, "第二节", "工作目标"),
        ("行动一 健康知识普及行动", Marker.ITEM, "行动一", "健康知识普及行动"),
        ("专栏10  强化健康教育", Marker.BOX, "专栏10", "强化健康教育"),
        ("附件2", Marker.ANNEX, "附件2", ""),
    ],
)
def test_headings(line: str, marker: Marker, number: str, title: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.marker, heading.number, line[heading.title_start : heading.title_end]) == (marker, number, title)


@pytest.mark.parametrize(
    "line", ["2022年，全市人均预期寿命达到80岁。", "3.5名/千人", "5岁以下儿童死亡率", "到2025年", "95%以上", "5月10日前报送", "一批健康步道"]
)
def test_what_only_begins_with_a_number_is_no_heading(line: str) -> None:
    assert heading_of(line) is None


@pytest.mark.parametrize(
    ("number", "count"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("第四节", 4), ("③", 3), ("专栏17", 17)]
)
def test_ordinals(number: str, count: int) -> None:
    assert ordinal(number) == count


@pytest.mark.parametrize(
    ("torn", "whole"),
    [
        ("完\n\n善癌症患者管理。", None),
        ("推进健康教育，完\n\n善癌症患者管理。", "推进健康教育，完善癌症患者管理。"),
        ("牵头单位：市教育局、\n市卫生健康委", "牵头单位：市教育局、市卫生健康委"),
        ("配合单位：市民政局（养老科、\n社会事务科）", "配合单位：市民政局（养老科、社会事务科）"),
        ("各部门要抓好落实，到\n\n2025年全面完成。", "各部门要抓好落实，到2025年全面完成。"),
    ],
)
def test_what_a_page_tore_apart_is_joined(torn: str, whole: str | None) -> None:
    assert texts(torn) == ([whole] if whole else torn.split("\n\n"))


@pytest.mark.parametrize(
    "text", ["一、总体要求\n坚持以人民健康为中心。", "（一）普及健康生活\n1.健康知识普及行动\n牵头单位：市卫健委", "推进工作，抓好\n（二）改善环境"]
)
def test_a_heading_or_label_is_never_taken_in(text: str) -> None:
    assert texts(text) == text.split("\n")


def test_a_hard_wrapped_scan_is_joined_by_its_right_edge() -> None:
    lines = ["    为提高全县人民健康水平，根据上级文件精神，结合", "我县实际情况，现就进一步做好健康促进工作制定如下", "实施方案", "    一、总体目标"]
    body = "    加强宣传教育，引导群众养成良好习惯和文明的生活"
    text = "\n".join([*lines, *[body, "方式。"] * 6])
    joined = texts(text)
    assert joined[0].startswith("为提高全县")
    assert joined[0].endswith("制定如下实施方案")
    assert joined[1] == "一、总体目标"
    assert joined[2] == "加强宣传教育，引导群众养成良好习惯和文明的生活方式。"


def test_letters_inside_numbers_are_read_as_digits_and_the_original_is_kept() -> None:
    source = SourceText.of("到2O25年，覆盖率达到4O%，浓度降至l5微克。PM2.5与O3协同控制。")
    (paragraph,) = (block for block in blocks(source) if isinstance(block, Paragraph))
    assert paragraph.text.startswith("到2025年，覆盖率达到40%")
    assert "O3" in paragraph.text
    assert source.text[slice(*paragraph.span(1, 5))] == "2O25"


@given(st.text(alphabet="一二（）()12.、 \n\t|。，：O%年月局区健康行动", max_size=200))
def test_every_character_of_a_block_stands_where_it_says(text: str) -> None:
    source = SourceText.of(text)
    for block in blocks(source):
        if isinstance(block, Paragraph):
            original = "".join(source.text[place] for place in block.places)
            assert plain(repaired(original)) == plain(block.text)
        else:
            assert all(source.text[cell.start : cell.end] == cell.text for cell in block.cells)


@given(st.text(max_size=300))
def test_plain_keeps_the_length(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_kinds_of_numbering_nest_in_any_part_of_their_order() -> None:
    root = tree("第一章 总则\n第一节 目标\n一、近期\n（一）甲\n1.子项\n2.子项\n（二）乙\n二、远期\n第二节 原则\n第二章 行动\n第一节 甲行动")
    assert [clause.path for clause in root.walk() if clause.marker] == [
        "第一章",
        "第一章/第一节",
        "第一章/第一节/一",
        "第一章/第一节/一/（一）",
        "第一章/第一节/一/（一）/1",
        "第一章/第一节/一/（一）/2",
        "第一章/第一节/一/（二）",
        "第一章/第一节/二",
        "第一章/第二节",
        "第二章",
        "第二章/第一节",
    ]


def test_actions_count_on_through_their_groups() -> None:
    root = tree("二、任务\n（一）甲\n1.一行动\n2.二行动\n（二）乙\n3.三行动\n4.四行动")
    assert [clause.path for clause in root.walk() if clause.marker is Marker.ARABIC] == ["二/（一）/1", "二/（一）/2", "二/（二）/3", "二/（二）/4"]


def test_a_run_in_heading_keeps_its_text() -> None:
    (chapter,) = tree("（一）加强组织领导。各部门要密切配合。").children
    assert (chapter.title, [paragraph.text for paragraph in chapter.paragraphs]) == ("加强组织领导", ["各部门要密切配合。"])


def test_a_number_lost_inside_its_neighbour_is_found() -> None:
    root = tree("（一）体系\n1.健全体系。抓好建设。\n2.落实投入。保障经费。3.构建群防群治机制。形成合力。\n4.加强队伍。抓好培训。")
    assert [clause.title for clause in root.children[0].children] == ["健全体系", "落实投入", "构建群防群治机制", "加强队伍"]


def test_annexes_that_are_only_named_are_no_clauses() -> None:
    root = tree("一、目标\n抓好落实。\n附件：1.主要指标\n2.部门分工\n抄送：市委各部门。")
    assert [clause.path for clause in root.walk() if clause.marker] == ["一"]


def test_an_annex_takes_its_title_from_the_line_below() -> None:
    root = tree("一、目标\n附件：主要指标\n附件\n健康主要指标表\n序号\t指标名称\t2025年目标值\n1\t婴儿死亡率\t5")
    annex = root.children[-1]
    assert (annex.marker, annex.title, len(annex.rows)) == (Marker.ANNEX, "健康主要指标表", 2)
