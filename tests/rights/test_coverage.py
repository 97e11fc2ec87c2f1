"""The matrix covers the documents, and would notice if it did not."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from deploy.embedded import create_platform
from shared.kit.app import api_router
from shared.kit.routing import guarded
from shared.kit.settings import CommonSettings
from shared.rules.access import Permission, Role
from shared.schemas.services import ServiceName
from tests.rights.coverage import operations, uncovered
from tests.rights.grids import grid
from tests.rights.parts import EVERYBODY, POSTS
from tests.rights.table import PUBLIC, TABLE
from tests.rights.world import World

Apps = dict[ServiceName, FastAPI]


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Apps:
    """The four applications, made and not run."""
    return create_platform(CommonSettings(data=tmp_path_factory.mktemp("apps"))).apps


def test_every_operation_has_a_row_and_every_row_an_operation(apps: Apps) -> None:
    assert uncovered(operations(apps.values()), TABLE, PUBLIC) == []


def test_a_new_route_without_a_row_is_noticed(tmp_path: Path) -> None:
    """The self-test: a route that somebody adds to a real application tomorrow."""
    apps = create_platform(CommonSettings(data=tmp_path)).apps
    router = api_router("/api/v1/plans", "invented")

    @router.get("/invented", operation_id="list_invented", **guarded(Permission.PLAN_READ))
    async def list_invented() -> list[str]:
        """Nothing."""
        return []

    apps[ServiceName.PLANS].include_router(router)
    apps[ServiceName.PLANS].openapi_schema = None
    assert uncovered(operations(apps.values()), TABLE, PUBLIC) == ["list_invented (GET /api/v1/plans/invented) has no row"]


def test_a_row_without_an_operation_is_noticed(apps: Apps) -> None:
    found = operations(apps.values())
    assert uncovered(found, [*TABLE, "gone"], PUBLIC) == ["the row gone has no operation"]


def test_a_route_that_lost_its_token_is_noticed(apps: Apps) -> None:
    found = operations(apps.values())
    less_public = [name for name in PUBLIC if name != "issue_token"]
    assert uncovered(found, [*TABLE, "issue_token"], less_public) == ["issue_token is public but has a row of rights"]
    less_guarded = [name for name in TABLE if name != "read_plan"]
    assert uncovered(found, less_guarded, [*PUBLIC, "read_plan"]) == ["read_plan needs a token but stands among the public ones"]


def test_every_operation_names_its_permission_or_says_that_it_needs_none(apps: Apps) -> None:
    for operation in operations(apps.values()).values():
        if operation.public:
            assert operation.permission is None, operation
        else:
            assert operation.permission in set(Permission), operation


def test_every_permission_is_named_by_an_operation(apps: Apps) -> None:
    """A permission that no route asks for would be a rule that nothing keeps."""
    assert {operation.permission for operation in operations(apps.values()).values() if not operation.public} == set(Permission)


def test_no_route_hides_from_the_documents(apps: Apps) -> None:
    """What is not published has no row, so there may be nothing but the services' own inbox."""
    hidden = [
        context.original_route.path
        for app in apps.values()
        for context in iter_route_contexts(app.routes)
        if isinstance(context.original_route, APIRoute) and not context.original_route.include_in_schema
    ]
    assert sorted(hidden) == sorted(f"/internal/v1/{name}/events" for name in ServiceName)


def test_every_role_is_played() -> None:
    """A new role needs its line in every grid; only our own services' role is no part for a person or client."""
    assert {post.role for post in POSTS.values()} == set(Role) - {Role.SERVICE}


def test_every_case_has_a_cell_for_everybody() -> None:
    for name, cases in TABLE.items():
        assert cases, name
        assert len({case.about for case in cases}) == len(cases), name
        for case in cases:
            assert set(case.expected) == set(EVERYBODY), f"{name} {case.about}"


@pytest.mark.parametrize("text", ["liaison A A A A", "rest A A A", "rest A A A A\nmayor A A A A", "rest A A A A\nrest D D D D", "rest A A A X"])
def test_a_grid_with_a_hole_or_an_unknown_word_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        grid(text)


async def test_the_services_inbox_is_for_the_services_alone(world: World) -> None:
    """No part gets in, nobody without a token does, and the gateway does not even know the address."""
    for name, app in world.platform.apps.items():
        path = f"/internal/v1/{name}/events"
        for who in EVERYBODY:
            assert (await world.ask(who, "POST", path, json=[])).status_code == 404, f"{who} through the gateway"
            answer = await world.directly(app, path, world.token(who))
            assert (answer.status_code, answer.json()["code"]) == (403, "denied"), f"{who} at {path}: {answer.text}"
        assert (await world.directly(app, path, "")).status_code == 401
