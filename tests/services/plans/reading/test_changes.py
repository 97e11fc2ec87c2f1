"""Two versions of a document, clause by clause: 征求意见稿 and the issued one."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.plans.rules.reading.changes import Change, ClauseText, clauses_of, compare
from services.plans.rules.reading.sources import open_document
from shared.schemas.document_drafts import ClauseChangeKind, TextOperation

OLD = """健康甲县行动实施方案（征求意见稿）
一、总体目标
到2025年，居民健康素养水平达到38%以上。
二、重点任务
（一）健康知识普及行动
建立健全健康科普专家库，定期发布健康知识。
（二）控烟行动
推进无烟环境建设，公共场所全面禁烟。
（三）全民健身行动
建设健身步道，举办全民健身运动会。
三、保障措施
加强组织领导，落实部门责任。
"""
NEW = """健康甲县行动实施方案
一、总体目标
到2025年，居民健康素养水平达到40%以上。
二、重点任务
（一）健康知识普及行动
建立健全健康科普专家库，定期发布健康知识。
（二）心理健康促进行动
建立社会心理服务体系，开通心理热线。
（三）控烟行动
推进无烟环境建设，公共场所全面禁烟。
三、保障措施
加强组织领导，落实部门责任。
"""


def compared(before: str, after: str) -> tuple[list[Change], int]:
    return compare(clauses_of(open_document(before.encode())), clauses_of(open_document(after.encode())))


def told(change: Change) -> tuple[str, str]:
    clause = change.after or change.before
    assert clause is not None
    return change.kind.value, clause.title


def test_a_clause_put_in_and_one_taken_out_are_told_and_the_rest_only_renumbered() -> None:
    changes, unchanged = compared(OLD, NEW)
    assert [told(change) for change in changes if change.kind is not ClauseChangeKind.CHANGED] == [
        ("new", "心理健康促进行动"),
        ("moved", "控烟行动"),
        ("gone", "全民健身行动"),
    ]
    changed = [change for change in changes if change.kind is ClauseChangeKind.CHANGED]
    assert [told(change)[1] for change in changed] == ["", "总体目标"], "the title lost 征求意见稿"
    assert [(piece.operation.value, piece.text) for piece in changed[1].pieces if piece.operation is not TextOperation.SAME] == [
        ("removed", "38"),
        ("added", "40"),
    ]
    assert unchanged == 3


def test_places_are_those_of_each_version() -> None:
    changes, _ = compared(OLD, NEW)
    for change in changes:
        for clause, text in ((change.before, OLD), (change.after, NEW)):
            if clause is not None and clause.title:
                assert clause.title in text[clause.start : clause.end]


def test_a_document_does_not_differ_from_itself() -> None:
    changes, unchanged = compared(OLD, OLD)
    assert changes == [] and unchanged == 7


def test_another_layout_alone_is_no_change() -> None:
    spaced = OLD.replace("到2025年，", "到 2025 年，").replace("一、总体目标", "一、 总体目标")
    assert [change for change in compared(OLD, spaced)[0] if change.kind is not ClauseChangeKind.MOVED] == []


def test_a_clause_that_is_written_anew_keeps_its_title() -> None:
    [change] = compared(OLD, OLD.replace("推进无烟环境建设，公共场所全面禁烟。", "到2030年成人吸烟率降到20%。"))[0]
    assert told(change) == ("changed", "控烟行动")


def test_a_new_title_over_the_same_words_is_a_change() -> None:
    [change] = compared(OLD, OLD.replace("控烟行动", "无烟县城行动"))[0]
    assert told(change) == ("changed", "无烟县城行动")


WORDS = st.text("健康行动目标任务一二三四五。", min_size=1, max_size=30)


def clauses(texts: list[str]) -> list[ClauseText]:
    return [ClauseText(str(number), text[:4], text, number, number + 1) for number, text in enumerate(texts)]


@settings(max_examples=200)
@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_every_clause_of_both_versions_is_accounted_for_once(before: list[str], after: list[str]) -> None:
    changes, unchanged = compare(clauses(before), clauses(after))
    old = [change.before.start for change in changes if change.before is not None]
    new = [change.after.start for change in changes if change.after is not None]
    assert len(old) == len(set(old)) == len(before) - unchanged
    assert len(new) == len(set(new)) == len(after) - unchanged
    assert new == sorted(new)
    for change in changes:
        was = "".join(piece.text for piece in change.pieces if piece.operation is not TextOperation.ADDED)
        now = "".join(piece.text for piece in change.pieces if piece.operation is not TextOperation.REMOVED)
        if change.kind is ClauseChangeKind.CHANGED:
            assert change.before is not None and change.after is not None and (was, now) == (change.before.text, change.after.text)


@pytest.mark.parametrize("size", [4_000])
def test_large_documents_are_compared_in_time(size: int) -> None:
    before = clauses([f"第{number}条内容" * 4 for number in range(size // 4)])
    after = clauses([f"第{number}条内容" * 4 + "改" for number in range(size // 4)])
    started = time.perf_counter()
    changes, unchanged = compare(before, after)
    assert time.perf_counter() - started < 10
    assert len(changes) + unchanged >= len(after)


def test_very_long_clauses_are_compared_by_sentences() -> None:
    long = "".join(f"第{number}项工作要求。" for number in range(600))
    [change], _ = compare(clauses([long]), clauses([long.replace("第300项工作", "第300项重点工作")]))
    assert [piece.text for piece in change.pieces if piece.operation is TextOperation.ADDED] == ["第300项重点工作要求。"]
