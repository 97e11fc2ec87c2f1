"""One row per operation: how it is asked for, and the grid of what everybody gets.

Names such as ``public_plan`` are objects of ``objects.py``; all of them belong to the county, so "own" is the county's people.
"""

from typing import Any
from uuid import uuid4

from tests.rights import grids
from tests.rights.cases import Body, Case, late, one, seek
from tests.rights.grids_of_answers import ANY_OFFICE
from tests.rights.objects import endpoint_body, filled, policy_body, returned, revision_body, scheme_body
from tests.rights.table_of_answers import ANSWERS
from tests.rights.table_of_assessments import ASSESSMENTS
from tests.rights.table_of_ledgers import LEDGERS
from tests.rights.table_of_plans import PLANS
from tests.rights.table_of_providers import PROVIDERS
from tests.rights.table_of_rounds import ROUNDS
from tests.rights.table_of_words import WORDS
from tests.rights.world import ADMIN_SECRET, World


def _fillers(plan: str) -> Body:
    return lambda world: {"plan_id": world.named(plan), "rows": [{"key": "T01", "filling_unit_id": world.named("owner_unit")}]}


def _choice(level: str) -> Body:
    return lambda world: {"statement_id": world.named(f"{level}_statement"), "year": 2025, "reason": "以表格为准"}


def _revision(plan: str) -> Body:
    return lambda world: revision_body(world.named(plan))


def _values(plan: str) -> Body:
    return lambda world: {"plan_id": world.named(plan), "rows": [{"key": "T01", "year": 2020, "value": "30.5"}]}


def _bulk(world: World) -> Any:
    """A file with a value of the county, of an indicator that a public plan measures there."""
    rows = f"indicator,region,period,value\n{world.named('public_entry')},{world.named('region')},2020-Q1,31\n"
    return {"content": rows.encode(), "headers": {"Content-Type": "text/csv"}}


def _withdrawal(_world: World) -> Any:
    return {"reason": "误报"}


def _mapping(world: World) -> Any:
    return {"rows": [{"code": "M01", "indicator_id": world.named("public_entry")}]}


def _items(_world: World) -> Any:
    return {"files": {"file": ("items.csv", "编号,指标名称\nM02,新的指标\n".encode())}}


def _schemes(parameter: str) -> tuple[Case, ...]:
    levels = {"scheme": grids.EVERYBODY, "scheme_draft": grids.SCHEME_DRAFT}
    return tuple(Case(name, expected, path={parameter: name}) for name, expected in levels.items())


def _entry(name: str) -> Body:
    return lambda world: {"region_path": world.named("county_path"), "name": name, "polarity": "up", "valid_from": "2021-01-01"}


def _entries(world: World) -> Any:
    return {"rows": [_entry("成批的指标")(world)]}


def _opening(world: World) -> Any:
    days = {"opens_on": "2021-01-01", "internal_due_on": "2021-02-01", "outward_due_on": "2021-03-01"}
    return {"plan_ids": [world.named("public_plan")], "subject_year": 2021, "name": "新轮次", **days}


def _facts(parameter: str, kind: str) -> tuple[Case, ...]:
    return tuple(Case(level, expected, path={parameter: f"{level}_{kind}"}) for level, expected in _LEVELS.items())


def _listed_facts(by: str, kind: str) -> tuple[Case, ...]:
    return tuple(seek(level, expected, by, f"{level}_{kind}") for level, expected in _LEVELS.items())


_LEVELS = {"public": grids.PUBLIC_FACT, "upward": grids.UPWARD, "internal": grids.INTERNAL_FACT}


def _into(world: World) -> dict[str, Any]:
    return {"into_id": world.named("entry_to_keep")}


def _merged(world: World) -> dict[str, Any]:
    return _into(world) | {"reason": "同一指标"}


def _relinked(level: str) -> Body:
    """Linked to the entry that it is linked to: nothing changes for the other cells."""
    return lambda world: {"indicator_id": world.named(f"{level}_entry"), "reason": "同一口径"}


