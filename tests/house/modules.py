"""The product's own Python, file by file and as imported modules."""

import pkgutil
from importlib import import_module
from pathlib import Path

import services
import shared

ROOT = Path(__file__).resolve().parents[2]
_NOT_IMPORTED = ("migrations", "worker", "__main__")


def every_module() -> list[str]:
    """Import all of ``shared`` and ``services`` (so that every subclass is known); their names."""
    names = [
        module.name
        for package in (shared, services)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not any(part in _NOT_IMPORTED for part in module.name.split("."))
    ]
    for name in names:
        import_module(name)
    return names


def sources(*folders: str) -> list[Path]:
    """Every Python file under ``folders`` of the checkout."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
