"""Evidence over HTTP: taken in as a stream, shown with what it proves, handed out safely, refused with a reason each."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.submissions.service.evidence.keeping import Keeping
from shared.kit.storage import FolderStore
from tests.factories.evidence import PDF, PNG, attach, evidence_of, package, send, sha256, wide
from tests.factories.people import HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import SUBMISSIONS, assignment_of, fill, move, open_round, returning, start, state, value
from tests.platform import Caller, World


async def begun(world: World) -> tuple[Caller, dict[str, Any]]:
    """The health bureau's liaison with a draft."""
    await open_round(world)
    health = await world.sign_in("health")
    return health, await start(health, await assignment_of(world, HEALTH))


def keeping(world: World) -> Keeping:
    """Where the running service keeps evidence."""
    found: Keeping = world.platform.apps["submissions"].state.keeping
    return found


def kept_files(world: World) -> list[str]:
    """Names of everything in the store, halves too."""
    store = keeping(world).store
    assert isinstance(store, FolderStore)
    return sorted(file.name for file in store.path("0" * 64).parent.parent.glob("??/*"))


def first_item(submission: dict[str, Any]) -> str:
    """The id of its first item."""
    return str(submission["content"][0]["item"]["id"])


async def test_a_file_is_attached_shown_and_sent_back(world: World) -> None:
    health, submission = await begun(world)
    made = await attach(world, health, submission, item_id=first_item(submission), label="application/pdf")
    assert (made["name"], made["media_type"], made["size"], made["sha256"]) == ("材料.pdf", "application/pdf", len(PDF), sha256(PDF))
    assert (made["scan"], made["attached_by"], made["may"]) == ("unscanned", "人员 health", ["download", "detach"])
    shown = await health.read(f"{SUBMISSIONS}/{submission['id']}")
    assert [one["id"] for one in shown["evidence"]] == [made["id"]] and "attach" in shown["may"] and shown["version"] > submission["version"]
    assert await health.read(evidence_of(submission)) == [made] == [await health.read(f"{evidence_of(submission)}/{made['id']}")]
    sent = await health.get(f"{evidence_of(submission)}/{made['id']}/content")
    assert (sent.status_code, sent.content, sent.headers["content-type"]) == (200, PDF, "application/pdf")
    assert (
        sent.headers["content-disposition"].startswith("attachment;")
        and "filename*=UTF-8''%E6%9D%90%E6%96%99.pdf" in sent.headers["content-disposition"]
    )
    assert (sent.headers["x-content-type-options"], sent.headers["content-security-policy"]) == ("nosniff", "default-src 'none'; sandbox")
    part = await world.client.get(f"{evidence_of(submission)}/{made['id']}/content", headers=health.headers | {"Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")


async def test_the_same_again_is_the_first_and_another_name_is_told(world: World) -> None:
    health, submission = await begun(world)
    item = first_item(submission)
    made = await attach(world, health, submission, item_id=item)
    async with nothing_changes(world):
        again = await send(world, health, submission, PDF, item_id=item)
        assert (again.status_code, again.json()) == (200, made)
        told = problem(await send(world, health, submission, PDF, "别名.pdf", item_id=item), 409, "evidence-twice")
        assert "材料.pdf" in told["detail"]
    whole = await attach(world, health, submission)  # the same bytes for the whole form are kept once
    assert whole["id"] != made["id"] and kept_files(world) == [sha256(PDF)]


BAD: dict[str, tuple[bytes, str, str, int, str]] = {
    "empty": (b"", "a.pdf", "", 422, "evidence-empty"),
    "program": (b"MZ\x90\0" * 20, "a.pdf", "", 422, "evidence-executable"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "a.txt", "", 422, "evidence-executable"),
    "macros": (package("word/document.xml", "word/vbaProject.bin"), "a.docx", "", 422, "evidence-has-macros"),
    "old macros": (wide("Workbook") + wide("_VBA_PROJECT"), "a.xls", "", 422, "evidence-has-macros"),
    "password": (wide("EncryptedPackage"), "a.docx", "", 422, "evidence-encrypted"),
    "broken package": (b"PK\x03\x04 cut off", "a.docx", "", 422, "evidence-damaged"),
    "archive": (package("a.txt"), "a.zip", "", 415, "evidence-not-taken"),
    "page": (b"<html><script>alert(1)</script></html>", "a.html", "", 415, "evidence-not-taken"),
    "another ending": (PNG, "a.pdf", "", 422, "evidence-mislabelled"),
    "another type": (PDF, "a.pdf", "image/png", 422, "evidence-mislabelled"),
    "batch file": (b"del *.*\r\n", "a.bat", "", 422, "evidence-mislabelled"),
    "folder": (PDF, "../../etc/a.pdf", "", 422, "evidence-name-unusable"),
    "control": (PDF, "a\r\nSet-Cookie: x.pdf", "", 422, "evidence-name-unusable"),
    "direction": (PDF, "a\u202efdp.exe.pdf", "", 422, "evidence-name-unusable"),
    "long name": (PDF, "长" * 201, "", 422, "evidence-name-unusable"),
}


@pytest.mark.parametrize("fault", BAD)
async def test_what_is_no_evidence_is_refused_and_nothing_stays(world: World, fault: str) -> None:
    content, name, label, status, code = BAD[fault]
    health, submission = await begun(world)
    async with nothing_changes(world):
        told = problem(await send(world, health, submission, content, name, label or "application/octet-stream"), status, code)
    assert told["title"] and kept_files(world) == []


async def test_bytes_that_are_others_or_fewer_than_announced(world: World) -> None:
    health, submission = await begun(world)
    async with nothing_changes(world):
        told = problem(await send(world, health, submission, PDF, digest="0" * 64), 422, "evidence-digest-differs")
        assert sha256(PDF) in told["detail"]
        problem(await send(world, health, submission, _some(PDF), digest=sha256(PDF), headers={"Content-Length": "9999"}), 422, "evidence-incomplete")
        problem(await send(world, health, submission, PDF, digest="nonsense"), 422, "invalid-request")
    assert kept_files(world) == []


async def _some(*chunks: bytes) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk


async def test_too_large_is_told_while_it_comes(world: World) -> None:
    health, submission = await begun(world)
    most, sent = keeping(world).largest, 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 1 << 20
            yield b"%PDF-" + bytes((1 << 20) - 5)

    async with nothing_changes(world):
        problem(await send(world, health, submission, PDF, headers={"Content-Length": str(most + 1)}), 413, "evidence-too-large")
        problem(await send(world, health, submission, endless(), digest="1" * 64), 413, "evidence-too-large")
    assert sent <= most + (2 << 20) and kept_files(world) == []


async def test_where_nothing_can_be_attached(world: World) -> None:
    health, submission = await begun(world)
    made = await attach(world, health, submission)
    one = f"{evidence_of(submission)}/{made['id']}"
    async with nothing_changes(world):
        problem(await send(world, health, submission, PDF, item_id=str(uuid4())), 422, "unknown-item")
        problem(await send(world, world.nobody, submission, PDF), 401, "not-authenticated")
        for login, status, code in (("office", 403, "denied"), ("education", 404, "not-found"), ("neighbour-health", 404, "not-found")):
            other = await world.sign_in(login)
            problem(await send(world, other, submission, PNG, "a.png"), status, code)
            problem(await other.delete(one), status, code)
        for login in ("education", "neighbour-health"):
            other = await world.sign_in(login)
            for address in (evidence_of(submission), one, f"{one}/content"):
                problem(await other.get(address), 404, "not-found")
        problem(await health.get(f"{evidence_of(submission)}/{uuid4()}/content"), 404, "not-found")
        problem(await health.delete(f"{evidence_of(submission)}/{uuid4()}"), 404, "not-found")


async def test_after_the_close_nothing_is_attached_or_detached(world: World) -> None:
    health, submission = await begun(world)
    made = await attach(world, health, submission)
    world.move_to(date(2023, 12, 1))
    problem(await send(world, health, submission, PNG, "a.png"), 409, "round-closed")
    problem(await health.delete(f"{evidence_of(submission)}/{made['id']}"), 409, "round-closed")
    assert [one["id"] for one in await health.read(evidence_of(submission), detached=True)] == [made["id"]] and kept_files(world) == [made["sha256"]]


async def handed_in(world: World, health: Caller, submission: dict[str, Any]) -> dict[str, Any]:
    """The form with every item answered, handed in."""
    for row in submission["content"]:
        name, unit = row["item"]["name"], row["item"]["unit_of_measure"]
        await fill(health, submission, {name: value("10", explanation="核实") if unit else state("保持消除")})
    return await move(health, submission, "submit")


async def test_every_version_keeps_its_files_and_only_returned_items_reopen(world: World) -> None:
    health, submission = await begun(world)
    items = [row["item"] for row in submission["content"]]
    gone = await attach(world, health, submission, PNG, "错.png")
    assert (await health.delete(f"{evidence_of(submission)}/{gone['id']}")).status_code == 204
    kept = await attach(world, health, submission, item_id=items[0]["id"])
    other = await attach(world, health, submission, item_id=items[1]["id"])
    filed = await handed_in(world, health, submission)
    async with nothing_changes(world):
        problem(await send(world, health, submission, PNG, "b.png"), 409, "wrong-submission-state")
        problem(await health.delete(f"{evidence_of(submission)}/{kept['id']}"), 409, "wrong-submission-state")
    office = await world.sign_in("office")
    await move(office, filed, "return", returning(submission, items[0]["name"]))
    async with nothing_changes(world):
        problem(await health.delete(f"{evidence_of(submission)}/{other['id']}"), 409, "item-not-reopened")
        problem(await send(world, health, submission, PNG, "b.png", item_id=items[1]["id"]), 409, "item-not-reopened")
    assert (await health.delete(f"{evidence_of(submission)}/{kept['id']}")).status_code == 204
    problem(await health.delete(f"{evidence_of(submission)}/{kept['id']}"), 409, "evidence-detached")
    better = await attach(world, health, submission, PNG, "更正.png", item_id=items[0]["id"])
    await move(health, submission, "submit")
    versions = {one["number"]: one["evidence"] for one in await health.read(f"{SUBMISSIONS}/{submission['id']}/versions")}
    assert versions == {1: [kept["id"], other["id"]], 2: [kept["id"], other["id"]], 3: [other["id"], better["id"]]}
    assert [one["id"] for one in await health.read(evidence_of(submission), detached=True)] == [gone["id"], kept["id"], other["id"], better["id"]]
    assert (await office.get(f"{evidence_of(submission)}/{kept['id']}/content")).content == PDF


async def test_a_submission_has_a_quota(world: World) -> None:
    health, submission = await begun(world)
    app = world.platform.apps["submissions"]
    known = keeping(world)
    app.state.keeping = Keeping(known.store, None, known.largest, 2, known.most_bytes)
    await attach(world, health, submission)
    second = await attach(world, health, submission, PNG, "a.png")
    problem(await send(world, health, submission, b"third", "c.txt"), 409, "evidence-quota")
    assert (await health.delete(f"{evidence_of(submission)}/{second['id']}")).status_code == 204
    app.state.keeping = Keeping(known.store, None, known.largest, 2, len(PDF) + 4)
    problem(await send(world, health, submission, _some(b"third"), "c.txt", digest=sha256(b"third")), 409, "evidence-quota")
    await attach(world, health, submission, b"3rd!", "c.txt")


async def test_no_room_leaves_nothing_half(world: World, tmp_path: Path) -> None:
    health, submission = await begun(world)
    known = keeping(world)
    blocked = tmp_path / "blocked"
    blocked.write_bytes(b"a file where the folder should be")
    world.platform.apps["submissions"].state.keeping = Keeping(FolderStore(blocked), None, known.largest, 9, known.most_bytes)
    async with nothing_changes(world):
        problem(await send(world, health, submission, PDF), 503, "storage-unavailable")
