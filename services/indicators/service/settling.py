"""Which statements are in force: after a plan was taken over or amended, after a document revised its targets or was withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from services.indicators.models import FormerTargetRecord, TargetRecord
from services.indicators.repository import amending as repository
from services.indicators.rules.in_force import Candidate
from services.indicators.rules.revising import in_force_with_revisions
from shared.kit.db import WriteDb
from shared.kit.ids import new_id
from shared.kit.outbox import Outbox
from shared.schemas.events.measuring import TargetInForceChanged
from shared.schemas.indicators import TargetBasis
from shared.schemas.targets import Polarity, TargetExpression

_EXPRESSION: TypeAdapter[TargetExpression] = TypeAdapter(TargetExpression)
Row = Mapping[str, Any]


async def settle_targets(db: WriteDb, outbox: Outbox, rows: Sequence[Row], statements: Sequence[Row], last_year: int, at: datetime) -> None:
    """Let the targets of plan indicators ``rows`` be those that their ``statements`` put in force.

    ``statements`` are all that count now; a choice of a person stands as long as its statement is among them. What is new, points to
    another statement or is in force no longer is told, and kept among the former targets.
    """
    said = {statement["id"]: statement for statement in statements}
    known = {_slot(row): row for row in map(_plain, await repository.targets_of_indicators(db, [row["id"] for row in rows]))}
    chosen = {slot for slot, row in known.items() if row["basis"] == TargetBasis.CHOSEN and row["statement_id"] in said}
    decided = {slot[:3] for slot in chosen}
    found = {_slot(row): row for row in _target_rows(rows, statements, last_year) if _slot(row)[:3] not in decided}
    moved = [{**known[slot], **_points_to(row, known[slot])} for slot, row in found.items() if _moves(row, known.get(slot))]
    fresh = [row for slot, row in found.items() if slot not in known]
    gone = [row for slot, row in known.items() if slot not in found and slot not in chosen]
    await repository.drop_targets(db, [row["id"] for row in gone])
    await repository.replace_rows(db, TargetRecord, moved)
    await db.insert(TargetRecord, fresh)
    await remember_targets(db, [(row, said[row["statement_id"]]) for row in (*moved, *fresh)], gone, at)
    await outbox.record(db, *(target_gone(row, statement) for row, statement in await _last_said(db, gone, said)), at=at)
    await outbox.record(db, *(target_changed(row, said[row["statement_id"]]) for row in (*moved, *fresh)), at=at)


def candidate(statement: Row) -> Candidate:
    """A statement that could be in force; all of one document are one place."""
    place = str(statement["revision_id"] or statement["printed_key"])
    expression = _EXPRESSION.validate_python(statement["expression"])
    return Candidate(statement["id"], place, statement["year"], statement["population"], expression)


def sides(statements: Iterable[Row]) -> tuple[list[Candidate], list[Candidate]]:
    """What the plan prints, and what later documents set."""
    listed = list(statements)
    return [candidate(s) for s in listed if not s["revision_id"]], [candidate(s) for s in listed if s["revision_id"]]


def _target_rows(rows: Sequence[Row], statements: Sequence[Row], last_year: int) -> list[dict[str, Any]]:
    by_owner: dict[UUID, list[Row]] = {}
    for statement in statements:
        by_owner.setdefault(statement["plan_indicator_id"], []).append(statement)
    return [
        {
            "id": new_id(),
            "version": 1,
            "plan_id": row["plan_id"],
            "plan_indicator_id": row["id"],
            "statement_id": one.statement_id,
            "year": one.year,
            "population": one.population,
            "part": one.part,
            "basis": one.basis,
        }
        for row in rows
        for one in in_force_with_revisions(*sides(by_owner.get(row["id"], [])), Polarity(row["polarity"]), last_year)
    ]


def _plain(row: Any) -> dict[str, Any]:
    return dict(row._mapping)


def _slot(row: Row) -> tuple[Any, ...]:
    return row["plan_indicator_id"], row["year"], row["population"], row["part"]


def _moves(row: Row, known: Row | None) -> bool:
    return known is not None and (known["statement_id"], known["basis"]) != (row["statement_id"], row["basis"])


def _points_to(row: Row, known: Row) -> dict[str, Any]:
    nobody = {"chosen_by": None, "reason": None, "chosen_at": None}
    return {"statement_id": row["statement_id"], "basis": row["basis"], **nobody, "version": known["version"] + 1}


async def remember_targets(db: WriteDb, now: Iterable[tuple[Row, Row]], gone: Iterable[Row], at: datetime) -> None:
    """Keep what came into force (each with its statement), and where nothing is in force any more."""
    nothing = dict.fromkeys(("statement_id", "raw", "basis", "chosen_by", "reason"))
    there = [{**_placed(row), "statement_id": row["statement_id"], "raw": said["raw"], **_why(row)} for row, said in now]
    taken = {(row["plan_indicator_id"], row["year"], row["population"], row["part"]) for row in there}
    lost = [{**_placed(row), **nothing} for row in gone if _slot(row) not in taken]
    await db.insert(FormerTargetRecord, [{"id": new_id(), "at": at, **row} for row in (*lost, *there)])


def _placed(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("plan_indicator_id", "year", "population", "part")}


def _why(row: Row) -> dict[str, Any]:
    return {"basis": row["basis"], "chosen_by": row.get("chosen_by"), "reason": row.get("reason")}


async def _last_said(db: WriteDb, gone: Sequence[Row], said: Mapping[UUID, Row]) -> list[tuple[Row, Row]]:
    """What is in force no longer, each with the statement it had."""
    others = [row["statement_id"] for row in gone if row["statement_id"] not in said]
    known = {**said, **{row.id: _plain(row) for row in await repository.statements_by_id(db, others)}}
    return [(row, known[row["statement_id"]]) for row in gone]


def target_gone(target: Row, statement: Row) -> TargetInForceChanged:
    """That a target is in force no longer, as others need it."""
    return target_changed({**target, "version": target["version"] + 1}, statement).model_copy(update={"in_force": False})


def target_changed(target: Mapping[str, Any], statement: Mapping[str, Any]) -> TargetInForceChanged:
    """A target in force as others need it."""
    return TargetInForceChanged(
        version=target["version"],
        target_id=target["id"],
        plan_indicator_id=target["plan_indicator_id"],
        year=target["year"],
        population=target["population"],
        raw=statement["raw"],
        expression=statement["expression"],
        chosen=target["basis"] == TargetBasis.CHOSEN,
    )
