"""Every cell: an operation, an object, a part, a region."""

from typing import Any

import httpx2
import pytest

from tests.rights.cases import Case
from tests.rights.coverage import Operation, operations
from tests.rights.grids import Expect
from tests.rights.parts import Who
from tests.rights.table import PUBLIC, TABLE
from tests.rights.world import World

CASES = [pytest.param(name, case, id=f"{name}-{case.about}") for name, cases in TABLE.items() for case in cases]
REFUSALS = {Expect.DENY: (403, "denied"), Expect.HIDE: (404, "not-found")}


def _operation(world: World, name: str) -> Operation:
    return operations(world.platform.apps.values())[name]


def _request(world: World, operation: Operation, case: Case) -> tuple[str, str, dict[str, Any]]:
    path = operation.path.format_map({parameter: world.named(name) for parameter, name in case.path.items()})
    extra: dict[str, Any] = {"params": {parameter: world.named(name) for parameter, name in case.query.items()}}
    if case.find is not None:
        extra["params"]["limit"] = 200
    if case.body is not None:
        extra["json"] = case.body(world)
    if case.form is not None:
        extra |= case.form(world)
    return operation.method, path, extra


def _fits(world: World, case: Case, expected: Expect, answer: httpx2.Response) -> bool:
    if expected is Expect.ALLOW:
        return answer.status_code not in {401, 403, 404} and answer.status_code < 500
    if expected in REFUSALS:
        return (answer.status_code, answer.json().get("code")) == REFUSALS[expected]
    return answer.status_code == 200 and _holds(world, case, answer) is (expected is Expect.SEES)


def _holds(world: World, case: Case, answer: httpx2.Response) -> bool:
    assert case.find is not None
    field, name = case.find
    page = answer.json()
    assert page["next_cursor"] is None, "the world has outgrown one page"
    return any(item[field] == world.named(name) for item in page["items"])


def _denied_first(case: Case) -> list[tuple[Who, Expect]]:
    """An allowed cell may change the object, so it comes after those that must not."""
    return sorted(case.expected.items(), key=lambda cell: cell[1] is Expect.ALLOW)


@pytest.mark.parametrize(("name", "case"), CASES)
async def test_cells(world: World, name: str, case: Case) -> None:
    method, path, extra = _request(world, _operation(world, name), case)
    wrong, succeeded = [], False
    for who, expected in _denied_first(case):
        answer = await world.ask(who, method, path, **extra)
        succeeded = succeeded or answer.is_success
        if not _fits(world, case, expected, answer):
            wrong.append(f"{who.part} of {who.relation}: expected {expected.name}, got {answer.status_code} {answer.text[:200]}")
    assert not wrong, f"{method} {path}\n" + "\n".join(wrong)
    assert succeeded is not case.too_late, f"{method} {path}: {'somebody' if succeeded else 'nobody'} succeeded, so the case is at fault"


@pytest.mark.parametrize("name", TABLE)
async def test_nobody_gets_in_without_a_token(world: World, name: str) -> None:
    case = TABLE[name][0]
    method, path, extra = _request(world, _operation(world, name), case)
    told = extra.pop("headers", {})
    for headers in ({}, {"Authorization": "Bearer forged.to.ken"}, {"Authorization": "Basic YWRtaW46YWRtaW4="}):
        answer = await world.client.request(method, path, headers=headers | told, **extra)
        assert (answer.status_code, answer.json()["code"]) == (401, "not-authenticated"), f"{method} {path} {headers}"


@pytest.mark.parametrize("name", PUBLIC)
async def test_what_is_public_answers_everybody(world: World, name: str) -> None:
    operation = _operation(world, name)
    answer = await world.client.request(operation.method, operation.path.format_map(world.ids), **PUBLIC[name])
    assert answer.status_code == 200, answer.text
