"""The first living story, step by step over HTTP: from Jiangbei's plan to a verdict that an outside system reads.

Used by ``jianxing demo`` (which prints every step) and by the journey test (which asserts on it): one text, two readers.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx2

from deploy.loading import DEMO_SECRET, example, load_directory, load_plan
from shared.kit.clock import SHANGHAI
from shared.kit.ids import new_id

REPORTED, CORRECTED = "31.2", "32.6"
_PATIENCE_SECONDS = 30.0


class StoryError(AssertionError):
    """A step differed from what the story says."""


@dataclass
class Story:
    """The platform, the accounts signed in, and what was found on the way. ``say`` is told every step."""

    client: httpx2.AsyncClient
    move_clock_to: Callable[[datetime], None]
    say: Callable[[str], None] = print
    tokens: dict[str, str] = field(default_factory=dict)
    steps: int = 0

    def step(self, title: str) -> None:
        """Begin a step."""
        self.steps += 1
        self.say(f"\n{self.steps}. {title}")

    def check(self, holds: bool, expected: str, found: object) -> None:
        """One expectation of the story: said when it holds, StoryError when not."""
        if not holds:
            raise StoryError(f"step {self.steps}: expected {expected}; found {found}")
        self.say(f"   ✓ {expected}")

    async def sign_in(self, login: str, secret: str = DEMO_SECRET, *, outside: bool = False) -> None:
        """Get a token for ``login``: a person by password, an outside system by its client credentials."""
        names = ("client_id", "client_secret") if outside else ("username", "password")
        form = {"grant_type": "client_credentials" if outside else "password", names[0]: login, names[1]: secret}
        answer = await self.client.post("/api/v1/plans/token", data=form)
        self.check(answer.is_success, f"{login} signs in", answer.text)
        self.tokens[login] = answer.json()["access_token"]

    async def send(self, login: str, method: str, path: str, body: Any = None, *, quiet: bool = False, **extra: Any) -> httpx2.Response:
        """One request as ``login``, said with its outcome."""
        headers = {"Authorization": f"Bearer {self.tokens[login]}", "Accept-Language": "zh", **extra.pop("headers", {})}
        if method == "POST":
            headers["Idempotency-Key"] = new_id().hex
        answer = await self.client.request(method, path, json=body, headers=headers, **extra)
        if not quiet:
            self.say(f"   {login}: {method} {path} → {answer.status_code}")
        return answer

    async def get(self, login: str, path: str, *, quiet: bool = False, **params: Any) -> Any:
        """GET as JSON; StoryError unless 200."""
        answer = await self.send(login, "GET", path, params=params, quiet=quiet)
        if answer.status_code != 200:  # noqa: PLR2004 - OK
            raise StoryError(f"step {self.steps}: GET {path}: {answer.status_code} {answer.text[:500]}")
        return answer.json()

    async def do(self, login: str, method: str, path: str, body: Any, status: int, **extra: Any) -> Any:
        """A request that must answer ``status``; its JSON."""
        answer = await self.send(login, method, path, body, **extra)
        self.check(answer.status_code == status, f"answered {status}", f"{answer.status_code} {answer.text[:800]}")
        return answer.json()

    async def until(self, expected: str, look: Callable[[], Awaitable[Any]]) -> Any:
        """Look again until something is there: events travel after the answer."""
        found: Any = None
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while not (found := await look()):
                    await asyncio.sleep(0.05)
        except TimeoutError:
            self.check(False, expected, found)
        self.say(f"   ✓ {expected}")
        return found


def shanghai(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """An hour of a day in Asia/Shanghai, in UTC."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


async def play(story: Story) -> None:
    """The whole story; raises StoryError at the first step that differs."""
    story.move_clock_to(shanghai(2023, 4, 10))
    plan_id = await _plan_becomes_known(story)
    await _sign_everybody_in(story)
    assignments = await _round_opens(story, plan_id)
    submission = await _reporter_fills_and_submits(story, assignments["区卫生健康局"])
    submission = await _office_returns_one_item(story, submission)
    await _reporter_corrects(story, submission)
    await _office_approves(story, submission)
    await _verdicts_follow(story, plan_id)
    await _reminders_stop_and_escalate(story, assignments)
    await _outside_system_reads(story, plan_id)


