"""The people of the Wenling journey, what they do, and the plan that follows."""

import copy
import hashlib
from datetime import date, datetime, time
from typing import Any

from deploy.loading import Api, example
from deploy.story import Story
from shared.kit.clock import SHANGHAI
from tests.journeys.topologies import Platform

REGION = "331081"
HEALTH, EDUCATION, CULTURE, WOMEN = "市卫生健康局", "市教育局", "市文化和广电旅游体育局", "市妇联"
SUBMISSIONS, NOTIFICATIONS, PLANS = "/api/v1/submissions", "/api/v1/notifications", "/api/v1/plans"
LIAISONS = {HEALTH: "wl-weijian", EDUCATION: "wl-jiaoyu", CULTURE: "wl-wenlv"}
"""The women's federation has nobody: what it is told is unheard, and its silence goes up."""


def account(login: str, role: str, unit: str | None = None) -> dict[str, Any]:
    """One account of Wenling beside those of the examples."""
    post = {"role": role, "region_code": REGION, **({"unit": unit} if unit else {})}
    return {"login": login, "name": login, "secret": "jianxing-demo", "posts": [post], "scopes": []}


ACCOUNTS = [
    account("wl-jiaoyu", "liaison", EDUCATION),
    account("wl-wenlv", "liaison", CULTURE),
    account("wl-weijian-leader", "unit_leader", HEALTH),
    account("wl-mayor", "leadership"),
]


class Wenling:
    """The platform, as the people of Wenling use it."""

    def __init__(self, platform: Platform) -> None:
        self.platform, self.story = platform, Story(platform.client, platform.move_clock_to, lambda _: None)

    async def on(self, day: str, hour: int = 10, login: str = "wl-office") -> str:
        """It is that day; ``login`` has signed in."""
        self.platform.move_clock_to(datetime.combine(date.fromisoformat(day), time(hour), SHANGHAI))
        await self.story.sign_in(login)
        return login

    async def items(self, path: str, login: str = "wl-office", **query: Any) -> list[dict[str, Any]]:
        """Every item of a list."""
        api = Api(self.platform.client, self.story.tokens[login])
        return [one async for one in api.pages(path, **query)]

    async def assignment(self, round_id: str, unit: str) -> dict[str, Any]:
        """What a unit owes in a round."""
        [found] = [one for one in await self.items(f"{SUBMISSIONS}/assignments", round_id=round_id) if one["unit_name"] == unit]
        return found

    async def opened(self, body: dict[str, Any]) -> dict[str, Any]:
        """The round, once submissions know the plan and notifications its deadlines."""

        async def tried() -> Any:
            answer = await self.story.send("wl-office", "POST", f"{SUBMISSIONS}/rounds", body, quiet=True)
            return answer.json() if answer.status_code == 201 else None

        made: dict[str, Any] = await self.story.until("the round is open", tried)
        owed = await self.items(f"{SUBMISSIONS}/assignments", round_id=made["id"])

        async def known() -> bool:
            known = {one["id"] for one in await self.items(f"{NOTIFICATIONS}/deadlines")}
            return {one["id"] for one in owed} <= known

        await self.story.until("its deadlines are known", known)
        return made

    async def file(self, round_id: str, unit: str, day: str, hour: int = 12) -> None:
        """The unit's liaison has nothing to report on any item, and submits."""
        login = await self.on(day, hour, LIAISONS[unit])
        await self.on(day, hour)
        owed = await self.assignment(round_id, unit)
        form = await self.story.do(login, "POST", SUBMISSIONS, {"assignment_id": owed["id"]}, 201)
        answer = {"kind": "nothing_to_report", "reason": "本年度未开展监测"}
        rows = [{"item_id": one["item"]["id"], "answer": answer} for one in form["content"]]
        headers = {"If-Match": f'"v{form["version"]}"'}
        await self.story.do(login, "PATCH", f"{SUBMISSIONS}/{form['id']}", {"answers": rows}, 200, headers=headers)
        await self.story.do(login, "POST", f"{SUBMISSIONS}/{form['id']}:submit", None, 200)

        async def stopped() -> bool:
            shown = await self.story.get("wl-office", f"{NOTIFICATIONS}/deadlines/{owed['id']}", quiet=True)
            return bool(shown["state"] == "fulfilled")

        await self.story.until("the deadline is fulfilled", stopped)

    async def day_passes(self, day: str) -> None:
        """It is ten in the morning of that day; what is due was dealt with, and the day is proved."""
        await self.on(day)
        now = datetime.combine(date.fromisoformat(day), time(10), SHANGHAI)

        async def dealt_with() -> bool:
            waiting = await self.items(f"{NOTIFICATIONS}/reminders", state="planned")
            return all(datetime.fromisoformat(one["send_at"]) > now for one in waiting)

        await self.story.until(f"{day}: nothing is left to send", dealt_with)
        proved = await self.story.get("wl-office", f"{NOTIFICATIONS}/proof", day=day, quiet=True)
        self.story.check(proved["balanced"] and all(one["over"] == 0 for one in proved["differences"]), f"{day} is proved", proved)

    async def said(self, round_id: str, unit: str) -> set[tuple[str, str, str, str]]:
        """(step, audience, day for which it was planned, what became of it) of the unit's deadline."""
        owed = await self.assignment(round_id, unit)
        rows = await self.items(f"{NOTIFICATIONS}/reminders", deadline_id=owed["id"])
        days = [datetime.fromisoformat(one["send_at"]).astimezone(SHANGHAI).date().isoformat() for one in rows]
        return {(one["step"], one["audience"], day, one["state"]) for one, day in zip(rows, days, strict=True)}


def successor() -> dict[str, Any]:
    """A made-up plan for 2026 to 2028: the actions of the old one, three of its indicators, its report due on the next workday."""
    document = copy.deepcopy(example("documents", "wenling.json"))
    title = "高水平推进健康温岭行动组织实施方案（2026—2028年）"
    document["source"]["sha256"] = hashlib.sha256(title.encode()).hexdigest()
    document["head"] |= {"title": title, "period": {"start": 2026, "end": 2028}, "horizon_years": [2028]}
    document["indicators"] = [_later(one) for one in document["indicators"] if one["key"] in {"O01", "O06", "P04"}]
    document["duties"] = [
        {**one, "first_year": 2026, "last_year": 2028, "workday_policy": "next_workday"} for one in document["duties"] if one["key"] == "D04"
    ]
    return document


def _later(indicator: dict[str, Any]) -> dict[str, Any]:
    return {**indicator, "statements": [{**one, "year": 2028} for one in indicator["statements"][:1]]}
