"""The rows of the plans service: one per operation; objects of ``objects.py`` belong to the county, so "own" is the county's people."""

from typing import Any

from tests.rights import grids
from tests.rights.cases import Body, Case, late, one, seek, within
from tests.rights.grids import Grid, listed
from tests.rights.objects import draft_body
from tests.rights.parts import OWNER, Relation
from tests.rights.world import ADMIN_SECRET, CODES, World


def _regions(_world: World) -> Any:
    return {"rows": [{"code": "990101002", "name": "甲县二镇", "level": "town", "parent_code": "990101"}]}


def _units(_world: World) -> Any:
    return {"rows": [{"region_code": CODES[Relation.OWN], "name": "文化馆", "kind": "institution"}]}


def _accounts(_world: World) -> Any:
    post = {"role": "liaison", "region_code": CODES[Relation.OWN], "unit": OWNER}
    return {"rows": [{"login": "new-liaison", "name": "新联络员", "secret": ADMIN_SECRET, "posts": [post]}]}


def _table(_world: World) -> Any:
    return {"files": {"file": ("单位.csv", f"名称,类型,行政区划\n表中单位,部门,{CODES[Relation.OWN]}\n".encode())}}


def _merged(world: World) -> Any:
    return {"into_id": world.named("spare_unit_1"), "on": "2026-01-01"}


def _moved_unit(world: World) -> Any:
    return {"region_id": world.named("region"), "on": "2026-01-01"}


def _contact(_world: World) -> Any:
    return {"kind": "contact", "name": "李某", "valid_from": "2026-01-01"}


def _post(world: World) -> Any:
    return {"account_id": world.named("second_liaison"), "role": "leadership", "region_id": world.named("region"), "valid_from": "2026-01-01"}


def _founded(world: World) -> Any:
    return {"name": "专家委员会", "kind": "expert_committee", "region_id": world.named("region")}


def _added(world: World) -> Any:
    return {"members": [{"account_id": world.named("second_liaison")}], "since": "2026-01-01"}


def _removed(world: World) -> Any:
    return {"membership_ids": [world.named("member_to_remove")], "on": "2026-01-01"}


def _inside(about: str, reading: Grid, name: str) -> Case:
    return Case(about, listed(reading), path={"group_id": "group"}, query={"as_of": "early_day"}, find=("id", name))


def _hand_over(world: World) -> Any:
    return {"to_account_id": world.named("third_liaison"), "on": "2026-01-01", "reason": "轮岗", "post_ids": [world.named("post_to_hand_over")]}


_BASIS = {"title": "关于调整行政区划的通知"}


def _renamed_region(_world: World) -> Any:
    return {"name": "甲县", "on": "2026-01-01", "basis": _BASIS}


def _borders(world: World) -> Any:
    region = world.named("region")
    founded = {"code": "990101009", "name": "甲县九镇", "level": "town", "parent_id": region}
    return {"on": "2026-01-01", "basis": _BASIS, "predecessors": [{"region_id": region, "in_part": True}], "successors": [{"founded": founded}]}


def _links(_world: World) -> Any:
    return {"links": [{"action": "A1", "parents": ["A1"]}]}


def _decisions(_world: World) -> Any:
    return {"decisions": [{"conflict": "C01", "take": "plan"}]}


def _amendment(_world: World) -> Any:
    return {"reason": "中期调整", "dated": "2021-09-01", "edits": [{"kind": "duty", "key": "D01"}]}


def _successor(world: World) -> Any:
    return {"successor_id": world.named("public_plan"), "on": "2021-07-01"}


def _assignment(plan: str) -> Body:
    return lambda world: {
        "plan_id": world.named(plan),
        "action": "A1",
        "role": "cooperating",
        "unit_id": world.named("owner_unit"),
        "reason": "职责划转",
    }


def _end(_world: World) -> Any:
    return {"ends_on": "2099-01-01", "reason": "职责划转"}


def _resolution(world: World) -> Any:
    return {"unit_id": world.named("owner_unit")}


def _new_duty(plan: str) -> Body:
    return lambda world: {"plan_id": world.named(plan), "kind": "other", "what": "新事项", "recurrence": "once"}


