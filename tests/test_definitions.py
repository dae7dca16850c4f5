"""The commands as Discord will get them, against the limits that a simulated Discord does not check."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from bot.client import Counterpoint
from bot.commands import ALL
from bot.registration import payload
from bot.settings import Settings
from bot.words import CatalogueTranslator
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from prompts import catalogue, languages, say, translation


def is_name(text: str) -> bool:
    r"""Discord's ``^[-_\p{L}\p{N}]{1,32}$``, in lower case."""
    letters = all(c in "-_" or unicodedata.category(c)[0] in "LN" for c in text)
    return letters and 1 <= len(text) <= 32 and text == text.lower()


@pytest.fixture
async def commands(essays: Library) -> list[Mapping[str, Any]]:
    bot = Counterpoint(Settings(_env_file=None, shard_count=1), Shelf.on("sqlite://", essays))  # pyright: ignore[reportCallIssue]
    await bot.tree.set_translator(CatalogueTranslator())
    return await payload(bot.tree)


def parts(command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield command
    for option in command.get("options", ()):
        yield from parts(option)


def in_all_languages(part: Mapping[str, Any], field: str) -> list[str]:
    return [part[field], *(part.get(f"{field}_localizations") or {}).values()]


def test_names_are_ones_that_discord_takes(commands: list[Mapping[str, Any]]) -> None:
    for command in commands:
        for part in parts(command):
            for name in in_all_languages(part, "name"):
                if command["type"] == 1:
                    assert is_name(name)
                assert 1 <= len(name) <= 32


def test_descriptions_are_short_enough(commands: list[Mapping[str, Any]]) -> None:
    for command in commands:
        for part in parts(command) if command["type"] == 1 else ():
            assert all(1 <= len(about) <= 100 for about in in_all_languages(part, "description"))


def test_options_are_few_and_the_required_ones_come_first(commands: list[Mapping[str, Any]]) -> None:
    for command in commands:
        options = command.get("options", [])
        assert len(options) <= 25
        required = [bool(option.get("required")) for option in options]
        assert required == sorted(required, reverse=True)
        for option in options:
            assert len(option.get("choices", [])) <= 25
            assert not (option.get("choices") and option.get("autocomplete"))
            for choice in option.get("choices", []):
                assert all(1 <= len(name) <= 100 for name in (*in_all_languages(choice, "name"), choice["value"]))


def test_all_of_it_is_small_enough(commands: list[Mapping[str, Any]]) -> None:
    assert len([c for c in commands if c["type"] == 1]) <= 100 and len([c for c in commands if c["type"] == 3]) <= 5
    for command in commands:
        size = sum(
            max(map(len, in_all_languages(part, field)))
            for part in parts(command)
            for field in ("name", "description")
            if part.get(field)
        )
        assert size <= 8000


def test_all_but_what_belongs_to_servers_can_be_installed_to_people_too_and_used_anywhere(
    commands: list[Mapping[str, Any]],
) -> None:
    for command in commands:
        of_servers = command["name"] in ("library", "suggest", "Add to library")
        assert sorted(command["integration_types"]) == ([0] if of_servers else [0, 1])
        assert sorted(command["contexts"]) == ([0] if of_servers else [0, 1, 2])
        assert command["default_member_permissions"] == (32 if "library" in command["name"] else None)


def test_the_shipped_translation_is_complete_and_reaches_discord(commands: list[Mapping[str, Any]]) -> None:
    assert languages() >= {"en", "de"}
    assert set(catalogue("de")["commands"]) == set(catalogue("en")["commands"])
    for command in commands:
        for part in parts(command):
            assert "de" in part["name_localizations"]
    assert translation("commands.ask.about", "de") != say("commands.ask.about")
    assert translation("card.more", "de") is None and translation("commands.ask.name", "xx") is None


def test_every_entry_of_the_catalogue_is_used(commands: list[Mapping[str, Any]]) -> None:
    shown = {text for command in commands for part in parts(command) for text in _texts(part)}
    assert set(catalogue("en")["commands"].values()) == shown


def _texts(part: Mapping[str, Any]) -> list[str]:
    choices = [choice["name"] for choice in part.get("choices", [])]
    return [text for text in (part["name"], part.get("description"), *choices) if text]


def test_the_sentence_of_a_follow_up_ends_with_the_question() -> None:
    # A card's question is read back as what stands behind the last bare colon.
    assert re.fullmatch(r"[^:]*: \{question\}", catalogue("en")["answer"]["follows"])


def test_there_are_as_many_commands_as_doors(commands: list[Mapping[str, Any]]) -> None:
    assert len(commands) == len(ALL)
