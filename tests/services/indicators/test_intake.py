"""Values in bulk: CSV and JSON lines, dry run, partial, chunks, keys, and everything that can be wrong with a row."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from services.indicators.models import ObservationRecord, ObservationVersionRecord
from services.indicators.rules.intake.faults import WORDS
from tests.factories.documents import DIET, LITERACY, MALARIA, SMOKING
from tests.factories.people import COUNTY, NEIGHBOUR, PROVINCE
from tests.factories.problems import nothing_changes, places, problem
from tests.platform import Caller, World, eventually
from tests.services.indicators.test_observations import INDICATORS, verdict_on
from tests.services.indicators.test_taking_over import by_key

INTAKE, LIST = f"{INDICATORS}/observations:intake", f"{INDICATORS}/observations"
CSV, LINES = "text/csv", "application/x-ndjson"
HEAD = "indicator,region,period,value"


def table(*rows: str, head: str = HEAD) -> str:
    """A CSV file."""
    return "\n".join([head, *rows, ""])


def line(**more: Any) -> str:
    """One JSON line about health literacy in the county."""
    return json.dumps({"indicator": LITERACY, "region": COUNTY, "period": "2022", "value": "32.6", **more}, ensure_ascii=False)


async def take(caller: Caller, content: str, media_type: str = CSV, **query: Any) -> Any:
    """An intake that must succeed; its report."""
    answer = await caller.send(INTAKE, content.encode(), media_type, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def stored(world: World) -> tuple[int, int]:
    """How many values count, and how many versions were superseded."""
    read = world.service("indicators").database.read
    counts = [await read.one(select(func.count().label("n")).select_from(record)) for record in (ObservationRecord, ObservationVersionRecord)]
    return tuple(row.n for row in counts if row)  # type: ignore[return-value]


async def test_a_file_is_taken_in_row_by_row(world: World) -> None:
    office = await world.sign_in("office")
    content = table(f"{LITERACY},{COUNTY},2022,32.60", f"{LITERACY},{COUNTY},2022-H1,31", f"{SMOKING},{COUNTY},2022-Q3,20.5")
    report = await take(office, content)
    assert (report["new"], report["corrected"], report["unchanged"], report["refused"], report["rows"]) == (3, 0, 0, 0, 3)
    assert report["outcomes"] == [{"first_row": 1, "last_row": 3, "outcome": "new"}]
    assert report["chunks"] == [{"number": 1, "first_row": 1, "last_row": 3, "repeated": False}] and report["errors"] == []
    values = await office.items(LIST)
    assert {(v["indicator_name"], v["period"], v["year"], v["value"], v["source"]) for v in values} == {
        (LITERACY, "2022", 2022, "32.60", "intake"),
        (LITERACY, "2022-H1", 2022, "31", "intake"),
        (SMOKING, "2022-Q3", 2022, "20.5", "intake"),
    }
    [version] = await office.read(f"{LIST}/{values[0]['id']}/versions")
    assert (version["source_id"], version["recorded_by"], version["superseded_at"]) == (report["id"], "人员 office", None)
    again = await take(office, table(f"{LITERACY},{COUNTY},2022,32.61", f"{LITERACY},{COUNTY},2022-H1,31", f"{DIET},{COUNTY},2022,6"))
    assert again["outcomes"] == [
        {"first_row": 1, "last_row": 1, "outcome": "corrected"},
        {"first_row": 2, "last_row": 2, "outcome": "unchanged"},
        {"first_row": 3, "last_row": 3, "outcome": "new"},
    ]
    assert await stored(world) == (4, 1)


async def test_verdicts_and_copies_follow_the_yearly_total_alone(world: World) -> None:
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2022-H2,10,", f"{LITERACY},{COUNTY},2022,11,sex=female", head=f"{HEAD},disaggregation"))
    assert (await verdict_on(office, "T01", 2022))["word"] == "not_due"
    await take(office, table(f"{LITERACY},{COUNTY},2022,32.6"))
    met = await verdict_on(office, "T01", 2022)
    assert met["word"] == "met" and [v["value"] for v in met["explanation"]["inputs"]["series"]] == ["32.6"]
    await world.settle()
    known = await world.service("submissions").database.read.all(select(_known_values()))
    assert [(row.year, str(row.value), row.version) for row in known] == [(2022, "32.6", 1)]


def _known_values() -> Any:
    from services.submissions.models import KnownValue

    return KnownValue.__table__


async def test_json_lines_say_the_same_as_a_table(world: World) -> None:
    office = await world.sign_in("office")
    entry = (await by_key(office))["T04"]["indicator_id"]
    lines = [
        line(disaggregation={"sex": "female", "age": "65+"}, numerator="326", denominator="1000", standing="provisional"),
        "",
        json.dumps({"indicator": entry, "region": COUNTY, "period": "2022", "state": "消除"}, ensure_ascii=False),
    ]
    report = await take(office, "\n".join(lines), LINES)
    assert report["outcomes"] == [{"first_row": 1, "last_row": 1, "outcome": "new"}, {"first_row": 3, "last_row": 3, "outcome": "new"}]
    found = {v["indicator_name"]: v for v in await office.items(LIST)}
    part = found[LITERACY]
    assert (part["disaggregation"], part["numerator"], part["denominator"], part["standing"]) == ("age=65+;sex=female", "326", "1000", "provisional")
    assert (found[MALARIA]["state"], found[MALARIA]["value"]) == ("消除", None)
    same = table(
        f"{LITERACY},{COUNTY},2022,32.6,sex=female; age=65+,326,1000,provisional", head=f"{HEAD},disaggregation,numerator,denominator,standing"
    )
    assert (await take(office, same))["unchanged"] == 1
    assert [v["id"] for v in await office.items(LIST, disaggregation="age=65+;sex=female")] == [part["id"]]
    assert [v["indicator_name"] for v in await office.items(LIST, disaggregation="")] == [MALARIA]


@pytest.mark.parametrize(
    ("encoding", "media_type"), [("utf-8-sig", CSV), ("gb18030", "text/csv; charset=GB18030"), ("gbk", 'text/csv; charset="gbk"')]
)
async def test_a_table_as_offices_write_it(world: World, encoding: str, media_type: str) -> None:
    office = await world.sign_in("office")
    content = f"地区,指标,时期,数值,计量单位\r\n{COUNTY},{LITERACY},2022,32.6,%\r\n"
    answer = await office.send(INTAKE, content.encode(encoding), media_type)
    assert answer.status_code == 200 and answer.json()["new"] == 1, answer.text


async def test_a_dry_run_tells_everything_and_changes_nothing(world: World) -> None:
    office = await world.sign_in("office")
    await take(office, table(f"{LITERACY},{COUNTY},2021,30", f"{LITERACY},{COUNTY},2022,32"))
    content = table(f"{LITERACY},{COUNTY},2021,30", f"{LITERACY},{COUNTY},2022,33", f"{LITERACY},{COUNTY},2020,29", f"{LITERACY},{COUNTY},2019,101")
    async with nothing_changes_but_answers(world):
        report = await take(office, content, dry_run=True)
    assert [one["outcome"] for one in report["outcomes"]] == ["unchanged", "corrected", "new", "refused"]
    assert (report["id"], report["chunks"], report["dry_run"]) == (None, [], True)
    assert places(report) == {(4, "value", "out-of-range")}


def nothing_changes_but_answers(world: World) -> Any:
    """Values and versions stay; the answer itself is kept under its key."""

    class Same:
        async def __aenter__(self) -> None:
            self.before = await stored(world)

        async def __aexit__(self, *_: object) -> None:
            assert await stored(world) == self.before

    return Same()


async def test_a_faulty_row_refuses_all_unless_the_rest_is_wanted(world: World) -> None:
    office = await world.sign_in("office")
    content = table(f"{LITERACY},{COUNTY},2021,30", f"{LITERACY},{COUNTY},2022,320", f"{LITERACY},{COUNTY},2020,29")
    async with nothing_changes(world):
        found = problem(await office.send(INTAKE, content, CSV), 422, "refused-values")
    assert places(found) == {(2, "value", "out-of-range")}
    report = await take(office, content, partial=True)
    assert [(one["first_row"], one["outcome"]) for one in report["outcomes"]] == [(1, "new"), (2, "refused"), (3, "new")]
    assert (report["new"], report["refused"]) == (2, 1) and places(report) == {(2, "value", "out-of-range")}
    assert {v["year"] for v in await office.items(LIST)} == {2020, 2021}


BAD = [
    ({"indicator": "没有的指标"}, "indicator", "unknown-indicator"),
    ({"indicator": str(uuid4())}, "indicator", "unknown-indicator"),
    ({"indicator": None}, "indicator", "empty"),
    ({"region": "999999"}, "region", "unknown-region"),
    ({"region": None}, "region", "empty"),
    ({"region": NEIGHBOUR}, "region", "region-not-yours"),
    ({"unit": "克"}, "unit", "unit-mismatch"),
    ({"period": "2022年"}, "period", "period-form"),
    ({"period": "2022-7"}, "period", "period-form"),
    ({"period": None}, "period", "empty"),
    ({"value": "三十二"}, "value", "not-a-number"),
    ({"value": "1,234"}, "value", "not-a-number"),
    ({"value": "NaN"}, "value", "not-a-number"),
    ({"value": "1e3"}, "value", "not-a-number"),
    ({"value": "３２"}, "value", "not-a-number"),
    ({"value": 32.6}, "value", "number-not-text"),
    ({"value": 32}, "value", "number-not-text"),
    ({"value": "100.01"}, "value", "out-of-range"),
    ({"value": "-1"}, "value", "out-of-range"),
    ({"value": None}, "value", "value-or-state"),
    ({"state": "消除"}, "value", "value-or-state"),
    ({"value": None, "state": "长" * 301}, "state", "too-long"),
    ({"numerator": "5"}, "denominator", "numerator-alone"),
    ({"numerator": "5", "denominator": "0"}, "denominator", "zero-denominator"),
    ({"numerator": "-5", "denominator": "7"}, "numerator", "negative-part"),
    ({"numerator": "5克", "denominator": "7"}, "numerator", "part-unit"),
    ({"disaggregation": "female"}, "disaggregation", "disaggregation-form"),
    ({"disaggregation": {"sex": ""}}, "disaggregation", "disaggregation-form"),
    ({"standing": "rumoured"}, "standing", "unknown-standing"),
    ({"disclosure": "secret"}, "disclosure", "unknown-disclosure"),
    ({"definition": "2"}, "definition", "unknown-definition"),
    ({"definition": "新"}, "definition", "unknown-definition"),
    ({"colour": "red"}, "colour", "unknown-column"),
    ({"state": "a\0b", "value": None}, None, "unreadable-row"),
    ({"region": True}, "region", "unreadable-row"),
    ({"denominator_indicator": SMOKING}, "denominator_indicator", "computed-twice"),
    ({"denominator_indicator": "没有的指标", "value": None, "numerator": "1"}, "denominator_indicator", "unknown-indicator"),
    ({"denominator_indicator": SMOKING, "value": None}, "numerator", "numerator-needed"),
    ({"denominator_indicator": SMOKING, "value": None, "numerator": "1", "period": "2019"}, "denominator_indicator", "denominator-missing"),
    ({"indicator": DIET, "denominator_indicator": SMOKING, "value": None, "numerator": "1"}, "denominator_indicator", "not-a-share"),
]


async def test_every_fault_of_every_row_is_told_at_once_in_both_languages(shared_world: World) -> None:
    rows = [line(), *(line(**wrong) for wrong, _, _ in BAD), line(), "{broken", "[1]"]
    expected = {(number, column, code) for number, (_, column, code) in enumerate(BAD, 2)}
    last = len(BAD) + 2
    expected |= {(last, "period", "twice"), (last + 1, None, "unreadable-row"), (last + 2, None, "unreadable-row")}
    for language in ("zh", "en"):
        office = await shared_world.sign_in("office", language=language)
        async with nothing_changes(shared_world):
            found = problem(await office.send(INTAKE, "\n".join(rows).encode(), LINES), 422, "refused-values")
        assert expected <= places(found), expected - places(found)
        assert {row for row, _, _ in places(found)} == {row for row, _, _ in expected}
        chinese = [
            any("\u4e00" <= sign <= "\u9fff" for sign in WORDS[fault["code"]].say("en", **dict.fromkeys(_PLACES, ""))) for fault in found["errors"]
        ]
        assert not any(chinese) and all("{" not in fault["message"] or fault["code"] == "disaggregation-form" for fault in found["errors"])


_PLACES = ("count", "why", "value", "known", "most", "units", "unit", "given", "name", "low", "high", "first")


async def test_a_row_may_have_several_faults(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    content = table("没有,000000,2022-13,x,y", head=f"{HEAD},standing")
    found = problem(await office.send(INTAKE, content, CSV), 422, "refused-values")
    wrong = {("indicator", "unknown-indicator"), ("region", "unknown-region"), ("period", "period-form"), ("value", "not-a-number")}
    assert places(found) == {(1, *one) for one in wrong | {("standing", "unknown-standing")}}


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", {(0, name, "missing-column") for name in ("indicator", "region", "period")}),
        (table(head="indicator,region,period,value").encode(), {(0, None, "no-rows")}),
        (b"indicator,region,colour\n", {(0, "colour", "unknown-column"), (0, "period", "missing-column")}),
        (b"indicator,region,period,period\n", {(0, "period", "unknown-column")}),
        (f"{HEAD}\n{LITERACY},{COUNTY},2022\n".encode(), {(1, None, "unreadable-row")}),
        (f'{HEAD}\n{LITERACY},{COUNTY},2022,32\n"open,1,2,3\n'.encode(), {(2, None, "unreadable-row")}),
        (f"{HEAD}\n{LITERACY},".encode() + b"\xff\xfe,2022,1\n", {(1, None, "unreadable-row")}),
        (f"{HEAD}\n{LITERACY},{COUNTY},2022,\x00\n".encode(), {(1, None, "unreadable-row")}),
    ],
)
async def test_a_file_that_cannot_be_read(shared_world: World, content: bytes, faults: set[Any]) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        found = problem(await office.send(INTAKE, content, CSV), 422, "refused-values")
        problem(await office.send(INTAKE, content, CSV, partial=False, dry_run=False), 422, "refused-values")
    assert places(found) == faults


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
async def test_another_kind_of_body_is_refused(shared_world: World, media_type: str) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        problem(await office.send(INTAKE, line(), media_type), 415, "wrong-content-type")


async def test_a_repeated_request_gets_its_first_answer(world: World) -> None:
    office, content = await world.sign_in("office"), table(f"{LITERACY},{COUNTY},2022,32.6")
    first = await office.send(INTAKE, content, CSV, key="one")
    await take(office, table(f"{LITERACY},{COUNTY},2022,33"))
    again = await office.send(INTAKE, content, CSV, key="one")
    assert again.json() == first.json() and again.headers["idempotent-replay"] == "true"
    assert [v["value"] for v in await office.items(LIST)] == ["33"]
    problem(await office.send(INTAKE, table(f"{LITERACY},{COUNTY},2022,34"), CSV, key="one"), 409, "idempotency-key-reused")


async def test_an_upload_that_broke_off_goes_on_where_it_was(world: World) -> None:
    """The client goes away after some chunks; the same request brings the rest, and what was corrected meanwhile stays corrected."""
    office, most = await world.sign_in("office"), 150
    rows = [f"{LITERACY},{COUNTY},2022,{number / 10:.1f},n={number}" for number in range(most)]
    content = table(*rows, head=f"{HEAD},disaggregation")
    sending = asyncio.create_task(office.send(INTAKE, content, CSV, key="broken", chunk_rows=1))

    async def some_are_there() -> bool:
        return (await stored(world))[0] >= 3

    await eventually(some_are_there)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    there = (await stored(world))[0]
    assert 3 <= there < most
    problem(await office.send(INTAKE, table(rows[0], head=f"{HEAD},disaggregation"), CSV, key="broken", chunk_rows=1), 409, "idempotency-key-reused")
    await take(office, table(f"{LITERACY},{COUNTY},2022,99.9,n=0", head=f"{HEAD},disaggregation"))
    answer = await office.send(INTAKE, content, CSV, key="broken", chunk_rows=1)
    report = answer.json()
    assert (report["new"], report["corrected"], report["unchanged"]) == (most, 0, 0), answer.text
    assert sum(chunk["repeated"] for chunk in report["chunks"]) == there and len(report["chunks"]) == most
    assert await stored(world) == (most, 1)
    [first] = await office.items(LIST, disaggregation="n=0")
    assert (first["value"], first["version"]) == ("99.9", 2)


async def test_two_uploads_of_the_same_values_at_once_double_nothing(world: World) -> None:
    office, other = await world.sign_in("office"), await world.sign_in("office-b")
    content = table(*(f"{LITERACY},{COUNTY},{year},30" for year in range(1990, 2022)))
    answers = await asyncio.gather(*(caller.send(INTAKE, content, CSV, chunk_rows=8) for caller in (office, other)))
    assert [answer.status_code for answer in answers] == [200, 200], [answer.text for answer in answers]
    reports = [answer.json() for answer in answers]
    assert sum(report["new"] for report in reports) == 32 and sum(report["unchanged"] for report in reports) == 32
    assert await stored(world) == (32, 0)


async def test_chunks_are_told_and_audited(world: World) -> None:
    office = await world.sign_in("office")
    rows = [f"{LITERACY},{COUNTY},{year},30" for year in range(2011, 2018)]
    report = await take(office, table(*rows[:3], "x,x,x,x", *rows[3:]), chunk_rows=3, partial=True)
    assert [(chunk["number"], chunk["first_row"], chunk["last_row"]) for chunk in report["chunks"]] == [(1, 1, 3), (2, 4, 6), (3, 7, 8)]
    assert (report["new"], report["refused"]) == (7, 1)


@pytest.mark.parametrize("login", ["health", "mayor", "upper", "auditor", "neighbour-office", "bare-partner"])
async def test_only_who_may_import_brings_values_in(shared_world: World, login: str) -> None:
    caller = await shared_world.sign_in(login)
    async with nothing_changes(shared_world):
        problem(await caller.send(INTAKE, table(f"{LITERACY},{COUNTY},2022,32.6"), CSV), 403, "denied")


async def test_an_outside_system_brings_in_values_of_its_region(world: World) -> None:
    partner = await world.sign_in("partner")
    assert (await take(partner, table(f"{DIET},{COUNTY},2022,6.1")))["new"] == 1


async def test_the_level_is_the_plans_or_must_be_said(world: World) -> None:
    """An indicator that no plan measures there has no level of its own; values of a part have the plan's."""
    office = await world.sign_in("office")
    [entry] = await office.items(INDICATORS, name=SMOKING)
    await world.settle()
    content = table(f"{entry['id']},{COUNTY},2022,20,", head=f"{HEAD},disclosure")
    assert (await take(office, content))["new"] == 1
    [value] = await office.items(LIST)
    assert value["disclosure"] == "public"
    corrected = await take(office, table(f"{SMOKING},{COUNTY},2022,20,internal", head=f"{HEAD},disclosure"))
    assert corrected["corrected"] == 1
    assert await (await world.sign_in("mayor")).items(LIST) == []
    assert [v["disclosure"] for v in await office.items(LIST)] == ["internal"]


def test_there_is_a_province_above() -> None:
    assert COUNTY.startswith(PROVINCE)
