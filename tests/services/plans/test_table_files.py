"""Files that are tables in many ways, and files that are none: each is refused with its reason, and leaves nothing behind."""

import io
import zipfile
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Executable

from services.plans.rules.importing.columns import COLUMNS, FORMS
from services.plans.service.importing.tables import TableFile, preview_table
from shared.kit.sheets.cells import day_of, harmless, plain
from shared.kit.sheets.columns import fold, match_headings
from shared.kit.sheets.reading import MOST_ROWS, Sheet, read_sheet
from shared.kit.sheets.refusals import UnreadableTableFile
from shared.rules.access import Actor, Grant, Role
from shared.rules.region_codes import code_of
from shared.schemas.directory_tables import DirectoryTable
from tests.factories.files import packed
from tests.factories.people import COUNTY, HEALTH
from tests.factories.problems import nothing_changes, places, problem
from tests.factories.tables import DIRECTORY, commit, csv_of, faults, preview, words, xlsx_of
from tests.platform import World
from tests.services.test_query_counts import CountedReads

HEAD = ("代码", "名称")
ROW = (f"{COUNTY}001", "东镇")
BOOK = xlsx_of({"行政区划": [HEAD, ROW]})


def read(data: bytes, name: str = "表.csv") -> Sheet:
    """A region table."""
    return read_sheet(data, name, FORMS[DirectoryTable.REGIONS])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_every_usual_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    sheet = read(csv_of(HEAD, (), ROW, ("", ""), ("# 备注", ""), (f"{COUNTY}002", "西\n镇"), encoding=encoding, delimiter=delimiter))
    assert [(line.row, dict(line.cells)) for line in sheet.lines] == [
        (3, {"code": ROW[0], "name": ROW[1]}),
        (6, {"code": f"{COUNTY}002", "name": "西 镇"}),
    ]


def test_a_workbook_is_read_from_the_sheet_that_bears_the_name_with_rows_as_shown() -> None:
    sheet = read(xlsx_of({"封面": [("说明",)], "行政区划": [(), (), HEAD, (), ROW]}), "表.xlsx")
    assert sheet.title == "行政区划" and sheet.heading_row == 3 and [line.row for line in sheet.lines] == [5]


