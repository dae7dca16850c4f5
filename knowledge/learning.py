"""Has the vectors of libraries made while they are asked by words already, and keeps them for the next time."""

from __future__ import annotations

import asyncio
import logging
from itertools import islice

from knowledge.background import Background
from knowledge.errors import KnowledgeError
from knowledge.language import text as language
from knowledge.meaning import kept
from knowledge.meaning.kept import Texts
from knowledge.meaning.vectors import Bytes
from knowledge.model import Source
from knowledge.search.meaning import Meaning
from knowledge.store.vectors import VectorStore

log = logging.getLogger(__name__)
_AT_ONCE = 20
"""After so many passages what was made is kept: an interruption loses no more."""
_A_SECOND = 100
"""How many sentences are read in a second where two processors have other work too; alone, they read several times as
many: ``python -m tests.bench.meaning``."""


def seconds(source: Source) -> float:
    """Return about how long the meaning of a new source takes to make, in seconds: rather too long than too short."""
    return sum(len(language.sentences(passage.text)) for passage in source.passages) / _A_SECOND


class Learner:
    """Completes the meaning of servers' libraries, one library at a time, in a thread."""

    def __init__(self, vectors: VectorStore) -> None:
        self._vectors = vectors
        self._turn = asyncio.Lock()
        self._making = Background()

    async def complete(self, guild_id: int, meaning: Meaning) -> None:
        """Give a library the vectors that are kept, and have the others made; raises UnavailableError.

        This returns before they are: until then ``meaning.ready`` is false.
        """
        if meaning.ready:
            return
        meaning.learn_all((await self._vectors.read(guild_id, meaning.encoder.identity, meaning.awaited)).items())
        if not meaning.ready:
            self._making.start(guild_id, self._make(guild_id, meaning))

    def stop(self, guild_id: int) -> None:
        """Make no more for a server."""
        self._making.stop(guild_id)

    async def close(self) -> None:
        """Make no more for any."""
        await self._making.close()

    async def _make(self, guild_id: int, meaning: Meaning) -> None:
        model = meaning.encoder.identity
        try:
            async with self._turn:
                while some := list(islice(meaning.awaited.values(), _AT_ONCE)):
                    made = await asyncio.to_thread(_made, meaning, some)
                    await self._vectors.keep(guild_id, model, made)
                    meaning.learn_all(made.items())
                    log.info("learnt %d passages for %d, %d are left", len(made), guild_id, len(meaning.awaited))
                await self._vectors.tidy(guild_id, model, meaning.digests)
        except KnowledgeError as error:  # tried again when the library is loaded or changed the next time
            log.warning("the library of %d is asked by words alone: %s", guild_id, error)


def _made(meaning: Meaning, groups: list[Texts]) -> dict[bytes, Bytes]:
    return dict(kept.make(meaning.encoder, groups))
