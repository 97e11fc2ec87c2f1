"""Calls to addresses that people entered (SSRF): the name is looked up, every address it has is checked, and the checked one is called.

No redirects, no proxies, no connection kept for a second call: the next one to that address may be meant for another name, whose certificate
nobody checked.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Self

import httpx2

from services.notifications.rules.addresses import Inside, Ip, Place, literal, place

_MOST_BYTES = 64 * 1024


class PrivateAddressError(Exception):
    """The host is at an address inside of a network that may not be called."""


class UnresolvedError(Exception):
    """The name has no address just now."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered; ``body`` is cut off after 64 KB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Outbound:
    """The only way out for what goes to an address that somebody typed in."""

    def __init__(self, inside: Inside, timeout: float, authorities: str = "") -> None:
        trusted = ssl.create_default_context()
        if authorities:
            trusted.load_verify_locations(authorities)
        self._inside, self._timeout = inside, timeout
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._client = httpx2.AsyncClient(verify=trusted, trust_env=False, follow_redirects=False, timeout=timeout, limits=limits)

    @property
    def inside(self) -> Inside:
        """What of the private address space may be called."""
        return self._inside

    async def check(self, url: str) -> None:
        """Pass if ``url`` may be called now; PrivateAddressError or UnresolvedError else."""
        await self._address(place(url))

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Reply:
        """One POST to a checked address; TimeoutError after the deadline of an attempt, httpx2.TransportError where nobody answers."""
        async with asyncio.timeout(self._timeout):
            to = place(url)
            ip = await self._address(to)
            whole = {**headers, "Host": to.netloc, "Accept-Encoding": "identity", "Connection": "close"}
            request = self._client.build_request(
                "POST", httpx2.URL(url).copy_with(host=str(ip)), content=content, headers=whole, extensions={"sni_hostname": to.host}
            )
            response = await self._client.send(request, stream=True)
            try:
                return Reply(response.status_code, response.headers, await _beginning(response))
            finally:
                await response.aclose()

    async def _address(self, to: Place) -> Ip:
        written = literal(to.host)
        found = [written] if written is not None else await _look_up(to)
        if not all(self._inside.admits(to.host, ip) for ip in found):
            raise PrivateAddressError(to.host)
        return found[0]

    async def aclose(self) -> None:
        """Let go of connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_fault: object) -> None:
        await self.aclose()


async def _look_up(to: Place) -> Sequence[Ip]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    except (OSError, UnicodeError) as fault:
        raise UnresolvedError(to.host) from fault
    return [ip_address(str(address[0])) for *_, address in found]


async def _beginning(response: httpx2.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= _MOST_BYTES:
            break
    return body[:_MOST_BYTES]
