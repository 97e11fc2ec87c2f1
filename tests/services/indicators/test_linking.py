"""Plans and the catalogue: linked by name or alias and a convertible unit, judged in the unit that the plan prints."""

from typing import Any

from sqlalchemy import text

from deploy.loading import example
from services.indicators.rules.measures import same_measure
from services.indicators.rules.names import KnownName, entry_of, fold
from tests.factories.documents import at_least, draft, indicator, statement
from tests.platform import Caller, World, eventually
from tests.services.indicators.test_entries import entry, home

INDICATORS = "/api/v1/indicators"
HOMES, LIFE, NEW = "健康家庭数量", "人均期望寿命", "健康社区覆盖率"


async def issue(world: World, office: Caller) -> dict[str, dict[str, Any]]:
    """A second plan that prints 万户, a life expectancy without a unit, and a name that nobody knows; its plan indicators by name."""
    printed = [
        indicator("T01", HOMES, statement(2022, "1.3万户", expression=at_least("1.3") | {"unit": "万户"}), unit_of_measure="万户"),
        indicator("T02", LIFE, statement(2022, "82"), unit_of_measure=None),
        indicator("T03", NEW, statement(2022, "50")),
    ]
    plan = await office.do("/api/v1/plans", draft("第二份计划", indicators=printed, duties=[]))
    await office.do(f"/api/v1/plans/{plan['id']}:issue", {"issued_on": "2022-01-01"})
    await world.settle()
    return {row["name"]: row for row in await office.items(f"{INDICATORS}/plan-indicators", plan_id=plan["id"])}


async def test_a_plan_is_linked_by_name_or_alias_and_judged_in_its_own_unit(world: World) -> None:
    office = await world.sign_in("office")
    path = await home(office)
    homes = await office.do(INDICATORS, entry(path, HOMES, unit_of_measure="户"))
    unprinted = {"name": LIFE, "origin": "慈溪 O13"}
    life = await office.do(INDICATORS, entry(path, aliases=[{"name": LIFE, "unit_of_measure": "岁"}, unprinted]))
    rows = await issue(world, office)
    assert (rows[HOMES]["indicator_id"], rows[HOMES]["unit_of_measure"], rows[HOMES]["measured_in"]) == (homes["id"], "万户", "户")
    assert (rows[LIFE]["indicator_id"], rows[LIFE]["unit_of_measure"], rows[LIFE]["measured_in"]) == (life["id"], None, "岁")
    values = [{"key": "T01", "year": 2022, "value": "13000"}, {"key": "T02", "year": 2022, "value": "81.9"}]
    await office.do(f"{INDICATORS}/observations:import", {"plan_id": rows[HOMES]["plan_id"], "rows": values})

    async def judged() -> bool:
        verdicts = await office.items(f"{INDICATORS}/verdicts", plan_id=rows[HOMES]["plan_id"])
        return {v["indicator_name"]: v["word"] for v in verdicts if v["indicator_name"] != NEW} == {HOMES: "met", LIFE: "not_met"}

    await eventually(judged)
    verdicts = {v["indicator_name"]: v for v in await office.items(f"{INDICATORS}/verdicts", plan_id=rows[HOMES]["plan_id"])}
    explained = await office.read(f"{INDICATORS}/verdicts/{verdicts[HOMES]['id']}")
    [used] = explained["explanation"]["inputs"]["series"]
    assert (used["value"].rstrip("0"), explained["explanation"]["inputs"]["unit_of_measure"]) == ("1.3", "万户")
    board = await office.read(f"{INDICATORS}/plans/{rows[HOMES]['plan_id']}/scoreboard", year=2022)
    shown = {row["name"]: (row["value"]["value"].rstrip("0"), row["unit_of_measure"]) for row in board["items"] if row["value"]}
    assert shown == {HOMES: ("1.3", "万户"), LIFE: ("81.9", "岁")}
    told = await world.service("submissions").database.read.all(units_of_forms())
    assert {row.name: row.unit_of_measure for row in told if row.name in rows} == {HOMES: "户", LIFE: "岁", NEW: "%"}


def units_of_forms() -> Any:
    """What submissions were told to ask in."""
    return text("select name, unit_of_measure from known_indicators")