async def _plan_becomes_known(story: Story) -> str:
    story.step("The directory and Jiangbei's plan are loaded; the plan is issued; its indicators get filling units and past values")
    await load_directory(story.client)
    plan_id = await load_plan(story.client, "jiangbei", last_year=2021)
    await story.sign_in("jb-office")
    plan = await story.get("jb-office", f"/api/v1/plans/{plan_id}")
    story.check(plan["state"] == "issued" and plan["actions"] == 25, "issued, 25 actions", plan)  # noqa: PLR2004 - the document's count

    story.step("Its duties and indicators are known to the other services by events")
    found = await story.get("jb-office", "/api/v1/indicators/plan-indicators", plan_id=plan_id, limit=200)
    literacy = next(row for row in found["items"] if row["key"] == "T01")
    story.check(literacy["name"] == "居民健康素养水平", "indicators know 居民健康素养水平", literacy)
    targets = (await story.get("jb-office", "/api/v1/indicators/targets", plan_id=plan_id, limit=200))["items"]
    own = sorted((t["year"], t["expression"]["value"]) for t in targets if t["plan_indicator_id"] == literacy["id"])
    story.check(own == [(2022, "32"), (2030, "40")], "its targets in force: 32 for 2022, 40 for 2030", own)
    return plan_id


async def _sign_everybody_in(story: Story) -> None:
    story.step("Everybody signs in")
    for login in ("jb-weijian", "jb-fulian", "jb-mayor", "nb-upper"):
        await story.sign_in(login)


async def _round_opens(story: Story, plan_id: str) -> dict[str, Any]:
    story.step("The plan office opens the round on 2022, due outward on 2023-05-10; one assignment per filling unit appears")
    opening = {
        "plan_ids": [plan_id],
        "subject_year": 2022,
        "name": "2022年度健康江北行动监测",
        "opens_on": "2023-04-10",
        "outward_due_on": "2023-05-10",
    }

    async def opened() -> Any:
        answer = await story.send("jb-office", "POST", "/api/v1/submissions/rounds", opening, quiet=True)
        return answer.json() if answer.status_code == 201 else None  # noqa: PLR2004 - Created

    round_ = await story.until("the round is open (submissions have heard of the plan)", opened)
    story.check(round_["outward_due"] == "2023-05-10T16:00:00Z", "due at 24:00 of 10 May in Shanghai", round_["outward_due"])
    rows = (await story.get("jb-office", "/api/v1/submissions/assignments", round_id=round_["id"], limit=200))["items"]
    units = set(example("made_up", "setups", "jiangbei.json")["fillers"].values())
    story.check({row["unit_name"] for row in rows} == units and len(rows) == len(units), f"{len(units)} filling units, one assignment each", rows)
    first = next(row for row in rows if row["unit_name"] == "区卫生健康局")
    why = "the units' own day is ten workdays earlier: 24 April (1 to 3 May are days off, Saturday 6 May is worked)"
    story.check(first["due_on"] == "2023-04-24", why, first["due_on"])
    return {row["unit_name"]: row for row in rows}


async def _reporter_fills_and_submits(story: Story, assignment: dict[str, Any]) -> dict[str, Any]:
    story.step(f"The liaison of 区卫生健康局 fills its {assignment['items']} items, 居民健康素养水平 with {REPORTED}, and submits")
    submission = await story.do("jb-weijian", "POST", "/api/v1/submissions", {"assignment_id": assignment["id"]}, 201)
    values = example("made_up", "values", "jiangbei.json")["values"]
    keys = {row["name"]: row["key"] for row in reversed(example("documents", "jiangbei.json")["indicators"]) if "same_as" not in row}
    rows = [{"item_id": one["item"]["id"], "answer": _answer(one["item"], keys, values)} for one in submission["content"]]
    headers = {"If-Match": f'"v{submission["version"]}"'}
    submission = await story.do("jb-weijian", "PATCH", f"/api/v1/submissions/{submission['id']}", {"answers": rows}, 200, headers=headers)
    hard = [one for one in submission["findings"] if one["weight"] == "hard"]
    story.check(not hard, "no hard finding is left", hard)
    return dict(await story.do("jb-weijian", "POST", f"/api/v1/submissions/{submission['id']}:submit", None, 200))