def repacked(data: bytes, **changed: bytes) -> bytes:
    """A workbook with parts replaced or added; names have their dots and slashes as double underscores."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts: dict[str, bytes | str] = {name: book.read(name) for name in book.namelist()}
    return packed(parts | {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FAR_DOWN = SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
FAR_RIGHT = SHEET % b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED = bytearray(BOOK)
for _place in (BOOK.index(b"PK\x03\x04") + 6, BOOK.index(b"PK\x01\x02") + 8):
    LOCKED[_place] |= 1

REFUSED = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "image"),
    "a pdf": (b"%PDF-1.7\n", "not_a_document"),
    "a web page": (b"<html><body><table></table></body></html>", "not_a_document"),
    "a program": (b"MZ" + bytes(50), "not_a_document"),
    "an old workbook": (OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
    "an encrypted workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a workbook with a password in the zip": (bytes(LOCKED), "encrypted"),
    "a workbook with macros": (repacked(BOOK, xl__vbaProject_dot_bin=b"x"), "macros"),
    "a word document": (packed({"word/document.xml": "<a/>"}), "not_a_document"),
    "half a workbook": (BOOK[: len(BOOK) // 2], "broken"),
    "a workbook without its sheet": (packed({"xl/workbook.xml": "<a/>"}), "broken"),
    "a bomb": (repacked(BOOK, xl__media__bomb_dot_xml=bytes(30_000_000)), "bomb"),
    "a DTD": (repacked(BOOK, xl__sharedStrings_dot_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst/>'), "unsafe_xml"),
    "names that lead outside": (packed({"../xl/workbook.xml": "<a/>"}), "unsafe_names"),
    "a cell a million rows down": (repacked(BOOK, xl__worksheets__sheet1_dot_xml=FAR_DOWN), "too_many_rows"),
    "a cell far to the right": (repacked(BOOK, xl__worksheets__sheet1_dot_xml=FAR_RIGHT), "bomb"),
    "an empty sheet": (xlsx_of({"行政区划": []}), "no_text"),
    "only blanks": (b" , ,\r\n,,\r\n", "no_text"),
    "NUL bytes": ("代码,名称\r\n".encode() + b"\0\0\0\x01", "nul_bytes"),
    "a quote that never ends": ('代码,名称\r\n"990101001,东镇\r\n'.encode(), "broken_csv"),
    "cells below no heading": (csv_of(HEAD, (*ROW, "多余")), "too_many_cells"),
    "too many rows": (csv_of(HEAD, *[ROW] * (MOST_ROWS + 1)), "too_many_rows"),
}


@pytest.mark.parametrize("about", REFUSED)
def test_what_is_no_table_is_refused_with_its_reason(about: str) -> None:
    data, reason = REFUSED[about]
    with pytest.raises(UnreadableTableFile) as refused:
        read(data)
    assert refused.value.reason == reason


async def test_a_wrong_encoding_is_told_with_its_byte_and_line(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    start = "代码,名称\r\n990101001,".encode()
    data = start + "東鎮と港町".encode("euc-jp") + b"\xff\xfe\r\n"
    for path in (f"{DIRECTORY}:preview?table=regions", f"{DIRECTORY}:import?table=regions&digest=x"):
        async with nothing_changes(people_world):
            body = problem(await admin.upload(path, data), 422, "unreadable-table")
        assert body["errors"][0]["code"] == "unknown_encoding" and f"Byte {len(start)} (line 2)" in body["errors"][0]["message"]


@pytest.mark.parametrize(
    ("data", "status", "code"), [(b"\x89PNG\r\n\x1a\n" + bytes(50), 415, "unsupported-table"), (BOOK[:300], 422, "unreadable-table")]
)
async def test_a_refused_file_leaves_nothing_behind(people_world: World, data: bytes, status: int, code: str) -> None:
    admin = await people_world.sign_in("admin")
    async with nothing_changes(people_world):
        for path in (f"{DIRECTORY}:preview?table=units", f"{DIRECTORY}:import?table=units&digest=x"):
            body = problem(await admin.upload(path, data), status, code)
            assert body["errors"][0]["pointer"] == "/file" and "Nothing was imported" in body["detail"]


async def test_more_than_20_mb_are_too_large(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    for size, code in ((20 * 1024 * 1024 + 1, "table-too-large"), (21 * 1024 * 1024, "too-large")):
        problem(await admin.upload(f"{DIRECTORY}:preview?table=units", bytes(size), key=None), 413, code)


async def test_headings_are_told_by_name(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    data = csv_of(("代码", "行政区划代码", "颜色"), ("1", "2", "3"))
    body = problem(await admin.upload(f"{DIRECTORY}:preview?table=regions", data, key=None), 422, "wrong-headings")
    assert places(body) == {(1, "行政区划代码", "column-twice"), (1, "颜色", "unknown-column"), (1, "名称", "missing-column")}
    secret = csv_of(("登录名", "姓名", "角色", "行政区划", "密码"))
    body = problem(await admin.upload(f"{DIRECTORY}:preview?table=accounts", secret, key=None), 422, "wrong-headings")
    assert places(body) == {(1, "密码", "secret-column")}


async def test_who_may_not_what_is_missing_and_the_same_key_twice(people_world: World) -> None:
    admin, office = await people_world.sign_in("admin"), await people_world.sign_in("office")
    data = csv_of(HEAD, ROW)
    preview_path, import_path = f"{DIRECTORY}:preview?table=regions", f"{DIRECTORY}:import?table=regions"
    problem(await people_world.nobody.upload(preview_path, data), 401, "not-authenticated")
    for path in (preview_path, f"{import_path}&digest=x"):
        problem(await office.upload(path, data), 403, "denied")
    for path in (":template", ":export"):
        problem(await office.get(f"{DIRECTORY}{path}", table="units"), 403, "denied")
        problem(await admin.get(f"{DIRECTORY}{path}", table="cats"), 422, "invalid-request")
    problem(await admin.upload(f"{import_path}&digest=x", data, key=None), 400, "missing-idempotency-key")
    body = problem(await admin.upload(import_path, data), 422, "invalid-request")
    assert [fault["pointer"] for fault in body["errors"]] == ["query/digest"]
    problem(await admin.get(f"{DIRECTORY}:export", table="units", under="77"), 422, "unknown-region-code")
    shown = await preview(admin, "regions", data)
    answers = [await admin.upload(f"{import_path}&digest={shown['digest']}", data, key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201] and answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotent-replay"] == "true"
    assert (await commit(admin, "regions", data, shown["digest"])).status_code == 409


@pytest.mark.parametrize("table", DirectoryTable)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_template_is_an_empty_table_that_can_be_imported(shared_world: World, table: str, form: str, language: str) -> None:
    admin = await shared_world.sign_in("admin", language=language)
    answer = await admin.get(f"{DIRECTORY}:template", table=table, format=form)
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{table}.{form}"')
    assert (await preview(admin, table, answer.content, f"x.{form}"))["rows"] == []
    assert ("必填" if language == "zh" else "required").encode() in (answer.content if form == "csv" else zipped_text(answer.content))


def zipped_text(data: bytes) -> bytes:
    """The texts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("xl/sharedStrings.xml")


