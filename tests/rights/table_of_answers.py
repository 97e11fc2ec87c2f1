"""Rows of answers as tables: who fills in the county's forms as a file, and who only knows of the round."""

from typing import Any

from tests.rights import grids
from tests.rights.cases import Case, one
from tests.rights.grids_of_answers import FILL_TABLE
from tests.rights.world import World

_ROUND = {"round_id": "round_draft"}


def _file(_world: World) -> Any:
    return {"files": {"file": ("填报表.csv", "指标,编号\n表中指标,1\n".encode())}}


ANSWERS: dict[str, tuple[Case, ...]] = {
    "export_answers": (one("open", grids.ROUND, **_ROUND),),
    "preview_answers": (Case("open", FILL_TABLE, path=_ROUND, form=_file),),
    "import_answers": (Case("of another file", FILL_TABLE, path=_ROUND, query={"digest": "some_digest"}, form=_file, too_late=True),),
}
