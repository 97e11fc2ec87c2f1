"""What the proxy itself refuses, besides the problems it shares with the services."""

from shared.kit.language import Words
from shared.kit.problems import Problem


class UnreadableRequest(Problem):
    """The request breaks HTTP's own rules, or its address or headers are too long; it never reached a service."""

    status, code = 400, "unreadable-request"
    title = Words("无法读取的请求", "The request cannot be read")
    detail = Words("请求不符合 HTTP 规范，或地址、请求头过长", "The request breaks the rules of HTTP, or its address or headers are too long")


class TooManyRequests(Problem):
    """One address sends more requests a second than the gateway lets through."""

    status, code = 429, "too-many-requests"
    title = Words("请求过于频繁", "Too many requests")
    detail = Words("同一地址的请求过于频繁，请稍后重试", "Too many requests a second from this address; try again later")
