"""Documents on their way in: checked at once, kept once, read in the background, shown with their text."""

import asyncio
import hashlib
import os
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.plans.repository import documents as repository
from services.plans.service.reading import KEPT, MOST_ATTEMPTS, Reading, Sweeping
from services.plans.settings import FORM_BYTES, PlansSettings
from shared.kit.clock import real_now
from shared.kit.storage import FolderStore
from tests.factories.files import column, docx, p, packed, pdf, table
from tests.factories.people import COUNTY, NEIGHBOUR
from tests.factories.problems import nothing_changes, problem
from tests.platform import Caller, World, eventually

DOCUMENTS = "/api/v1/plans/documents"
TEXT = "健康甲县行动实施方案\n一、总体目标\n到2025年，居民健康素养水平达到40%以上。\n指标\t单位\n"
WORD = docx(p("健康甲县行动实施方案") + p("一、总体目标") + table(["指标", "目标"], ["近视率", "38"]))
PAGED = pdf([column("健康甲县行动实施方案", "一、总体目标"), column("二、重点任务", "到2025年达到40%以上")])


async def read_through(caller: Caller, document: dict[str, Any]) -> dict[str, Any]:
    """The document once its reading is over."""
    found: dict[str, Any] = {}

    async def over() -> bool:
        found.update(await caller.read(f"{DOCUMENTS}/{document['id']}"))
        return found["state"] in {"read", "refused"}

    await eventually(over, within=30)
    return found


def folder(world: World) -> Path:
    return settings(world).documents_folder


def settings(world: World) -> PlansSettings:
    given = world.service("plans").settings
    assert isinstance(given, PlansSettings)
    return given


def files(world: World) -> list[Path]:
    return [file for file in folder(world).rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("data", "name", "media_type", "wanted"),
    [
        (TEXT.encode("gb18030"), "计划.txt", "text/plain", [*TEXT.split("\n")]),
        (WORD, "计划.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", [
            "健康甲县行动实施方案", "一、总体目标", "指标\t目标", "近视率\t38",
        ]),
        (PAGED, "计划.pdf", "application/pdf", ["健康甲县行动实施方案", "一、总体目标", "二、重点任务", "到2025年达到40%以上"]),
        ("<html><p>健康甲县行动<p>一、总体目标</html>".encode(), "计划.html", "text/html", ["健康甲县行动", "一、总体目标"]),
    ],
    ids=["txt", "docx", "pdf", "html"],
)  # fmt: skip
async def test_a_document_is_taken_in_and_read(world: World, data: bytes, name: str, media_type: str, wanted: list[str]) -> None:
    office = await world.sign_in("office")
    answer = await office.upload(DOCUMENTS, data, name)
    taken = answer.json()
    assert (answer.status_code, answer.headers["location"], answer.headers["etag"]) == (202, f"{DOCUMENTS}/{taken['id']}", '"v1"')
    assert (taken["state"], taken["stage"], taken["progress"]) == ("waiting", "bytes", "0.0")
    assert (taken["sha256"], taken["size"], taken["media_type"], taken["name"]) == (hashlib.sha256(data).hexdigest(), len(data), media_type, name)
    done = await read_through(office, taken)
    assert (done["state"], done["progress"], done["reason"], done["lines"] >= len(wanted)) == ("read", "1.0", None, True)
    lines = await office.items(f"{DOCUMENTS}/{taken['id']}/text")
    assert [line["text"] for line in lines if line["text"]] == [line for line in wanted if line]
    whole = "\n".join(line["text"] for line in lines)
    assert all(whole[line["start"] :].startswith(line["text"]) for line in lines)
    original = await office.get(f"{DOCUMENTS}/{taken['id']}/original")
    assert original.content == data and original.headers["content-type"].startswith(media_type)
    assert original.headers["x-content-type-options"] == "nosniff" and "attachment" in original.headers["content-disposition"]
    assert original.headers["etag"] == f'"{taken["sha256"]}"'


async def test_lines_are_paged_and_found_by_page(world: World) -> None:
    office = await world.sign_in("office")
    document = await read_through(office, (await office.upload(DOCUMENTS, PAGED, "计划.pdf")).json())
    assert (document["pages"], document["lines"], document["textless_pages"]) == (2, 4, [])
    first = await office.read(f"{DOCUMENTS}/{document['id']}/text", limit=3)
    rest = await office.read(f"{DOCUMENTS}/{document['id']}/text", limit=3, cursor=first["next_cursor"])
    assert [line["position"] for line in first["items"] + rest["items"]] == [0, 1, 2, 3]
    second = await office.items(f"{DOCUMENTS}/{document['id']}/text", page=2)
    assert [line["text"] for line in second] == ["二、重点任务", "到2025年达到40%以上"]


LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈"><!ENTITY b "&a;&a;">]><w>&b;</w>'
REFUSED: list[tuple[str, bytes, int, str, str]] = [
    ("empty", b"", 422, "unreadable-document", "empty"),
    ("zeros", bytes(100_000), 422, "unreadable-document", "nul_bytes"),
    ("blank", b" \n ", 422, "unreadable-document", "no_text"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(50), 415, "unsupported-document", "image"),
    ("program", b"MZ\x90\0" + bytes(50), 415, "unsupported-document", "not_a_document"),
    ("xlsx", packed({"xl/workbook.xml": "<w/>"}), 415, "unsupported-document", "spreadsheet"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), 415, "unsupported-document", "legacy_format"),
    ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 422, "unreadable-document", "encrypted"),
    ("zip bomb", packed({"word/document.xml": bytes(8_000_000)}), 422, "unreadable-document", "bomb"),
    ("entity bomb", packed({"word/document.xml": LAUGHS}), 422, "unreadable-document", "unsafe_xml"),
    ("macros", packed({"word/document.xml": "<w/>", "word/vbaProject.bin": b"x"}), 422, "unreadable-document", "macros"),
    ("traversal", packed({"word/document.xml": "<w/>", "../x": b"x"}), 422, "unreadable-document", "unsafe_names"),
    ("scan", pdf([[]], picture=True), 422, "unreadable-document", "needs_ocr"),
    ("truncated pdf", PAGED[:-200], 422, "unreadable-document", "broken"),
]