def _duties() -> tuple[Case, ...]:
    return (
        one("public", grids.PUBLIC_PLAN, duty_id="public_duty"),
        one("upward", grids.UPWARD, duty_id="upward_duty"),
        one("internal", grids.OFFICE_ONLY, duty_id="internal_duty"),
        one("draft", grids.OFFICE_ONLY, duty_id="draft_duty"),
    )


def _calendar(_world: World) -> Any:
    return {"days_off": ["2026-01-01"], "make_up_workdays": [], "basis": "国办发明电〔2025〕7号"}


def _upload(_world: World) -> Any:
    return {"files": {"file": ("计划.txt", "另一份计划".encode())}, "data": {"region_code": CODES[Relation.OWN]}}


def _facts_of_plans() -> tuple[Case, ...]:
    return (
        within("public", grids.PUBLIC_PLAN, plan_id="public_plan"),
        within("upward", grids.UPWARD, plan_id="upward_plan"),
        within("internal", grids.OFFICE_ONLY, plan_id="internal_plan"),
        within("draft", grids.OFFICE_ONLY, plan_id="draft_plan"),
    )


def _parts_of_plans(*, issued_only: bool = False) -> tuple[Case, ...]:
    issued = (
        seek("public", grids.PUBLIC_PLAN, "plan_id", "public_plan"),
        seek("upward", grids.UPWARD, "plan_id", "upward_plan"),
        seek("internal", grids.OFFICE_ONLY, "plan_id", "internal_plan"),
    )
    return issued if issued_only else (*issued, seek("draft", grids.OFFICE_ONLY, "plan_id", "draft_plan"))


def _parts(parameter: str, kind: str) -> tuple[Case, ...]:
    return tuple(Case(level, expected, path={parameter: f"{level}_{kind}"}) for level, expected in _PLAN_LEVELS.items())


def _whole_plans() -> tuple[Case, ...]:
    levels = (*_PLAN_LEVELS.items(), ("draft", grids.OFFICE_ONLY))
    return tuple(Case(level, expected, path={"plan_id": f"{level}_plan"}) for level, expected in levels)


def _listed_parts(kind: str) -> tuple[Case, ...]:
    return tuple(seek(level, expected, "id", f"{level}_{kind}") for level, expected in _PLAN_LEVELS.items())


def _milestone(plan: str) -> Body:
    return lambda world: {"plan_id": world.named(plan), "what": "新节点", "reason": "任务分解"}


def _rename(_world: World) -> Any:
    return {"what": "改名", "reason": "更正"}


def _money(plan: str) -> Body:
    return lambda world: {"plan_id": world.named(plan), "action": "A1", "year": 2026, "source": "上级补助", "planned": "1.00", "reason": "批复"}


def _part(world: World) -> Any:
    return {"unit_id": world.named("owner_unit"), "written": "卫生健康局", "value": "60"}


def _shares(plan: str) -> Body:
    head = {"indicator": "T01", "year": 2030, "roll_up": "sum", "reason": "责任书"}
    return lambda world: {"plan_id": world.named(plan), **head, "parts": [_part(world)]}


def _other_shares(world: World) -> Any:
    return {"roll_up": "each", "parts": [_part(world)], "reason": "重新核定"}


_PLAN_LEVELS = {"public": grids.PUBLIC_PLAN, "upward": grids.UPWARD, "internal": grids.OFFICE_ONLY}


