"""Templates of a running platform: drafted, previewed, in force, followed by another, failing, retired."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from services.notifications.channels.base import Parcel
from services.notifications.models import MessageRecord, TemplateRecord
from services.notifications.rules.templates.rendering import LONGEST
from services.notifications.service.rewording import reword
from shared.kit.clock import real_now
from shared.schemas.messages import MessageKind
from shared.schemas.templates import TemplateFamily
from tests.factories.mail import Mailbox
from tests.factories.people import EDUCATION, HEALTH
from tests.factories.problems import nothing_changes, problem
from tests.factories.rounds import assignment_of, open_round
from tests.platform import World, eventually
from tests.services.notifications.programs import county_path
from tests.services.notifications.test_delivering import HEALTHS, set_delivery, settled
from tests.services.notifications.test_reminding import NOTIFICATIONS, inbox_of

TEMPLATES = f"{NOTIFICATIONS}/templates"
WORDS = {"title": "任务来了：{{ title }}", "body": "{{ unit }}：“{{ title }}”共{{ items }}项，{{ due_on|day }}前。"}
PLACE = {"saying": "assigned", "family": "inbox", "language": "zh"}
NEXT_YEAR = {"subject_year": 2021, "name": "又一轮", "outward_due_on": "2023-05-10"}


async def drafted(world: World, login: str = "office", **change: Any) -> dict[str, Any]:
    """A draft of the county."""
    caller = await world.sign_in(login)
    return dict(await caller.do(TEMPLATES, {"region_path": await county_path(caller), **PLACE, **WORDS, **change}))


async def in_force(world: World, **change: Any) -> dict[str, Any]:
    """An active template of the county."""
    made = await drafted(world, **change)
    return dict(await (await world.sign_in("office")).do(f"{TEMPLATES}/{made['id']}:activate"))


async def told(world: World, login: str = "health", language: str = "zh") -> list[tuple[str, str]]:
    """Titles and bodies of the tasks in an inbox, in one language."""
    caller = await world.sign_in(login, language=language)
    return [(one["title"], one["body"]) for one in await caller.items(NOTIFICATIONS) if one["kind"] == "assigned"]


async def test_what_is_told_is_said_in_the_words_of_the_region(world: World) -> None:
    made = await in_force(world)
    assert (made["state"], made["edition"], made["retired_at"]) == ("active", 1, None) and made["activated_at"]
    await open_round(world)
    ours = ("任务来了：2022年度监测填报", f"{HEALTH}：“2022年度监测填报”共3项，2023年4月24日（星期一）前。")
    assert await told(world) == [ours]
    [(title, body)] = await told(world, language="en")
    assert title == "New task: 2022年度监测填报" and body.startswith(
        f"{HEALTH} is asked for 3 values in 2022年度监测填报 by the end of 2023-04-24 (Monday)"
    )
    again = await in_force(world, title="第二版：{{ title }}")
    office = await world.sign_in("office")
    assert again["edition"] == 2
    assert [(one["state"], one["edition"]) for one in await office.items(TEMPLATES)] == [("retired", 1), ("active", 2)]
    await office.do(f"{TEMPLATES}/{again['id']}:retire")
    await open_round(world, **NEXT_YEAR)
    first, (title, body) = await told(world)
    assert first == ours  # what was told keeps its words
    assert title == "新的填报任务：又一轮" and body.startswith(f"{HEALTH}有3项指标需在“又一轮”中填报。请于")


async def test_a_message_keeps_the_template_that_it_was_made_by(world: World) -> None:
    made, mail = await in_force(world), await in_force(world, family="email")
    await open_round(world)
    async with world.service("notifications").database.write() as db:
        rows = await db.all(select(MessageRecord.made_by, MessageRecord.saying, MessageRecord.places).where(MessageRecord.kind == "assigned"))
    assert {tuple(sorted(row.made_by.items())) for row in rows} == {(("email.zh", mail["id"]), ("inbox.zh", made["id"]))}
    assert {row.saying for row in rows} == {"assigned"} and all(row.places["title"] == "2022年度监测填报" for row in rows)


async def test_the_nearest_region_is_heard_and_administrators_speak_for_all(world: World) -> None:
    administrator = await world.sign_in("admin")
    county = await county_path(administrator)
    above = min((one["path"] for one in await administrator.items("/api/v1/plans/regions") if county.startswith(one["path"])), key=len)
    platform = await drafted(world, "admin", region_path=above, title="全平台：{{ title }}")
    await administrator.do(f"{TEMPLATES}/{platform['id']}:activate")
    await open_round(world)
    assert [title for title, _ in await told(world)] == ["全平台：2022年度监测填报"]
    await in_force(world)
    await open_round(world, **NEXT_YEAR)
    assert [title for title, _ in await told(world)] == ["全平台：2022年度监测填报", "任务来了：又一轮"]


async def test_every_fault_comes_at_once_with_its_line(world: World) -> None:
    office = await world.sign_in("office")
    body = {"region_path": await county_path(office), **PLACE, "title": "{{ titel }}", "body": "{{ unit }}\n{{ unit.__class__ }}\n{% include 'x' %}"}
    async with nothing_changes(world):
        answer = problem(await office.post(TEMPLATES, body), 422, "invalid-template")
        unknown = problem(await office.post(TEMPLATES, {**body, "saying": "greeting"}), 422, "invalid-template")
    assert [(one["pointer"], one.get("row"), one["code"]) for one in answer["errors"]] == [
        ("/title", 1, "unknown-place"),
        ("/body", 2, "template-refused"),
        ("/body", 3, "template-refused"),
        ("/body", None, "missing-place"),
        ("/body", None, "missing-place"),
        ("/body", None, "missing-place"),
    ]
    assert unknown["errors"][0]["code"] == "unknown-saying"
    problem(await office.post(TEMPLATES, {**body, "language": "fr"}), 422, "invalid-request")
    made = await drafted(world)
    refused = await office.put(f"{TEMPLATES}/{made['id']}", {"title": "{{ titel", "body": "{% if %}"}, if_match='"v1"')
    assert [one["code"] for one in problem(refused, 422, "invalid-template")["errors"]] == ["template-syntax"] * 2


async def test_a_template_that_fails_is_flagged_and_the_message_is_told_all_the_same(world: World) -> None:
    made = await in_force(world, body="{{ unit }}{{ items }}{{ due_on }}" + "{{ title }}" * 330)
    office = await world.sign_in("office")
    await open_round(world)
    assert len((await told(world))[0][1]) > 330 * len("2022年度监测填报")
    await open_round(world, **{**NEXT_YEAR, "name": "长" * 20})
    title, body = (await told(world))[1]
    assert title == "新的填报任务：" + "长" * 20 and body.startswith(f"{HEALTH}有3项指标需在“{'长' * 20}”中填报。")
    flagged = await office.read(f"{TEMPLATES}/{made['id']}")
    assert flagged["failed_at"] and "too long" in flagged["failure"]
    async with world.service("notifications").database.write() as db:
        rows = await db.all(select(MessageRecord.made_by, MessageRecord.fell_back).where(MessageRecord.kind == "assigned").order_by(MessageRecord.id))
    assert [(bool(row.made_by), row.fell_back) for row in (rows[0], rows[-1])] == [(True, False), (False, True)]
    assert len({len(await told(world, login)) for login in ("health", "education")}) == 1


async def test_a_template_whose_places_are_gone_after_an_upgrade_falls_back(world: World) -> None:
    made = await in_force(world)
    async with world.service("notifications").database.write() as db:
        await db.run(update(TemplateRecord).where(TemplateRecord.id == UUID(made["id"])).values(body="{{ formerly }}"))
    await open_round(world)
    assert (await told(world))[0][0] == "新的填报任务：2022年度监测填报"
    assert "formerly" in (await (await world.sign_in("office")).read(f"{TEMPLATES}/{made['id']}"))["failure"]


async def test_the_words_of_letters_reach_letters_alone_and_every_attempt_has_the_same(mailing: World, mailbox: Mailbox) -> None:
    office = await mailing.sign_in("office")
    letter = await in_force(mailing, family="email", body="函告{{ unit }}：{{ title }}，{{ items }}项，{{ due_on }}。<b>")
    mailbox.answers[HEALTHS] = ["450 4.2.1 greylisted"]
    await open_round(mailing)
    waiting = await settled(mailing, "planned")
    await in_force(mailing, family="email", title="后来的：{{ title }}")
    await set_delivery(mailing, waiting["id"], held_until=real_now())
    await settled(mailing, "delivered")
    [mail] = mailbox.mails
    assert mail["Subject"] == "任务来了：2022年度监测填报"
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert f"函告{HEALTH}：2022年度监测填报，3项，2023-04-24。<b>" in text and "2023-04-24。&lt;b&gt;" in page and "is asked for 3 values" in text
    assert (await told(mailing))[0][0] == "新的填报任务：2022年度监测填报"
    assert (await office.read(f"{TEMPLATES}/{letter['id']}"))["failed_at"] is None


async def test_a_letter_that_fails_goes_in_the_shipped_words(mailing: World, mailbox: Mailbox) -> None:
    letter = await in_force(mailing, family="email")
    async with mailing.service("notifications").database.write() as db:
        await db.run(update(TemplateRecord).where(TemplateRecord.id == UUID(letter["id"])).values(body="{{ formerly }}"))
    await open_round(mailing)
    await settled(mailing, "delivered")
    assert mailbox.mails[0]["Subject"] == "新的填报任务：2022年度监测填报"
    office = await mailing.sign_in("office")

    async def flagged() -> bool:
        return bool((await office.read(f"{TEMPLATES}/{letter['id']}"))["failed_at"])

    await eventually(flagged)


async def parcels(world: World) -> list[Parcel]:
    """The tasks as a channel is handed them."""
    async with world.service("notifications").database.write() as db:
        rows = await db.all(select(MessageRecord.__table__).where(MessageRecord.kind == "assigned"))
    names = ("title", "body", "why", "link", "about", "account_id", "unit_id", "places", "made_by")
    copied = [{name: row._mapping[name] for name in names} for row in rows]
    head = {
        "delivery_id": uuid4(),
        "dedupe_id": "1",
        "attempt": 1,
        "address": "x",
        "kind": MessageKind.ASSIGNED,
        "region_path": "",
        "told_at": real_now(),
    }
    return [Parcel(message_id=row.id, **head, **some) for row, some in zip(rows, copied, strict=True)]


@pytest.mark.parametrize("family", [TemplateFamily.SHORT, TemplateFamily.MARKDOWN])
async def test_telephones_and_chat_groups_have_words_of_their_own(world: World, family: TemplateFamily) -> None:
    await open_round(world)
    own = await in_force(world, family=family, body="{{ unit }}｜{{ title }}｜{{ items }}｜{{ due_on }}｜{{ role }}｜{{ link }}")
    await open_round(world, **NEXT_YEAR)
    made = await parcels(world)
    async with world.service("notifications").database.write() as db:
        said = await reword(db, made, family, "https://jianxing.example.cn/", real_now())
    for before, after in zip(made, said, strict=True):
        assert after.body["zh"].count("https://jianxing.example.cn/api/v1/submissions/assignments/") == 1
        assert "联络员" in after.body["zh"] and "liaison" in after.body["en"] and len(after.body["zh"]) <= LONGEST[family]
        by_own = before.made_by == {f"{family}.zh": own["id"]}
        assert ("｜" in after.body["zh"], "｜" in after.body["en"]) == (by_own, False)


async def test_a_preview_with_a_message_with_a_deadline_and_with_examples(world: World) -> None:
    await in_force(world)
    await open_round(world)
    office = await world.sign_in("office")
    of_task = await drafted(world)
    shown = await office.read(f"{TEMPLATES}/{of_task['id']}/preview")
    assert (shown["title"], shown["fault"]) == ("任务来了：2022年度监测填报", None) and shown["places"]["unit"] == "县卫生健康局"
    opened = await drafted(world, saying="round_opened", title="{{ title }}", body="{{ title }}于{{ due_on|day }}（{{ workdays }}）")
    mayors = await inbox_of(world, "mayor", "round")
    problem(await office.get(f"{TEMPLATES}/{opened['id']}/preview", message_id=mayors[0]["id"]), 404, "not-found")  # read by its reader alone
    owed = await assignment_of(world, EDUCATION)
    ahead = await drafted(world, saying="reminder", body="{{ unit }}于{{ due_on|day }}前报“{{ title }}”，还有{{ days }}天。")
    shown = await office.read(f"{TEMPLATES}/{ahead['id']}/preview", deadline_id=owed["id"])
    deadline = await office.read(f"{NOTIFICATIONS}/deadlines/{owed['id']}")
    assert shown["body"].startswith(f"{EDUCATION}于{deadline['due_on'][:4]}年") and shown["places"]["unit"] == EDUCATION
    problem(await office.get(f"{TEMPLATES}/{of_task['id']}/preview", deadline_id=owed["id"]), 409, "template-says-otherwise")
    problem(await office.get(f"{TEMPLATES}/{of_task['id']}/preview", deadline_id=uuid4()), 404, "not-found")


async def test_the_office_previews_with_its_own_message(world: World) -> None:
    await open_round(world)
    office = await world.sign_in("office")
    policy = {"region_path": await county_path(office), "name": "县级提醒", "steps": [{"offset": -3, "to": ["liaison"]}]}
    made = await office.do(f"{NOTIFICATIONS}/policies", policy)
    await office.do(f"{NOTIFICATIONS}/policies/{made['id']}:activate", {})
    [message] = await inbox_of(world, "office", "round")
    template = await drafted(world, saying="policy_changed", family="short", title="改", body="{{ name }}（{{ role }}）{{ link }}")
    shown = await office.read(f"{TEMPLATES}/{template['id']}/preview", message_id=message["id"])
    assert shown["body"].startswith("县级提醒（健康办）http") and shown["body"].endswith(message["link"])
    of_task = await drafted(world)
    problem(await office.get(f"{TEMPLATES}/{of_task['id']}/preview", message_id=message["id"]), 409, "template-says-otherwise")
    fails = await drafted(world, saying="policy_changed", family="short", title="改", body="{{ link }}{{ role }}" + "{{ name }}" * 90)
    long = {**policy, "name": "很长的县级提醒安排"}
    second = await office.do(f"{NOTIFICATIONS}/policies", long)
    await office.do(f"{NOTIFICATIONS}/policies/{second['id']}:activate", {})
    newest = (await inbox_of(world, "office", "round"))[-1]
    shown = await office.read(f"{TEMPLATES}/{fails['id']}/preview", message_id=newest["id"])
    assert "too long" in shown["fault"] and shown["body"].startswith("未完成事项的提醒改按“很长的县级提醒安排”")


async def test_only_a_draft_is_rewritten_and_nothing_is_switched_twice(world: World) -> None:
    office = await world.sign_in("office")
    made = await drafted(world)
    address, new = f"{TEMPLATES}/{made['id']}", {**WORDS, "title": "改：{{ title }}"}
    problem(await office.put(address, new, None), 428, "missing-if-match")
    problem(await office.put(address, new, if_match='"v7"'), 412, "stale-etag")
    answer = await office.put(address, new, if_match='"v1"')
    assert (answer.json()["title"], answer.headers["ETag"]) == ("改：{{ title }}", '"v2"')
    problem(await office.post(f"{address}:activate", if_match='"v1"'), 412, "stale-etag")
    await office.do(f"{address}:activate")
    problem(await office.put(address, new, if_match='"v3"'), 409, "template-state")
    problem(await office.post(f"{address}:activate"), 409, "template-state")
    await office.do(f"{address}:retire")
    problem(await office.post(f"{address}:retire"), 409, "template-state")


async def test_templates_are_kept_by_the_office_of_the_region_and_by_administrators(world: World) -> None:
    made = await drafted(world)
    body = {"region_path": made["region_path"], **PLACE, **WORDS}
    for login in ("health", "neighbour-office", "mayor", "auditor"):
        problem(await (await world.sign_in(login)).post(TEMPLATES, body), 403, "denied")
    for login, seen in {"office": 200, "auditor": 200, "admin": 200, "mayor": 404, "health": 404, "neighbour-office": 404}.items():
        assert (await (await world.sign_in(login)).get(f"{TEMPLATES}/{made['id']}")).status_code == seen, login
    office = await world.sign_in("office")
    problem(await office.get(f"{TEMPLATES}/{uuid4()}"), 404, "not-found")
    assert [one["id"] for one in await office.items(TEMPLATES, saying="assigned", family="inbox", state="draft")] == [made["id"]]
    assert await office.items(TEMPLATES, saying="waived") == [] == await office.items(TEMPLATES, family="email")


async def test_everything_that_can_be_said_is_told_with_its_places(world: World) -> None:
    told_by = {one["saying"]: one for one in (await (await world.sign_in("office")).read(f"{TEMPLATES}/sayings"))["items"]}
    reminder = told_by["reminder"]
    assert reminder["kind"] == "reminder" and {one["language"] for one in reminder["shipped"]} == {"zh", "en"}
    assert {one["name"]: (one["sort"], one["needed"]) for one in reminder["places"]} == {
        "title": ("text", True),
        "unit": ("text", True),
        "due_on": ("day", True),
        "days": ("number", False),
        "workdays": ("number", False),
    }