def _answer(item: dict[str, Any], keys: dict[str, str], values: dict[str, Any]) -> dict[str, Any]:
    """The made-up answer for 2022; the story's own number for 居民健康素养水平."""
    if item["name"] == "居民健康素养水平":
        return {"kind": "value", "value": REPORTED}
    value = values.get(keys[item["name"]], {}).get("2022")
    if value is None:
        return {"kind": "nothing_to_report", "reason": "本年度未开展监测"}
    if "state" in value:
        return {"kind": "state", "state": value["state"]}
    return {"kind": "value", "value": value["value"], "explanation": "统计口径与上年一致，已核实"}


async def _office_returns_one_item(story: Story, submission: dict[str, Any]) -> dict[str, Any]:
    story.step("The plan office returns one item with a reason; the reporter is told in the inbox")
    item = next(one["item"] for one in submission["content"] if one["item"]["name"] == "居民健康素养水平")
    body = {"items": [{"item_id": item["id"], "reason": "与省级监测通报不一致", "fix": "按省监测结果核对"}], "workdays": 5}
    returned = await story.do("jb-office", "POST", f"/api/v1/submissions/{submission['id']}:return", body, 200)
    story.check(returned["state"] == "returned", "the submission is returned", returned["state"])

    async def told() -> Any:
        items = (await story.get("jb-weijian", "/api/v1/notifications", quiet=True))["items"]
        return next((one for one in items if one["kind"] == "returned"), None)

    message = await story.until("the reporter's inbox tells of the return", told)
    story.say(f"     “{message['title']}” {message['body']}")
    story.check("与省级监测通报不一致" in message["body"], "with the reason", message)
    return dict(returned)


async def _reporter_corrects(story: Story, submission: dict[str, Any]) -> None:
    story.step(f"The reporter corrects to {CORRECTED} and submits again; only the returned item is open")
    path = f"/api/v1/submissions/{submission['id']}"
    headers = {"If-Match": f'"v{submission["version"]}"'}
    other = next(one for one in submission["content"] if not one.get("returned"))
    refused = {"answers": [{"item_id": other["item"]["id"], "answer": {"kind": "not_survey_year"}}]}
    answer = await story.send("jb-weijian", "PATCH", path, refused, headers=headers)
    story.check(answer.json()["code"] == "item-not-reopened", "another item cannot be changed", answer.text)
    mine = next(one for one in submission["content"] if one.get("returned"))
    body = {"answers": [{"item_id": mine["item"]["id"], "answer": {"kind": "value", "value": CORRECTED}}]}
    await story.do("jb-weijian", "PATCH", path, body, 200, headers=headers)
    again = await story.do("jb-weijian", "POST", f"{path}:submit", None, 200)
    story.check(again["state"] == "submitted", "submitted again", again["state"])


async def _office_approves(story: Story, submission: dict[str, Any]) -> None:
    story.step("Unapproved values are invisible outside the chain; then the plan office approves")
    path = f"/api/v1/submissions/{submission['id']}"
    for login in ("jb-mayor", "nb-upper"):
        hidden = await story.send(login, "GET", path)
        story.check(hidden.status_code == 404, f"{login} does not know of it yet", hidden.text)  # noqa: PLR2004 - not theirs to know
    approved = await story.do("jb-office", "POST", f"{path}:approve", {"comment": "同意"}, 200)
    story.check(approved["state"] == "approved", "approved", approved["state"])


