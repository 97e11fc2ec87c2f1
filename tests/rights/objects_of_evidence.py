"""Files attached to the forms of the matrix, each to the item whose values a reader must be allowed to know."""

from tests.factories.evidence import PDF, sha256
from tests.rights.world import OWN_LIAISON, World

FILE = PDF


async def evidence(world: World, name: str) -> None:
    """A file on the item of the form called ``name``, while it is a draft; a second one to detach on ``draft``."""
    world.ids |= {"file_digest": sha256(FILE), "file_name": "总结.pdf"}
    world.ids[f"evidence_{name}"] = await _attach(world, name, PDF + name.encode(), item_id=world.ids[f"item_{name}"])
    if name == "draft":
        world.ids["evidence_to_detach"] = await _attach(world, name, PDF + b"to detach")


async def _attach(world: World, name: str, content: bytes, **query: str) -> str:
    address = f"/api/v1/submissions/{world.ids[f'submission_{name}']}/evidence/{sha256(content)}"
    answer = await world.ask(OWN_LIAISON, "PUT", address, content=content, params={"name": "材料.pdf", **query})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
