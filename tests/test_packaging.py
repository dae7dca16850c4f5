from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = "counterpoint-bot"


def test_every_data_file_is_installed_with_the_program() -> None:
    patterns: dict[str, list[str]] = PROJECT["tool"]["setuptools"]["package-data"]
    installed = {path for package, globs in patterns.items() for glob in globs for path in (ROOT / package).glob(glob)}
    data = {
        path
        for package in ("bot", "knowledge", "prompts")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert data <= installed


@pytest.mark.parametrize(
    ("lock", "part"),
    [
        ("requirements.lock", NAME),
        ("requirements-semantic.lock", f"{NAME}[semantic]"),
        ("requirements-dev.lock", f"{NAME}[dev]"),
    ],
)
def test_a_lock_has_all_that_its_installation_needs(lock: str, part: str) -> None:
    pinned = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    locked = {canonicalize_name(name): version for name, version in pinned}
    wanted, seen = [Requirement(part)], {part}
    while wanted:
        asking = wanted.pop()
        for needed in needed_by(asking):
            version = locked.get(canonicalize_name(needed.name), "none")
            assert needed.name == NAME or version in needed.specifier, f"{lock} has {version} of {needed}, for {asking}"
            if str(needed) not in seen:
                seen.add(str(needed))
                wanted.append(needed)
    assert len(seen) > len(PROJECT["project"]["dependencies"])


def needed_by(asking: Requirement) -> list[Requirement]:
    """Return what a package and its extras need here: ours by the project's file, others by what is installed."""
    if asking.name == NAME:
        extras: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
        texts = [*PROJECT["project"]["dependencies"], *(text for extra in asking.extras for text in extras[extra])]
    else:
        texts = requires(asking.name) or []
    environments = [{"extra": extra} for extra in (*asking.extras, "")]
    return [
        needed
        for needed in map(Requirement, texts)
        if needed.marker is None or any(map(needed.marker.evaluate, environments))
    ]
