"""A reading becomes a draft plan: every fact cites its place, says how sure it is, and what is doubtful is on a list."""

from pathlib import Path

import pytest

from services.plans.rules.reading.doubts import region_doubt
from services.plans.rules.reading.draft import ReadDraft, draft_of
from services.plans.rules.reading.facts import facts_of
from services.plans.rules.reading.reading import read_document
from services.plans.rules.reading.text import SourceText
from services.plans.rules.reading.work_list import WorkCode
from shared.schemas.plan_document import PlanDocument
from tests.accuracy.__main__ import OWN

DOCUMENTS = sorted(OWN.glob("*.txt"))


def draft(text: str) -> ReadDraft:
    return draft_of(read_document(SourceText.of(text)), "plan.txt")


def codes(text: str) -> list[WorkCode]:
    return [work.code for work in draft(text).work_list]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_clause_quotes_its_place(document: Path) -> None:
    source = SourceText.of(document.read_text(encoding="utf-8"))
    found = draft_of(read_document(source), document.name).document
    clauses = [found.head.clause, *(fact.clause for facts in (found.sections, found.actions, found.responsibilities, found.duties) for fact in facts)]
    clauses += [clause for indicator in found.indicators for clause in (indicator.clause, *(statement.clause for statement in indicator.statements))]
    assert len(clauses) > 20
    for clause in clauses:
        assert "".join(source.text[clause.start : clause.end].split()).startswith(clause.quote), clause


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_the_same_text_gives_the_same_draft_and_facts(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    first, again = draft(text), draft(text)
    assert first == again
    assert PlanDocument.model_validate(first.document.model_dump(mode="json")) == first.document
    assert facts_of(read_document(SourceText.of(text)), "a") == facts_of(read_document(SourceText.of(text)), "a")


def test_a_document_without_actions_or_units_is_a_draft_with_a_work_list() -> None:
    found = draft("健康甲县建设意见（2024-2026年）\n\n为推进健康甲县建设，结合我县实际，提出如下意见，请认真贯彻落实。\n")
    assert found.document.actions == []
    assert [work.code for work in found.work_list] == [WorkCode.NO_ACTIONS, WorkCode.NO_UNITS]
    assert not found.is_blocked


def test_what_no_plan_can_be_without_blocks_the_draft() -> None:
    found = draft("推进健康建设。\n加强宣传教育。")
    assert {WorkCode.NO_REGION, WorkCode.NO_PERIOD} <= {work.code for work in found.work_list if work.blocking}
    assert found.is_blocked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "二、任务\n1.甲行动。（责任单位：区卫健局、区教育局）\n2.乙行动。（责任单位：区体育局）\n3.丙行动。（责任单位：区爱卫办）",
            WorkCode.NO_LEAD,
        ),
        ("二、任务\n1.甲行动。（区卫健局、区教育局）\n2.乙行动。\n3.丙行动。", WorkCode.UNLABELLED_UNITS),
        ("二、任务\n1.甲行动。\n2.乙行动。\n4.丁行动。", WorkCode.NUMBER_MISSING),
        ("二、任务\n1.甲行动。\n牵头单位：专人\n2.乙行动。\n3.丙行动。", WorkCode.ODD_UNIT),
        ("到2O25年，覆盖率达到4O%。", WorkCode.REPAIRED),
        ("指标\t2025年目标值\n群众感受（分）\t让群众可感可及\n婴儿死亡率（‰）\t5", WorkCode.TARGET_NOT_UNDERSTOOD),
        ("指标\t2025年目标值\t责任单位\n婴儿死亡率（‰）\t5\t县卫健局\n群众满意度（%）\t\t县卫健局", WorkCode.ROW_WITHOUT_TARGET),
    ],
)
def test_what_is_doubtful_is_listed_with_its_reason_in_both_languages(text: str, code: WorkCode) -> None:
    listed = [work for work in draft(text).work_list if work.code is code]
    assert listed, codes(text)
    assert all(work.zh and work.en and "{" not in work.zh + work.en for work in listed)


def test_two_statements_that_disagree_are_listed_side_by_side() -> None:
    text = "一、总体目标\n到2025年，婴儿死亡率控制在6‰以下。\n附件\n主要指标\n指标\t2025年目标值\n婴儿死亡率（‰）\t5\n吸烟率（%）\t20"
    (work,) = (work for work in draft(text).work_list if work.code is WorkCode.STATEMENTS_DISAGREE)
    assert "婴儿死亡率 2025" in work.zh
    assert "6‰" in work.zh


def test_a_sentence_and_a_row_of_one_indicator_are_linked() -> None:
    text = "一、总体目标\n到2025年，婴儿死亡率控制在5‰以下。\n附件\n主要指标\n指标\t2025年目标值\n婴儿死亡率（‰）\t5\n吸烟率（%）\t20"
    document = draft(text).document
    (said,) = (indicator for indicator in document.indicators if indicator.key.startswith("O"))
    assert said.same_as == next(
        indicator.key for indicator in document.indicators if indicator.name == "婴儿死亡率" and indicator.key.startswith("T")
    )


@pytest.mark.parametrize(
    ("printed", "region", "listed"),
    [("江北区", "江北区", False), ("宁波市江北区", "江北区", False), ("江 北区", "江北区", False), (None, "江北区", False),
     ("江东区", "江北区", True), ("宁波市", "江北区", True)],
)  # fmt: skip
def test_another_region_than_the_one_it_is_for_is_listed_with_both_names(printed: str | None, region: str, listed: bool) -> None:
    doubt = region_doubt(printed, region, (0, 4))
    assert (doubt is not None) is listed
    if doubt is not None:
        assert doubt.blocking and all(name in text for text in (doubt.zh, doubt.en) for name in (str(printed), region))


def test_more_indicators_than_a_plan_can_hold_are_said_and_not_a_crash() -> None:
    rows = "\n".join(f"第{number % 7}类第{number}项知晓率\t{number % 97}" for number in range(2030))
    found = draft(f"健康甲县行动计划（2025—2030年）\n指标名称\t2030年目标值\n{rows}\n")
    assert len(found.document.indicators) == 2000
    [entry] = [work for work in found.work_list if work.code is WorkCode.TOO_MANY]
    assert entry.blocking and "2030" in entry.zh and "2000" in entry.en
