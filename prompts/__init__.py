"""Every sentence the bot speaks, as templates in one file a language. No logic: look up, fill in."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
ENGLISH = "en"


@cache
def languages() -> frozenset[str]:
    """Return the languages that are shipped."""
    return frozenset(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def catalogue(language: str = ENGLISH) -> dict[str, Any]:
    """Return the tables of a language's file; raises FileNotFoundError for a language that is not shipped."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _templates(language: str) -> dict[str, str]:
    tables = catalogue(language)
    return {f"{table}.{key}": text for table in tables for key, text in tables[table].items() if isinstance(text, str)}


def say(key: str, /, **values: object) -> str:
    """Return the sentence ``table.key`` with its places filled; raises KeyError where there is none."""
    return _templates(ENGLISH)[key].format(**values)


def translation(key: str, language: str) -> str | None:
    """Return what stands under ``table.key`` in a language, None where it is not translated."""
    return _templates(language).get(key) if language in languages() else None


def starters(language: str = ENGLISH) -> tuple[str, ...]:
    """Return questions that the shipped essays answer well."""
    return tuple(catalogue(language)["starters"]["questions"])


def discussion(issue_id: str, language: str = ENGLISH) -> str | None:
    """Return the open question that was written for an issue of the shipped essays, None where there is none."""
    return catalogue(language)["discussions"].get(issue_id)


def variants(key: str, language: str = ENGLISH) -> tuple[str, ...]:
    """Return the templates under ``table.key`` that say a thing in several ways; raises KeyError for none."""
    table, _, name = key.partition(".")
    return tuple(catalogue(language)[table][name])
