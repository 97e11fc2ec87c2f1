"""Which addresses of programs may be called: none inside of the platform's own networks unless the operator lists it (SSRF)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from shared.kit.language import Words

Ip = IPv4Address | IPv6Address
_NAT64 = ip_network("64:ff9b::/96")
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Inside:
    """What of the private address space may be called: hosts by name, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[str]) -> "Inside":
        """Names and networks as the operator lists them; ValueError for a network that is none."""
        listed = [entry.casefold() for entry in entries]
        networks = {entry: ip_network(entry) for entry in listed if "/" in entry}
        return cls(frozenset(listed) - networks.keys(), tuple(networks.values()))

    def admits(self, host: str, ip: Ip) -> bool:
        """Whether ``host``, which is at ``ip``, may be called."""
        return is_public(ip) or host.casefold() in self.hosts or any(ip in network for network in self.networks if network.version == ip.version)


def is_public(ip: Ip) -> bool:
    """Whether an address is out on the internet, also the one that stands inside of another (mapped, 6to4, Teredo, NAT64)."""
    return all(one.is_global and not one.is_multicast for one in (ip, *_within(ip)))


def _within(ip: Ip) -> Sequence[Ip]:
    if isinstance(ip, IPv4Address):
        return ()
    nat64 = IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None
    return [one for one in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), nat64) if one is not None]


@dataclass(frozen=True, slots=True)
class Place:
    """A URL that may be asked: host without brackets, port, and the host as written in the URL."""

    host: str
    port: int
    netloc: str


def literal(host: str) -> Ip | None:
    """The address that a host is written as; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def place(url: str) -> Place:
    """Where a URL without faults leads."""
    parts = urlsplit(url)
    return Place(parts.hostname or "", parts.port or _HTTPS, parts.netloc)


NOT_A_URL = "not-a-url", Words("不是有效的网址", "this is no URL")
NOT_HTTPS = "not-https", Words("网址须以 https:// 开头", "the URL must begin with https://")
WITH_USER = "with-user", Words("网址中不得含用户名或密码", "the URL must not hold a user or password")
WITH_FRAGMENT = "with-fragment", Words("网址中不得含 # 片段", "the URL must not hold a fragment")
PRIVATE = "private-address", Words("网址指向内部网络，未被允许", "the URL leads into a private network that is not on the operator's list")


def url_faults(url: str, inside: Inside) -> list[tuple[str, Words]]:
    """Everything that is wrong with a URL as it is written."""
    parts = _split(url)
    if parts is None or not parts.hostname or not url.isascii() or any(mark.isspace() or mark == "\\" for mark in url):
        return [NOT_A_URL]
    ip = literal(parts.hostname)
    found = {
        NOT_HTTPS: parts.scheme != "https",
        WITH_USER: "@" in parts.netloc,
        WITH_FRAGMENT: "#" in url,
        PRIVATE: ip is not None and not inside.admits(parts.hostname, ip),
    }
    return [fault for fault, there in found.items() if there]


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts
