"""A ledger and its entries, as requests of the people who keep it."""

from typing import Any

from tests.factories.people import COUNTY, HEALTH
from tests.platform import Caller, World

LEDGERS = "/api/v1/submissions/ledgers"
ENTRIES = "/api/v1/submissions/ledger-entries"
NORTH, SOUTH = "北镇", "南镇"


async def towns(world: World) -> dict[str, str]:
    """Two towns of the county, known to everybody; their ids and the county's, by name."""
    admin = await world.sign_in("admin")
    rows = [{"code": f"{COUNTY}00{number}", "name": name, "level": "town", "parent_code": COUNTY} for number, name in enumerate((NORTH, SOUTH), 1)]
    await admin.do("/api/v1/plans/regions:import", {"rows": rows})
    await world.settle()
    return {one["name"]: one["id"] for one in await admin.items("/api/v1/plans/regions")}


async def unit_id(world: World, name: str = HEALTH, code: str = COUNTY) -> str:
    """The id of a unit of a region."""
    admin = await world.sign_in("admin")
    regions = {one["id"]: one["code"] for one in await admin.items("/api/v1/plans/regions")}
    [found] = [one["id"] for one in await admin.items("/api/v1/plans/units", name=name) if regions[one["region_id"]] == code]
    return str(found)


async def open_ledger(world: World, kind: str = "lecturers", **changes: Any) -> dict[str, Any]:
    """A ledger that the county's health bureau keeps."""
    health = await world.sign_in("health")
    body = {"kind": kind, "name": f"甲县{kind}台账", "unit_id": await unit_id(world), **changes}
    made: dict[str, Any] = await health.do(LEDGERS, body)
    return made


def lecturer(region_id: str, name: str = "王一", **changes: Any) -> dict[str, Any]:
    """An entry of a ledger of lecturers."""
    entry = {"name": name, "held_on": "2022-03-18", "region_id": region_id, "level": "县级", "details": {"workplace": "县疾控中心"}}
    return {**entry, **changes}


async def add(caller: Caller, ledger: dict[str, Any], entry: dict[str, Any]) -> dict[str, Any]:
    """The entry as it was added."""
    made: dict[str, Any] = await caller.do(f"{LEDGERS}/{ledger['id']}/entries", entry)
    return made


async def preview(caller: Caller, ledger: dict[str, Any], data: bytes, name: str = "台账.csv") -> Any:
    """The dry run of a table, which must succeed."""
    answer = await caller.upload(f"{LEDGERS}/{ledger['id']}/entries:preview", data, name, key=None)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def commit(caller: Caller, ledger: dict[str, Any], data: bytes, digest: str, *, partial: bool = False) -> Any:
    """The answer to the import of what was shown."""
    address = f"{LEDGERS}/{ledger['id']}/entries:import?digest={digest}&partial={str(partial).lower()}"
    return await caller.upload(address, data, "台账.csv")
