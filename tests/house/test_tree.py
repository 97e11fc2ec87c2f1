"""The root of the tree holds what belongs there; notes and outputs of a day's work do not."""

import subprocess

from tests.house.modules import ROOT

FILES = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "README.zh-CN.md", "SECURITY.md", "pyproject.toml"}
LOCKS = {"requirements.lock", "requirements-dev.lock"}
FOLDERS = {"deploy", "docs", "examples", "services", "shared", "tests"}


def test_the_root_holds_only_what_belongs_there() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {path.split("/")[0] for path in listed if not path.startswith(".")} == FILES | LOCKS | FOLDERS
