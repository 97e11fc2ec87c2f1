"""Every answer that is not a success is a problem: one envelope, both languages, a stable code, the request's id."""

import string
from typing import Any

import httpx2
import pytest

import shared.kit.framework_problems as framework
from shared.kit.language import preferred
from shared.kit.problems import FaultWords, Problem, all_problems
from tests.databases import TestDatabases
from tests.house.modules import every_module
from tests.kit.platform import Platform, key, platform
from tests.kit.toy import NOTES

NOTE = {"text": "一"}
JSON = {"Content-Type": "application/json"}
UNKNOWN = "01930000-0000-7000-8000-00000000ffff"

CASES: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "unknown address": ("GET", "/api/v1/submissions/nothing", {}, 404, "no-such-route"),
    "unknown root": ("GET", "/", {}, 404, "no-such-route"),
    "id that is no uuid": ("GET", f"{NOTES}/7", {}, 404, "no-such-route"),
    "absent": ("GET", f"{NOTES}/{UNKNOWN}", {}, 404, "not-found"),
    "method": ("DELETE", NOTES, {}, 405, "method-not-allowed"),
    "broken json": ("POST", NOTES, {"content": b'{"text": ', "headers": JSON}, 400, "broken-json"),
    "not utf-8": ("POST", NOTES, {"content": b'{"text": "\xff"}', "headers": JSON}, 400, "broken-json"),
    "media type": ("POST", NOTES, {"content": b"text", "headers": {"Content-Type": "text/plain"}}, 415, "wrong-content-type"),
    "no media type": ("POST", NOTES, {"content": b"{}"}, 415, "wrong-content-type"),
    "too large": ("POST", NOTES, {"content": b'{"text": "' + b"x" * 5000 + b'"}', "headers": JSON}, 413, "too-large"),
    "no body": ("POST", NOTES, {"headers": JSON}, 422, "invalid-request"),
    "missing field": ("POST", NOTES, {"json": {}}, 422, "invalid-request"),
    "unknown field": ("POST", NOTES, {"json": NOTE | {"titel": 1}}, 422, "invalid-request"),
    "wrong query": ("GET", f"{NOTES}?limit=x", {}, 422, "invalid-request"),
    "lone surrogate": ("POST", NOTES, {"content": b'{"text": "\\ud800"}', "headers": JSON}, 422, "invalid-request"),
    "no token": ("GET", NOTES, {"headers": {"Authorization": ""}}, 401, "not-authenticated"),
    "crash while reading": ("GET", f"{NOTES}:crash", {}, 500, "internal"),
    "crash while writing": ("POST", f"{NOTES}:faulty", {"json": NOTE | {"fault": "crash"}}, 500, "internal"),
}


async def ask(toys: Platform, method: str, path: str, more: dict[str, Any], **headers: str) -> httpx2.Response:
    """Send one request with an idempotency key."""
    given = {**key(), **more.get("headers", {}), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return await toys.sender.client.request(method, path, **{**more, "headers": given})


@pytest.mark.parametrize(("method", "path", "more", "status", "code"), CASES.values(), ids=CASES.keys())
async def test_every_failure_wears_the_envelope(
    tmp_path: Any, fresh_url: TestDatabases, method: str, path: str, more: dict[str, Any], status: int, code: str
) -> None:
    async with platform(tmp_path, fresh_url, max_body_bytes=4096) as toys:
        told = {}
        for language in ("zh-CN", "en-GB"):
            response = await ask(toys, method, path, more, Accept_Language=language, X_Request_Id="req-1")
            body = response.json()
            assert (response.status_code, body.get("code")) == (status, code)
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["content-language"] == language[:2]
            assert response.headers["x-request-id"] == body["request_id"] == "req-1"
            assert body["status"] == status
            assert body["type"].endswith(f"#{code}")
            told[language] = body["title"] + body["detail"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in told["zh-CN"])
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in told["en-GB"])


async def test_a_crash_tells_nothing_of_its_inside(toys: Platform) -> None:
    response = await toys.sender.client.get(f"{NOTES}:crash")
    assert "secret" not in response.text
    assert "Traceback" not in response.text


