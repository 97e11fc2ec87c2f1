"""A generated country in the indicators database: 3,000 counties, and yearly values of as many indicators as are asked for."""

from collections.abc import Mapping
from typing import Any

REGIONS, YEARS = 3000, range(2011, 2021)
"""Counties, and the years that each of them has a value for, of each indicator."""

_COUNTY = {
    "id": "md5('r' || r)::uuid",
    "path": "'bench.' || r || '.'",
    "level": "'county'",
    "code": "lpad((800000 + r)::text, 6, '0')",
    "name": "'量测' || r || '县'",
    "valid_from": "'2000-01-01'",
    "ended_on": "null",
}
_ENTRY = {
    "id": "md5('i' || i)::uuid",
    "name": "'量测指标' || i",
    "code": "'BENCH-' || i",
    "polarity": "'up'",
    "region_path": "''",
    "state": "'active'",
}
_VALUE = {
    "id": "('01900000-0000-7000-8000-' || lpad(to_hex((i::bigint * 10000 + r) * 10 + y - 2011), 12, '0'))::uuid",
    "indicator_id": "md5('i' || i)::uuid",
    "region_id": "md5('r' || r)::uuid",
    "region_path": "'bench.' || r || '.'",
    "period": "y::text",
    "disaggregation": "''",
    "year": "y",
    "value": "(r * 7 + i * 3 + y) % 100",
    "state": "null",
    "standing": "'reported'",
    "reported": "null",
    "derived_from": "null",
    "definition": "1",
    "disclosure": "'public'",
    "unit_id": "null",
}


async def fill_counties(connection: Any) -> None:
    """The counties, once."""
    await _copies(connection, "known_regions", _COUNTY, f"generate_series(1, {REGIONS}) r")


async def fill_values(connection: Any, first: int, last: int) -> int:
    """Entries ``first`` to ``last`` with a value for each county and year; how many values there are then.

    Indexes that hold no constraint are dropped meanwhile and built again, as whoever loads tens of millions does.
    """
    await _copies(connection, "indicators", _ENTRY, f"generate_series({first}, {last}) i")
    indexes = await connection.fetch(
        "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index"
        " WHERE indrelid = 'observations'::regclass AND NOT indisunique AND NOT indisprimary"
    )
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    years = f"generate_series({YEARS.start}, {YEARS.stop - 1}) y"
    await _copies(connection, "observations", _VALUE, f"generate_series({first}, {last}) i, generate_series(1, {REGIONS}) r, {years}")
    for index in indexes:
        await connection.execute(index["made"])
    await connection.execute("VACUUM ANALYZE")
    return int(await connection.fetchval("SELECT count(*) FROM observations"))


async def fill_plan(connection: Any, plan_id: Any) -> None:
    """Ten yearly values of every indicator of a plan, where it has none."""
    own = {
        **_VALUE,
        "id": "gen_random_uuid()",
        "indicator_id": "p.indicator_id",
        "region_id": "p.region_id",
        "region_path": "p.region_path",
        "value": "(y * 7) % 90",
    }
    plan = f"(SELECT DISTINCT indicator_id, region_id, region_path FROM plan_indicators WHERE plan_id = '{plan_id}') p"
    await _copies(connection, "observations", own, f"{plan}, generate_series(2016, 2025) y", "ON CONFLICT DO NOTHING")


async def _copies(connection: Any, table: str, own: Mapping[str, str], series: str, ending: str = "") -> None:
    """Rows like some row of the table but for their ``own`` columns, once for each of ``series``."""
    rows = await connection.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position", table)
    names = [row["column_name"] for row in rows]
    values = [own.get(name, f"t.{name}") for name in names]
    await connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM (SELECT * FROM {table} LIMIT 1) t, {series} {ending}", timeout=3600
    )