async def test_what_the_catalogue_does_not_know_is_a_new_entry_with_suggestions(world: World) -> None:
    office = await world.sign_in("office")
    path = await home(office)
    ratio = await office.do(INDICATORS, entry(path, "健康社区比例", unit_of_measure="%"))
    rows = await issue(world, office)
    fresh = await office.read(f"{INDICATORS}/{rows[NEW]['indicator_id']}")
    assert (fresh["unmatched"], fresh["valid_from"], fresh["region_path"]) == (True, "2022-01-01", path)
    found = await office.do(f"{INDICATORS}/names:suggest", {"name": NEW, "unit_of_measure": "%"})
    assert [item["indicator_id"] for item in found["items"]][:2] == [fresh["id"], ratio["id"]]
    assert (await office.read(f"{INDICATORS}/{rows[LIFE]['indicator_id']}"))["unit_of_measure"] is None


async def test_the_starter_catalogue_is_taken_whole(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    body = {"rows": example("catalogue", "starter.json")["rows"]}
    assert await admin.do(f"{INDICATORS}/entries:import", body) == {"new": len(body["rows"])}
    [found] = await admin.items(INDICATORS, name="人均预期寿命")
    assert (found["name"], found["code"] is not None) == (LIFE, True)


def starter() -> list[KnownName]:
    """Every name of the starter catalogue, under the number of its entry."""
    rows = example("catalogue", "starter.json")["rows"]
    named = [(row["code"], spoken) for row in rows for spoken in (row, *row.get("aliases", []))]
    return [KnownName(code, spoken["name"], fold(spoken["name"]), spoken.get("unit_of_measure", "")) for code, spoken in named]


def printed_indicators() -> dict[tuple[str, str], dict[str, Any]]:
    """What the five plans print, once each, by plan and key."""
    plans = {"江北": "jiangbei", "杭州": "hangzhou", "慈溪": "cixi", "温岭": "wenling", "钱塘": "qiantang"}
    printed = {(zh, i["key"]): i for zh, slug in plans.items() for i in example("documents", f"{slug}.json")["indicators"]}
    return {place: i for place, i in printed.items() if "same_as" not in i}


def test_the_crosswalk_cites_what_the_plans_print() -> None:
    printed = printed_indicators()
    cited = [alias for row in example("catalogue", "starter.json")["rows"] for alias in row.get("aliases", [])]
    assert len(cited) > 20
    for alias in cited:
        plan, key = alias["origin"].split()
        assert (printed[plan, key]["name"], printed[plan, key].get("unit_of_measure")) == (alias["name"], alias.get("unit_of_measure"))


def test_every_indicator_in_a_table_or_with_a_unit_is_linked_to_one_entry_unless_its_name_says_too_little() -> None:
    known = starter()
    printed = printed_indicators()
    links = {place: entry_of(i["name"], i.get("unit_of_measure") or "", known) for place, i in printed.items()}
    wanted = {place: i["name"] for place, i in printed.items() if i["origin"] == "table" or i.get("unit_of_measure")}
    missing = {name for place, name in wanted.items() if links[place] is None}
    assert missing == {"规范管理率", "规范服药率", "指导服务率", "省级示范样板", "具有全省影响力和温岭辨识度的典型样板", "疟疾"}
    assert links["江北", "T06"] == links["温岭", "O12"]  # 户 and 万户
    assert links["江北", "T45"] == links["慈溪", "O09"] == links["杭州", "T03"]  # 1/10万 and /10万
    assert links["杭州", "T01"] == links["温岭", "O07"] == links["慈溪", "O13"]  # 期望 and 预期, without a unit in Cixi
    assert len({code for code in links.values() if code}) == len({name.indicator_id for name in known})


def test_a_plan_that_prints_two_keys_for_one_entry_says_the_same_name_twice() -> None:
    known, found = starter(), dict[tuple[str, Any], list[str]]()
    for (plan, _), printed in printed_indicators().items():
        code = entry_of(printed["name"], printed.get("unit_of_measure") or "", known)
        if code is not None:
            found.setdefault((plan, code), []).append(printed["name"])
    twice = {names[0] for names in found.values() if len(names) > 1}
    assert twice == {"健康产业增加值", "医保经办服务圈半径（时间）"} and all(len(set(names)) == 1 for names in found.values())
    assert same_measure("户", "万户")
