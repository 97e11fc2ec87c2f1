"""Kinds of submission: those that are shipped are kept in step with their files, administrators add others."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any
from uuid import UUID

from services.submissions.errors import KindFaulty, KindUnchanged
from services.submissions.models import KindRecord
from services.submissions.models.kinds import shipped_id
from services.submissions.repository import kinds
from services.submissions.rules.kinds import definition_faults, digest
from shared.kit.db import Database
from shared.kit.ids import new_id
from shared.kit.rights import require
from shared.kit.work import Work
from shared.rules.access import Permission, Thing
from shared.schemas.kinds import KindAddition, KindDefinition


def shipped_definitions() -> list[KindDefinition]:
    """What the files beside this service say, in order of their names."""
    folder = files("services.submissions") / "kinds"
    there = sorted((one for one in folder.iterdir() if one.name.endswith(".json")), key=lambda one: one.name)
    return [KindDefinition.model_validate_json(one.read_bytes()) for one in there]


async def keep_shipped_kinds(database: Database) -> None:
    """Add a version for every shipped file that says something new; what rounds run on stays as it is."""
    rows = _new_versions(shipped_definitions(), await kinds.shipped(database.read))
    if rows:
        async with database.write() as db:
            await db.keep_first(KindRecord, rows)


def _new_versions(definitions: Sequence[KindDefinition], there: Sequence[Any]) -> list[dict[str, Any]]:
    told = {(row.code, row.digest) for row in there}
    newest: dict[str, int] = {}
    for row in there:
        newest[row.code] = max(row.version, newest.get(row.code, 0))
    new = [(one, newest.get(one.code, 0) + 1) for one in definitions if (one.code, digest(one)) not in told]
    return [_row(one, "", version, shipped_id(one.code, version)) for one, version in new]


def _row(definition: KindDefinition, region_path: str, version: int, kind_id: UUID) -> dict[str, Any]:
    told = definition.model_dump(mode="json", include=set(KindDefinition.model_fields))
    return {**told, "id": kind_id, "region_path": region_path, "version": version, "digest": digest(definition)}


async def add_kind(work: Work, body: KindAddition) -> UUID:
    """Keep a new kind, or the next version of one, for a region and what lies below; versions are never edited."""
    require(work.actor, Permission.KIND_KEEP, Thing(region_path=body.region_path))
    if faults := definition_faults(body):
        raise KindFaulty(faults=faults, count=len(faults))
    there = await kinds.versions_of_kind(work.db, body.code, body.region_path)
    if there and there[0].digest == digest(body):
        raise KindUnchanged(version=there[0].version)
    row = _row(body, body.region_path, there[0].version + 1 if there else 1, new_id())
    work.db.add(KindRecord(**row))
    await work.db.flush()
    await work.audit("add_kind", row["id"], code=body.code, version=row["version"])
    return UUID(str(row["id"]))
