"""The rules of the house that no linter holds: who may say commit, select and HTTPException, and how long things may be.

Each check is tried on a made-up source first: a check that finds nothing anywhere proves nothing.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house.modules import ROOT, sources

PRODUCT = ("shared", "services", "deploy")
LONGEST_FUNCTION = 60
LONGEST_FILE, LONGEST_TEST = 400, 500


def _called(node: ast.AST) -> str | None:
    """The last name of what is called: ``select(…)``, ``sa.select(…)`` and ``session.commit()`` alike."""
    if not isinstance(node, ast.Call):
        return None
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else None


def calls(source: str, name: str) -> list[int]:
    """The lines where ``name`` is called, under whatever name it was imported."""
    tree = ast.parse(source)
    aliases = {name} | {
        alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names if alias.name == name and alias.asname
    }
    return [node.lineno for node in ast.walk(tree) if _called(node) in aliases and isinstance(node, ast.Call)]


def mentions(source: str, name: str) -> list[int]:
    """The lines where ``name`` is imported or read as an attribute."""
    tree = ast.parse(source)
    found = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == name]
    found += [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names)]
    return sorted(found)


def long_functions(source: str, most: int = LONGEST_FUNCTION) -> list[str]:
    """Functions of more lines than ``most``, with their length."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    spans = [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions]
    return [f"{name}: {length}" for name, length in spans if length > most]


def offenders(find: Callable[[str], list[int]], allowed: Callable[[str], bool]) -> list[str]:
    """Every place in the product where ``find`` finds something outside of what is ``allowed``."""
    return [f"{path}:{line}" for path, source in _product() if not allowed(path) for line in find(source)]


def _product() -> Iterator[tuple[str, str]]:
    for path in sources(*PRODUCT):
        relative = path.relative_to(ROOT).as_posix()
        if "/migrations/versions/" not in relative:
            yield relative, path.read_text(encoding="utf-8")


def in_kit(path: str) -> bool:
    """Whether a file belongs to the machinery."""
    return path.startswith("shared/kit/")


def may_select(path: str) -> bool:
    """Whether a file may form queries: the machinery and the repositories."""
    parts = path.split("/")
    return in_kit(path) or (parts[0] == "services" and len(parts) > 2 and parts[2].startswith("repository"))


def test_only_the_kit_commits() -> None:
    assert offenders(lambda source: calls(source, "commit"), in_kit) == []


def test_only_repositories_select() -> None:
    assert offenders(lambda source: calls(source, "select"), may_select) == []


def test_only_the_kit_knows_http_exceptions() -> None:
    assert offenders(lambda source: mentions(source, "HTTPException"), in_kit) == []


def test_no_function_is_too_long() -> None:
    """Migrations too: a function a table, as the drafted ones are split by hand."""
    files = ((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sources(*PRODUCT))
    assert [f"{path} {found}" for path, source in files for found in long_functions(source)] == []


@pytest.mark.parametrize(("folders", "most"), [(PRODUCT, LONGEST_FILE), (("tests",), LONGEST_TEST)], ids=["product", "tests"])
def test_no_file_is_too_long(folders: tuple[str, ...], most: int) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*folders) if "versions" not in path.parts}
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > most} == {}


def test_every_folder_of_python_is_a_package() -> None:
    """``shared`` and ``services`` are generic names: without ``__init__.py`` another folder of that name may be found first."""
    folders = {path.parent for path in sources(*PRODUCT, "tests") if "migrations" not in path.parts}
    assert [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("session.commit()", [1]),
        ("async def f():\n    await (await db()).commit()", [2]),
        ("commit()", [1]),
        ("from x import commit as done\ndone()", [2]),
        ("committed()\nx = 'commit()'\n# commit()", []),
        ("def commit(): ...", []),
    ],
)
def test_calls_of_commit_are_found(source: str, lines: list[int]) -> None:
    assert calls(source, "commit") == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from sqlalchemy import select\nselect(x)", [2]),
        ("import sqlalchemy as sa\nsa.select(x).where(y)", [2]),
        ("from sqlalchemy import select as pick\nx = [pick(y) for y in z]", [2]),
        ("selected(x)\nselect", []),
    ],
)
def test_calls_of_select_are_found(source: str, lines: list[int]) -> None:
    assert calls(source, "select") == lines


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("from fastapi import HTTPException", [1]),
        ("from starlette.exceptions import HTTPException as Fault", [1]),
        ("import fastapi\nraise fastapi.HTTPException(404)", [2]),
        ("from fastapi import FastAPI\n# HTTPException", []),
    ],
)
def test_mentions_of_http_exceptions_are_found(source: str, lines: list[int]) -> None:
    assert mentions(source, "HTTPException") == lines


@pytest.mark.parametrize(("lines", "found"), [(60, []), (61, ["f: 61"])])
@pytest.mark.parametrize("kind", ["def", "async def"])
def test_long_functions_are_found(kind: str, lines: int, found: list[str]) -> None:
    assert long_functions(f"{kind} f():\n" + "    pass\n" * (lines - 1)) == found


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("shared/kit/inbox.py", True),
        ("services/plans/repository/plans.py", True),
        ("services/plans/repository.py", True),
        ("services/plans/service/drafting.py", False),
        ("services/plans/routes/repository.py", False),
        ("deploy/cli.py", False),
        ("shared/clients/plans.py", False),
    ],
)
def test_where_queries_may_be_formed(path: str, allowed: bool) -> None:
    assert may_select(path) is allowed


def test_the_product_is_found() -> None:
    found = {path for path, _ in _product()}
    assert {"shared/kit/db.py", "services/plans/app.py"} <= found
    assert not any(Path(path).parts[0] not in PRODUCT for path in found)
