"""Account tables through HTTP: posts by row, seats A and B, no passwords; and the same rule of seats in the JSON import."""

from sqlalchemy import text

from tests.factories.people import COUNTY, EDUCATION, HEALTH, NEIGHBOUR, SECRET, SPORT, account, post
from tests.factories.problems import nothing_changes, places, problem
from tests.factories.tables import bring_in, changes, commit, csv_of, faults, preview, words
from tests.platform import World

PLANS = "/api/v1/plans"
HEAD = ("登录名", "姓名", "角色", "行政区划", "单位", "AB岗", "任职日期", "离任日期")


def row(
    login: str, name: str, role: str = "联络员", region: str = COUNTY, unit: str = SPORT, seat: str = "", since: str = "", until: str = ""
) -> tuple[str, ...]:
    """One post of somebody."""
    return (login, name, role, region, unit, seat, since, until)


async def test_accounts_begin_with_their_posts_and_without_a_password(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(HEAD, row("zhang", "张某", seat="A"), row("zhang", "张某", "领导", unit=""), row("li", "李某", seat="b岗"))
    done = await bring_in(admin, "accounts", data)
    assert words(done) == {2: "new", 3: "new", 4: "new"} and done["rows"][0]["id"] == done["rows"][1]["id"]
    posts = await admin.items(f"{PLANS}/posts", account_id=done["rows"][0]["id"])
    assert {(one["role"], one["seat"], one["valid_from"]) for one in posts} == {("liaison", "A", "2023-04-10"), ("leadership", None, "2023-04-10")}
    for secret in ("!", "", SECRET):
        answer = await people_world.client.post(f"{PLANS}/token", data={"grant_type": "password", "username": "zhang", "password": secret or "x"})
        assert answer.status_code == 401
    await people_world.settle()
    known = await people_world.service("notifications").database.read.all(text("select name from known_accounts where name in ('张某', '李某')"))
    assert len(known) == 2
    assert set(words(await preview(admin, "accounts", data)).values()) == {"unchanged"}


async def test_an_account_that_is_there_gets_names_and_posts(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(HEAD, row("health", "赵某", unit=HEALTH), row("education", "人员 education", unit=SPORT, since="2023-05-01"))
    done = await bring_in(admin, "accounts", data)
    assert changes(done, 2) == {"姓名": ("人员 health", "赵某")} and changes(done, 3) == {"角色": (None, f"liaison {SPORT}")}
    read = await admin.read(f"{PLANS}/accounts/{done['rows'][0]['id']}")
    assert (read["name"], read["version"], len(read["posts"])) == ("赵某", 2, 1)


async def test_one_a_and_one_b_on_any_day(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    await bring_in(admin, "accounts", csv_of(HEAD, row("zhang", "张某", seat="A", since="2023-01-01", until="2023-06-01")))
    rows = (
        row("li", "李某", seat="A"),
        row("wang", "王某", seat="A", since="2023-06-01"),
        row("zhao", "赵某", seat="A", since="2024-01-01"),
        row("zhang", "张某", seat="A", since="2023-02-01"),
        row("sun", "孙某", seat="B"),
    )
    report = await preview(admin, "accounts", csv_of(HEAD, *rows))
    assert faults(report) == {(2, "AB岗", "seat-taken"), (4, "AB岗", "twice"), (5, "角色", "post-overlaps")}
    assert words(report)[3] == words(report)[6] == "new"
    assert "张某" in report["rows"][0]["faults"][0]["said"]["zh"]


async def test_the_json_import_keeps_seats_too(people_world: World) -> None:
    """It used to ask nobody who sits there."""
    admin = await people_world.sign_in("admin")
    await admin.do(f"{PLANS}/accounts:import", {"rows": [account("zhang", post("liaison", SPORT, seat="A"))]})
    rows = [account("li", post("liaison", SPORT, seat="A")), account("wang", post("liaison", SPORT, seat="B"), post("liaison", SPORT, seat="B"))]
    rows += [account("sun", post("liaison", SPORT, seat="B")), account("zhou", post("leadership", None), post("leadership", None))]
    async with nothing_changes(people_world):
        body = problem(await admin.post(f"{PLANS}/accounts:import", {"rows": rows}), 422, "refused-rows")
        wrong = problem(
            await admin.post(f"{PLANS}/accounts:import", {"rows": [account("x9", post("leadership", None, seat="A"))]}), 422, "invalid-request"
        )
    assert places(body) == {(1, "posts", "seat-taken"), (2, "posts", "post-overlaps"), (3, "posts", "seat-taken"), (4, "posts", "post-overlaps")}
    assert wrong["errors"][0]["pointer"] == "/rows/0/posts/0"
    held = await admin.items(f"{PLANS}/posts", unit_id=(await admin.items(f"{PLANS}/units", name=SPORT))[0]["id"])
    assert [one["seat"] for one in held] == ["A"]


async def test_every_fault_of_accounts_is_told(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    rows = (
        row("坏名", "甲"),
        row("yi", "乙", "主席"),
        row("bing", "丙", unit="没有的局"),
        row("ding", "丁", unit=""),
        row("wu", "戊", "领导", unit="", seat="A"),
        row("ji", "己", seat="C"),
        row("geng", "庚", region=""),
        row("xin", "辛"),
        row("xin", "辛子", unit=EDUCATION),
        row("ren", "壬", since="2023-02-30"),
        row("gui", "癸", "client", unit=""),
    )
    data = csv_of(HEAD, *rows)
    async with nothing_changes(people_world):
        report = await preview(admin, "accounts", data)
        problem(await commit(admin, "accounts", data, report["digest"]), 422, "refused-rows")
    assert faults(report) == {
        (2, "登录名", "not-a-login"),
        (3, "角色", "unknown-word"),
        (4, "单位", "unknown-unit"),
        (5, "单位", "needs-unit"),
        (6, "AB岗", "seat-without-liaison"),
        (7, "AB岗", "unknown-word"),
        (8, "行政区划", "post-without-place"),
        (10, "姓名", "name-differs"),
        (11, "任职日期", "not-a-date"),
        (12, "角色", "unknown-word"),
    }


async def test_an_administrator_gives_posts_at_home_only_and_learns_no_names_elsewhere(people_world: World) -> None:
    admin = await people_world.sign_in("county-admin")
    rows = (row("new-one", "新人"), row("away", "外人", unit=HEALTH, region=NEIGHBOUR), row("boss", "国管", "管理员", "全国", ""))
    rows += (row("neighbour-office", "别名", unit=SPORT), row("upper", "人员 upper", unit=SPORT))
    report = await preview(admin, "accounts", csv_of(HEAD, *rows))
    assert words(report) == {2: "new", 3: "refused", 4: "refused", 5: "refused", 6: "changed"}
    assert faults(report) == {(3, "行政区划", "out-of-reach"), (4, "行政区划", "out-of-reach"), (5, "姓名", "out-of-reach")}
    assert "人员 neighbour-office" not in str(report)


async def test_accounts_come_back_unchanged(people_world: World) -> None:
    for login in ("admin", "county-admin"):
        caller = await people_world.sign_in(login)
        for form in ("csv", "xlsx"):
            data = (await caller.get(f"{PLANS}/directory:export", table="accounts", format=form)).content
            report = await preview(caller, "accounts", data, f"x.{form}")
            assert report["rows"] and set(words(report).values()) == {"unchanged"}, report
