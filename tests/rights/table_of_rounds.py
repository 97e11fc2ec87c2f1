"""Rows of what a plan office does about rounds and assignments; they all concern the county's 卫生健康局."""

from typing import Any

from tests.rights import grids
from tests.rights.cases import Case, late, one, seek
from tests.rights.world import World

_LATER = {"until_on": "2099-12-31", "reason": "数据推迟"}
_NEXT = {"subject_year": 2095, "outward_due_on": "2120-01-01"}
_REASON = {"reason": "未开展"}


def _opening(world: World) -> dict[str, Any]:
    days = {"opens_on": "2026-01-01", "outward_due_on": "2099-01-01"}
    return {"plan_ids": [world.named("public_plan")], "subject_year": 2090, "name": "预览", **days}


ROUNDS: dict[str, tuple[Case, ...]] = {
    "count_round": (one("open", grids.ROUND, round_id="round_draft"),),
    "list_counts": (seek("of an open round", grids.OWED, "id", "round_draft"),),
    "export_counts": (Case("whatever one may know of", grids.EVERYBODY),),
    "preview_round": (Case("over a public plan", grids.PLAN_OFFICE, body=_opening),),
    "clone_round": (one("of another year", grids.ROUND_RUN, lambda _: _NEXT, round_id="round_draft"),),
    "read_writable": (one("open", grids.OWED, assignment_id="assignment_draft"),),
    "reopen_round": (one("closed", grids.ROUND_RUN, lambda _: {"closes_on": "2099-12-31", "reason": "补报"}, round_id="round_to_reopen"),),
    "extend_assignment": (late("until after the close", grids.WAIVE, lambda _: _LATER, assignment_id="assignment_to_extend"),),
    "list_extensions": (seek("in force", grids.OWED, "assignment_id", "assignment_to_extend"),),
    "reassign_assignment": (
        one("open", grids.WAIVE, lambda world: {"unit_id": world.named("spare_unit_0"), "reason": "划转"}, assignment_id="assignment_to_reassign"),
    ),
    "waive_item": (late("the only one", grids.WAIVE, lambda _: _REASON, assignment_id="assignment_draft", item_id="item_draft"),),
}
