"""The toys as separate servers on real ports: the same events, over real connections."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select

from shared.kit.service import network_peers
from shared.schemas.services import ServiceName
from tests.databases import TestDatabases
from tests.kit.platform import ACTOR, Toy, eventually, identity, key, signed_in, toy_settings
from tests.kit.servers import free_port, serving
from tests.kit.toy import NOTES, RECEIVER, SENDER, toy_app
from tests.kit.toy_tables import HeardState, build

heard = select(HeardState.__table__)


class Network:
    """Two toys at fixed addresses, each started when a test says so."""

    def __init__(self, folder: Path, fresh_url: TestDatabases) -> None:
        self._folder = folder
        self.ports = {name: free_port() for name in (SENDER, RECEIVER, ServiceName.PLANS)}
        self._databases = {name: fresh_url.of("toy", build) for name in (SENDER, RECEIVER)}

    @asynccontextmanager
    async def running(self, name: ServiceName) -> AsyncIterator[Toy]:
        """Run one toy with its loops."""
        urls = {f"{peer}_url": f"http://127.0.0.1:{port}" for peer, port in self.ports.items()}
        settings = toy_settings(self._folder / name, self._databases[name], run_loops=True, relay_poll_seconds=0.05, peer_timeout_seconds=2, **urls)
        app = toy_app(name, settings, network_peers(settings))
        async with serving(app, self.ports[name]) as url, httpx2.AsyncClient(base_url=url, headers=signed_in(ACTOR)) as client:
            yield Toy(app, app.state.service, client)


@pytest.fixture
async def network(tmp_path: Path, fresh_url: TestDatabases) -> AsyncIterator[Network]:
    """Two toys that are not started yet, and the issuer of people's tokens, which is."""
    made = Network(tmp_path, fresh_url)
    async with serving(identity(), made.ports[ServiceName.PLANS]):
        yield made


async def test_what_is_written_while_the_receiver_is_down_arrives_once_it_is_back(network: Network) -> None:
    async with network.running(SENDER) as sender:
        for number in range(3):
            response = await sender.client.post(NOTES, json={"text": f"{number}"}, headers=key())
            assert response.status_code == 201
        async with network.running(RECEIVER) as receiver:
            database = receiver.service.database

            async def all_heard() -> bool:
                return {row.why: row.times for row in await database.read.all(heard)} == {"0": 1, "1": 1, "2": 1}

            await eventually(all_heard, within=20)


async def test_a_sender_that_restarts_sends_what_it_had_left(network: Network) -> None:
    async with network.running(SENDER) as sender:
        await sender.client.post(NOTES, json={"text": "留"}, headers=key())
    async with network.running(RECEIVER) as receiver, network.running(SENDER):
        database = receiver.service.database

        async def is_heard() -> bool:
            return [row.why for row in await database.read.all(heard)] == ["留"]

        await eventually(is_heard, within=20)


async def test_a_reader_waits_no_longer_than_the_deadline_for_a_peer_that_is_gone(network: Network) -> None:
    async with network.running(SENDER) as sender:
        response = await sender.client.post(f"{NOTES}:asking", json={"text": "问"}, headers=key())
    assert (response.status_code, response.json()["code"], response.headers["retry-after"]) == (503, "peer-unavailable", "5")