PLANS: dict[str, tuple[Case, ...]] = {
    "read_me": (Case("own account", grids.EVERYBODY),),
    "list_regions": (seek("any", grids.EVERYBODY, "id", "region"),),
    "read_region": (one("any", grids.EVERYBODY, region_id="region"),),
    "edit_unit": (one("own", grids.ADMINISTRATORS, lambda _world: {"kind": "institution"}, unit_id="spare_unit_0"),),
    "add_unit_name": (one("own", grids.ADMINISTRATORS, lambda _world: {"name": "备用别名"}, unit_id="spare_unit_0"),),
    "retire_unit_name": (late("own", grids.ADMINISTRATORS, lambda _world: {"name": "没有的别名"}, unit_id="spare_unit_0"),),
    "rename_unit": (one("own", grids.ADMINISTRATORS, lambda _world: {"name": "备用新名", "on": "2026-01-01"}, unit_id="spare_unit_1"),),
    "merge_unit": (one("own", grids.ADMINISTRATORS, _merged, unit_id="spare_unit_2"),),
    "move_unit": (late("own", grids.ADMINISTRATORS, _moved_unit, unit_id="spare_unit_3"),),
    "close_unit": (one("own", grids.ADMINISTRATORS, lambda _world: {"on": "2026-01-01"}, unit_id="spare_unit_4"),),
    "list_unit_history": (one("own", grids.EVERYBODY, unit_id="owner_unit"),),
    "list_unit_people": (one("the owner's", grids.ACCOUNT, unit_id="owner_unit"),),
    "enter_unit_person": (one("own", grids.ADMINISTRATORS, _contact, unit_id="owner_unit"),),
    "end_unit_person": (one("own", grids.ADMINISTRATORS, lambda _world: {"on": "2026-01-01"}, person_id="unit_person"),),
    "list_groups": (seek("any", grids.EVERYBODY, "id", "group"),),
    "read_group": (one("any", grids.EVERYBODY, group_id="group"),),
    "found_group": (Case("in the county", grids.ADMINISTRATORS, body=_founded),),
    "add_members": (one("own", grids.ADMINISTRATORS, _added, group_id="group"),),
    "remove_members": (one("own", grids.ADMINISTRATORS, _removed, group_id="group"),),
    "list_members": (_inside("a unit", grids.EVERYBODY, "member_unit"), _inside("the owner's contact", grids.ACCOUNT, "member_person")),
    "list_memberships": (
        Case("a unit", listed(grids.EVERYBODY), path={"group_id": "group"}, find=("id", "member_unit")),
        Case("the owner's contact", listed(grids.ACCOUNT), path={"group_id": "group"}, find=("id", "member_person")),
    ),
    "list_reached": (_inside("the owner's contact", grids.ACCOUNT, "member_person"),),
    "list_posts": (seek("of a liaison", grids.ACCOUNT, "id", "post"),),
    "read_post": (one("of a liaison", grids.ACCOUNT, post_id="post"),),
    "give_post": (Case("in the county", grids.ADMINISTRATORS, body=_post),),
    "end_post": (one("of a liaison", grids.ADMINISTRATORS, lambda _world: {"on": "2026-01-01"}, post_id="post_to_end"),),
    "hand_over": (one("own", grids.ADMINISTRATORS, _hand_over, account_id="post_holder"),),
    "rename_region": (one("own", grids.ADMINISTRATORS, _renamed_region, region_id="region"),),
    "change_borders": (Case("a part of the county", grids.ADMINISTRATORS, body=_borders),),
    "read_region_lineage": (one("own", grids.EVERYBODY, region_id="region"),),
    "list_directory_changes": (seek("recorded", grids.EVERYBODY, "id", "change"),),
    "read_directory_change": (one("recorded", grids.EVERYBODY, change_id="change"),),
    "import_regions": (Case("town of the county", grids.ADMINISTRATORS, body=_regions),),
    "list_units": (seek("any", grids.EVERYBODY, "id", "owner_unit"),),
    "read_unit": (one("any", grids.EVERYBODY, unit_id="owner_unit"),),
    "import_units": (Case("unit of the county", grids.ADMINISTRATORS, body=_units),),
    "list_accounts": (seek("colleague", grids.ACCOUNT, "id", "second_liaison"),),
    "read_account": (one("colleague", grids.ACCOUNT, account_id="second_liaison"),),
    "keep_contact": (one("colleague", grids.CONTACT, lambda _world: {"email": "er@health.example.cn", "mobile": None}, account_id="second_liaison"),),
    "import_accounts": (Case("liaison of the county", grids.ADMINISTRATORS, body=_accounts),),
    "preview_directory_import": (Case("unit of the county", grids.ANY_ADMINISTRATOR, query={"table": "units_table"}, form=_table),),
    "import_directory": (
        Case("of another file", grids.ANY_ADMINISTRATOR, query={"table": "units_table", "digest": "some_digest"}, form=_table, too_late=True),
    ),
    "read_directory_template": (Case("units", grids.ANY_ADMINISTRATOR, query={"table": "units_table"}),),
    "export_directory": (Case("units", grids.ANY_ADMINISTRATOR, query={"table": "units_table"}),),
    "read_calendar": (one("any", grids.EVERYBODY, year="calendar_year"),),
    "publish_calendar": (late("the country's", grids.NOBODY, _calendar, year="calendar_year"),),
    "list_calendar_versions": (one("any", grids.EVERYBODY, year="calendar_year"),),
    "shift_workdays": (Case("any", grids.EVERYBODY, query={"from": "some_day", "days": "some_workdays"}),),
    "list_plans": (
        seek("public", grids.PUBLIC_PLAN, "id", "public_plan"),
        seek("upward", grids.UPWARD, "id", "upward_plan"),
        seek("internal", grids.OFFICE_ONLY, "id", "internal_plan"),
        seek("draft", grids.OFFICE_ONLY, "id", "draft_plan"),
    ),
    "draft_plan": (Case("for the county", grids.PLAN_OFFICE, body=lambda _world: draft_body("new_plan")),),
    "read_plan": (
        one("public", grids.PUBLIC_PLAN, plan_id="public_plan"),
        one("upward", grids.UPWARD, plan_id="upward_plan"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan"),
        one("draft", grids.OFFICE_ONLY, plan_id="draft_plan"),
    ),
    "edit_plan": (
        one("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"title": "改过的标题"}, plan_id="plan_to_edit"),
        late("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"title": "改过的标题"}, plan_id="public_plan"),
    ),
    "issue_plan": (
        one("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"issued_on": "2021-07-01"}, plan_id="plan_to_issue"),
        late("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"issued_on": "2021-07-01"}, plan_id="public_plan"),
    ),
    "bring_into_force": (
        one("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"on": "2021-07-01"}, plan_id="plan_to_enforce"),
        late("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"on": "2021-07-01"}, plan_id="draft_plan"),
    ),
    "conclude_plan": (late("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"on": "2021-07-01"}, plan_id="public_plan"),),
    "withdraw_plan": (
        one("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"on": "2021-07-01", "reason": "不再需要"}, plan_id="draft_to_withdraw"),
        one("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"on": "2021-07-01", "reason": "不再需要"}, plan_id="plan_to_withdraw"),
    ),
    "supersede_plan": (one("issued", grids.OFFICE_OF_PUBLIC_PLAN, _successor, plan_id="plan_to_supersede"),),
    "link_parent": (one("public", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"parent_id": None}, plan_id="plan_to_enforce"),),
    "link_actions": (late("without a parent", grids.OFFICE_OF_PUBLIC_PLAN, _links, plan_id="public_plan"),),
    "read_alignment": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "read_coverage": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "list_coverage_gaps": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "draft_amendment": (
        one("issued", grids.OFFICE_OF_PUBLIC_PLAN, _amendment, plan_id="plan_to_amend"),
        late("draft", grids.OFFICE_OF_HIDDEN_PLAN, _amendment, plan_id="draft_plan"),
    ),
    "list_amendments": (one("issued", grids.OFFICE_OF_PUBLIC_PLAN, plan_id="plan_to_amend"),),
    "read_amendment": (one("drafted", grids.OFFICE_OF_PUBLIC_PLAN, amendment_id="amendment"),),
    "adopt_amendment": (one("drafted", grids.OFFICE_OF_PUBLIC_PLAN, amendment_id="amendment_to_adopt"),),
    "decide_conflicts": (late("drafted", grids.OFFICE_OF_PUBLIC_PLAN, _decisions, amendment_id="amendment"),),
    "discard_amendment": (one("drafted", grids.OFFICE_OF_PUBLIC_PLAN, amendment_id="amendment_to_discard"),),
    "list_plan_versions": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "read_plan_version": (
        one("public", grids.PUBLIC_PLAN, plan_id="public_plan", number="first"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan", number="first"),
    ),
    "compare_plan_versions": (
        one("public", grids.PUBLIC_PLAN, plan_id="public_plan", number="first"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan", number="first"),
    ),
    "open_consultation": (
        one("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"closes_on": "2099-12-31", "public": True}, plan_id="plan_to_consult"),
    ),
    "close_consultation": (one("open", grids.CONSULTING, lambda _world: {"summary": "共1条"}, plan_id="consultation_to_close"),),
    "list_consultations": (one("open", grids.UPWARD, plan_id="consulted_plan"), one("draft", grids.OFFICE_ONLY, plan_id="draft_plan")),
    "comment_on_plan": (one("public", grids.COMMENT, lambda _world: {"text": "建议提高目标"}, plan_id="consulted_plan"),),
    "list_comments": (one("open", grids.UPWARD, plan_id="consulted_plan"), one("draft", grids.OFFICE_ONLY, plan_id="draft_plan")),
    "read_comment": (one("a unit's", grids.COMMENTED, comment_id="comment"),),
    "reply_to_comment": (one("a unit's", grids.REPLY, lambda _world: {"reply": "adopted"}, comment_id="comment_to_reply"),),
    "compile_replies": (one("open", grids.UPWARD, plan_id="consulted_plan"), one("draft", grids.OFFICE_ONLY, plan_id="draft_plan")),
    "export_replies": (one("open", grids.UPWARD, plan_id="consulted_plan"), one("draft", grids.OFFICE_ONLY, plan_id="draft_plan")),
    "upload_document": (Case("for the county", grids.PLAN_OFFICE, form=_upload),),
    "list_documents": (seek("read", grids.OFFICE_ONLY, "id", "document"),),
    "read_document": (one("read", grids.OFFICE_ONLY, document_id="document"),),
    "list_document_lines": (one("read", grids.OFFICE_ONLY, document_id="document"),),
    "read_document_original": (one("read", grids.OFFICE_ONLY, document_id="document"),),
    "read_document_draft": (one("read", grids.OFFICE_ONLY, document_id="document"),),
    "confirm_draft": (one("read", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {}, document_id="document_to_confirm"),),
    "read_document_changes": (one("second version", grids.OFFICE_ONLY, document_id="second_document"),),
    "propose_amendment": (one("later document", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"reason": "正式印发稿"}, document_id="third_document"),),
    "delete_document": (one("read", grids.OFFICE_OF_HIDDEN_PLAN, document_id="document_to_delete"),),
    "list_sections": _facts_of_plans(),
    "list_actions": _facts_of_plans(),
    "list_printed_indicators": _facts_of_plans(),
    "list_duties": _facts_of_plans(),
    "list_responsibilities": _parts_of_plans(),
    "list_occurrences": _parts_of_plans(issued_only=True),
    "read_responsibility": (
        one("public", grids.PUBLIC_PLAN, responsibility_id="public_responsibility"),
        one("upward", grids.UPWARD, responsibility_id="upward_responsibility"),
        one("internal", grids.OFFICE_ONLY, responsibility_id="internal_responsibility"),
    ),
    "assign_responsibility": (
        Case("public", grids.OFFICE_OF_PUBLIC_PLAN, body=_assignment("public_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_assignment("internal_plan")),
    ),
    "end_responsibility": (one("public", grids.OFFICE_OF_PUBLIC_PLAN, _end, responsibility_id="responsibility_to_end"),),
    "resolve_responsibility": (late("resolved", grids.OFFICE_OF_PUBLIC_PLAN, _resolution, responsibility_id="public_responsibility"),),
    "read_matrix": (
        one("public", grids.PUBLIC_PLAN, plan_id="public_plan"),
        one("upward", grids.UPWARD, plan_id="upward_plan"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan"),
        one("draft", grids.OFFICE_ONLY, plan_id="draft_plan"),
    ),
    "list_obligations": tuple(
        Case(level, listed(reading), path={"unit_id": "owner_unit"}, find=("plan_id", f"{level}_plan"))
        for level, reading in (("public", grids.PUBLIC_PLAN), ("upward", grids.UPWARD), ("internal", grids.OFFICE_ONLY), ("draft", grids.OFFICE_ONLY))
    ),
    "list_history": _facts_of_plans(),
    "read_duty": _duties(),
    "preview_occurrences": _duties(),
    "add_duty": (
        Case("draft", grids.OFFICE_OF_HIDDEN_PLAN, body=_new_duty("draft_plan")),
        Case("issued", grids.OFFICE_OF_PUBLIC_PLAN, body=_new_duty("public_plan"), too_late=True),
    ),
    "edit_duty": (
        one("draft", grids.OFFICE_OF_HIDDEN_PLAN, lambda _world: {"what": "更正的事项"}, duty_id="draft_duty"),
        late("issued", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"what": "更正的事项"}, duty_id="public_duty"),
    ),
    "remove_duty": (one("draft", grids.OFFICE_OF_HIDDEN_PLAN, duty_id="duty_to_remove"),),
    "read_occurrence": (
        one("public", grids.PUBLIC_PLAN, occurrence_id="public_occurrence"),
        one("upward", grids.UPWARD, occurrence_id="upward_occurrence"),
        one("internal", grids.OFFICE_ONLY, occurrence_id="internal_occurrence"),
    ),
    "search_plans": tuple(
        seek(level, expected, "plan_id", f"{level}_plan", q="word_of_every_title")
        for level, expected in (*_PLAN_LEVELS.items(), ("draft", grids.OFFICE_ONLY))
    ),
    "export_plan_as_json": _whole_plans(),
    "export_plan_as_xlsx": _whole_plans(),
    "export_plan_as_docx": _whole_plans(),
    "list_milestones": _listed_parts("milestone"),
    "read_milestone": _parts("milestone_id", "milestone"),
    "add_milestone": (
        Case("public", grids.OFFICE_OF_PUBLIC_PLAN, body=_milestone("public_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_milestone("internal_plan")),
    ),
    "edit_milestone": (one("public", grids.OFFICE_OF_PUBLIC_PLAN, _rename, milestone_id="milestone_to_edit"),),
    "drop_milestone": (one("public", grids.OFFICE_OF_PUBLIC_PLAN, lambda _world: {"reason": "并入"}, milestone_id="milestone_to_drop"),),
    "link_milestone": (
        one("public", grids.MILESTONE_REPORT, lambda world: {"submission_id": world.named("submission_approved")}, milestone_id="milestone_to_link"),
    ),
    "list_funding": (
        seek("public", grids.ROUND, "id", "public_funding"),
        seek("upward", grids.UPWARD, "id", "upward_funding"),
        seek("internal", grids.OFFICE_ONLY, "id", "internal_funding"),
    ),
    "read_funding": (
        one("public", grids.FUNDING_OF_PUBLIC_PLAN, funding_id="public_funding"),
        one("upward", grids.UPWARD, funding_id="upward_funding"),
        one("internal", grids.OFFICE_ONLY, funding_id="internal_funding"),
    ),
    "read_funding_totals": (
        one("public", grids.FUNDING_OF_PUBLIC_PLAN, plan_id="public_plan"),
        one("upward", grids.UPWARD, plan_id="upward_plan"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan"),
    ),
    "record_funding": (
        Case("public", grids.FUNDING_ENTER, body=_money("public_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_money("internal_plan")),
    ),
    "revise_funding": (one("public", grids.FUNDING_ENTER, lambda _world: {"spent": "0.50", "reason": "决算"}, funding_id="public_funding"),),
    "list_breakdowns": _listed_parts("breakdown"),
    "read_breakdown": _parts("breakdown_id", "breakdown"),
    "break_down": (
        Case("public", grids.OFFICE_OF_PUBLIC_PLAN, body=_shares("public_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_shares("internal_plan")),
    ),
    "edit_breakdown": (one("public", grids.OFFICE_OF_PUBLIC_PLAN, _other_shares, breakdown_id="public_breakdown"),),
}