async def _verdicts_follow(story: Story, plan_id: str) -> None:
    story.step("The value becomes the official observation; verdicts follow with explanation and clause")
    found = (await story.get("jb-office", "/api/v1/indicators/plan-indicators", plan_id=plan_id, limit=200))["items"]
    literacy = next(row for row in found if row["key"] == "T01")

    async def observed() -> Any:
        rows = await story.get("jb-office", "/api/v1/indicators/observations", indicator_id=literacy["indicator_id"], year=2022, quiet=True)
        return next((row for row in rows["items"] if row["region_id"] == literacy["region_id"]), None)

    value = await story.until("the official observation of 2022 is there", observed)
    story.check(value["value"] == CORRECTED and value["source"] == "submission", f"it is {CORRECTED}, from the submission", value)
    rows = (await story.get("jb-office", "/api/v1/indicators/verdicts", plan_indicator_id=literacy["id"]))["items"]
    verdicts = {row["horizon"]: row for row in rows}
    for year, word in ((2022, "met"), (2030, "on_track")):
        full = await story.get("jb-office", f"/api/v1/indicators/verdicts/{verdicts[year]['id']}")
        story.check(full["word"] == word, f"{year}: {word}", full["word"])
        said, clause = full["explanation"]["said"], full["explanation"]["clause"]
        story.say(
            f"     {said['zh']}\n     {said['en']}\n     clause {clause['path']}, characters {clause['start']}-{clause['end']}: “{clause['quote']}”"
        )
    story.check(
        "47%" in verdicts[2030]["said"]["zh"] and "27%" in verdicts[2030]["said"]["zh"], "47 % of the way after 27 % of the time", verdicts[2030]
    )


async def _reminders_stop_and_escalate(story: Story, assignments: dict[str, Any]) -> None:
    story.step("No reminder is left for the approved assignment")
    done = assignments["区卫生健康局"]["id"]

    async def stopped() -> Any:
        rows = await story.get("jb-office", "/api/v1/notifications/reminders", deadline_id=done, limit=200, quiet=True)
        return bool(rows["items"]) and all(row["state"] != "planned" for row in rows["items"])

    await story.until("nothing is planned for it any more", stopped)
    late = assignments["区妇联"]
    story.step("区妇联 files nothing: as the clock moves on it is reminded, called in, and reported to the leading group")
    for day, login, kind, step in (
        (shanghai(2023, 4, 18), "jb-fulian", "reminder", "D-7"),
        (shanghai(2023, 4, 22), "jb-office", "reminder", "D-3"),
        (shanghai(2023, 4, 26), "jb-fulian", "escalation", "D+1"),
        (shanghai(2023, 4, 28), "jb-office", "escalation", "D+3"),
        (shanghai(2023, 5, 2), "jb-mayor", "escalation", "D+7"),
    ):
        story.move_clock_to(day)
        expected = f"{day.astimezone(SHANGHAI):%Y-%m-%d}: {step} reaches {login}"
        message = await story.until(expected, partial(_told, story, login, kind, late, step))
        story.say(f"     “{message['title']}” {message['body']}")


async def _told(story: Story, login: str, kind: str, assignment: dict[str, Any], step: str) -> Any:
    """The message of one step of the ladder, once it was sent and lies in the inbox."""
    reminders = await story.get("jb-office", "/api/v1/notifications/reminders", deadline_id=assignment["id"], limit=200, quiet=True)
    if not any(row["step"] == step and row["state"] == "sent" for row in reminders["items"]):
        return None
    inbox = (await story.get(login, "/api/v1/notifications", limit=200, quiet=True))["items"]
    own = [row for row in inbox if row["kind"] == kind and "区妇联" in row["title"] + row["body"]]
    return own[-1] if own else None


async def _outside_system_reads(story: Story, plan_id: str) -> None:
    story.step("An outside system reads the result with its own client credentials")
    await story.sign_in("partner-jiangbei", "partner-secret", outside=True)
    rows = (await story.get("partner-jiangbei", "/api/v1/indicators/verdicts", plan_id=plan_id, horizon=2022, word="met", limit=200))["items"]
    story.check(any(row["indicator_name"] == "居民健康素养水平" for row in rows), "it sees 居民健康素养水平: met", rows[:1])
    hidden = (await story.get("partner-jiangbei", "/api/v1/submissions"))["items"]
    story.check(hidden == [], "and no submission at all", hidden)
