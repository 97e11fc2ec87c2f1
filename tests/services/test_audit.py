"""The audit trail through the API: who did what, with the hashes of before and after, for auditors, in every service."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy import select

from services.submissions.models import SubmissionVersionRecord
from shared.kit.chain_reading import sections
from shared.kit.sealing import Sealing
from shared.kit.tables import audit_entries
from shared.rules.audit_chain import Chain, fingerprint
from shared.schemas.audit import AuditEntry
from shared.schemas.page import Page
from shared.schemas.services import ServiceName
from tests.factories.documents import LITERACY, MALARIA, SMOKING
from tests.factories.people import HEALTH
from tests.factories.problems import problem
from tests.factories.rounds import assignment_of, fill, move, open_round, start, state, value
from tests.platform import World

GIVEN = {LITERACY: value("31"), MALARIA: state("消除"), SMOKING: value("20")}


@pytest.fixture
async def reported(world: World) -> str:
    """A submission that was filled and submitted; its id."""
    await open_round(world)
    health = await world.sign_in("health")
    submission = await start(health, await assignment_of(world, HEALTH))
    await fill(health, submission, GIVEN)
    await move(health, submission, "submit")
    await world.settle()
    return str(submission["id"])


async def test_every_step_of_a_form_is_told_to_the_auditor(world: World, reported: str) -> None:
    auditor = await world.sign_in("auditor")
    entries = await auditor.items("/api/v1/submissions/audit", subject=reported)
    assert [entry["act"] for entry in entries] == ["start_submission", "fill_submission", "submit_submission"]
    assert entries[0]["before"] is None
    assert entries[1]["before"] == entries[0]["after"]
    assert entries[2]["before"] == entries[1]["after"] != entries[2]["after"]
    assert entries[1]["detail"]["items"] and len(entries[1]["detail"]["answers"]) == 64
    [version] = await world.service("submissions").database.read.all(select(SubmissionVersionRecord.answers))
    assert entries[2]["detail"]["answers"] == fingerprint(version.answers)


async def act_in(world: World, service: str) -> None:
    """What a round alone does not bring about: somebody's acts in notifications and in indicators."""
    if service == "notifications":
        health = await world.sign_in("health")
        for message in (await health.items("/api/v1/notifications"))[:2]:
            await health.do(f"/api/v1/notifications/{message['id']}:mark-read")
    if service == "indicators":
        office = await world.sign_in("office")
        plan_id = (await office.items("/api/v1/plans"))[0]["id"]
        for year in (2023, 2024):
            head = {"title": f"{year}年度目标", "kind": "annual", "issuing_body": "市健康办", "dated": "2023-03-01"}
            rows = [{"key": "T01", "year": year, "raw": "33%以上"}]
            await office.do("/api/v1/indicators/revisions", {"plan_id": plan_id, **head, "rows": rows})


@pytest.mark.parametrize("service", [name.value for name in ServiceName])
async def test_the_list_is_what_its_route_declares_and_pages(world: World, reported: str, service: str) -> None:
    await act_in(world, service)
    auditor = await world.sign_in("auditor")
    address = f"/api/v1/{service}/audit"
    answer = await auditor.get(address, limit=200)
    model = TypeAdapter(Page[AuditEntry])
    assert model.dump_python(model.validate_json(answer.content), mode="json") == answer.json()
    every = answer.json()["items"]
    assert every
    assert await auditor.items(address, limit=1) == every
    first = every[0]
    for name in ("subject", "actor_id", "act"):
        found = await auditor.items(address, **{name: first[name]})
        assert first in found and all(entry[name] == first[name] for entry in found)
    assert await auditor.items(address, until=first["at"]) == []
    later = (datetime.fromisoformat(every[-1]["at"]) + timedelta(seconds=1)).isoformat()
    assert await auditor.items(address, since=later) == []
    assert await auditor.items(address, subject=str(uuid4())) == []
    for query in ({"subject": "x"}, {"since": "2023-01-01T00:00:00"}, {"limit": 0}, {"act": "x" * 81}):
        problem(await auditor.get(address, **query), 422, "invalid-request")
    problem(await auditor.get(address, cursor="nonsense"), 422, "invalid-cursor")


async def test_only_auditors_of_the_region_read_it(world: World, reported: str) -> None:
    for login in ("health", "office", "mayor", "upper", "county-admin", "neighbour-office", "partner"):
        assert await (await world.sign_in(login)).items("/api/v1/submissions/audit", subject=reported) == [], login
    problem(await world.nobody.get("/api/v1/submissions/audit"), 401, "not-authenticated")


async def test_what_the_platform_did_holds_as_a_chain(world: World, reported: str) -> None:
    for name in ServiceName:
        service = world.service(name)
        while await Sealing(service.database, service.signer).turn():
            pass
        entries = await service.database.read.all(select(audit_entries))
        chain = Chain(datetime.now().astimezone(), timedelta(minutes=5))
        found = [flaw async for section in sections(service.database.read) for flaw in chain.flaws(section)]
        assert (found, chain.sealed) == ([], len(entries)), name


async def test_a_refused_request_leaves_no_entry(world: World, reported: str) -> None:
    auditor, health = await world.sign_in("auditor"), await world.sign_in("health")
    before = await auditor.items("/api/v1/submissions/audit", subject=reported)
    problem(await health.post(f"/api/v1/submissions/{reported}:submit"), 409, "wrong-submission-state")
    assert await auditor.items("/api/v1/submissions/audit", subject=reported) == before
