"""Every operation of the four services as their OpenAPI documents tell it, with a body that fits and somebody who may ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import uuid4

from deploy.maintenance import openapi_documents
from tests.factories.documents import draft
from tests.factories.people import COUNTY, HEALTH, account, post, unit

SOME_ID = str(uuid4())
_ASKED = {"from": "2023-04-28", "days": "3", "q": "健康", "period": "2022"}


@dataclass(frozen=True)
class Operation:
    """One operation of one service."""

    service: str
    method: str
    path: str
    told: dict[str, Any]

    @property
    def id(self) -> str:
        """The use case's name."""
        return str(self.told["operationId"])

    @property
    def is_public(self) -> bool:
        """Whether it needs no token."""
        return bool(self.told.get("x-public"))

    @property
    def query(self) -> dict[str, str]:
        """Query parameters that must be given."""
        return {p["name"]: _ASKED.get(p["name"], SOME_ID) for p in self.told.get("parameters", []) if p["in"] == "query" and p["required"]}

    @property
    def takes(self) -> set[str]:
        """Names of all query parameters."""
        return {p["name"] for p in self.told.get("parameters", []) if p["in"] == "query"}

    def address(self, **ids: str) -> str:
        """The path with ids in it; unknown ones where none are given."""
        path = self.path
        for parameter in self.told.get("parameters", []):
            if parameter["in"] == "path":
                fallback = {"year": "2023", "number": "1"}.get(parameter["name"], SOME_ID)
                path = path.replace("{" + parameter["name"] + "}", ids.get(parameter["name"], fallback))
        return path

    @property
    def takes_json(self) -> bool:
        """Whether it reads a JSON body."""
        return "application/json" in self.told.get("requestBody", {}).get("content", {})

    @property
    def takes_a_file(self) -> bool:
        """Whether it reads a form with a file."""
        return "multipart/form-data" in self.told.get("requestBody", {}).get("content", {})


@lru_cache(maxsize=1)
def operations() -> tuple[Operation, ...]:
    """All of them."""
    return tuple(_operations())


def _operations() -> Iterator[Operation]:
    for service, document in openapi_documents().items():
        for path, methods in document["paths"].items():
            for method, told in methods.items():
                yield Operation(service, method.upper(), path, told)


