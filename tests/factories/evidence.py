"""Files as evidence, and how they are sent."""

import hashlib
import io
import zipfile
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.factories.rounds import SUBMISSIONS
from tests.platform import Caller, World

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def package(*parts: str) -> bytes:
    """A zip file with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as into:
        for part in parts:
            into.writestr(part, "<x/>")
    return made.getvalue()


def wide(stream: str) -> bytes:
    """A compound file with this name in its directory."""
    return OLE + stream.encode("utf-16-le") + b"\0" * 64


def sha256(data: bytes) -> str:
    """The digest."""
    return hashlib.sha256(data).hexdigest()


def evidence_of(submission: dict[str, Any]) -> str:
    """The address of a submission's evidence."""
    return f"{SUBMISSIONS}/{submission['id']}/evidence"


async def send(
    world: World,
    caller: Caller,
    submission: dict[str, Any],
    content: Any,
    name: str = "材料.pdf",
    label: str = "application/octet-stream",
    **more: Any,
) -> httpx2.Response:
    """PUT bytes (or chunks of them); ``digest`` and ``headers`` may be wrong on purpose, ``item_id`` says what they prove."""
    digest, headers = more.pop("digest", None) or sha256(content), more.pop("headers", {})
    address = f"{evidence_of(submission)}/{digest}?{urlencode({'name': name, **more})}"
    return await world.client.put(address, content=content, headers=caller.headers | {"Content-Type": label} | headers)


async def attach(world: World, caller: Caller, submission: dict[str, Any], content: bytes = PDF, name: str = "材料.pdf", **more: Any) -> Any:
    """The file as it was attached."""
    answer = await send(world, caller, submission, content, name, **more)
    assert answer.status_code == 201, answer.text
    return answer.json()
