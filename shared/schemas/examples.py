"""A published plan cut down to one of each fact, for the API documents: 推进健康江北行动实施方案 of 2020."""

from pydantic import JsonValue

_ACTION: JsonValue = {
    "key": "A01",
    "number": "1",
    "name": "健康知识普及行动",
    "kind": "action",
    "section": "S2.1",
    "clause": {"path": "二/（一）/1", "start": 713, "end": 724, "quote": "1.健康知识普及行动"},
}
_INDICATOR: JsonValue = {
    "key": "T01",
    "name": "居民健康素养水平",
    "unit_of_measure": "%",
    "polarity": "up",
    "origin": "table",
    "action": "A01",
    "departments": ["区卫生健康局"],
    "baseline": {"year": 2019, "raw": "26", "kind": "number", "value": "26"},
    "statements": [
        {
            "year": 2030,
            "raw": "40",
            "expression": {"kind": "threshold", "value": "40", "unit": "%"},
            "clause": {"path": "附件/表/行1", "start": 12434, "end": 12436, "quote": "40"},
        }
    ],
    "clause": {"path": "附件/表/行1", "start": 12416, "end": 12424, "quote": "居民健康素养水平"},
}
PLAN_DRAFT: JsonValue = {
    "region_code": "330205",
    "document": {
        "source": {
            "file": "003_a416a6f30d3ac879.txt",
            "sha256": "4e9998cb46d094964120f598ca774f06515f0030150bbe992da7de2c76522bbc",
            "characters": 16427,
        },
        "head": {
            "title": "推进健康江北行动实施方案",
            "document_number": "北区政发〔2020〕36号",
            "issuing_bodies": ["宁波市江北区人民政府"],
            "region": {"name": "江北区", "level": "county", "parent": "宁波市"},
            "status": "issued",
            "dated": "2020-12-18",
            "period": {"start": 2020, "end": 2030},
            "horizon_years": [2022, 2030],
            "clause": {"path": "标题", "start": 156, "end": 168, "quote": "推进健康江北行动实施方案"},
        },
        "sections": [
            {
                "key": "S2.1",
                "number": "（一）",
                "title": "全面实行健康影响因素干预",
                "clause": {"path": "二/（一）", "start": 696, "end": 711, "quote": "（一）全面实行健康影响因素干预"},
            }
        ],
        "actions": [_ACTION],
        "responsibilities": [
            {
                "action": "A01",
                "role": "lead",
                "written": "区卫生健康局",
                "unit": "区卫生健康局",
                "clause": {"path": "二/（一）/1/责任单位", "start": 1210, "end": 1216, "quote": "区卫生健康局"},
            }
        ],
        "indicators": [_INDICATOR],
        "duties": [],
    },
}
