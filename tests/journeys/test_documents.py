"""Documents of our own making, in layouts that no two share: uploaded, read, confirmed, issued; and known to every service, in both topologies."""

import asyncio
from pathlib import Path
from typing import Any

import httpx2
import pytest

from deploy.loading import DEMO_SECRET, Api, load_directory
from shared.kit.ids import new_id
from tests.accuracy.__main__ import OWN
from tests.journeys.topologies import Platform

_ADDRESS = "/api/v1/plans/documents"
_COUNTY, _NAME = "330205", "江北区"
_PATIENCE_SECONDS = 60
_TEXTS = sorted(OWN.glob("*.txt"))


@pytest.fixture(scope="module")
async def office(platform: Platform) -> Api:
    """Jiangbei's plan office, on a platform that knows the directory."""
    await load_directory(platform.client)
    return await Api.sign_in(platform.client, "jb-office", DEMO_SECRET)


@pytest.mark.parametrize("text", _TEXTS, ids=[text.stem for text in _TEXTS])
async def test_upload_confirm_issue(office: Api, text: Path) -> None:
    document = await _read(office, text)
    draft = await _get(office, f"{_ADDRESS}/{document['id']}/draft")
    facts = draft["document"]
    assert facts["actions"]
    open_entries = [entry for entry in draft["work_list"] if entry["blocking"]]
    assert [entry["code"] for entry in open_entries] == ["other-region"], "each names a region of its own"
    corrections = [{"op": "replace", "path": "/head/region/name", "value": _NAME}]
    body = {"region_code": _COUNTY, "corrections": corrections, "decided": [entry["id"] for entry in open_entries]}
    confirmed = await office.post(f"{_ADDRESS}/{document['id']}:draft", body, f"{text.stem}/confirm")
    plan_id = confirmed["plan_id"]
    await office.post(f"/api/v1/plans/{plan_id}:issue", {"issued_on": facts["head"]["dated"] or "2024-01-02"}, f"{text.stem}/issue")
    plan = await _get(office, f"/api/v1/plans/{plan_id}")
    assert (plan["state"], plan["actions"], plan["duties"]) == ("issued", len(facts["actions"]), len(facts["duties"]))
    names = {one["name"] for one in facts["indicators"]}
    await _until(lambda: _names_known(office, plan_id, names))


async def _read(office: Api, text: Path) -> dict[str, Any]:
    headers = {**office.headers, "Idempotency-Key": new_id().hex}
    uploaded = await office.client.post(_ADDRESS, files={"file": (text.name, text.read_bytes())}, headers=headers)
    assert uploaded.status_code == 202, uploaded.text
    document: dict[str, Any] = uploaded.json()

    async def read() -> bool:
        document.update(await _get(office, f"{_ADDRESS}/{document['id']}"))
        return document["state"] in {"read", "refused"}

    await _until(read)
    assert document["state"] == "read", document
    return document


async def _names_known(office: Api, plan_id: str, names: set[str]) -> bool:
    """Whether the indicators service has taken over what the plan prints."""
    found = {one["name"] async for one in office.pages("/api/v1/indicators/plan-indicators", plan_id=plan_id)}
    return found == names


async def _get(office: Api, path: str) -> Any:
    answer: httpx2.Response = await office.client.get(path, headers=office.headers)
    assert answer.is_success, answer.text
    return answer.json()


async def _until(holds: Any) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not await holds():
            await asyncio.sleep(0.1)
