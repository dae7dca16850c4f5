"""What a server's own library changes for its members; a library that is slow to load keeps nobody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import replying
from knowledge.meaning.encoder import Encoder
from knowledge.search.library import Library
from knowledge.shelf import Shelf
from knowledge.store.guild_settings import GuildSettings
from tests.conftest import CEDAR
from tests.e2e.people import Group, card, quotations, text


async def _sources(group: Group) -> str:
    return text(card(await group.ann.slash(group.channel, "sources")))


async def test_what_another_process_changes_is_seen_at_once(group: Group, make_shelf: Callable[[], Shelf]) -> None:
    elsewhere = make_shelf().store
    assert CEDAR.title not in await _sources(group)
    await elsewhere.add(group.guild.id, CEDAR)
    assert CEDAR.title in await _sources(group)
    page = text(card(await group.ann.slash(group.channel, "read", source=CEDAR.id, paragraph=2)))
    assert CEDAR.passages[1].text in page
    await elsewhere.retire(group.guild.id, CEDAR.id)
    assert CEDAR.title not in await _sources(group)


async def test_a_library_is_its_servers_alone(group: Group, make_shelf: Callable[[], Shelf]) -> None:
    await make_shelf().store.add(group.guild.id + 1, CEDAR)
    assert CEDAR.title not in await _sources(group)


@pytest.mark.parametrize("private", [True, False])
async def test_discord_is_told_of_a_library_that_loads_slowly(
    monkeypatch: pytest.MonkeyPatch, essays: Library, private: bool
) -> None:
    # Without the simulated Discord, whose clock lets both timers ring at once.
    monkeypatch.setattr(replying, "_PATIENCE_SECONDS", 0.01)
    told: list[dict[str, bool]] = []

    async def library(_guild_id: int) -> Library:
        while not told:
            await asyncio.sleep(0.01)
        return essays

    async def defer(**how: bool) -> None:
        told.append(how)

    response = SimpleNamespace(is_done=lambda: bool(told), defer=defer)
    interaction = SimpleNamespace(client=SimpleNamespace(library=library), guild_id=1, response=response)
    assert await replying.library_of(cast("Any", interaction), private=private) is essays
    assert told == [{"ephemeral": private, "thinking": True}]


async def test_settings_that_load_slowly_do_not_make_a_private_answer_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replying, "_PATIENCE_SECONDS", 0.01)
    told: list[dict[str, bool]] = []

    async def settings(_guild_id: int) -> GuildSettings:
        while not told:
            await asyncio.sleep(0.01)
        return GuildSettings(private=False)

    async def defer(**how: bool) -> None:
        told.append(how)

    response = SimpleNamespace(is_done=lambda: bool(told), defer=defer)
    client = SimpleNamespace(shelf=SimpleNamespace(settings=settings))
    interaction = SimpleNamespace(client=client, guild_id=1, response=response)
    assert await replying.audience(cast("Any", interaction), private=None) == (True, None)
    assert told == [{"ephemeral": True, "thinking": True}]


async def test_a_new_source_answers_a_question_in_other_words_a_moment_later(
    group: Group, make_shelf: Callable[[], Shelf], encoder: Encoder | None
) -> None:
    if encoder is None:
        pytest.skip("the extra semantic is not installed or off")
    question, told = "did any record books get destroyed in a fire?", CEDAR.passages[1].text
    await make_shelf().store.add(group.guild.id, CEDAR)
    assert told in text(await group.ask("who burned the old ledgers?"))  # by words at once
    for _ in range(500):
        library = await group.bot.library(group.guild.id)
        if library.meaning is not None and library.meaning.ready:
            break
        await asyncio.sleep(0.01)
    assert quotations(await group.ask(question))[0] == told
