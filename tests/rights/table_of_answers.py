"""Rows of answers as tables: who fills in the county's forms as a file, and who only knows of the round."""

from typing import Any

from tests.rights import grids
from tests.rights.cases import Case, one
from tests.rights.grids_of_answers import FILL_TABLE
from tests.rights.objects_of_evidence import FILE
from tests.rights.world import World

_ROUND = {"round_id": "round_draft"}


def _file(_world: World) -> Any:
    return {"files": {"file": ("填报表.csv", "指标,编号\n表中指标,1\n".encode())}}


def _bytes(_world: World) -> Any:
    return {"content": FILE}


ANSWERS: dict[str, tuple[Case, ...]] = {
    "attach_evidence": (
        Case(
            "draft", grids.FILL_DRAFT, path={"submission_id": "submission_to_fill", "sha256": "file_digest"}, query={"name": "file_name"}, form=_bytes
        ),
        Case(
            "submitted",
            grids.FILL_HANDED_IN,
            path={"submission_id": "submission_submitted", "sha256": "file_digest"},
            query={"name": "file_name"},
            form=_bytes,
            too_late=True,
        ),
    ),
    "list_evidence": (
        one("draft", grids.DRAFT, submission_id="submission_draft"),
        one("submitted", grids.HANDED_IN, submission_id="submission_submitted"),
        one("approved", grids.APPROVED, submission_id="submission_approved"),
    ),
    "read_evidence": (
        one("draft", grids.DRAFT, submission_id="submission_draft", evidence_id="evidence_draft"),
        one("submitted", grids.HANDED_IN, submission_id="submission_submitted", evidence_id="evidence_submitted"),
    ),
    "read_evidence_content": (
        one("draft", grids.DRAFT, submission_id="submission_draft", evidence_id="evidence_draft"),
        one("submitted", grids.HANDED_IN, submission_id="submission_submitted", evidence_id="evidence_submitted"),
    ),
    "detach_evidence": (one("draft", grids.FILL_DRAFT, submission_id="submission_draft", evidence_id="evidence_to_detach"),),
    "export_answers": (one("open", grids.ROUND, **_ROUND),),
    "preview_answers": (Case("open", FILL_TABLE, path=_ROUND, form=_file),),
    "import_answers": (Case("of another file", FILL_TABLE, path=_ROUND, query={"digest": "some_digest"}, form=_file, too_late=True),),
}
