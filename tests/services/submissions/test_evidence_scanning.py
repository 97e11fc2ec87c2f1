"""The scanner, away and back; the sweep, alone and against an attach; both on a folder and on a real S3 server."""

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from time import time
from typing import Any
from uuid import uuid4

import httpx2
from moto.server import ThreadedMotoServer
from sqlalchemy import update

from services.submissions.models import EvidenceFileRecord
from services.submissions.service.evidence.scanning import Scanning
from services.submissions.service.evidence.sweeping import Sweeping
from shared.kit.scanning import Clamd
from shared.kit.storage import BucketStore, FolderStore, NotKeptError
from tests.factories.evidence import EICAR, PDF, PNG, attach, evidence_of, send, sha256
from tests.factories.problems import nothing_changes, problem
from tests.kit.test_scanning import clamd, like_clamd
from tests.platform import Caller, World
from tests.services.submissions.test_evidence import begun, keeping, kept_files

NOWHERE = "127.0.0.1:1"


def scanned_by(world: World, address: str) -> Scanning:
    """The service with a scanner at this address; its loop."""
    app = world.platform.apps["submissions"]
    app.state.keeping = replace(keeping(world), scanner=Clamd(address, 5))
    return Scanning(world.service("submissions"), app.state.keeping)


async def due_now(world: World) -> None:
    """Let the waiting time of every file be over."""
    async with world.service("submissions").database.write() as db:
        await db.run(update(EvidenceFileRecord.__table__).values(scan_at=world.now.replace(year=2000)))


async def test_infected_bytes_are_refused_at_once_and_clean_ones_are_marked(world: World) -> None:
    health, submission = await begun(world)
    async with clamd(like_clamd) as address:
        scanned_by(world, address)
        async with nothing_changes(world):
            told = problem(await send(world, health, submission, PDF + EICAR), 422, "evidence-infected")
        assert "Eicar-Signature" in told["detail"] and kept_files(world) == []
        made = await attach(world, health, submission)
    assert made["scan"] == "clean"
    office = await world.sign_in("office")
    assert (await office.get(f"{evidence_of(submission)}/{made['id']}/content")).content == PDF


async def test_without_an_answer_others_wait_and_the_loop_asks_again(world: World) -> None:
    health, submission = await begun(world)
    away = scanned_by(world, NOWHERE)
    clean, infected = await attach(world, health, submission), await attach(world, health, submission, PDF + EICAR, "b.pdf")
    office = await world.sign_in("office")
    one = f"{evidence_of(submission)}/{clean['id']}/content"
    refused = await office.get(one)
    problem(refused, 409, "evidence-not-scanned")
    assert clean["scan"] == "failed" and refused.headers["retry-after"] and (await health.get(one)).status_code == 200
    await due_now(world)
    assert await away.turn() == 0 and await away.turn() == 0  # asked once, then left alone
    metrics = (await world.client.get("/api/v1/submissions/health/metrics")).text
    assert 'jianxing_evidence_files{scan="failed",service="submissions"} 2.0' in metrics
    async with clamd(like_clamd) as address:
        back = scanned_by(world, address)
        await due_now(world)
        assert await back.turn() == 2
    assert (await office.get(one)).content == PDF
    for caller in (health, office):
        problem(await caller.get(f"{evidence_of(submission)}/{infected['id']}/content"), 422, "evidence-infected")
    assert {row["name"]: row["may"] for row in await health.read(evidence_of(submission))} == {
        "材料.pdf": ["download", "detach"],
        "b.pdf": ["detach"],
    }
    problem(await send(world, health, submission, PDF + EICAR, "c.pdf", item_id=submission["content"][0]["item"]["id"]), 422, "evidence-infected")


def sweeping(world: World, hours: float = 1) -> Sweeping:
    """A sweep of the service's store."""
    return Sweeping(world.service("submissions"), keeping(world), hours)


def age(world: World) -> None:
    """Let everything kept be two hours old."""
    store = keeping(world).store
    assert isinstance(store, FolderStore)
    for file in store.path("0" * 64).parent.parent.glob("??/*"):
        os.utime(file, (time() - 7200, time() - 7200))


async def test_the_sweep_drops_what_nothing_needs(world: World, tmp_path: Path) -> None:
    health, submission = await begun(world)
    await attach(world, health, submission)
    never = await attach(world, health, submission, PNG, "a.png")
    assert (await health.delete(f"{evidence_of(submission)}/{never['id']}")).status_code == 204
    orphan = tmp_path / "orphan"
    orphan.write_bytes(b"of an upload that broke off")
    await keeping(world).store.keep(sha256(orphan.read_bytes()), orphan)
    await sweeping(world).turn()
    assert len(kept_files(world)) == 3  # too young
    age(world)
    await sweeping(world).turn()
    assert kept_files(world) == [sha256(PDF)]
    problem(await health.get(f"{evidence_of(submission)}/{never['id']}/content"), 410, "evidence-not-kept")


async def test_a_sweep_never_takes_what_is_being_attached(world: World) -> None:
    health, submission = await begun(world)
    for number in range(5):
        content = PDF + str(number).encode()
        made = await attach(world, health, submission, content, f"{number}.pdf")
        await health.delete(f"{evidence_of(submission)}/{made['id']}")
        age(world)
        _, again = await asyncio.gather(sweeping(world).turn(), attach(world, health, submission, content, f"{number}.pdf"))
        sent = await health.get(f"{evidence_of(submission)}/{again['id']}/content")
        assert (sent.status_code, sent.content) == (200, content)


async def test_evidence_in_a_bucket(world: World) -> None:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        await _in_bucket(world, f"http://{host}:{port}")
    finally:
        server.stop()


async def _in_bucket(world: World, s3: str) -> None:
    health, submission = await begun(world)
    bucket = f"b{uuid4().hex}"
    async with httpx2.AsyncClient() as client:
        assert (await client.put(f"{s3}/{bucket}")).status_code == 200
    store = BucketStore(f"s3://{bucket}/evidence", endpoint=s3, key="test", secret="test")
    world.platform.apps["submissions"].state.keeping = replace(keeping(world), store=store)
    made, gone = await attach(world, health, submission), await attach(world, health, submission, PNG, "a.png")
    await _reads(world, health, submission, made)
    await health.delete(f"{evidence_of(submission)}/{gone['id']}")
    await sweeping(world, hours=-1).turn()
    assert await store.size(sha256(PDF)) == len(PDF)
    try:
        await store.size(sha256(PNG))
        raise AssertionError("what nothing needs is still there")
    except NotKeptError:
        pass


async def _reads(world: World, health: Caller, submission: dict[str, Any], made: dict[str, Any]) -> None:
    address = f"{evidence_of(submission)}/{made['id']}/content"
    assert (await health.get(address)).content == PDF
    part = await world.client.get(address, headers=health.headers | {"Range": "bytes=-6"})
    assert (part.status_code, part.content) == (206, PDF[-6:])
