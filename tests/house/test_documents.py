"""The documents say what the code says, in both languages, and every reference in them resolves."""

import ast
import re
from pathlib import Path

import pytest

from deploy.documents import NOT_RECORDED_YET, OTHER_VARIABLES, SETTINGS, documents, environment_name, plan_document_schema, product_problems
from deploy.embedded import create_platform
from shared.kit.settings import CommonSettings
from shared.schemas.events import EVENTS
from shared.schemas.services import ServiceName
from tests.house.modules import ROOT, sources

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").glob("*.md")])
TRACKED = ("shared", "services", "deploy", "tests", "docs", "examples", ".ci")
REMEDY = "run `jianxing documents` and commit the result"


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("name", sorted(documents()))
def test_a_generated_page_is_committed_as_generated(name: str) -> None:
    assert text(DOCS / name) == documents()[name], REMEDY


def test_the_published_schema_is_the_model_s_own() -> None:
    assert text(ROOT / "examples/schema/plan_document.json") == plan_document_schema(), REMEDY


def test_every_problem_is_listed_with_its_words_in_both_languages() -> None:
    classes = [node for path in sources("shared", "services", "deploy") for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.ClassDef)]
    ours = {node.name for node in classes if any(isinstance(base, ast.Name) and base.id == "Problem" for base in node.bases)}
    assert {problem.__name__ for problem in product_problems()} == ours
    page = text(DOCS / "problems.md")
    for problem in product_problems():
        for words in (problem.title, problem.detail):
            assert f"| `{problem.code}` | {problem.status} |" in page
            assert words.zh in page
            assert words.en in page


def test_problem_codes_are_unique() -> None:
    codes = [problem.code for problem in product_problems()]
    assert len(codes) == len(set(codes))


def test_every_event_is_listed() -> None:
    page = text(DOCS / "events.md")
    assert [name for name in EVENTS if f"| `{name}` |" not in page] == []


def recorded_types() -> set[str]:
    """Event types whose class is called, or handed to a call, somewhere in the sender's own service."""
    handed: dict[ServiceName, set[str]] = {service: set() for service in ServiceName}
    for service in ServiceName:
        for path in sources(f"services/{service}"):
            calls = [node for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Call)]
            handed[service] |= {part.id for call in calls for part in (call.func, *call.args) if isinstance(part, ast.Name)}
    return {name for name, event in EVENTS.items() if event.__name__ in handed[event.sender]}


def test_the_page_says_truly_which_events_nothing_records_yet() -> None:
    assert set(EVENTS) - recorded_types() == NOT_RECORDED_YET


def test_every_recorded_event_has_a_handler_at_each_receiver(tmp_path: Path) -> None:
    platform = create_platform(CommonSettings(data=tmp_path))
    handled = {name: app.state.service.handlers.types() for name, app in platform.apps.items()}
    wanted = {(name, receiver) for name in recorded_types() for receiver in EVENTS[name].receivers}
    assert {(name, receiver) for name, receiver in wanted if name not in handled[receiver]} == set()
    assert len(wanted) > len(ServiceName)


def test_every_setting_is_listed_with_its_description() -> None:
    page = text(DOCS / "settings.md")
    for kind in (CommonSettings, *SETTINGS.values()):
        for name, field in kind.model_fields.items():
            if name != "common":
                assert f"`{environment_name(kind, name)}`" in page
                assert field.description
                assert field.description in page


def test_every_variable_that_the_command_line_reads_is_listed() -> None:
    read = re.compile(r"""environ(?:\.get\(|\[)\s*"([A-Z_]+)\"""")
    found = {name for path in sources("deploy") for name in read.findall(text(path))}
    settings = {environment_name(kind, name) for kind in (CommonSettings, *SETTINGS.values()) for name in kind.model_fields}
    assert found - settings <= set(OTHER_VARIABLES)
    assert set(OTHER_VARIABLES) <= found


def outside_code(page: str) -> str:
    return re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)


def code_blocks(page: str) -> list[str]:
    return re.findall(r"^```.*?^```", page, flags=re.DOTALL | re.MULTILINE)


def headings(page: str) -> list[str]:
    return re.findall(r"^#+ .*$", outside_code(page), flags=re.MULTILINE)


def test_the_chinese_readme_says_the_same_as_the_english_one() -> None:
    english, chinese = text(ROOT / "README.md"), text(ROOT / "README.zh-CN.md")
    assert code_blocks(chinese) == code_blocks(english)
    assert len(code_blocks(english)) > 3
    assert [line.split()[0] for line in headings(chinese)] == [line.split()[0] for line in headings(english)]
    assert links(chinese) == [link.replace("README.zh-CN.md", "README.md") for link in links(english)]


def links(page: str) -> list[str]:
    """Targets of links, in order, without those to the outside."""
    found = re.findall(r"\]\(([^)\s]+)\)", outside_code(page))
    return [link for link in found if "://" not in link]


def anchors(page: str) -> set[str]:
    """The anchors that headings get."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()) for heading in headings(page))
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", names(PAGES))
def test_every_link_leads_somewhere(page: str) -> None:
    broken = []
    for link in links(text(ROOT / page)):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(text(target))):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", names(PAGES))
def test_every_file_that_is_named_exists(page: str) -> None:
    named = re.findall(r"`((?:shared|services|deploy|tests|examples|docs|\.ci)/[\w./-]*\w/?)`", text(ROOT / page))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_decisions_are_numbered_without_a_gap_and_have_the_same_parts() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        assert [heading for heading in headings(text(path)) if heading.startswith("## ")] == PARTS, path.name


PARTS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]

# Written in pieces, so that this very file passes.
MACHINE = re.compile(r"(?<![\w.])/(?:wor" + r"k|roo" + r"t|tmp/bri" + r"ef)/")
_REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "crates" + ".io", "docker" + ".io")
HOSTS = re.compile("|".join(re.escape(host) for host in _REGISTRIES))


def tracked_files() -> list[Path]:
    """What a clone holds: named folders and the files beside them, without what programs leave behind."""
    inside = [path for folder in TRACKED for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    return sorted(path for path in (*inside, *ROOT.iterdir()) if path.is_file())


def test_no_file_names_a_path_of_one_machine_or_a_registry() -> None:
    files = tracked_files()
    faulty = [str(path.relative_to(ROOT)) for path in files if (MACHINE.search(found := path.read_text("utf-8", "replace")) or HOSTS.search(found))]
    assert faulty == []
    assert ROOT / "pyproject.toml" in files