@pytest.mark.parametrize(("data", "status", "code", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
async def test_what_cannot_be_read_is_refused_at_once_and_leaves_nothing(
    shared_world: World, data: bytes, status: int, code: str, reason: str
) -> None:
    office = await shared_world.sign_in("office")
    before = files(shared_world)
    async with nothing_changes(shared_world):
        body = problem(await office.upload(DOCUMENTS, data, "文件"), status, code)
    [fault] = body["errors"]
    assert (fault["code"], fault["pointer"]) == (reason, "/file") and body["detail"].endswith(fault["message"])
    chinese = await shared_world.sign_in("office", language="zh")
    assert problem(await chinese.upload(DOCUMENTS, data, "文件"), status, code)["detail"] != body["detail"]
    assert files(shared_world) == before


async def test_what_is_too_large_is_refused_wherever_it_is_noticed(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    most = settings(shared_world).max_document_bytes
    async with nothing_changes(shared_world):
        problem(await office.upload(DOCUMENTS, b"a" * (most + 1)), 413, "document-too-large")
        told = problem(await office.upload(DOCUMENTS, bytes(100_000_000)), 413, "too-large")
        assert str(most + FORM_BYTES) in told["detail"]
        elsewhere = problem(await office.post("/api/v1/plans", "a" * 9_000_000), 413, "too-large")
    assert str(settings(shared_world).max_body_bytes) in elsewhere["detail"], "other addresses keep their limit"
    assert files(shared_world) == []


async def test_the_same_bytes_again_are_the_first_document(world: World) -> None:
    office, neighbour = await world.sign_in("office"), await world.sign_in("neighbour-office")
    first = (await office.upload(DOCUMENTS, TEXT.encode())).json()
    again = await office.upload(DOCUMENTS, TEXT.encode(), "别名.txt")
    assert (again.status_code, again.json()["id"], again.json()["name"]) == (200, first["id"], first["name"])
    elsewhere = await neighbour.upload(DOCUMENTS, TEXT.encode(), region_code=NEIGHBOUR)
    assert elsewhere.status_code == 202 and elsewhere.json()["id"] != first["id"]
    assert len(files(world)) == 1, "the bytes lie there once"


async def test_a_repeated_request_gets_its_first_answer_though_its_form_is_set_off_anew(world: World) -> None:
    office = await world.sign_in("office")
    first = await office.upload(DOCUMENTS, TEXT.encode(), key="upload-1")
    again = await office.upload(DOCUMENTS, TEXT.encode(), key="upload-1")
    assert (again.status_code, again.json()["id"], again.headers["idempotent-replay"]) == (202, first.json()["id"], "true")
    problem(await office.upload(DOCUMENTS, TEXT.encode() + b"\n", key="upload-1"), 409, "idempotency-key-reused")
    problem(await office.upload(DOCUMENTS, TEXT.encode(), key=None), 400, "missing-idempotency-key")


async def test_a_document_is_its_offices_and_auditors_business(world: World) -> None:
    office = await world.sign_in("office")
    document = await read_through(office, (await office.upload(DOCUMENTS, TEXT.encode())).json())
    address = f"{DOCUMENTS}/{document['id']}"
    for login in ("office-b", "auditor"):
        caller = await world.sign_in(login)
        assert (await caller.get(address)).status_code == 200
        assert [one["id"] for one in await caller.items(DOCUMENTS)] == [document["id"]]
    problem(await (await world.sign_in("auditor")).delete(address), 403, "denied")
    for login in ("health", "mayor", "upper", "neighbour-office", "partner"):
        caller = await world.sign_in(login)
        for page in ("", "/text", "/original"):
            problem(await caller.get(address + page), 404, "not-found")
        problem(await caller.delete(address), 404, "not-found")
        assert await caller.items(DOCUMENTS) == []
        async with nothing_changes(world):
            problem(await caller.upload(DOCUMENTS, b"other", region_code=COUNTY), 403, "denied")


async def test_a_form_without_a_file_or_with_an_unknown_region_is_refused(shared_world: World) -> None:
    office = await shared_world.sign_in("office")
    async with nothing_changes(shared_world):
        missing = problem(await office.post(DOCUMENTS, {"file": "text"}), 422, "invalid-request")
        assert [fault["pointer"] for fault in missing["errors"]] == ["/file"]
        problem(await office.upload(DOCUMENTS, TEXT.encode(), region_code="880101"), 422, "unknown-region-code")
        problem(await office.upload(DOCUMENTS, TEXT.encode(), region_code="!"), 422, "invalid-request")
        problem(await office.upload(DOCUMENTS, TEXT.encode(), plan_id=str(uuid4())), 404, "not-found")
        [plan] = await office.items("/api/v1/plans")
        problem(await office.upload(DOCUMENTS, TEXT.encode(), plan_id=plan["id"], region_code=NEIGHBOUR), 422, "other-region")


async def test_a_second_version_belongs_to_its_plans_region(world: World) -> None:
    office = await world.sign_in("office")
    [plan] = await office.items("/api/v1/plans")
    document = (await office.upload(DOCUMENTS, TEXT.encode(), plan_id=plan["id"])).json()
    assert (document["amends_plan_id"], document["region_path"]) == (plan["id"], plan["region_path"])
    assert [one["id"] for one in await office.items(DOCUMENTS, plan_id=plan["id"])] == [document["id"]]


@pytest.mark.parametrize(
    ("given", "kept"), [("C:\\用户\\计划.txt", "计划.txt"), ("../../etc/passwd", "passwd"), ("计\u202e划.txt", "计划.txt"), ("长" * 400, "长" * 300)]
)
async def test_names_lose_folders_and_control_signs(world: World, given: str, kept: str) -> None:
    office = await world.sign_in("office")
    assert (await office.upload(DOCUMENTS, TEXT.encode(), given)).json()["name"] == kept


async def test_a_document_that_no_plan_cites_can_be_dropped(world: World) -> None:
    office = await world.sign_in("office")
    document = await read_through(office, (await office.upload(DOCUMENTS, TEXT.encode())).json())
    address = f"{DOCUMENTS}/{document['id']}"
    problem(await office.delete(address, '"v99"'), 412, "stale-etag")
    assert (await office.delete(address, f'"v{document["version"]}"')).status_code == 204
    problem(await office.get(address), 404, "not-found")
    problem(await office.delete(address), 404, "not-found")
    left = await world.service("plans").database.read.all(text("select count(*) from document_lines"))
    assert left[0][0] == 0
    [file] = files(world)
    await sweep(world)
    assert file.exists(), "an upload in this hour may still need it"
    old = time() - KEPT.total_seconds() - 1
    os.utime(file, (old, old))
    await sweep(world)
    assert not file.exists()


async def sweep(world: World) -> None:
    await Sweeping(world.service("plans").database, FolderStore(folder(world))).turn()


async def test_bytes_that_a_document_needs_and_only_those_survive_a_sweep(world: World) -> None:
    office = await world.sign_in("office")
    document = (await office.upload(DOCUMENTS, TEXT.encode())).json()
    orphan, half = folder(world) / "ab" / ("ab" * 32), folder(world) / "ab" / "x.part"
    orphan.parent.mkdir(exist_ok=True)
    old = time() - KEPT.total_seconds() - 1
    for file in (orphan, half):
        file.write_bytes(b"x")
    for file in files(world):
        os.utime(file, (old, old))
    await sweep(world)
    assert [file.name for file in files(world)] == [document["sha256"]]


def by_hand(world: World, **changes: Any) -> Reading:
    """A worker of one's own."""
    given = settings(world).model_copy(update=changes)
    return Reading(world.service("plans").database, FolderStore(folder(world)), given)


async def state_of(world: World, document: dict[str, Any]) -> Any:
    return await repository.document(world.service("plans").database.read, UUID(document["id"]))


async def waiting(world: World, data: bytes = TEXT.encode()) -> tuple[Caller, dict[str, Any]]:
    """A document that nobody reads yet: the platform's own loops are stopped."""
    await world.service("plans").running_loops.stop()
    office = await world.sign_in("office")
    return office, (await office.upload(DOCUMENTS, data)).json()


async def test_a_document_of_a_killed_worker_is_taken_up_again(world: World) -> None:
    office, document = await waiting(world)
    killed = asyncio.create_task(by_hand(world, reading_lease_seconds=0.6).turn())

    async def begun() -> bool:
        return bool((await state_of(world, document)).state == "reading")

    await eventually(begun)
    killed.cancel()
    with pytest.raises(asyncio.CancelledError):
        await killed
    assert (await office.read(f"{DOCUMENTS}/{document['id']}"))["state"] == "reading"
    other = by_hand(world)

    async def taken_up() -> bool:
        return await other.turn() == 1

    await eventually(taken_up)
    row = await state_of(world, document)
    assert (row.state, row.attempts) == ("read", 2)


async def test_two_workers_never_read_the_same_document(world: World) -> None:
    _, document = await waiting(world)
    assert sorted(await asyncio.gather(by_hand(world).turn(), by_hand(world).turn())) == [0, 1]
    assert (await state_of(world, document)).attempts == 1


async def test_what_a_worker_read_after_losing_its_lease_does_not_count(world: World) -> None:
    _, document = await waiting(world)
    database = world.service("plans").database
    first, second = uuid4(), uuid4()
    async with database.write() as db:
        assert await repository.claim_one(db, first, real_now(), real_now()) is not None
    async with database.write() as db:
        assert await repository.claim_one(db, second, real_now(), real_now()) is not None
    async with database.write() as db:
        assert not await repository.hold(db, UUID(document["id"]), first, state="refused", reason="late")
        assert await repository.hold(db, UUID(document["id"]), second)
    assert (await state_of(world, document)).state == "reading"


async def test_a_document_that_kills_its_reader_is_given_up_after_some_attempts(world: World) -> None:
    office, document = await waiting(world)
    for file in files(world):
        file.unlink()  # the reading process ends with a traceback
    for attempt in range(MOST_ATTEMPTS):
        assert await by_hand(world).turn() == 1
        assert (await state_of(world, document)).attempts == attempt + 1
    assert await by_hand(world).turn() == 1
    over = await office.read(f"{DOCUMENTS}/{document['id']}")
    assert (over["state"], over["reason"]) == ("refused", "reading_failed") and over["reason_text"]
    problem(await office.get(f"{DOCUMENTS}/{document['id']}/original"), 410, "document-not-kept")
    assert await by_hand(world).turn() == 0


async def test_a_reader_that_takes_too_long_is_stopped(world: World) -> None:
    _, document = await waiting(world)
    assert await by_hand(world, reading_seconds=0.01).turn() == 1
    row = await state_of(world, document)
    assert (row.state, row.attempts) == ("waiting", 1)
    assert await by_hand(world).turn() == 1
    assert (await state_of(world, document)).state == "read"


async def test_a_document_dropped_while_it_is_read_stays_dropped(world: World) -> None:
    office, document = await waiting(world)
    task = asyncio.create_task(by_hand(world).turn())

    async def begun() -> bool:
        return bool((await state_of(world, document)).state == "reading")

    await eventually(begun)
    assert (await office.delete(f"{DOCUMENTS}/{document['id']}")).status_code == 204
    assert await task == 1
    assert await state_of(world, document) is None