async def test_an_export_holds_what_one_keeps_and_comes_back_unchanged(people_world: World) -> None:
    for login, codes in (("admin", {"99", "9901", COUNTY, "990102"}), ("county-admin", {COUNTY})):
        caller = await people_world.sign_in(login)
        answer = await caller.get(f"{DIRECTORY}:export", table="regions", format="csv")
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert {line.partition(",")[0] for line in lines[1:]} == codes
        assert set(words(await preview(caller, "regions", answer.content)).values()) == {"unchanged"}
    under = await (await people_world.sign_in("admin")).get(f"{DIRECTORY}:export", table="regions", format="csv", under=COUNTY)
    assert len(under.content.decode().splitlines()) == 2


async def test_formulas_go_out_as_texts_and_come_back_as_they_were(people_world: World) -> None:
    admin = await people_world.sign_in("admin")
    head = ("名称", "类型", "行政区划", "别名")
    data = csv_of(head, ("=HYPERLINK(1)", "部门", COUNTY, "@sum；-1+1"))
    shown = await preview(admin, "units", data)
    assert (await commit(admin, "units", data, shown["digest"])).status_code == 201
    exported = (await admin.get(f"{DIRECTORY}:export", table="units", format="csv")).content
    assert b"'=HYPERLINK(1)" in exported and b",=" not in exported and b",@" not in exported and b",-" not in exported
    assert set(words(await preview(admin, "units", exported)).values()) == {"unchanged"}
    assert not faults(await preview(admin, "units", exported))


@given(st.text(max_size=20))
def test_what_is_made_harmless_is_read_back(text: str) -> None:
    made = harmless(plain(text))
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert plain(made) == plain(text)


@given(st.dates())
def test_days_are_read_in_every_usual_form(day) -> None:  # type: ignore[no-untyped-def]
    forms = (
        day.isoformat(),
        f"{day.year:04}/{day.month}/{day.day}",
        f"{day.year:04}年{day.month}月{day.day}日",
        f"{day.year:04}{day.month:02}{day.day:02}",
    )
    assert {day_of(form) for form in forms} == {day} and day_of(f"{day.isoformat()} 00:00:00") == day


@pytest.mark.parametrize("text", ["2021-13-01", "2021-02-30", "21-4-9", "四月九日", "44295", "2021-04-09 12:30"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day_of(text)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("330000", "33"),
        ("330200", "3302"),
        ("330205", "330205"),
        ("330205001000", "330205001"),
        ("330205001001", "330205001001"),
        ("３３０２０５", "330205"),
        ("441900003", "441900003"),
    ],
)
def test_codes_lose_the_zeros_that_pad_them(written: str, code: str) -> None:
    assert code_of(written) == code


@pytest.mark.parametrize("written", ["", "3", "33020", "3302055", "3302050011", "33020A", "330 2055"])
def test_what_has_another_length_is_no_code(written: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        code_of(written)


@pytest.mark.parametrize("table", DirectoryTable)
def test_every_column_is_known_by_both_headings_in_any_order(table: DirectoryTable) -> None:
    for headings in ([column.zh for column in reversed(COLUMNS[table])], [f" {column.key.upper()} *" for column in COLUMNS[table]]):
        found, wrong = match_headings(COLUMNS[table], headings)
        assert not wrong and set(found.values()) == {column.key for column in COLUMNS[table]}
    assert len({fold(word) for column in COLUMNS[table] for word in (column.zh, column.key)}) == 2 * len(COLUMNS[table])


@pytest.mark.parametrize("table", DirectoryTable)
async def test_a_hundred_rows_cost_as_many_statements_as_one(people_world: World, table: DirectoryTable) -> None:
    rows = {
        DirectoryTable.REGIONS: [(f"{COUNTY}{number:03}", f"镇{number}", "", "", "", "", "990102", "") for number in range(1, 101)],
        DirectoryTable.UNITS: [(f"局{number}", "部门", COUNTY, HEALTH, "", f"别名{number}", "", "") for number in range(100)],
        DirectoryTable.GROUPS: [(f"组{number}", COUNTY, HEALTH, "", "", "") for number in range(100)],
        DirectoryTable.ACCOUNTS: [(f"who{number}", "某人", "联络员", COUNTY, HEALTH, "", "", "") for number in range(100)],
    }[table]
    service, admin = people_world.service("plans"), Actor(uuid4(), "管理员", (Grant(Role.ADMINISTRATOR, ""),))
    head, spent = [column.zh for column in COLUMNS[table]], []
    for few in (rows[:1], rows):
        noted: list[Executable] = []
        db = CountedReads(service.database.read, noted)
        report = await preview_table(db, admin, service.clock, TableFile(table, csv_of(head, *few), None, 10**6))
        assert len(report.rows) == len(few)
        spent.append(len(noted))
    assert spent[0] == spent[1] <= 7, spent
