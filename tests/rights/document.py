"""A small made-up plan document: one led action, one indicator with two horizons, one yearly duty."""

import hashlib
from typing import Any

from tests.rights.parts import LEAD, OTHER, OWNER


def document(title: str, indicator: str) -> dict[str, Any]:
    """The facts of a plan called ``title`` that measures ``indicator``; every title is a document of its own."""
    return _facts(title, indicator)


def two_actions(title: str) -> dict[str, Any]:
    """The same with a second action, which another unit leads; one unit owes the values of both."""
    facts = _facts(title, f"指标 {title} 一")
    facts["actions"].append({**_action(), "key": "A2", "number": "2"})
    facts["responsibilities"].append({**_entry("lead", OTHER, 100), "action": "A2"})
    facts["indicators"].append({**_indicator(f"指标 {title} 二"), "key": "T02", "action": "A2"})
    return facts


def _facts(title: str, indicator: str) -> dict[str, Any]:
    return {
        "source": {"file": f"{title}.txt", "sha256": hashlib.sha256(title.encode()).hexdigest(), "characters": 900},
        "head": {
            "title": title,
            "region": {"name": "甲县", "level": "county"},
            "status": "issued",
            "period": {"start": 2021, "end": 2030},
            "horizon_years": [2025, 2030],
            "clause": clause("题", 0, title[:10]),
        },
        "sections": [{"key": "S1", "number": "一", "title": "重点任务", "clause": clause("一", 20, "重点任务")}],
        "actions": [_action()],
        "responsibilities": [_entry("lead", LEAD, 60), _entry("responsible", OWNER, 80), _entry("cooperating", OTHER, 100)],
        "indicators": [_indicator(indicator)],
        "duties": [_duty()],
    }


def _action() -> dict[str, Any]:
    name = "健康知识普及行动"
    return {"key": "A1", "number": "1", "name": name, "kind": "action", "section": "S1", "clause": clause("一/1", 40, name)}


def clause(path: str, start: int, quote: str) -> dict[str, Any]:
    """A clause with a quote of its own length."""
    return {"path": path, "start": start, "end": start + len(quote), "quote": quote}


def _entry(role: str, unit: str, start: int) -> dict[str, Any]:
    return {"action": "A1", "role": role, "written": unit, "unit": unit, "clause": clause("一/1", start, unit)}


def _indicator(name: str) -> dict[str, Any]:
    statements = [
        {"year": year, "raw": value, "expression": {"kind": "threshold", "value": value}, "clause": clause("附件/表/行1", start, value)}
        for year, value, start in ((2025, "40", 120), (2030, "60", 130))
    ]
    return {
        "key": "T01",
        "name": name,
        "unit_of_measure": "%",
        "polarity": "up",
        "origin": "table",
        "action": "A1",
        "departments": [OWNER],
        "baseline": {"year": 2019, "raw": "29（抽样）", "kind": "qualified", "value": "29", "qualifier": "抽样"},
        "statements": statements,
        "clause": clause("附件/表/行1", 110, name),
    }


def _duty() -> dict[str, Any]:
    return {
        "key": "D01",
        "kind": "monitoring",
        "what": "报送上年度监测数据",
        "recurrence": "yearly",
        "due": {"precision": "day", "month": 5, "day": 10},
        "subject_offset": -1,
        "first_year": 2021,
        "last_year": 2030,
        "clause": clause("三", 140, "5月10日前"),
    }
