"""A made-up plan document with every case that plans disagree about: table and prose, ``same_as``, sub-populations, duties."""

import hashlib
from typing import Any

from tests.factories.people import EDUCATION, HEALTH, OFFICE, SPORT, STREETS

UNRESOLVED = "县不存在局"


def clause(path: str, start: int, quote: str) -> dict[str, Any]:
    """A clause with a quote of its own length."""
    return {"path": path, "start": start, "end": start + len(quote), "quote": quote}


def statement(year: int | None, raw: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    """A printed target; a threshold of ``value`` unless ``expression`` is given."""
    given = {"expression": {"kind": "threshold", "value": value or raw}} | more
    return {"year": year, "raw": raw, "clause": clause("附件/表", 100, raw), **given}


def at_least(value: str) -> dict[str, Any]:
    """A line that is printed with its comparator."""
    return {"kind": "threshold", "comparator": ">=", "value": value}


def indicator(key: str, name: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A printed indicator, in % and rising unless said otherwise."""
    plain = {
        "unit_of_measure": "%",
        "polarity": "up",
        "origin": "prose" if key.startswith("P") else "table",
        "clause": clause(f"附件/{key}", 90, name[:20]),
    }
    return {"key": key, "name": name, "statements": list(statements), **plain, **more}


LITERACY, MYOPIA, FITNESS, EXERCISE = "居民健康素养水平", "学生总体近视率", "国民体质合格率", "经常参加体育锻炼人数比例"
MALARIA, SMOKING, BEDS, DIET = "疟疾消除状态", "成人吸烟率", "每千人床位数", "人均每日食盐摄入量"

INDICATORS = [
    indicator(
        "T01",
        LITERACY,
        statement(2022, "32"),
        statement(2030, "40"),
        action="A1",
        departments=[HEALTH],
        baseline={"year": 2019, "raw": "26", "kind": "number", "value": "26"},
    ),
    indicator("T02", MYOPIA, statement(2025, "50"), statement(2030, "38"), polarity="down", action="A2", departments=[EDUCATION], nature="binding"),
    indicator("T03", FITNESS, statement(2025, "90", population="学生"), statement(2025, "85", population="老年人"), departments=[EDUCATION, HEALTH]),
    indicator(
        "T04",
        MALARIA,
        statement(2025, "消除", expression={"kind": "state", "wanted": "消除"}),
        unit_of_measure=None,
        polarity="state",
        departments=["县卫健局"],
    ),
    indicator("T05", SMOKING, statement(2025, "——", expression={"kind": "none"}), polarity="down", departments=[HEALTH]),
    indicator("T06", DIET, statement(2025, "5"), unit_of_measure="克", polarity="down", departments=[SPORT]),
    indicator("P01", LITERACY, statement(2030, "40%以上", expression=at_least("40")), same_as="T01", action="A1"),
    indicator(
        "P02", MYOPIA, statement(2025, "48%以下", expression={"kind": "threshold", "comparator": "<=", "value": "48"}), same_as="T02", action="A2"
    ),
    indicator("P03", EXERCISE, statement(None, "45%以上", expression=at_least("45"))),
]
"""T01 and P01 agree on 2030, T02 and P02 disagree on 2025, P03 names no year, T03 speaks of sub-populations, T05 prints a dash."""


def duty(key: str, kind: str, what: str, recurrence: str, **more: Any) -> dict[str, Any]:
    """A duty of the organisational chapter."""
    return {"key": key, "kind": kind, "what": what, "recurrence": recurrence, "clause": clause(f"三/{key}", 500, what[:20]), **more}


MONITORING = duty("D01", "monitoring", "报送上年度监测数据", "yearly", who=OFFICE, due={"precision": "day", "month": 5, "day": 10}, subject_offset=-1)
DUTIES = [
    MONITORING,
    duty("D02", "meeting", "召开领导小组会议", "yearly", count_per_period=2),
    duty("D03", "evaluation", "开展中期评估", "once", due={"precision": "year_end", "year": 2025}),
    duty("D04", "training", "开展业务培训", "continuous"),
    duty("D05", "case_material", "报送典型案例", "yearly", due={"precision": "month_end", "month": 10}),
]


def action(number: int, name: str) -> dict[str, Any]:
    """A special action of the only section."""
    return {
        "key": f"A{number}",
        "number": str(number),
        "name": name,
        "kind": "action",
        "section": "S1",
        "clause": clause(f"二/{number}", 40 + number, name),
    }


def entry(of: str, role: str, written: str, **more: Any) -> dict[str, Any]:
    """A written unit entry of an action."""
    return {"action": of, "role": role, "written": written, "unit": written, "clause": clause("二", 60, written), **more}


RESPONSIBILITIES = [
    entry("A1", "lead", HEALTH),
    entry("A1", "responsible", f"{EDUCATION}（体卫艺科）", unit=EDUCATION, office="体卫艺科"),
    entry("A1", "cooperating", STREETS, group=True),
    entry("A2", "lead", HEALTH),
    entry("A2", "responsible", EDUCATION),
    entry("A2", "cooperating", UNRESOLVED),
]


def document(title: str = "健康甲县行动（2021—2030年）", **changes: Any) -> dict[str, Any]:
    """The facts of a whole plan; every title is a file of its own. ``changes`` replace whole parts."""
    head = {
        "title": title,
        "document_number": "甲政发〔2021〕1号",
        "issuing_bodies": ["甲县人民政府"],
        "region": {"name": "甲县", "level": "county"},
        "status": "issued",
        "dated": "2021-03-01",
        "period": {"start": 2021, "end": 2030},
        "horizon_years": [2022, 2025, 2030],
        "based_on": ["健康某市行动"],
        "clause": clause("题", 0, title[:20]),
    }
    return {
        "source": {"file": f"{title}.txt", "sha256": hashlib.sha256(title.encode()).hexdigest(), "characters": 5000},
        "head": head,
        "sections": [{"key": "S1", "number": "二", "title": "重点任务", "clause": clause("二", 30, "重点任务")}],
        "actions": [action(1, "健康知识普及行动"), action(2, "中小学健康促进行动")],
        "responsibilities": RESPONSIBILITIES,
        "indicators": INDICATORS,
        "duties": DUTIES,
        "remarks": [{"about": "T02", "text": "表与正文的目标不一致"}],
        **changes,
    }


def draft(title: str = "健康甲县行动（2021—2030年）", *, region_code: str = "990101", disclosure: str = "public", **changes: Any) -> dict[str, Any]:
    """The body of ``draft_plan``."""
    return {"region_code": region_code, "disclosure": disclosure, "document": document(title, **changes)}
