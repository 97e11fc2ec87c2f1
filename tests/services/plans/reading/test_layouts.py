"""Layouts that further documents print: articles, parts, goals without a heading, divided work, units in sentences, running heads."""

# ruff: noqa: E501 - what a document prints on one line stays on one line

from collections.abc import Iterable

import pytest

from services.plans.rules.reading.clauses import clause_tree
from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.head import read_head
from services.plans.rules.reading.paragraphs import Paragraph, blocks
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.running_units import running_lists
from services.plans.rules.reading.text import SourceText
from services.plans.rules.reading.units import WrittenUnit, unit_lists

LEAD, RESPONSIBLE, COOPERATING = "lead", "responsible", "cooperating"


def facts(text: str) -> dict[str, list[dict[str, object]]]:
    return facts_of(read_document(SourceText.of(text)), "a.txt")


def actions(text: str) -> list[tuple[object, object, object, object]]:
    return [(action["no"], action["name"], action["lead_units"], action["responsible_units"]) for action in facts(text)["actions"]]


def paragraph(text: str) -> Paragraph:
    (found,) = (block for block in blocks(SourceText.of(text)) if isinstance(block, Paragraph))
    return found


def roles(units: Iterable[WrittenUnit]) -> list[tuple[str, str]]:
    return [(unit.role.value, unit.written) for unit in units]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "由市卫健委牵头，会同市教育局、市体育局组织实施，推广健康知识。",
            [(LEAD, "市卫健委"), (COOPERATING, "市教育局"), (COOPERATING, "市体育局")],
        ),
        ("由市体育局牵头，市教育局、团市委配合，开放场地。", [(LEAD, "市体育局"), (COOPERATING, "市教育局"), (COOPERATING, "团市委")]),
        ("市委政法委牵头，市公安局、市民政局按职责分工负责。", [(LEAD, "市委政法委"), (RESPONSIBLE, "市公安局"), (RESPONSIBLE, "市民政局")]),
        (
            "[责任分工] 区卫健局（疾控科）、区民政局牵头，各街道（镇）参加。",
            [(LEAD, "区卫健局（疾控科）"), (LEAD, "区民政局"), (COOPERATING, "各街道（镇）")],
        ),
        ("由市教育局会同市卫健委、市体育局负责落实。", [(LEAD, "市教育局"), (RESPONSIBLE, "市卫健委"), (RESPONSIBLE, "市体育局")]),
        ("市卫健委为牵头单位，市教育局、市民政局为责任单位。", [(LEAD, "市卫健委"), (RESPONSIBLE, "市教育局"), (RESPONSIBLE, "市民政局")]),
        ("以市卫健委为牵头单位，建立联席会议制度。", []),
        ("党委领导、政府牵头，社会各界参与，共同推进健康建设。", []),
        ("每年牵头召开一次会议，组织实施。", []),
    ],
)
def test_units_in_sentences(text: str, units: list[tuple[str, str]]) -> None:
    assert roles(unit for found in running_lists(paragraph(text)) for unit in found.units) == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("责任部门：区卫健委（牵头）、区教育局", [(LEAD, "区卫健委"), (RESPONSIBLE, "区教育局")]),
        ("责任部门：区民政局、区卫健委（共同牵头）、区医保局", [(LEAD, "区民政局"), (LEAD, "区卫健委"), (RESPONSIBLE, "区医保局")]),
        ("责任单位：区卫健委（牵头）、区教育局（配合）", [(LEAD, "区卫健委"), (COOPERATING, "区教育局")]),
        ("牵头部门为区卫健委，配合部门为区教育局。", [(LEAD, "区卫健委"), (COOPERATING, "区教育局")]),
        ("牵头领导：张某；牵头单位∶区卫健委；责任人：李某", [(LEAD, "区卫健委")]),
        ("推进建设。[区卫健委、区教育局按职责分工负责]", [(RESPONSIBLE, "区卫健委"), (RESPONSIBLE, "区教育局")]),
        ("责任部门：区卫健委（疾控科）、区教育局", [(RESPONSIBLE, "区卫健委（疾控科）"), (RESPONSIBLE, "区教育局")]),
    ],
)
def test_a_bracket_behind_a_unit_says_that_it_leads(text: str, units: list[tuple[str, str]]) -> None:
    assert roles(unit for found in unit_lists(paragraph(text)) for unit in found.units) == units


DIVIDED = (
    "一、总体要求\n坚持预防为主。\n二、普及健康生活\n1．提升健康素养。到2028年，素养水平达到38%。\n2．推进全民健身。开放场馆。\n三、优化服务\n3．保障妇幼健康。加强管理。\n"
    "附件\n重点任务分工表\n序号\t重点任务\t牵头单位\t责任单位\n1\t提升居民健康素养\t县卫健委\t县教育局、县科协\n2\t推进全民健身\t县体育局\t县住建局\n3\t保障妇幼健康\t县卫健委\t县妇联\n"
)


def test_a_closing_table_divides_the_work_among_units() -> None:
    assert actions(DIVIDED) == [
        (1, "提升健康素养", ["县卫健委"], ["县教育局", "县科协"]),
        (2, "推进全民健身", ["县体育局"], ["县住建局"]),
        (3, "保障妇幼健康", ["县卫健委"], ["县妇联"]),
    ]


def test_a_table_about_other_things_divides_nothing() -> None:
    other = DIVIDED.replace("提升居民健康素养", "建设信息平台").replace("\t推进全民健身", "\t修订条例").replace("\t保障妇幼健康", "\t编制预算")
    assert [name for _, name, _, _ in actions(other)] == ["建设信息平台", "修订条例", "编制预算"]


