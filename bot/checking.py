"""``check``: what is set up, and whether it works, in sentences."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from typing import NamedTuple

from bot.settings import Settings, settings_or_complaint
from knowledge.errors import KnowledgeError
from knowledge.meaning.encoder import Encoder
from knowledge.opening import open_folder
from knowledge.search.library import ESSAYS
from knowledge.store.database import Database
from knowledge.store.store import Store
from prompts import say

WORKS, FAILED, BAD_INPUT = 0, 1, 2


class Finding(NamedTuple):
    """A sentence about one thing, and whether the bot can run with it."""

    sentence: str
    works: bool = True


def check() -> int:
    """Print what is set up; return 0 where the bot can run so."""
    settings = settings_or_complaint()
    if settings is None:
        return BAD_INPUT
    works = True
    for finding in _findings(settings):
        print(finding.sentence, file=sys.stdout if finding.works else sys.stderr, flush=True)
        works &= finding.works
    return WORKS if works else FAILED


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding(
        say("check.token" if settings.discord_token else "check.no_token"), settings.discord_token is not None
    )
    yield asyncio.run(_database(settings))
    try:
        encoder = settings.encoder()
        yield _meaning(settings, encoder)
    except KnowledgeError as error:
        yield Finding(str(error), works=False)
        encoder = None
    try:
        library = open_folder(ESSAYS, encoder)
        yield Finding(say("check.sources", count=len(library.sources), issues=len(library.issues)))
    except KnowledgeError as error:
        yield Finding(str(error), works=False)


async def _database(settings: Settings) -> Finding:
    if settings.database_url is None and not settings.database_file.exists():
        return Finding(say("check.new_database", file=settings.database_file))
    store = None
    try:
        store = Store(Database(settings.database))
        await store.version(0)
        return Finding(say("check.database"))
    except KnowledgeError as error:
        return Finding(str(error), works=False)
    finally:
        if store is not None:
            await store.close()


def _meaning(settings: Settings, encoder: Encoder | None) -> Finding:
    if encoder is None:
        return Finding(say("check.not_installed" if settings.semantic == "on" else "check.off"))
    encoder.encode(["Are you there?"])
    started = time.perf_counter()
    encoder.encode(["How far is what is near from what it means?"])
    milliseconds = 1000 * (time.perf_counter() - started)
    return Finding(say("check.meaning", model=encoder.identity[:8], milliseconds=round(milliseconds)))