_ENTRY = {"region_path": "", "name": "新指标", "polarity": "up", "valid_from": "2021-01-01"}
_SCHEME = {
    "region_id": SOME_ID,
    "title": "监测方案",
    "issuing_body": "市健康办",
    "first_year": 2022,
    "last_year": 2025,
    "items": [{"code": "M01", "name": "居民健康素养水平", "unit_of_measure": "%"}],
}
_ASSESSMENT_SCHEME = {
    "region_path": "a.",
    "title": "考核方案",
    "year": 2022,
    "definition": {
        "assessed": {"kind": "regions", "level": "county"},
        "groups": [{"key": "G", "title": "指标", "weight": "100", "each": {"marking": {"kind": "full"}}}],
        "grades": {"kind": "score", "grades": [{"name": "合格", "low": "0"}]},
    },
}
_GATEWAY = {
    "name": "短信平台",
    "url": "https://93.184.216.34/send",
    "body": {"to": "{mobile}", "template": "{template_id}"},
    "templates": [{"saying": "waived", "template_id": "T1"}],
}
BODIES: dict[str, Any] = {
    "parse_targets": {"text": "每年降低1个百分点以上"},
    "evaluate_verdict": {"verdict_id": SOME_ID},
    "import_regions": {"rows": [{"code": "990103", "name": "丙县", "level": "county", "parent_code": "9901"}]},
    "import_units": {"rows": [unit("新局")]},
    "import_accounts": {"rows": [account("newcomer", post("liaison", HEALTH))]},
    "add_duty": {"plan_id": SOME_ID, "kind": "other", "what": "事项", "recurrence": "once"},
    "edit_duty": {"what": "事项"},
    "publish_calendar": {"days_off": ["2023-01-02"], "basis": "国办发明电〔2022〕16号"},
    "keep_contact": {"email": "li@health.example.cn", "mobile": "13800000000"},
    "report_bounce": {"code": "5.1.1", "detail": "mailbox unknown"},
    "make_feed": {"language": "zh"},
    "enter_endpoint": {"region_path": "a.", "name": "协同平台", "url": "https://93.184.216.34/hook", "events": ["round"]},
    "edit_endpoint": {"name": "改名"},
    "enter_provider": {"region_path": "a.", "channel": "sms", **_GATEWAY},
    "rewrite_provider": _GATEWAY,
    "draft_policy": {"region_path": "a.", "name": "提醒", "steps": [{"offset": -3, "to": ["liaison"]}]},
    "rewrite_policy": {"name": "提醒", "steps": [{"offset": -3, "to": ["liaison"]}]},
    "activate_policy": {},
    "retire_policy": {},
    "set_preferences": {"language": "zh", "channels": {"rounds": []}},
    "draft_template": {
        "region_path": "a.",
        "saying": "waived",
        "family": "inbox",
        "language": "zh",
        "title": "{{ title }}",
        "body": "{{ unit }}：{{ title }}",
    },
    "rewrite_template": {"title": "{{ title }}", "body": "{{ unit }}：{{ title }}"},
    "rotate_endpoint_secret": {"overlap_hours": 24},
    "edit_unit": {"kind": "institution"},
    "add_unit_name": {"name": "别名"},
    "retire_unit_name": {"name": "别名"},
    "rename_unit": {"name": "新名", "on": "2023-04-10"},
    "merge_unit": {"into_id": SOME_ID, "on": "2023-04-10"},
    "move_unit": {"region_id": SOME_ID, "on": "2023-04-10"},
    "close_unit": {"on": "2023-04-10"},
    "enter_unit_person": {"kind": "contact", "name": "张某", "valid_from": "2023-04-10"},
    "end_unit_person": {"on": "2023-04-10"},
    "found_group": {"name": "专家委员会", "kind": "expert_committee", "region_id": SOME_ID},
    "add_members": {"members": [{"unit_id": SOME_ID}], "since": "2023-04-10"},
    "remove_members": {"membership_ids": [SOME_ID], "on": "2023-04-10"},
    "give_post": {"account_id": SOME_ID, "role": "leadership", "valid_from": "2023-04-10"},
    "end_post": {"on": "2023-04-10"},
    "hand_over": {"to_account_id": str(uuid4()), "on": "2023-04-10", "reason": "轮岗"},
    "rename_region": {"name": "改名县", "on": "2023-04-10", "basis": {"title": "通知"}},
    "change_borders": {
        "on": "2023-04-10",
        "basis": {"title": "通知"},
        "predecessors": [{"region_id": SOME_ID}],
        "successors": [{"founded": {"code": "990119", "name": "新县", "level": "county"}}],
    },
    "draft_plan": draft("另一计划", region_code=COUNTY),
    "confirm_draft": {"decided": []},
    "edit_plan": {"title": "改名"},
    "issue_plan": {"issued_on": "2021-03-10"},
    "bring_into_force": {"on": "2021-03-10"},
    "conclude_plan": {"on": "2023-04-10"},
    "withdraw_plan": {"on": "2023-04-10", "reason": "与上级方案不一致"},
    "supersede_plan": {"successor_id": SOME_ID, "on": "2023-04-10"},
    "assign_responsibility": {"plan_id": SOME_ID, "action": "A1", "role": "lead", "unit_id": SOME_ID, "reason": "职责划转"},
    "end_responsibility": {"ends_on": "2024-01-01", "reason": "职责划转"},
    "resolve_responsibility": {"unit_id": SOME_ID},
    "link_parent": {"parent_id": None},
    "link_actions": {"links": [{"action": "A1", "parents": ["A1"]}]},
    "propose_amendment": {"reason": "正式印发稿"},
    "decide_conflicts": {"decisions": [{"conflict": "C01", "take": "plan"}]},
    "draft_amendment": {"reason": "中期调整", "dated": "2023-04-01", "edits": [{"kind": "duty", "key": "D05"}]},
    "open_consultation": {"closes_on": "2023-05-10", "public": True},
    "close_consultation": {"summary": "共收到意见1条"},
    "comment_on_plan": {"about": "action", "key": "A1", "text": "建议明确责任单位"},
    "reply_to_comment": {"reply": "adopted"},
    "add_milestone": {"plan_id": SOME_ID, "what": "建成专家库", "due_year": 2023, "reason": "任务分解"},
    "edit_milestone": {"what": "改名", "reason": "任务分解"},
    "drop_milestone": {"reason": "并入其他任务"},
    "link_milestone": {"submission_id": SOME_ID},
    "record_funding": {"plan_id": SOME_ID, "action": "A1", "year": 2023, "source": "县级财政", "planned": "1.50", "reason": "批复"},
    "revise_funding": {"spent": "1.00", "reason": "决算"},
    "break_down": {
        "plan_id": SOME_ID,
        "indicator": "T01",
        "year": 2030,
        "roll_up": "sum",
        "parts": [{"unit_id": SOME_ID, "written": "东街道", "value": "40"}],
        "reason": "目标责任书",
    },
    "edit_breakdown": {"roll_up": "each", "parts": [{"unit_id": SOME_ID, "written": "东街道", "value": "40"}], "reason": "重新核定"},
    "add_indicator": _ENTRY,
    "import_indicators": {"rows": [_ENTRY]},
    "edit_indicator": {"valid_from": "2099-01-01", "reason": "修订"},
    "suggest_indicators": {"name": "居民健康素养水平"},
    "assign_filling_units": {"plan_id": SOME_ID, "rows": [{"key": "T01", "filling_unit_id": SOME_ID}]},
    "choose_target": {"statement_id": SOME_ID, "year": 2025, "reason": "以表格为准"},
    "enter_revision": {
        "plan_id": SOME_ID,
        "title": "关于调整目标值的通知",
        "issuing_body": "市健康办",
        "dated": "2023-03-20",
        "rows": [{"key": "T01", "year": 2025, "raw": "38%以上"}],
    },
    "withdraw_revision": {"reason": "停止执行"},
    "enter_scheme": _SCHEME,
    "edit_scheme": {"due": "05-10", "reason": "补充"},
    "map_scheme_items": {"rows": [{"code": "M01", "indicator_id": None}]},
    "withdraw_scheme": {"reason": "由新方案代替"},
    "draft_assessment_scheme": _ASSESSMENT_SCHEME,
    "edit_assessment_scheme": {"title": "改名"},
    "revise_assessment_scheme": {"reason": "沿用"},
    "record_fact": {"region_path": "a.", "subject_id": SOME_ID, "year": 2022, "kind": "late_filing", "count": "1", "evidence": "登记簿"},
    "withdraw_fact": {"reason": "误录"},
    "run_assessment": {"scheme_id": SOME_ID},
    "announce_assessment": {"appeals_until": "2099-12-31"},
    "evaluate_assessment": {"scheme_id": SOME_ID},
    "appeal": {"text": "应以核定值为准"},
    "decide_appeal": {"upheld": True, "reason": "属实"},
    "propose_adjustment": {"points": "1", "reason": "复核"},
    "decide_adjustment": {"confirmed": True, "note": "同意"},
    "import_observations": {"plan_id": SOME_ID, "rows": [{"key": "T01", "year": 2022, "value": "32.6"}]},
    "withdraw_observation": {"reason": "误报"},
    "accept_definition": {"definition": 2, "reason": "差异可忽略"},
    "revoke_definition_acceptance": {"reason": "复核"},
    "preview_merge": {"into_id": SOME_ID},
    "merge_indicators": {"into_id": SOME_ID, "reason": "同一指标"},
    "relink_plan_indicator": {"indicator_id": SOME_ID, "reason": "同一口径"},
    "open_round": {"plan_ids": [SOME_ID], "subject_year": 2022, "name": "2022年度", "opens_on": "2023-04-10"},
    "waive_assignment": {"reason": "未开展"},
    "preview_round": {"plan_ids": [SOME_ID], "subject_year": 2022, "name": "2022年度", "opens_on": "2023-04-10"},
    "clone_round": {},
    "waive_item": {"reason": "未开展"},
    "extend_assignment": {"until_on": "2023-05-08", "reason": "数据推迟"},
    "reassign_assignment": {"unit_id": SOME_ID, "reason": "职责划转"},
    "reopen_round": {"closes_on": "2023-06-30", "reason": "补报"},
    "start_submission": {"assignment_id": SOME_ID},
    "fill_submission": {"answers": [{"item_id": SOME_ID, "answer": {"kind": "value", "value": "1"}}]},
    "answer_item": {"kind": "value", "value": "1"},
    "fill_form": {"changes": {"remarks": "无"}, "versions": {"remarks": 0}},
    "add_kind": {
        "region_path": "x.",
        "code": "check",
        "name": "检查",
        "name_en": "Check",
        "form": {"type": "object", "properties": {}, "additionalProperties": False},
    },
    "return_submission": {"items": [{"item_id": SOME_ID, "reason": "不符"}]},
    "approve_submission": {},
    "approve_submissions": {"submissions": [{"id": SOME_ID, "version": 1}]},
    "open_rectification": {"title": "缺失", "problem": "问题", "unit_id": SOME_ID, "measures": "措施", "due_on": "2023-06-30"},
    "accept_rectification": {"unit_id": SOME_ID, "measures": "措施", "due_on": "2023-06-30"},
    "dismiss_rectification": {"reason": "口径调整"},
    "report_rectification": {"text": "已完成", "done": True},
    "check_rectification": {"outcome": "passed", "note": "已核实"},
    "ask_rectification_waiver": {"reason": "已撤销"},
    "decide_rectification_waiver": {"granted": True, "note": "同意"},
    "open_ledger": {"kind": "lecturers", "name": "讲师台账", "unit_id": SOME_ID},
    "add_ledger_entry": {"name": "王某", "held_on": "2023-03-18", "region_id": SOME_ID},
    "edit_ledger_entry": {"level": "市级", "reason": "升级"},
    "withdraw_ledger_entry": {"on": "2023-04-01", "reason": "调离"},
    "recheck_ledger_entry": {"on": "2023-04-01", "outcome": "passed"},
}
"""A body that fits, by operation."""


def who_may(operation: Operation) -> str:
    """A login whose posts have the operation's permission somewhere."""
    permission = str(operation.told.get("x-permission"))
    if permission in {"directory.import", "calendar.publish", "kind.keep"}:
        return "admin"
    if permission == "audit.read":
        return "auditor"
    return "health" if permission in {"submission.fill", "message.read", "feed.keep", "rectification.report", "assessment.appeal"} else "office"
