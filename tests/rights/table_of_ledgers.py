"""Rows of ledgers and rectifications, which all belong to the county's 卫生健康局."""

from typing import Any

from tests.rights import grids
from tests.rights.cases import Case, late, one, seek
from tests.rights.grids_of_ledgers import KEEP_LEDGER, OPEN_LEDGER, REPORT_RECTIFICATION
from tests.rights.objects import ledger_body, ledger_entry, rectification_body
from tests.rights.world import World

_LEVELS = {"public": grids.PUBLIC_FACT, "upward": grids.UPWARD, "internal": grids.INTERNAL_FACT}


def _facts(parameter: str, kind: str) -> tuple[Case, ...]:
    return tuple(Case(level, expected, path={parameter: f"{level}_{kind}"}) for level, expected in _LEVELS.items())


def _lecturers(_world: World) -> Any:
    return {"files": {"file": ("讲师.csv", "讲师姓名,日期,街道（乡镇）,工作单位\n表中讲师,2022-03-18,甲县,疾控中心\n".encode())}}


def _of_ledgers() -> tuple[Case, ...]:
    return _facts("ledger_id", "ledger")


_KEPT = {"ledger_id": "upward_ledger"}

_LEDGERS: dict[str, tuple[Case, ...]] = {
    "read_ledger_kinds": (Case("shipped", grids.EVERYBODY),),
    "list_ledgers": tuple(seek(level, expected, "id", f"{level}_ledger") for level, expected in _LEVELS.items()),
    "open_ledger": (Case("of a unit of the county", OPEN_LEDGER, body=lambda world: ledger_body(world, "新台账")),),
    "read_ledger": _of_ledgers(),
    "count_ledger": _of_ledgers(),
    "list_ledger_entries": _of_ledgers(),
    "add_ledger_entry": (one("upward", KEEP_LEDGER, lambda world: ledger_entry(world, "新讲师"), **_KEPT),),
    "read_ledger_entry": _facts("entry_id", "line"),
    "read_ledger_entry_versions": _facts("entry_id", "line"),
    "edit_ledger_entry": (one("upward", KEEP_LEDGER, lambda _: {"level": "市级", "reason": "升级"}, entry_id="upward_line_to_edit"),),
    "withdraw_ledger_entry": (one("upward", KEEP_LEDGER, lambda _: {"on": "2022-06-01", "reason": "调离"}, entry_id="upward_line_to_withdraw"),),
    "recheck_ledger_entry": (one("upward", KEEP_LEDGER, lambda _: {"on": "2022-06-01", "outcome": "passed"}, entry_id="upward_line_to_recheck"),),
    "preview_ledger_import": (Case("upward", KEEP_LEDGER, path=_KEPT, form=_lecturers),),
    "import_ledger_entries": (Case("of another file", KEEP_LEDGER, path=_KEPT, query={"digest": "some_digest"}, form=_lecturers, too_late=True),),
    "read_ledger_template": _of_ledgers(),
    "export_ledger": _of_ledgers(),
}

_OPENING = {"measures": "补齐", "due_on": "2099-06-30"}
_LOOKED_AT = {"rectification_id": "rectification"}

_RECTIFICATIONS: dict[str, tuple[Case, ...]] = {
    "list_rectifications": (seek("open", grids.OWED, "id", "rectification"),),
    "open_rectification": (Case("of a unit of the county", grids.PLAN_OFFICE, body=lambda world: rectification_body(world, "新事项")),),
    "read_rectification": (one("open", grids.OWED, **_LOOKED_AT),),
    "read_rectification_history": (one("open", grids.OWED, **_LOOKED_AT),),
    "accept_rectification": (late("open", grids.WAIVE, lambda world: {**_OPENING, "unit_id": world.named("owner_unit")}, **_LOOKED_AT),),
    "dismiss_rectification": (late("open", grids.WAIVE, lambda _: {"reason": "口径"}, **_LOOKED_AT),),
    "report_rectification": (one("open", REPORT_RECTIFICATION, lambda _: {"text": "进行中"}, rectification_id="rectification_to_report"),),
    "check_rectification": (late("open", grids.WAIVE, lambda _: {"outcome": "passed", "note": "已核实"}, **_LOOKED_AT),),
    "ask_rectification_waiver": (one("open", grids.WAIVE, lambda _: {"reason": "已撤销"}, rectification_id="rectification_to_waive"),),
    "decide_rectification_waiver": (late("open", grids.WAIVE, lambda _: {"granted": True, "note": "同意"}, **_LOOKED_AT),),
}

LEDGERS = _LEDGERS | _RECTIFICATIONS
