"""Looking at problems, and at what they left unchanged."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

import httpx2
from sqlalchemy import func, literal, select, union_all

from shared.kit.problems import MEDIA_TYPE
from shared.kit.service import Service
from shared.kit.tables import COMMON, audit_seals
from shared.schemas.services import ServiceName
from tests.platform import World


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The problem's body, after making sure that it is one, with this status and code."""
    assert answer.headers.get("content-type") == MEDIA_TYPE, f"{answer.status_code} {answer.text}"
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert body["status"] == status and body["title"] and body["detail"] and body["request_id"]
    assert body["type"] == f"/docs/problems.html#{code}"
    return body


def places(body: dict[str, Any]) -> set[tuple[int | None, str | None, str]]:
    """Every fault of a bulk as (row, column, code)."""
    return {(fault.get("row"), fault.get("column"), fault["code"]) for fault in body["errors"]}


def pointers(body: dict[str, Any]) -> dict[str, str]:
    """Every fault of a body by its JSON pointer: its code."""
    return {fault["pointer"]: fault["code"] for fault in body["errors"]}


async def row_counts(service: Service) -> dict[str, int]:
    """How many rows each table of a service holds; seals aside, which a loop puts on entries that are there already."""
    common = [table for table in COMMON.sorted_tables if table is not audit_seals]
    tables = [*import_module(f"services.{service.name}.models").Base.metadata.sorted_tables, *common]
    counts = union_all(*(select(literal(table.name), func.count()).select_from(table) for table in tables))
    return {name: int(rows) for name, rows in await service.database.read.all(counts)}


async def all_row_counts(world: World) -> dict[str, dict[str, int]]:
    """The same of all services."""
    return {name.value: await row_counts(world.service(name)) for name in ServiceName}


@asynccontextmanager
async def nothing_changes(world: World) -> AsyncIterator[None]:
    """Fail if any table of any service has more or fewer rows after the block; audit and outbox are tables too."""
    await world.settle()
    before = await all_row_counts(world)
    yield
    await world.settle()
    assert await all_row_counts(world) == before