def _own_definition(_: World) -> dict[str, Any]:
    """Refused whoever asks: the targets follow it themselves."""
    return {"definition": 1, "reason": "可比"}


def _reviewed(_: World) -> dict[str, Any]:
    return {"reason": "复核"}


_STATES = {
    "draft": grids.DRAFT,
    "withdrawn": grids.DRAFT,
    "submitted": grids.HANDED_IN,
    "in_review": grids.HANDED_IN,
    "returned": grids.HANDED_IN,
    "approved": grids.APPROVED,
}


def _submissions() -> tuple[Case, ...]:
    return tuple(one(state, expected, submission_id=f"submission_{state}") for state, expected in _STATES.items())


def _asking(level: str) -> Body:
    return lambda world: {"verdict_id": world.named(f"{level}_verdict")}


def _returning(name: str) -> Body:
    return lambda world: returned(world.named(name))


INDICATORS: dict[str, tuple[Case, ...]] = {
    "parse_targets": (Case("any text", grids.EVERYBODY, body=lambda _world: {"text": "每年降低1个百分点以上"}),),
    "list_indicators": (seek("catalogue", grids.EVERYBODY, "id", "public_entry"),),
    "read_indicator": (one("catalogue", grids.EVERYBODY, indicator_id="public_entry"),),
    "list_indicator_versions": (one("catalogue", grids.EVERYBODY, indicator_id="public_entry"),),
    "add_indicator": (Case("kept by the county", grids.KEEP_CATALOGUE, body=_entry("新指标")),),
    "import_indicators": (Case("kept by the county", grids.KEEP_CATALOGUE, body=_entries),),
    "edit_indicator": (
        one("kept by the county", grids.KEEP_CATALOGUE, lambda _: {"valid_from": "2099-01-01", "reason": "修订"}, indicator_id="public_entry"),
    ),
    "suggest_indicators": (Case("any name", grids.EVERYBODY, body=lambda _: {"name": "居民健康素养水平"}),),
    "preview_merge": (one("any two", grids.EVERYBODY, _into, indicator_id="entry_to_keep"),),
    "merge_indicators": (one("kept by the county", grids.KEEP_CATALOGUE, _merged, indicator_id="entry_to_merge"),),
    "relink_plan_indicator": (
        one("public", grids.OFFICE_OF_PUBLIC_FACT, _relinked("public"), plan_indicator_id="public_indicator"),
        one("internal", grids.CHOOSE_INTERNAL, _relinked("internal"), plan_indicator_id="internal_indicator"),
    ),
    "list_definitions": (one("catalogue", grids.EVERYBODY, indicator_id="public_entry"),),
    "list_definition_acceptances": _facts("plan_indicator_id", "indicator"),
    "accept_definition": (
        late("public", grids.OFFICE_OF_PUBLIC_FACT, _own_definition, plan_indicator_id="public_indicator"),
        late("internal", grids.CHOOSE_INTERNAL, _own_definition, plan_indicator_id="internal_indicator"),
    ),
    "revoke_definition_acceptance": (
        late("public", grids.OFFICE_OF_PUBLIC_FACT, _reviewed, acceptance_id="public_acceptance"),
        late("internal", grids.CHOOSE_INTERNAL, _reviewed, acceptance_id="internal_acceptance"),
    ),
    "list_plan_indicators": _listed_facts("id", "indicator"),
    "read_plan_indicator": _facts("plan_indicator_id", "indicator"),
    "assign_filling_units": (
        Case("public", grids.OFFICE_OF_PUBLIC_PLAN, body=_fillers("public_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_fillers("internal_plan")),
    ),
    "choose_target": (
        one("public", grids.OFFICE_OF_PUBLIC_FACT, _choice("public"), plan_indicator_id="public_indicator"),
        one("internal", grids.CHOOSE_INTERNAL, _choice("internal"), plan_indicator_id="internal_indicator"),
    ),
    "list_statements": tuple(
        seek(level, expected, "plan_indicator_id", f"{level}_indicator", plan_id=f"{level}_plan") for level, expected in _LEVELS.items()
    ),
    "list_targets": _listed_facts("plan_indicator_id", "indicator"),
    "enter_revision": (
        Case("public", grids.REVISE_PUBLIC, body=_revision("public_plan")),
        Case("upward", grids.REVISE_UPWARD, body=_revision("upward_plan")),
        Case("internal", grids.OFFICE_OF_HIDDEN_PLAN, body=_revision("internal_plan")),
    ),
    "list_revisions": (seek("public", grids.PUBLIC_FACT, "id", "public_revision"), seek("internal", grids.OFFICE_ONLY, "id", "internal_revision")),
    "read_revision": (
        one("public", grids.PUBLIC_FACT, revision_id="public_revision"),
        one("internal", grids.OFFICE_ONLY, revision_id="internal_revision"),
    ),
    "withdraw_revision": (one("public", grids.WITHDRAW_PUBLIC, lambda _world: {"reason": "停止执行"}, revision_id="revision_to_withdraw"),),
    "read_target_conflicts": (
        one("public", grids.PUBLIC_FACT, plan_id="public_plan"),
        one("upward", grids.UPWARD, plan_id="upward_plan"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan"),
    ),
    "enter_scheme": (Case("of the county", grids.KEEP_SCHEME, body=lambda world: scheme_body(world.named("region"))),),
    "list_schemes": (seek("published", grids.EVERYBODY, "id", "scheme"), seek("draft", grids.SCHEME_DRAFT, "id", "scheme_draft")),
    "read_scheme": _schemes("scheme_id"),
    "list_scheme_versions": _schemes("scheme_id"),
    "list_unmapped_items": _schemes("scheme_id"),
    "list_plans_of_scheme": (
        one("draft", grids.SCHEME_DRAFT, scheme_id="scheme_draft"),
        Case("public", grids.listed(grids.PUBLIC_PLAN), path={"scheme_id": "scheme"}, find=("plan_id", "public_plan")),
        Case("internal", grids.listed(grids.OFFICE_ONLY), path={"scheme_id": "scheme"}, find=("plan_id", "internal_plan")),
    ),
    "edit_scheme": (
        one("published", grids.KEEP_SCHEME, lambda _world: {"due": "05-10", "reason": "补充"}, scheme_id="scheme_to_edit"),
        one("draft", grids.KEEP_SCHEME_DRAFT, lambda _world: {"due": "05-10", "reason": "补充"}, scheme_id="scheme_draft"),
    ),
    "map_scheme_items": (one("published", grids.KEEP_SCHEME, _mapping, scheme_id="scheme_to_map"),),
    "preview_scheme_items": (Case("published", grids.KEEP_SCHEME, path={"scheme_id": "scheme_to_map"}, form=_items),),
    "import_scheme_items": (
        Case(
            "of another file",
            grids.KEEP_SCHEME,
            path={"scheme_id": "scheme_to_map"},
            query={"digest": "some_digest"},
            form=_items,
            too_late=True,
        ),
    ),
    "publish_scheme": (one("draft", grids.KEEP_SCHEME_DRAFT, scheme_id="scheme_to_publish"),),
    "withdraw_scheme": (
        one("published", grids.KEEP_SCHEME, _withdrawal, scheme_id="scheme_to_withdraw"),
        one("draft", grids.KEEP_SCHEME_DRAFT, _withdrawal, scheme_id="scheme_to_drop"),
    ),
    "compare_plan_with_scheme": (
        one("public", grids.PUBLIC_PLAN, plan_id="public_plan", scheme_id="scheme"),
        one("internal", grids.OFFICE_ONLY, plan_id="internal_plan", scheme_id="scheme"),
    ),
    "list_former_targets": _facts("plan_indicator_id", "indicator"),
    "list_derivations": (
        seek("public", grids.PUBLIC_FACT, "id", "public_derivation"),
        seek("upward", grids.UPWARD, "id", "upward_derivation"),
        seek("internal", grids.OFFICE_ONLY, "id", "internal_derivation"),
    ),
    "list_observations": _listed_facts("id", "observation"),
    "read_observation": _facts("observation_id", "observation"),
    "list_observation_versions": _facts("observation_id", "observation"),
    "import_observations": (
        Case("public", grids.IMPORT_INTO_PUBLIC, body=_values("public_plan")),
        Case("internal", grids.IMPORT_INTO_INTERNAL, body=_values("internal_plan")),
    ),
    "intake_observations": (Case("a value of the county", grids.INTAKE, form=_bulk),),
    "withdraw_observation": (
        one("public", grids.WITHDRAW_VALUE, _withdrawal, observation_id="public_observation_to_withdraw"),
        one("internal", grids.CHOOSE_INTERNAL, _withdrawal, observation_id="internal_observation_to_withdraw"),
    ),
    "read_series": (Case("any indicator and region", grids.EVERYBODY, query={"indicator_id": "public_entry", "region_id": "region"}),),
    "compare_regions": (
        Case("any indicator", grids.EVERYBODY, path={"indicator_id": "public_entry"}, query={"within": "region", "period": "year_of_values"}),
    ),
    "read_heat_table": (Case("any indicator", grids.EVERYBODY, query={"indicator_id": "public_entry", "period": "year_of_values"}),),
    "read_chart": (Case("any indicator and region", grids.EVERYBODY, query={"indicator_id": "public_entry", "region_id": "region"}),),
    "list_verdicts": _listed_facts("id", "verdict"),
    "read_verdict": _facts("verdict_id", "verdict"),
    "export_observations": (
        Case("whatever one may know of", grids.EVERYBODY, query={"format": "sdmx_form"}),
        Case("of a plan", grids.EVERYBODY, query={"plan_id": "public_plan"}),
    ),
    "read_data_catalogue": (Case("plans that one may know of", grids.EVERYBODY),),
    "read_structure": (one("data flow", grids.EVERYBODY, kind="sdmx_kind", agency="sdmx_agency", structure_id="sdmx_flow", version="sdmx_version"),),
    "read_scoreboard": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "export_scoreboard": (one("public", grids.PUBLIC_PLAN, plan_id="public_plan"), one("internal", grids.OFFICE_ONLY, plan_id="internal_plan")),
    "evaluate_verdict": tuple(Case(level, expected, body=_asking(level)) for level, expected in _LEVELS.items()),
}

_ANSWER = {"kind": "value", "value": "12.5"}


def _remark(_world: World) -> Any:
    return {"changes": {"remarks": "无"}, "versions": {"remarks": 0}}


def _kind(world: World) -> Any:
    """A kind that is new each time."""
    form = {"type": "object", "properties": {}, "additionalProperties": False}
    return {"region_path": world.named("county_path"), "code": f"check{uuid4().hex}", "name": "检查", "name_en": "Check", "form": form}


SUBMISSIONS: dict[str, tuple[Case, ...]] = {
    "list_rounds": (seek("open", grids.ROUND, "id", "round_draft"),),
    "open_round": (Case("over a public plan", grids.PLAN_OFFICE, body=_opening),),
    "read_round": (one("open", grids.ROUND, round_id="round_draft"),),
    "close_round": (one("open", grids.ROUND_RUN, round_id="round_to_close"),),
    "list_assignments": (seek("open", grids.OWED, "id", "assignment_draft"),),
    "read_assignment": (one("open", grids.OWED, assignment_id="assignment_draft"),),
    "waive_assignment": (one("open", grids.WAIVE, lambda _world: {"reason": "无此项业务"}, assignment_id="assignment_to_waive"),),
    "list_submissions": tuple(seek(state, expected, "id", f"submission_{state}") for state, expected in _STATES.items()),
    "read_submission": _submissions(),
    "list_submission_versions": _submissions(),
    "compare_submission": _submissions(),
    "start_submission": (Case("open", grids.START, body=lambda world: {"assignment_id": world.named("assignment_to_start")}),),
    "fill_submission": (
        one("draft", grids.FILL_DRAFT, lambda world: filled(world.named("item_to_fill"), "12.5"), submission_id="submission_to_fill"),
        late("submitted", grids.FILL_HANDED_IN, lambda world: filled(world.named("item_submitted"), "12.5"), submission_id="submission_submitted"),
    ),
    "answer_item": (
        one("draft", grids.FILL_DRAFT, lambda _: _ANSWER, submission_id="submission_to_fill", item_id="item_to_fill"),
        late("submitted", grids.FILL_HANDED_IN, lambda _: _ANSWER, submission_id="submission_submitted", item_id="item_submitted"),
    ),
    "fill_form": (
        one("draft", grids.FILL_DRAFT, _remark, submission_id="submission_to_fill"),
        late("submitted", grids.FILL_HANDED_IN, _remark, submission_id="submission_submitted"),
    ),
    "list_kinds": (Case("shipped", grids.EVERYBODY),),
    "read_kind": (one("shipped", grids.EVERYBODY, kind_id="kind"),),
    "add_kind": (Case("for the county", grids.ADMINISTRATORS, body=_kind),),
    "submit_submission": (one("draft", grids.FILL_DRAFT, submission_id="submission_to_submit"),),
    "withdraw_submission": (one("submitted", grids.FILL_HANDED_IN, submission_id="submission_to_withdraw"),),
    "start_review": (one("submitted", grids.REVIEW, submission_id="submission_to_start_review"),),
    "return_submission": (one("submitted", grids.REVIEW, _returning("item_to_return"), submission_id="submission_to_return"),),
    "approve_submissions": (Case("one of nobody", ANY_OFFICE, body=lambda _world: {"submissions": [{"id": str(uuid4()), "version": 1}]}),),
    "approve_submission": (one("submitted", grids.REVIEW, lambda _world: {}, submission_id="submission_to_approve"),),
}

_MESSAGES = (
    ("the liaison's", grids.LIAISONS_MESSAGE, "message"),
    ("the office's", grids.OFFICES_MESSAGE, "message_plan_office"),
    ("the leadership's", grids.LEADERS_MESSAGE, "message_leadership"),
)


def _policy_content(_world: World) -> Any:
    return {"name": "提醒", "steps": [{"offset": -3, "to": ["liaison"]}]}


NOTIFICATIONS: dict[str, tuple[Case, ...]] = {
    "list_messages": tuple(seek(about, expected, "id", name) for about, expected, name in _MESSAGES),
    "read_inbox": (Case("own counts", grids.EVERYBODY),),
    "stream_messages": (Case("own inbox", grids.EVERYBODY, form=lambda _world: {"params": {"follow": "false"}}),),
    "read_message": tuple(one(about, expected, message_id=name) for about, expected, name in _MESSAGES),
    "mark_message_read": (one("the liaison's", grids.LIAISONS_MESSAGE, message_id="message_to_read"),),
    "acknowledge_message": (one("the liaison's", grids.LIAISONS_MESSAGE, message_id="message_to_acknowledge"),),
    "archive_message": (one("the liaison's", grids.LIAISONS_MESSAGE, message_id="message_to_acknowledge"),),
    "restore_message": (one("the liaison's", grids.LIAISONS_MESSAGE, message_id="message_to_acknowledge"),),
    "read_proof": (Case("own counts", grids.EVERYBODY),),
    "list_timeline": (one("open", grids.OWED, deadline_id="assignment_draft"),),
    "list_deliveries": (seek("suppressed", grids.DELIVERY, "id", "delivery"),),
    "read_delivery": (one("suppressed", grids.DELIVERY, delivery_id="delivery"),),
    "replay_delivery": (one("suppressed", grids.REPLAYED, delivery_id="delivery_to_replay"),),
    "report_bounce": (late("not sent", grids.BOUNCED, lambda _world: {"code": "5.1.1"}, delivery_id="delivery"),),
    "list_feeds": (seek("the liaison's", grids.LIAISONS_MESSAGE, "id", "feed"),),
    "make_feed": (Case("own", grids.FEED_MADE, body=lambda _world: {}),),
    "read_feed": (one("the liaison's", grids.LIAISONS_MESSAGE, feed_id="feed"),),
    "revoke_feed": (one("the liaison's", grids.LIAISONS_MESSAGE, feed_id="feed_to_revoke"),),
    "list_endpoints": (seek("unproven", grids.DELIVERY, "id", "endpoint"),),
    "enter_endpoint": (Case("of the county", grids.ENDPOINT_ENTERED, body=endpoint_body),),
    "read_endpoint": (one("unproven", grids.DELIVERY, endpoint_id="endpoint"),),
    "edit_endpoint": (one("unproven", grids.ENDPOINT_KEPT, lambda _world: {"name": "改名"}, endpoint_id="endpoint"),),
    "drop_endpoint": (one("unproven", grids.ENDPOINT_KEPT, endpoint_id="endpoint_to_drop"),),
    "test_endpoint": (Case("not on the list", grids.ENDPOINT_KEPT, path={"endpoint_id": "endpoint"}, too_late=True),),
    "pause_endpoint": (one("unproven", grids.ENDPOINT_KEPT, endpoint_id="endpoint"),),
    "rotate_endpoint_secret": (one("unproven", grids.ENDPOINT_KEPT, lambda _world: {}, endpoint_id="endpoint"),),
    "list_policies": (seek("draft", grids.DELIVERY, "id", "policy"),),
    "draft_policy": (Case("of the county", grids.ENDPOINT_ENTERED, body=policy_body),),
    "read_policy": (one("draft", grids.DELIVERY, policy_id="policy"),),
    "preview_policy": (one("draft", grids.DELIVERY, policy_id="policy"),),
    "rewrite_policy": (one("draft", grids.ENDPOINT_KEPT, _policy_content, policy_id="policy"),),
    "activate_policy": (one("draft", grids.ENDPOINT_KEPT, lambda _world: {}, policy_id="policy_to_activate"),),
    "retire_policy": (one("draft", grids.ENDPOINT_KEPT, lambda _world: {}, policy_id="policy_to_retire"),),
    "list_deadlines": (seek("open", grids.OWED, "id", "assignment_draft"),),
    "read_deadline": (one("open", grids.OWED, deadline_id="assignment_draft"),),
    "list_reminders": (seek("planned", grids.OWED, "deadline_id", "assignment_draft", deadline_id="assignment_draft"),),
}

AUDIT: dict[str, tuple[Case, ...]] = {
    "list_plans_audit": (seek("an issue", grids.AUDITED, "subject", "public_plan", subject="public_plan"),),
    "list_indicators_audit": (seek("a revision", grids.AUDITED, "subject", "public_revision", subject="public_revision"),),
    "list_submissions_audit": (seek("a move", grids.AUDITED, "subject", "submission_submitted", subject="submission_submitted"),),
    "list_notifications_audit": (seek("a reading", grids.AUDITED, "subject", "message_read", subject="message_read"),),
}

TABLE: dict[str, tuple[Case, ...]] = (
    PLANS | INDICATORS | ASSESSMENTS | SUBMISSIONS | ROUNDS | ANSWERS | LEDGERS | NOTIFICATIONS | PROVIDERS | WORDS | AUDIT
)
"""Every operation that needs a token."""

SERVICES = ("plans", "indicators", "submissions", "notifications")
PUBLIC: dict[str, dict[str, Any]] = {
    "issue_token": {"data": {"grant_type": "password", "username": "admin", "password": ADMIN_SECRET}},
    **{f"{question}_{service}": {} for question in ("alive", "ready", "measure") for service in SERVICES},
    **{f"list_{service}_keys": {} for service in SERVICES},
    "subscribe_to_feed": {},
}
"""Every operation that needs none, and what it is sent."""
