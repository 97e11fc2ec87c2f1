"""Lists show exactly what may be read one by one: ``visible`` as SQL agrees with ``decide`` on the real database."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, String, Table, Uuid, false, insert, or_, select, true

from shared.kit.columns import RegionPath
from shared.kit.db import Database
from shared.kit.framework_problems import Denied, NotFound
from shared.kit.ids import new_id
from shared.kit.rights import RightsColumns, ancestors, require, see, visible
from shared.rules.access import POLICY, Actor, Disclosure, Grant, Permission, Role, Thing, decide
from tests.databases import TestDatabases

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("id", Uuid(), primary_key=True),
    Column("batch", Uuid(), nullable=False, index=True),
    Column("region_path", RegionPath, nullable=False),
    Column("unit_id", Uuid()),
    Column("owner_id", Uuid()),
    Column("state", String(20)),
    Column("disclosure", String(20)),
)
leads = Table("leads", metadata, Column("thing_id", Uuid(), nullable=False, index=True), Column("unit_id", Uuid(), nullable=False))


def led_by(unit_id: UUID) -> Any:
    """The condition "this unit leads the row"."""
    return select(leads.c.unit_id).where(leads.c.thing_id == things.c.id, leads.c.unit_id == unit_id).exists()


COLUMNS = RightsColumns(
    region_path=things.c.region_path,
    unit_id=things.c.unit_id,
    owner_id=things.c.owner_id,
    state=things.c.state,
    disclosure=things.c.disclosure,
    led=led_by,
)
PATHS = ["", "a.", "a.b.", "a.b.c.", "a.b.cc.", "a.b2.", "a.B.", "ab.", "z9.", "a.b.c.d.", "a.b-x."]
UNITS = [UUID(int=number) for number in range(1, 4)]
STATES = sorted({state for rules in POLICY.values() for rule in rules for state in rule.states} | {"draft", "drafting"})

NAMES = ["region_path", "unit_id", "owner_id", "state", "disclosure", "led"]

on_a_database = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
paths = st.sampled_from(PATHS)
units = st.sampled_from(UNITS) | st.none()
grants = st.builds(Grant, st.sampled_from(Role), paths, units)
actors = st.builds(
    Actor,
    st.sampled_from(UNITS),
    st.just("某人"),
    st.lists(grants, max_size=3).map(tuple),
    st.sets(st.sampled_from(["plans:read", "indicators:read", "observations:write"])).map(frozenset),
)
some_things = st.builds(
    Thing,
    region_path=paths,
    unit_id=units,
    lead_unit_ids=st.sets(st.sampled_from(UNITS), max_size=2).map(frozenset),
    owner_id=units,
    state=st.sampled_from(STATES) | st.none(),
    disclosure=st.sampled_from(Disclosure) | st.none(),
)


async def make(database: Database) -> None:
    """The small table."""
    async with database.write_engine.begin() as connection:
        await connection.run_sync(metadata.create_all)


@pytest.fixture
async def database(fresh_url: TestDatabases) -> AsyncIterator[Database]:
    """A database with the small table."""
    opened = Database(fresh_url.of("things", make))
    yield opened
    await opened.dispose()


async def store(database: Database, given_things: list[Thing]) -> tuple[UUID, dict[UUID, Thing]]:
    """Put things into the table, under a batch of their own."""
    batch, stored = new_id(), {new_id(): thing for thing in given_things}
    names = ("region_path", "unit_id", "owner_id", "state", "disclosure")
    async with database.write() as write:
        await write.run(
            insert(things), [{"id": key, "batch": batch, **{name: getattr(thing, name) for name in names}} for key, thing in stored.items()]
        )
        await write.run(insert(leads), [{"thing_id": key, "unit_id": unit} for key, thing in stored.items() for unit in thing.lead_unit_ids])
    return batch, stored


async def listed(database: Database, batch: UUID, actor: Actor, columns: RightsColumns) -> set[tuple[Permission, UUID]]:
    """Every row of a batch that a list would show, by permission."""
    ways = [visible(actor, permission, columns).label(permission.name) for permission in Permission]
    rows = await database.read.all(select(things.c.id, *ways).where(things.c.batch == batch))
    return {(permission, row.id) for row in rows for permission in Permission if getattr(row, permission.name)}


def allowed(actor: Actor, stored: dict[UUID, Thing]) -> set[tuple[Permission, UUID]]:
    """Every row that may be read on its own, by permission."""
    return {(permission, key) for key, thing in stored.items() for permission in Permission if decide(actor, permission, thing).allowed}


@on_a_database
@given(actor=actors, given_things=st.lists(some_things, min_size=1, max_size=20))
async def test_a_list_holds_exactly_what_decide_allows(database: Database, actor: Actor, given_things: list[Thing]) -> None:
    batch, stored = await store(database, given_things)
    assert await listed(database, batch, actor, COLUMNS) == allowed(actor, stored)


@on_a_database
@given(actor=actors, given_things=st.lists(some_things, min_size=1, max_size=10), missing=st.sampled_from(NAMES))
async def test_a_table_without_a_column_never_shows_more(database: Database, actor: Actor, given_things: list[Thing], missing: str) -> None:
    """A table that lacks what a rule asks for must not pass for one that fulfils it."""
    batch, stored = await store(database, given_things)
    columns = RightsColumns(**{name: getattr(COLUMNS, name) for name in NAMES if name != missing})
    assert await listed(database, batch, actor, columns) <= allowed(actor, stored)


def test_nobody_sees_nothing_and_a_service_everything() -> None:
    assert visible(Actor(UNITS[0], "x"), Permission.PLAN_READ, COLUMNS).compare(false())
    service = Actor(UNITS[0], "plans", (Grant(Role.SERVICE, ""),))
    assert str(visible(service, Permission.CATALOGUE_READ, COLUMNS)) == str(or_(true()))


@pytest.mark.parametrize(("path", "expected"), [("", []), ("a.", ["a."]), ("a.b.c.", ["a.", "a.b.", "a.b.c."])])
def test_a_path_and_those_it_lies_in(path: str, expected: list[str]) -> None:
    assert ancestors(path) == expected


def test_what_is_not_yours_to_know_looks_like_what_is_not_there() -> None:
    stranger = Actor(UNITS[0], "x", (Grant(Role.LIAISON, "a.", UNITS[0]),))
    hidden = Thing(region_path="b.", state="drafting", disclosure=Disclosure.INTERNAL)
    told = []
    for thing in (hidden, None):
        with pytest.raises(NotFound) as caught:
            see(stranger, Permission.PLAN_READ, thing, what="plan", what_zh="计划")
        told.append(str(caught.value))
    assert told[0] == told[1]


def test_what_is_known_but_not_allowed_says_why() -> None:
    liaison = Actor(UNITS[0], "x", (Grant(Role.LIAISON, "a.", UNITS[0]),))
    with pytest.raises(Denied) as caught:
        require(liaison, Permission.PLAN_DRAFT, Thing(region_path="a."))
    assert caught.value.places == {"permission": "plan.draft", "why": "liaison never has it"}