async def test_a_wrong_method_is_told_every_right_one(toys: Platform) -> None:
    response = await toys.sender.client.delete(NOTES)
    assert set(response.headers["allow"].replace(" ", "").split(",")) == {"GET", "POST"}


async def test_a_missing_token_is_challenged(toys: Platform) -> None:
    response = await toys.sender.client.get(NOTES, headers={"Authorization": "Basic eDp5"})
    assert response.headers["www-authenticate"] == 'Bearer realm="jianxing"'


async def test_who_asks_is_looked_at_before_the_body(toys: Platform) -> None:
    response = await toys.sender.client.post(NOTES, content=b"{", headers=JSON | {"Authorization": ""})
    assert response.status_code == 401


async def test_every_fault_is_listed_with_its_pointer(toys: Platform) -> None:
    response = await toys.sender.client.post(NOTES, json={"place": "x", "extra/field": 1}, headers=key() | {"Accept-Language": "en"})
    errors = {(fault["pointer"], fault["code"]) for fault in response.json()["errors"]}
    assert errors == {("/text", "missing"), ("/place", "int_parsing"), ("/extra~1field", "extra_forbidden")}
    assert "3 places" in response.json()["detail"]


@pytest.mark.parametrize("body", [{"text": "a\x00b"}, {"text": "a", "place": 2**40}, {"text": "a", "place": 10**30}], ids=["nul", "large", "huge"])
async def test_what_the_database_cannot_hold_is_the_callers_fault(toys: Platform, body: dict[str, Any]) -> None:
    """PostgreSQL holds no NUL and no more than 32 bits in an integer; SQLite holds the first two."""
    response = await toys.sender.client.post(NOTES, json=body, headers=key())
    assert response.status_code in ({201, 422} if toys.sender.service.database.is_sqlite else {422}), response.text


async def test_a_filter_that_the_database_cannot_hold_is_the_callers_fault(toys: Platform) -> None:
    response = await toys.sender.client.get(NOTES, params={"shelf": "a\x00b"})
    assert response.status_code in ({200, 422} if toys.sender.service.database.is_sqlite else {422}), response.text


every_module()
PROBLEMS = sorted(set(all_problems()), key=lambda problem: (problem.code, problem.__qualname__))


def places(text: str) -> set[str]:
    """The places of a sentence; ``what_zh`` is the Chinese word for ``what``."""
    return {str(name).removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_codes_are_unique() -> None:
    codes = [problem.code for problem in PROBLEMS]
    assert sorted(codes) == sorted(set(codes))
    assert len(codes) > 15


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.code)
def test_a_problem_is_told_in_both_languages_with_the_same_places(problem: type[Problem]) -> None:
    for words in (problem.title, problem.detail):
        assert words.zh.strip()
        assert words.en.strip()
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in words.en)
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words.zh)
        assert places(words.zh) == places(words.en)
    assert not places(problem.title.zh), "a title has no places"
    assert 400 <= problem.status < 600
    assert problem.code == problem.code.lower().replace("_", "-")
    assert problem.__doc__


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh"),
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.8,zh;q=0.9", "zh"),
        ("en; q=0.9, zh; q=0.8", "en"),
        ("zh;q=0.5, en", "en"),
        ("fr", "zh"),
        ("fr, en;q=0.1", "en"),
        ("EN-us", "en"),
        ("english", "zh"),
        ("en;q=x", "zh"),
        ("en;q=0", "zh"),
        ("*", "zh"),
        ("en;q=nan", "zh"),
        (";q=1,,", "zh"),
    ],
)
def test_the_better_liked_language_is_spoken(header: str | None, language: str) -> None:
    assert preferred(header) == language


def test_a_fault_keeps_its_place_in_both_languages() -> None:
    words = framework.InvalidRequest.detail
    fault = FaultWords("x", words, row=3, column="值", count=2)
    assert (fault.told("zh").message, fault.told("en").message) == (words.zh.format(count=2), words.en.format(count=2))
    assert (fault.told("zh").row, fault.told("zh").column) == (3, "值")
