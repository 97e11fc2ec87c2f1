"""Who is named for an action: labels, brackets, closing sentences, tables; nested offices; groups; the first that leads."""

# ruff: noqa: E501 - what a document prints on one line stays on one line

import pytest

from services.plans.rules.reading.actions import find_actions
from services.plans.rules.reading.clauses import clause_tree
from services.plans.rules.reading.facts import printed_due
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.text import SourceText
from services.plans.rules.reading.units import says_first_leads, unit_lists


def named(text: str) -> list[tuple[str, str]]:
    found = []
    for block in blocks(SourceText.of(text)):
        if isinstance(block, Paragraph):
            found += [(unit.role.value, unit.written) for units in unit_lists(block) for unit in units.units]
    return found


LEAD, RESPONSIBLE, COOPERATING = "lead", "responsible", "cooperating"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("牵头单位：市卫健委（疾控科）；", [(LEAD, "市卫健委（疾控科）")]),
        ("责任单位：市教育局、市民政局，各街道。", [(RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市民政局"), (RESPONSIBLE, "各街道")]),
        ("配合单位：市卫健委（办公室、疾控科）、市科协", [(COOPERATING, "市卫健委（办公室、疾控科）"), (COOPERATING, "市科协")]),
        ("主办单位:县妇联", [(LEAD, "县妇联")]),
        ("协办单位:县文明办,各镇(街道)", [(COOPERATING, "县文明办"), (COOPERATING, "各镇(街道)")]),
        ("主要责任单位：县住建局 配合单位：县水利局", [(LEAD, "县住建局"), (COOPERATING, "县水利局")]),
        ("牵头科室：健康促进科；配合科室：疾控科、基层科", [(LEAD, "健康促进科"), (COOPERATING, "疾控科"), (COOPERATING, "基层科")]),
        ("【牵头部门：市体育局】【责任部门：市教育局，市总工会】", [(LEAD, "市体育局"), (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市总工会")]),
        ("推进建设。（牵头单位：市卫生健康委；责任单位：市教育局、市民政局等）", [(LEAD, "市卫生健康委"), (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市民政局")]),
        ("推进建设。（市卫生健康委牵头，市教育局、市民政局等按职责分工负责）", [(LEAD, "市卫生健康委"), (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市民政局")]),
        ("推进建设。（市水利局牵头，市住建局配合）", [(LEAD, "市水利局"), (COOPERATING, "市住建局")]),
        ("推进建设。（市卫生健康委负责）", [(RESPONSIBLE, "市卫生健康委")]),
        ("治理隐患。（县交警大队、县委宣传部、县教育局）", [(RESPONSIBLE, "县交警大队"), (RESPONSIBLE, "县委宣传部"), (RESPONSIBLE, "县教育局")]),
        ("责任单位：市规划和自然资源局、市人力资源和社会保障局及各县（市、区）政府", [(RESPONSIBLE, "市规划和自然资源局"), (RESPONSIBLE, "市人力资源和社会保障局"), (RESPONSIBLE, "各县（市、区）政府")]),
        ("责任单位：区卫健局、区教育局，列第一位的为牵头单位，下同", [(RESPONSIBLE, "区卫健局"), (RESPONSIBLE, "区教育局")]),
    ],
)  # fmt: skip
def test_units_as_they_are_printed(text: str, units: list[tuple[str, str]]) -> None:
    assert named(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "落实用人单位主体责任，强化部门监管。",
        "推动各单位积极配合，营造良好氛围。",
        "提高检查覆盖率（含流动人口）。",
        "开展达标测试（国家学生体质健康标准）。",
    ],
)
def test_a_sentence_about_units_names_none(text: str) -> None:
    assert named(text) == []


def test_what_a_bracket_names_is_no_unit_of_its_own() -> None:
    (block,) = blocks(SourceText.of("牵头单位：区委宣传部（区文明办）"))
    assert isinstance(block, Paragraph)
    (unit,) = unit_lists(block)[0].units
    assert (unit.written, unit.name, unit.office, unit.is_group) == ("区委宣传部（区文明办）", "区委宣传部", "区文明办", False)


@pytest.mark.parametrize("written", ["各街道（镇）", "健康云溪建设成员单位", "区食药安委其他成员单位", "各有关部门"])
def test_groups_are_known_as_groups(written: str) -> None:
    (block,) = blocks(SourceText.of(f"责任单位：{written}"))
    assert isinstance(block, Paragraph)
    (unit,) = unit_lists(block)[0].units
    assert (unit.is_group, unit.office) == (True, None)


@pytest.mark.parametrize("text", ["列第一位的为牵头单位，下同", "排在首位的为牵头单位", "第一个单位为牵头单位"])
def test_a_document_says_that_the_first_unit_leads(text: str) -> None:
    assert says_first_leads(text)


def test_the_first_unit_leads_in_every_action_once_the_document_says_so() -> None:
    text = (
        "二、行动\n1.健康知识行动。普及知识。（责任单位：区卫健局、区教育局，列第一位的为牵头单位，下同）\n"
        "2.全民健身行动。推广项目。（责任单位：区体育局、区教育局）\n3.控烟行动。（责任单位：区爱卫办、区城管局）"
    )
    actions = find_actions(clause_tree(blocks(SourceText.of(text))))
    assert [[(unit.role.value, unit.written) for units in action.lists for unit in units.units] for action in actions] == [
        [(LEAD, "区卫健局"), (RESPONSIBLE, "区教育局")],
        [(LEAD, "区体育局"), (RESPONSIBLE, "区教育局")],
        [(LEAD, "区爱卫办"), (RESPONSIBLE, "区城管局")],
    ]


def test_nothing_leads_where_nothing_says_so() -> None:
    text = "二、行动\n1.甲行动。（责任单位：区卫健局、区教育局）\n2.乙行动。（责任单位：区体育局）\n3.丙行动。（责任单位：区爱卫办）"
    assert all(
        unit.role.value == RESPONSIBLE
        for action in read_document(SourceText.of(text)).actions
        for units in action.found.lists
        for unit in units.units
    )


def test_a_table_of_tasks_gives_actions_with_their_units() -> None:
    text = "任务分解表\n序号\t重点任务\t牵头单位\t责任单位\t完成时限\n1\t新建步道20公里\t县住建局\t县文旅局、县执法局\t2024年10月底\n2\t创建医院2家\t县卫健局\t\t2024年11月底"
    tasks = read_document(SourceText.of(text)).tasks
    assert [(task.number, task.name, [(unit.role.value, unit.written) for unit in task.units], printed_due(task.due)) for task in tasks] == [
        ("1", "新建步道20公里", [(LEAD, "县住建局"), (RESPONSIBLE, "县文旅局"), (RESPONSIBLE, "县执法局")], "2024-10-31"),
        ("2", "创建医院2家", [(LEAD, "县卫健局")], "2024-11-30"),
    ]


def test_safeguards_and_goals_are_no_actions() -> None:
    text = "一、总体目标\n（一）近期目标\n二、重点任务\n（一）优化环境\n1.治理空气。\n2.治理水。\n三、保障措施\n（一）加强领导。\n1.压实责任。"
    assert [action.found.name for action in read_document(SourceText.of(text)).actions] == ["治理空气", "治理水"]