def test_a_table_of_tasks_gives_targets_of_every_column_their_date_and_what_goes_on() -> None:
    found = facts(
        "健康岚川行动任务分解表\n一、安排\n抓好落实。\n二、任务分解\n序号\t重点任务\t具体措施\t牵头单位\t责任单位\t完成时限\n"
        "1\t推进健身\t人均体育场地面积达到2.6平方米\t市体育局\t市教育局\t2024年底前\n2\t防治职业病\t职业健康培训率达到95%以上\t市卫健委\t市总工会\t持续推进\n"
    )
    assert [(action["name"], [(target["value"], target["year"]) for target in action["targets"]]) for action in found["actions"]] == [
        ("推进健身", [(2.6, 2024)]),
        ("防治职业病", [(95, None)]),
    ]
    assert [(duty["recurrence"], duty["due"]) for duty in found["obligations"]] == [("once", "2024-12-31"), ("continuous", None)]


def test_articles_are_actions_of_their_chapter_and_goals_where_the_chapter_sets_them() -> None:
    text = (
        "健康青岚建设规划（2021—2030年）\n（青岚区人民政府 2021年12月30日发布 青岚政发〔2021〕45号）\n第一章 总则\n第一条 为推进健康青岚建设，依据《健康沧江规划》，制定本规划。\n"
        "第二章 发展目标\n第二条 到2025年，居民健康素养水平达到38%。\n第三章 主要任务\n第一节 健康生活\n第三条 加强健康教育。覆盖率达到95%。\n责任部门：区卫健委（牵头）、区教育局\n"
        "第四条 引导合理膳食。推广减盐。\n责任部门：区卫健委（牵头）\n第四章 保障机制\n第五条 各部门应当于每年11月30日前将任务完成情况报送区卫健委。\n"
    )
    found = facts(text)
    assert [(action["no"], action["name"], action["lead_units"]) for action in found["actions"]] == [
        ("第三条", "加强健康教育", ["区卫健委"]),
        ("第四条", "引导合理膳食", ["区卫健委"]),
    ]
    assert [(target["value"], target["year"]) for target in found["overall_targets"]] == [(38, 2025)]
    assert [duty["due"] for duty in found["obligations"]] == ["11-30"]
    assert (found["title"], found["doc_no"], found["issuer"], found["based_on"], found["issued_on"]) == (
        "健康青岚建设规划（2021—2030年）",
        "青岚政发〔2021〕45号",
        "青岚区人民政府",
        ["健康沧江规划"],
        "2021-12-30",
    )


def test_chapters_named_for_their_subject_hold_the_tasks_and_a_plan_for_one_year_is_for_that_year() -> None:
    found = facts(
        "2026年健康澄浦建设工作要点\n主要目标：居民健康素养水平达到44%。\n一、普及健康知识，引导健康行为\n(一)开展健康宣传。巡讲300场。（区卫健局牵头，区科协配合）\n"
        "二、关注重点人群\n(二)做实妇幼管理。婴儿死亡率低于2.2‰。（区卫健局负责）\n三、完善工作机制\n(三)健全协调机制。12月10日前报送总结。（区健康办负责）\n"
    )
    assert [action["name"] for action in found["actions"]] == ["开展健康宣传", "做实妇幼管理", "健全协调机制"]
    assert [target["year"] for target in found["overall_targets"]] == [2026]
    assert [target["year"] for target in found["actions"][1]["targets"]] == [2026]
    assert (found["horizon_years"], [duty["due"] for duty in found["obligations"]]) == ([2026], ["2026-12-10"])


def test_formal_numerals_and_parts_are_chapters() -> None:
    root = clause_tree(blocks(SourceText.of("壹、工作思路\n坚持预防。\n贰、专项行动\n甲。\n第三部分 推进机制\n乙。")))
    assert [(clause.number, clause.title) for clause in root.children] == [("壹", "工作思路"), ("贰", "专项行动"), ("第三部分", "推进机制")]


def test_the_running_head_of_a_scan_is_no_part_of_its_sentences() -> None:
    text = "洛平县人民政府文件\n一、任务\n适龄妇女宫颈癌筛\n  — 1 —\n洛平县人民政府文件\n查率达到5O％，\n  — 2 —\n洛平县人民政府文件\n产前筛查率达到75％。"
    found = "".join(block.text for block in blocks(SourceText.of(text)) if isinstance(block, Paragraph))
    assert found.count("洛平县人民政府文件") == 1 and "宫颈癌筛查率达到50％，产前筛查率" in found


@pytest.mark.parametrize(
    ("front", "name", "parent"),
    [
        ("中共沭河县委　沭河县人民政府\n关于推进健康沭河建设的意见", "沭河县", None),
        ("洛平县人民政府关于印发健康洛平行动方案的通知\n根据《健康邕宁市行动实施方案》，制定本方案。", "洛平县", "邕宁市"),
        ("健康岚川“十四五”行动计划\n市教育局、市民政局，各县区政府：", "岚川市", None),
    ],
)
def test_regions_and_what_lies_above(front: str, name: str, parent: str | None) -> None:
    head = read_head(clause_tree(blocks(SourceText.of(front + "\n一、任务\n责任单位：市卫健委、市教育局"))))
    assert (head.region, head.region_parent) == (name, parent)


def test_a_notice_names_the_plan_that_only_its_annex_prints() -> None:
    found = facts(
        "关于印发《健康临汀行动2024年重点任务分解表》的通知\n各成员单位：\n请于每季度末月25日前将进展报市健康办。\n附件\n一、任务\n抓落实。"
    )
    assert found["title"] == "健康临汀行动2024年重点任务分解表"
    assert [(duty["recurrence"], duty["text"][:8]) for duty in found["obligations"]] == [("quarterly", "请于每季度末月2")]
