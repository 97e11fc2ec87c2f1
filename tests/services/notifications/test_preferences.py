"""What readers choose, and what follows from it: at planning, at sending, for escalations not at all."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.notifications.models import PreferenceRecord
from services.notifications.rules.policies import Quiet
from services.notifications.rules.preferences import ALWAYS, FAMILIES, Preference, preference_faults
from shared.kit.clock import real_now
from shared.schemas.messages import MessageKind
from shared.schemas.preferences import MessageFamily, PreferenceContent
from tests.factories.mail import Mailbox
from tests.factories.problems import pointers, problem
from tests.factories.rounds import open_round
from tests.platform import World
from tests.services.notifications.test_delivering import HEALTHS, deliveries, set_delivery, settled, settled_as, to_health
from tests.services.notifications.test_reminding import DAYS, NOTIFICATIONS, inbox_of, scanned

PREFERENCES = f"{NOTIFICATIONS}/preferences"
NOTHING: dict[str, list[str]] = {family: [] for family in MessageFamily if family not in ALWAYS}


async def wish(world: World, login: str = "health", **said: Any) -> dict[str, Any]:
    """What a reader enters."""
    answer = await (await world.sign_in(login)).put(PREFERENCES, said)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_every_kind_of_message_has_its_family() -> None:
    assert set(FAMILIES) == set(MessageKind)
    assert {kind for kind, family in FAMILIES.items() if family in ALWAYS} == {MessageKind.ESCALATION}


@pytest.mark.parametrize(
    ("channels", "kind", "wanted"),
    [
        ({}, MessageKind.REMINDER, True),
        ({"reminders": ["email"]}, MessageKind.REMINDER, True),
        ({"reminders": ["sms"]}, MessageKind.REMINDER, False),
        ({"reminders": []}, MessageKind.REMINDER, False),
        ({"reminders": []}, MessageKind.RETURNED, True),
        ({"escalations": []}, MessageKind.ESCALATION, True),  # however it got there
    ],
)
def test_which_channels_are_wanted(channels: dict[str, list[str]], kind: MessageKind, wanted: bool) -> None:
    assert Preference(channels=channels).wants(kind, "email") is wanted


@pytest.mark.parametrize(
    ("quiet", "kind", "at", "goes"),
    [
        (Quiet(20, 8), MessageKind.ROUND, "2023-05-03T12:00", "2023-05-04T00:00"),  # 20:00 in Shanghai waits for eight the next morning
        (Quiet(20, 8), MessageKind.ROUND, "2023-05-03T23:30", "2023-05-04T00:00"),  # 7:30
        (Quiet(20, 8), MessageKind.ROUND, "2023-05-04T00:00", "2023-05-04T00:00"),  # eight
        (Quiet(20, 8), MessageKind.ROUND, "2023-05-04T11:59", "2023-05-04T11:59"),
        (Quiet(20, 8), MessageKind.DIGEST, "2023-05-03T12:00", "2023-05-04T00:00"),
        (Quiet(12, 14), MessageKind.APPROVED, "2023-05-04T04:30", "2023-05-04T06:00"),
        (Quiet(20, 8), MessageKind.REMINDER, "2023-05-03T12:00", "2023-05-03T12:00"),  # what asks for work does not wait
        (Quiet(20, 8), MessageKind.ESCALATION, "2023-05-03T12:00", "2023-05-03T12:00"),
        (None, MessageKind.ROUND, "2023-05-03T12:00", "2023-05-03T12:00"),
    ],
)
def test_quiet_hours_hold_back_what_only_tells(quiet: Quiet | None, kind: MessageKind, at: str, goes: str) -> None:
    begins, ends = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (at, goes))
    assert Preference(quiet=quiet).not_before(kind, begins) == ends


def test_every_fault_is_told() -> None:
    content = PreferenceContent.model_validate(
        {"channels": {"escalations": ["email"], "gossip": ["fax"], "rounds": ["sms", "sms"]}, "quiet": {"from_hour": 25, "until_hour": 25}}
    )
    assert [fault.code for fault in preference_faults(content)] == [
        "unknown-hour",
        "unknown-hour",
        "quiet-without-end",
        "statutory",
        "unknown-family",
        "unknown-word",
        "twice",
    ]


async def test_they_are_entered_under_their_version(mailing: World) -> None:
    health = await mailing.sign_in("health")
    first = await health.get(PREFERENCES)
    assert (first.json()["version"], first.json()["channels"], first.json()["always"]) == (0, {}, ["escalations"])
    assert first.headers["ETag"] == '"v0"'
    problem(await health.put(PREFERENCES, {}, None), 428, "missing-if-match")
    made = await health.put(PREFERENCES, {"language": "en", "channels": {"rounds": []}}, if_match='"v0"')
    assert (made.json()["version"], made.json()["language"], made.headers["ETag"]) == (1, "en", '"v1"')
    problem(await health.put(PREFERENCES, {}, if_match='"v0"'), 412, "stale-etag")
    assert (await health.read(PREFERENCES))["channels"] == {"rounds": []}
    assert (await (await mailing.sign_in("education")).read(PREFERENCES))["version"] == 0


async def test_escalations_cannot_be_silenced_and_that_is_told_at_entry(mailing: World) -> None:
    health = await mailing.sign_in("health")
    refused = problem(await health.put(PREFERENCES, {"channels": {"escalations": []}}), 422, "invalid-preferences")
    assert pointers(refused) == {"/channels/escalations": "statutory"} and "cannot be silenced" in refused["errors"][0]["message"]
    assert (await health.read(PREFERENCES))["version"] == 0


async def test_what_is_not_wanted_is_a_row_with_its_reason_and_the_proof_balances(mailing: World, mailbox: Mailbox) -> None:
    await wish(mailing, channels={"tasks": [], "reviews": ["sms"]})
    await open_round(mailing)
    found = await to_health(mailing)
    assert (found["state"], found["why"], found["tried"], mailbox.mails) == ("suppressed", "preference", [], [])
    proof = await (await mailing.sign_in("office")).read(f"{NOTIFICATIONS}/proof")
    assert {"channel": "email", "state": "suppressed", "why": "preference", "deliveries": 1} in proof["channels"] and proof["balanced"]


async def test_an_escalation_goes_out_whatever_is_stored(mailing: World, mailbox: Mailbox) -> None:
    await wish(mailing, channels=NOTHING, quiet={"from_hour": 0, "until_hour": 23})
    me = await (await mailing.sign_in("health")).read("/api/v1/plans/me")
    async with mailing.service("notifications").database.write() as db:
        record = await db.session.get_one(PreferenceRecord, UUID(me["id"]))
        record.channels = {**NOTHING, "escalations": []}  # as if an older release had taken it
    await open_round(mailing, **DAYS)
    mailing.move_to(date(2023, 5, 11))
    await scanned(mailing)
    [message] = await inbox_of(mailing, "health", "escalation")
    [delivery] = await deliveries(mailing, message_id=message["id"])
    await settled_as(mailing, delivery["id"], "delivered")
    assert len(mailbox.to(HEALTHS)) == 1
    others = [one for one in await deliveries(mailing) if one["address"] == HEALTHS and one["kind"] != "escalation"]
    assert others and {(one["state"], one["why"]) for one in others} == {("suppressed", "preference")}


async def test_a_change_of_mind_counts_for_what_is_not_sent_yet(mailing: World, mailbox: Mailbox) -> None:
    mailbox.answers[HEALTHS] = ["450 4.2.1 greylisted"]
    await open_round(mailing)
    waiting = await settled(mailing, "planned")
    await wish(mailing, channels={"tasks": []})
    await set_delivery(mailing, waiting["id"], held_until=real_now())
    found = await settled(mailing, "suppressed")
    assert found["why"] == "preference" and [one["outcome"] for one in found["tried"]] == ["passing", "suppressed"] and mailbox.mails == []


async def test_quiet_hours_defer_what_only_tells(mailing: World, mailbox: Mailbox) -> None:
    await wish(mailing, "office", quiet={"from_hour": 9, "until_hour": 17})
    await open_round(mailing)
    office = await mailing.sign_in("office")
    [made] = await office.items("/api/v1/submissions/rounds")
    await office.do(f"/api/v1/submissions/rounds/{made['id']}:close")
    await mailing.settle()
    [closed] = [one for one in await inbox_of(mailing, "office", "round") if "closed" in one["title"]]
    [delivery] = await deliveries(mailing, message_id=closed["id"])
    assert delivery["not_before"].endswith("T09:00:00Z") and delivery["not_before"] > closed["sent_at"]
    assert [one for one in mailbox.mails if "关闭" in str(one["Subject"])] == []


@pytest.mark.parametrize(
    ("language", "subject", "tells", "silent"),
    [
        ("en", "New task: 2022年度监测填报", "is asked for 3 values", "需在"),
        ("zh", "新的填报任务：2022年度监测填报", "需在", "is asked for"),
    ],
)
async def test_letters_come_in_the_language_that_is_wanted(
    mailing: World, mailbox: Mailbox, language: str, subject: str, tells: str, silent: str
) -> None:
    await wish(mailing, language=language)
    await open_round(mailing)
    await settled(mailing, "delivered")
    [mail] = mailbox.mails
    text, page = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert mail["Subject"] == subject
    for said in (text, page):
        assert tells in said and silent not in said
