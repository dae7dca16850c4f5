"""Every sentence the bot speaks, as templates in one file a language. No logic: look up, fill in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
ENGLISH = "en"


@cache
def catalogue(language: str = ENGLISH) -> dict[str, Any]:
    """Return the tables of a language's file; raises FileNotFoundError for a language that is not shipped."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _templates(language: str) -> dict[str, str]:
    tables = catalogue(language)
    return {f"{table}.{key}": text for table in tables for key, text in tables[table].items() if isinstance(text, str)}


def say(key: str, /, language: str = ENGLISH, **values: object) -> str:
    """Return the sentence ``table.key`` with its places filled; raises KeyError where there is none."""
    return _templates(language)[key].format(**values)


def starters(language: str = ENGLISH) -> tuple[str, ...]:
    """Return questions that the shipped essays answer well."""
    return tuple(catalogue(language)["starters"]["questions"])
